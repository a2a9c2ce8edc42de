"""A folder that was lived in, made once and copied for every test."""

from __future__ import annotations

import pytest

from tests.conftest import SmallCourse
from tests.grading.placement import Placement
from tests.grading.privacy.lived_in import live_in


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    return SmallCourse(tmp_path_factory.mktemp("privacy-course")).load()


@pytest.fixture(scope="session")
def first(released, small, tmp_path_factory) -> Placement:
    placement = released.copy(tmp_path_factory.mktemp("lived") / "data")
    live_in(placement, small)
    return placement


@pytest.fixture
def lived(first, tmp_path) -> Placement:
    return first.copy(tmp_path / "data")
