"""Fixtures for grading: a released exercise, made once and copied for every test; and databases of both kinds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from skill_grading.inbox.inbox import Inbox
from tests.conftest import SmallCourse
from tests.database import running_postgres
from tests.grading.placement import Placement


@pytest.fixture(scope="session")
def released(tmp_path_factory) -> Placement:
    folder = tmp_path_factory.mktemp("released")
    return Placement.make(folder / "data", SmallCourse(folder / "course"))


@pytest.fixture
def placement(released, tmp_path) -> Placement:
    return released.copy(tmp_path / "data")


@pytest.fixture
def anywhere(placement, url, monkeypatch) -> Placement:
    """The exercise with its inbox and its gradebook in one database, once of each kind."""
    monkeypatch.setenv("COURSE_INBOX_URL", url)
    monkeypatch.setenv("COURSE_GRADEBOOK_URL", url)
    return placement


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a database on a server of our own, for as long as the tests run."""
    with running_postgres("course") as urls:
        yield urls["course"]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path) -> Iterator[str]:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}?timeout=60"
        return
    url = request.getfixturevalue("postgres")
    yield url
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


@pytest.fixture
def inbox(url) -> Iterator[Inbox]:
    with Inbox(url) as inbox:
        yield inbox
