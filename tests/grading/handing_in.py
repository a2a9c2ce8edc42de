"""Putting hand-ins straight into an inbox."""

from __future__ import annotations


def accept(inbox, pupil="p-1", attempt="a", answers=b"{}", assignment="internship"):
    return inbox.accept(
        pupil, assignment, answers, version="v" * 64, attempt=(attempt * 32)[:32], answered=14, steps=16
    )


def counting(inbox):
    return {attempt.pupil_id: attempt.attempt[0] for attempt in inbox.attempts("internship") if attempt.counts}
