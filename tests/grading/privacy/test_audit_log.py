"""The log of what was done says it by ids: no name, no code, no answer and no mark is in it."""

from __future__ import annotations

import re

from sqlalchemy import select

from skill_grading.inbox.inbox import Inbox
from skill_grading.inbox.schema import actions
from skill_grading.inbox.store import Store
from tests.grading.placement import NAME
from tests.grading.privacy.lived_in import COMMENT, NOOR, NOORS, NOORS_DRAFT, PEOPLE

CODE = re.compile(r"\b[0-9A-Z]{4}-?[0-9A-Z]{4}-?[0-9A-Z]{4}\b")
SAYS = {"to", "receipt", "of", "due", "opens", "closes", "class_name"}


def test_a_year_of_it_holds_ids_and_nothing_else_about_anybody(lived):
    with Inbox(lived.data.inbox_url) as inbox:
        inbox.reopen(NOOR, NAME)
        logged = inbox.actions()
    assert {"first code", "absent", "move", "reopen"} <= {each.action for each in logged}
    assert set().union(*(each.detail for each in logged)) <= SAYS
    store = Store(lived.data.inbox_url)
    try:
        with store.reading() as connection:
            rows = [" ".join(map(str, row)) for row in connection.execute(select(actions))]
    finally:
        store.close()
    words = {word for pupil in PEOPLE for word in (pupil.first_name, pupil.last_name, pupil.platform_id) if word}
    for row in rows:
        assert not [word for word in (*words, NOORS, NOORS_DRAFT, COMMENT) if word in row], row
        assert not CODE.search(re.sub(r'"receipt": "[^"]*"', "", row)), row
