"""One school under JupyterHub for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deploy.school import School, running_school


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    """Of the module, not of the session: while it stands, the environment sends every test to its database."""
    with running_school() as one:
        yield one
