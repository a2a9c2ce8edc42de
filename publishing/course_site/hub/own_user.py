"""A pupil's server on one machine: a user of its own, with a number and a home that nobody else gets into."""

from __future__ import annotations

import os
import pwd
import resource
from collections.abc import Callable
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner
from traitlets import Bool, Int

# Below what every kind of container passes on, above what machines hand out themselves.
FIRST_UID = 50_000

MOST_MEMORY = 1024**3
"""In bytes, for each process of a pupil: a server takes a fifth of it. The machine itself could be used up else."""

MOST_TASKS = 256
"""How many processes and threads a pupil can have, where every pupil is a user of its own."""


class OwnUser(SimpleLocalProcessSpawner):
    """Starts every server as a user of its own, whom no account of the machine is needed for.

    Whose home it is says the number: once given, it stays, whoever comes into the class list or leaves it.
    """

    apart = Bool(help="Whether it can be done on this machine; else the servers share the Hub's user.").tag(config=True)
    uid = Int()

    async def start(self):
        home = Path(self.home_dir)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.uid = own_uid(home) if self.apart else os.geteuid()
        return await super().start()

    def make_preexec_fn(self, name: str) -> Callable[[], None]:
        uid, home, apart = self.uid, self.home_dir, self.apart

        def become() -> None:
            resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
            if apart:
                resource.setrlimit(resource.RLIMIT_NPROC, (MOST_TASKS, MOST_TASKS))
                os.setgroups([])
                os.setgid(uid)
                os.setuid(uid)
            os.chdir(home)

        return become


def own_uid(home: Path) -> int:
    """The number of the user whose home this is; a home without one gets a number that nobody has."""
    uid = home.stat().st_uid
    if uid >= FIRST_UID:
        return uid
    taken = {each.stat().st_uid for each in home.parent.iterdir()} | {each.pw_uid for each in pwd.getpwall()}
    uid = next(number for number in range(FIRST_UID, FIRST_UID + len(taken) + 1) if number not in taken)
    for each in (home, *home.rglob("*")):
        os.chown(each, uid, uid, follow_symlinks=False)
    return uid
