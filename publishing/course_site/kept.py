"""What takes long to make and seldom changes, kept beside the site from one build to the next."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from scenario_quiz.files import write_atomically


def work_folder(site: Path) -> Path:
    """The folder beside a built site that makes the next build fast; it can go at any time."""
    return site.with_name(f"{site.name}-work")


def kept(folder: Path, name: str, made_from: str, make: Callable[[], bytes]) -> bytes:
    """What `make` gives, or what it gave when `made_from`, everything that it depends on, was the same.

    One file per `name` stays in `folder`, its content after the digest of what it was made from.
    """
    path = folder / name
    digest = sha256(made_from.encode()).digest()
    if path.is_file() and (known := path.read_bytes()).startswith(digest):
        return known[len(digest) :]
    content = make()
    write_atomically(path, digest + content)
    return content
