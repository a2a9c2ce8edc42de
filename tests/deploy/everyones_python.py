"""A Python with this course that any user of the machine can run, as one in /srv is; ours may lie in a private home."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from course_site.hub.apart import obstacle
from course_site.hub.local import DEPLOY

PACKAGES = [DEPLOY.parent / name for name in ("widgets", "grading", "publishing")]
SYSTEM = "/usr/local/bin:/usr/bin"


def everyones_python(folder: Path) -> Path:
    """Our own where everybody can run it; else the system's of the same version, with what ours has, in `folder`."""
    ours = Path(sys.executable)
    system = shutil.which(f"python3.{sys.version_info.minor}", path=SYSTEM)
    if system is None or not obstacle(ours, folder):
        return ours
    venv = folder / "venv"
    subprocess.run([system, "-m", "venv", "--without-pip", venv], check=True)
    [site] = venv.glob("lib/python*/site-packages")
    packages = [str(_open(each, folder)) for each in PACKAGES]
    installed = str(_open(Path(sysconfig.get_path("purelib")), folder))
    lines = [*packages, f"import site; site.addsitedir({installed!r})"]
    (site / "course.pth").write_text("\n".join(lines) + "\n")
    for each in ("share", "etc"):
        (venv / each).symlink_to(_open(Path(sys.prefix) / each, folder))
    return venv / "bin" / "python"


def _open(path: Path, folder: Path) -> Path:
    """The path itself where everybody gets in, else a copy of it in `folder`; by links where that can be done."""
    if all(each.stat().st_mode & 0o001 for each in (path, *path.parents)):
        return path
    copy = folder / path.name
    if subprocess.run(["cp", "-al", path, copy], capture_output=True).returncode:
        shutil.rmtree(copy, ignore_errors=True)
        subprocess.run(["cp", "-a", path, copy], check=True)
    return copy
