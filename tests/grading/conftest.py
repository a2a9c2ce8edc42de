"""Fixtures for grading: a released exercise, made once and copied for every test."""

from __future__ import annotations

import pytest

from tests.conftest import SmallCourse
from tests.grading.database_server import postgres  # noqa: F401 (a fixture)
from tests.grading.placement import Placement


@pytest.fixture(scope="session")
def released(tmp_path_factory) -> Placement:
    folder = tmp_path_factory.mktemp("released")
    return Placement.make(folder / "data", SmallCourse(folder / "course"))


@pytest.fixture
def placement(released, tmp_path) -> Placement:
    return released.copy(tmp_path / "data")
