"""Which hand-in counts after a teacher stepped in: re-opening for a pupil, and moving what came under a wrong code."""

from __future__ import annotations

from sqlalchemy import Connection, Row, bindparam, func, select, update

from scenario_quiz.errors import Refusal
from skill_grading.inbox.drafts import fill_draft
from skill_grading.inbox.schema import actions, hand_ins
from skill_grading.inbox.store import log_action

REOPEN = "reopen"
MOVE = "move"

# Made once: making a statement takes SQLAlchemy longer than running it.
_REOPENED = (
    select(func.count())
    .select_from(actions)
    .where(
        actions.c.action == REOPEN,
        actions.c.pupil_id == bindparam("pupil_id"),
        actions.c.assignment == bindparam("assignment"),
    )
)


def round_of(connection: Connection, pupil_id: str, assignment: str) -> int:
    """How often this assignment was re-opened for this pupil."""
    return connection.execute(_REOPENED, {"pupil_id": pupil_id, "assignment": assignment}).scalar_one()


def waited_for(connection: Connection, assignment: str) -> set[str]:
    """The pupils for whom this assignment was re-opened and who have not handed in since."""
    rounds = (
        select(actions.c.pupil_id, func.count())
        .where(actions.c.action == REOPEN, actions.c.assignment == assignment)
        .group_by(actions.c.pupil_id)
    )
    last = (
        select(hand_ins.c.pupil_id, func.max(hand_ins.c.round))
        .where(hand_ins.c.assignment == assignment)
        .group_by(hand_ins.c.pupil_id)
    )
    reached = {pupil_id: reached for pupil_id, reached in connection.execute(last)}
    return {pupil_id for pupil_id, count in connection.execute(rounds) if reached.get(pupil_id) != count}


def reopen(connection: Connection, pupil_id: str, assignment: str, keep: bool) -> None:
    """Let a pupil hand in again, from the answers that count now or from none."""
    answers = None
    if keep:
        of_pupil = select(hand_ins.c.answers).where(*_is(pupil_id, assignment), hand_ins.c.round.is_not(None))
        answers = connection.execute(of_pupil.order_by(hand_ins.c.round.desc()).limit(1)).scalar_one_or_none()
    log_action(connection, REOPEN, pupil_id, assignment)
    fill_draft(connection, pupil_id, assignment, answers)


def move(connection: Connection, pupil_id: str, assignment: str, attempt: str, to: str) -> bool:
    """Give one hand-in to the pupil ``to``; says whether it counts there. Raises Refusal.

    It counts unless that pupil has handed in already. The pupil it is taken from goes on with the next hand-in of
    his or her own; where there is none, the assignment is open again.
    """
    moved = connection.execute(select(hand_ins).where(*_is(pupil_id, assignment), hand_ins.c.attempt == attempt))
    row = moved.one_or_none()
    if row is None or pupil_id == to:
        raise Refusal("There is no such hand-in to move; load the page again.")
    if connection.execute(select(hand_ins.c.id).where(*_is(to, assignment), hand_ins.c.attempt == attempt)).first():
        raise Refusal(f"The other pupil has handed in the same work already, with receipt {row.receipt} or another.")
    this_round = round_of(connection, to, assignment)
    theirs = select(hand_ins.c.id).where(*_is(to, assignment), hand_ins.c.round == this_round)
    counts = connection.execute(theirs).first() is None
    sender = row.moved_from or pupil_id
    _change(
        connection,
        row,
        pupil_id=to,
        round=this_round if counts else None,
        moved_from=None if sender == to else sender,
    )
    log_action(connection, MOVE, pupil_id, assignment, to=to, receipt=row.receipt)
    if row.round is not None:
        _close_gap(connection, row)
    return counts


def _close_gap(connection: Connection, moved: Row) -> None:
    """Let the next hand-in of the pupil whom ``moved`` was taken from count instead of it."""
    later = connection.execute(
        select(hand_ins)
        .where(*_is(moved.pupil_id, moved.assignment), hand_ins.c.id > moved.id)
        .order_by(hand_ins.c.id)
        .limit(1)
    ).one_or_none()
    if later is None:
        if moved.round == round_of(connection, moved.pupil_id, moved.assignment):
            reopen(connection, moved.pupil_id, moved.assignment, keep=False)
    elif later.round is None:
        _change(connection, later, round=moved.round)


def _change(connection: Connection, row: Row, **values: object) -> None:
    connection.execute(update(hand_ins).where(hand_ins.c.id == row.id).values(**values))


def _is(pupil_id: str, assignment: str) -> tuple:
    return hand_ins.c.pupil_id == pupil_id, hand_ins.c.assignment == assignment
