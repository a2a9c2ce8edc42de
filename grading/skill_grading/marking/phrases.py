"""The teacher's own comments to use again."""

from __future__ import annotations

import json

from scenario_quiz.files import write_atomically
from skill_grading.data import DataFolder

LONGEST = 2000
MOST = 100


def load_phrases(data: DataFolder) -> list[str]:
    """The phrases in the teacher's order; none when there are none yet, or the file was spoilt by hand."""
    try:
        found = json.loads(data.phrases.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    return [phrase for phrase in found if isinstance(phrase, str)] if isinstance(found, list) else []


def add_phrase(data: DataFolder, phrase: str) -> list[str]:
    """Keep one more phrase, the first time it is given; gives all of them."""
    phrase, known = phrase.strip()[:LONGEST], load_phrases(data)
    return _save(data, [*known, phrase][-MOST:]) if phrase and phrase not in known else known


def drop_phrase(data: DataFolder, phrase: str) -> list[str]:
    """Forget a phrase; gives the others."""
    return _save(data, [known for known in load_phrases(data) if known != phrase])


def _save(data: DataFolder, phrases: list[str]) -> list[str]:
    write_atomically(data.phrases, json.dumps(phrases, ensure_ascii=False, indent=1))
    return phrases
