"""Drafts: of two devices that write, neither wipes out the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from skill_grading.inbox.drafts import Draft, DraftConflict


def test_a_draft_is_saved_only_over_the_revision_it_was_made_from(inbox):
    drafts = inbox.drafts
    assert drafts.get("p-1", "internship") == Draft(0, None)
    assert drafts.save("p-1", "internship", 0, b"laptop") == 1
    for revision in (0, 2, 7):
        with pytest.raises(DraftConflict) as conflict:
            drafts.save("p-1", "internship", revision, b"phone")
        assert conflict.value.draft == Draft(1, b"laptop")
    assert drafts.save("p-1", "internship", 1, b"phone") == 2
    assert drafts.get("p-1", "internship") == Draft(2, b"phone")
    assert drafts.get("p-2", "internship") == Draft(0, None)


def test_of_devices_that_save_at_once_one_wins_and_the_others_hear_it(inbox):
    def save(number: int) -> int | None:
        try:
            return inbox.drafts.save("p-1", "internship", 0, str(number).encode())
        except DraftConflict as conflict:
            assert conflict.draft.revision == 1
            return None

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(save, range(8)), key=str) == [1, *[None] * 7]
