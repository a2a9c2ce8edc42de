"""Finds the PostgreSQL that the tests start; run as a script, it installs one where there is none.

No server of the machine is used or left running: see database.py.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests import debian

PROGRAMS = ("initdb", "postgres", "pg_dump", "pg_restore")
# Debian keeps a server's programs off the PATH, a folder for each version.
FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/usr/local/bin")
MISSING = "this machine has no PostgreSQL server: install it (Debian, Ubuntu: apt-get install postgresql)"
# While this stands, the package makes no database of the machine's own when it is installed.
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/no-cluster-for-tests.conf")


def find() -> Path | None:
    """The folder with PostgreSQL's programs, the newest where there are more; None where there are none."""
    on_path = shutil.which("initdb")
    newest_first = sorted(
        (found for pattern in FOLDERS for found in Path("/").glob(pattern[1:])), key=_version, reverse=True
    )
    for folder in ([Path(on_path).resolve().parent] if on_path else []) + newest_first:
        if all((folder / name).exists() for name in PROGRAMS):
            return folder
    return None


def needed() -> Path:
    """The same for a test, which is skipped where there are none and nobody may install them, and else fails."""
    found = find()
    if found is None:
        (pytest.fail if debian.may_install() else pytest.skip)(MISSING)
    return found


def install() -> None:
    """Install Debian's package; its programs only, for the tests start a server of their own."""
    NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
    NO_CLUSTER.write_text("create_main_cluster = false\n")
    try:
        debian.install("postgresql")
    finally:
        NO_CLUSTER.unlink()


def _version(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0


if __name__ == "__main__" and not find():
    if debian.may_install():
        install()
        if not find():
            sys.exit("The tests need PostgreSQL, and it could not be installed here: apt-get install postgresql")
    else:
        print(f"Tests of the inbox and gradebook in PostgreSQL, its backup and JupyterHub are skipped: {MISSING}.")
