"""Who a pupil is to the service: codes and sessions, of which only hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from skill_grading.inbox.schema import credentials, sessions
from skill_grading.inbox.store import Store, log_action, now

# Of one pupil: a code that a whole class tries out on the projector still works on every device.
MOST_SESSIONS = 50

# Asked with every request, so made only once.
_SESSION = select(sessions.c.pupil_id).where(
    sessions.c.token_hash == bindparam("token_hash"), sessions.c.expires > bindparam("this_moment")
)


class Access:
    """The codes and sessions of pupils, who are known by their id."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def replace_codes(self, hashes: Mapping[str, str]) -> None:
        """Give pupils (by id) a new code, as its hash: the old codes and open sessions end."""
        if not hashes:
            return
        made = now()

        def write(connection: Connection) -> None:
            for pupil_id in hashes:
                ended = connection.execute(
                    update(credentials)
                    .where(credentials.c.pupil_id == pupil_id, credentials.c.revoked.is_(None))
                    .values(revoked=made)
                ).rowcount
                connection.execute(delete(sessions).where(sessions.c.pupil_id == pupil_id))
                log_action(connection, "new code" if ended else "first code", pupil_id)
            connection.execute(
                insert(credentials),
                [{"pupil_id": who, "code_hash": code_hash, "created": made} for who, code_hash in hashes.items()],
            )

        self._store.write(write)

    def pupils_with_code(self) -> set[str]:
        """The ids of the pupils who have a code that works."""
        query = select(credentials.c.pupil_id).where(credentials.c.revoked.is_(None))
        with self._store.reading() as connection:
            return set(connection.execute(query).scalars())

    def pupil_of_code(self, code_hash: str) -> str | None:
        """Whose code this is; None if it is nobody's, or revoked."""
        query = select(credentials.c.pupil_id).where(
            credentials.c.code_hash == code_hash, credentials.c.revoked.is_(None)
        )
        with self._store.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def open_session(self, pupil_id: str, seconds: int) -> str:
        """A new session of ``seconds``, as the token for the browser. Of more than 50 the pupil's oldest end."""
        token = secrets.token_urlsafe(32)
        this_moment = int(time.time())
        over = delete(sessions).where(sessions.c.expires <= this_moment)
        of_pupil = select(sessions.c.token_hash).where(sessions.c.pupil_id == pupil_id)
        too_many = of_pupil.order_by(sessions.c.expires.desc()).offset(MOST_SESSIONS - 1)
        fresh = insert(sessions).values(token_hash=_hash(token), pupil_id=pupil_id, expires=this_moment + seconds)

        def write(connection: Connection) -> None:
            connection.execute(over)
            connection.execute(delete(sessions).where(sessions.c.token_hash.in_(too_many)))
            connection.execute(fresh)

        self._store.write(write)
        return token

    def pupil_of_session(self, token: str) -> str | None:
        """Whose session this is; None if it is unknown or over."""
        of = {"token_hash": _hash(token), "this_moment": int(time.time())}
        with self._store.reading() as connection:
            return connection.execute(_SESSION, of).scalar_one_or_none()

    def close_session(self, token: str) -> None:
        """End a session; an unknown one is no error."""
        over = delete(sessions).where(sessions.c.token_hash == _hash(token))
        self._store.write(lambda connection: connection.execute(over))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
