"""The tables of the inbox."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, String, Table, Text, UniqueConstraint, text

VERSION = 2
SERVICE = "service"

metadata = MetaData()
_MOVED = text("moved_from IS NOT NULL")

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

# Append-only, but that a teacher can move a row to another pupil. `round` is 0 for the first accepted hand-in of a
# pupil, 1 for the first one after the teacher re-opened, and so on; a hand-in that does not count has none. The
# database itself allows only one per round. `route` is the way that it came: `service`, `file` or `nbgrader`;
# `moved_from` is the pupil under whose code it came in, where a teacher has moved it since.
hand_ins = Table(
    "hand_ins",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("pupil_id", String(64), nullable=False),
    Column("assignment", String(40), nullable=False),
    Column("attempt", String(32), nullable=False),
    Column("round", Integer),
    Column("version", String(64), nullable=False),
    Column("received", String(32), nullable=False),
    Column("receipt", String(16), nullable=False),
    Column("answered", Integer, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("answers", LargeBinary, nullable=False),
    Column("route", String(16), nullable=False, server_default=SERVICE),
    Column("moved_from", String(64)),
    UniqueConstraint("assignment", "pupil_id", "attempt"),
    UniqueConstraint("assignment", "pupil_id", "round"),
    # Every hand-in asks whether it came before and was moved: without this, by reading every row there is.
    Index("hand_ins_moved", "assignment", "moved_from", "attempt", sqlite_where=_MOVED, postgresql_where=_MOVED),
)

# Append-only: what was sent but could not be accepted, and why.
refused = Table(
    "refused",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("pupil_id", String(64), nullable=False),
    Column("assignment", String(40), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("received", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("refused_by_pupil", "pupil_id", "assignment"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("pupil_id", String(64), primary_key=True),
    Column("assignment", String(40), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("saved", String(32), nullable=False),
    Column("answers", LargeBinary),
)

# What the teacher released; a page that was taken back is gone. `receipt` is that of the hand-in it is about.
feedback = Table(
    "feedback",
    metadata,
    Column("pupil_id", String(64), primary_key=True),
    Column("assignment", String(40), primary_key=True),
    Column("receipt", String(16), nullable=False),
    Column("released", String(32), nullable=False),
    Column("page", LargeBinary, nullable=False),
)

credentials = Table(
    "credentials",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("pupil_id", String(64), nullable=False, index=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("created", String(32), nullable=False),
    Column("revoked", String(32)),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("pupil_id", String(64), nullable=False, index=True),
    Column("expires", Integer, nullable=False, index=True),
)

# When an assignment can be handed in, as UTC times: for everybody (no class, no pupil), for a class, or `due` alone
# for one pupil.
dates = Table(
    "dates",
    metadata,
    Column("assignment", String(40), primary_key=True),
    Column("class_name", String(100), primary_key=True),
    Column("pupil_id", String(64), primary_key=True),
    Column("opens", String(32)),
    Column("due", String(32)),
    Column("closes", String(32)),
)

# Who was absent, as the teacher ticked it; the reason is nobody's business.
absences = Table(
    "absences",
    metadata,
    Column("assignment", String(40), primary_key=True),
    Column("pupil_id", String(64), primary_key=True),
)

# Append-only: what a teacher did.
actions = Table(
    "actions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("time", String(32), nullable=False),
    Column("action", String(40), nullable=False),
    Column("pupil_id", String(64)),
    Column("assignment", String(40)),
    Column("detail", Text, nullable=False),
    Index("actions_by_pupil", "pupil_id", "assignment"),
)
