"""What a platform's page knows of the course around it: its pages, and of every situation what answers are made of.

It is read from the published pages, so it holds no more than they do: of graded situations nothing of the key.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from itertools import count

from course_site.contents import REVIEW, contents
from scenario_quiz.course import Course
from scenario_quiz.labels import load_labels

VIEW = re.compile(r'<script type="application/json" class="scenario-view">(.*?)</script>', re.S)
HAND_IN = re.compile(r'<div class="hand-in" data-assignment="([^"]*)" data-content="([^"]*)"')
WORDS = "platform_"
STEP = ("kind", "max", "max_length", "next", "fine")
PIECES = ("options", "parts", "items", "cards", "bins")
PIECE = ("id", "next", "verdict", "points", "role", "place", "bin", "if_wrong")
SHORTEST_KEY = 4


class Completion(StrEnum):
    """Which situations have to be done."""

    ALL = "all"
    PRACTICE = "practice"
    EXERCISES = "exercises"


def outline(
    course: Course,
    files: Mapping[str, bytes],
    languages: Sequence[str],
    completion: Completion = Completion.ALL,
    mastery: int | None = None,
) -> dict:
    """The outline as `Outline` in static/platform/work.js describes it. `files` are the package's pages by name.

    Only what `completion` names counts, on pages for pupils: no entry check or final exam, and nothing of the review,
    which each day begins afresh and stays in the browser. `mastery` is the percentage of it that is enough (None:
    all of it). Scenarios have the same ids in each language, so the first one's pages tell.
    """
    toc = contents(course)
    apart = {*toc.uncounted(), *toc.unlisted}
    versions: dict[str, str] = {}
    scenarios: dict[tuple[str, str], dict] = {}
    for page in [name for name in toc.pages() if name != REVIEW]:
        text = files[f"{languages[0]}/{page}.html"].decode()
        versions |= dict(HAND_IN.findall(text))
        for view in map(json.loads, VIEW.findall(text)):
            counts = page not in apart and completion in (Completion.ALL, _part(view))
            known = scenarios.setdefault((view["assignment"], view["id"]), _bare(view) | {"counts": False})
            known["counts"] |= counts
    structures = {name: _structure(each, versions) for name, each in scenarios.items()}
    pages = toc.pages()
    keys = dict(zip([*structures, None], _keys([*structures.values(), json.dumps(pages)]), strict=True))
    return {
        "course": course.school.id,
        "languages": list(languages),
        "pages": pages,
        "pagesKey": keys[None],
        "contents": versions,
        "mastery": mastery,
        "scenarios": [each | {"key": keys[name]} for name, each in scenarios.items()],
        "words": {
            language: {
                key: words for key, words in load_labels("course_site", language).items() if key.startswith(WORDS)
            }
            for language in languages
        },
    }


def _part(view: dict) -> Completion:
    return Completion.PRACTICE if view["use"] == "practice" else Completion.EXERCISES


def _bare(view: dict) -> dict:
    """A view without its words."""
    return {key: view[key] for key in ("assignment", "id", "use", "start")} | {
        "steps": {name: _bare_step(step) for name, step in view["steps"].items()}
    }


def _bare_step(step: dict) -> dict:
    pieces = {
        name: [{key: piece[key] for key in PIECE if key in piece} for piece in step[name]]
        for name in PIECES
        if name in step
    }
    return {key: step[key] for key in STEP if key in step} | pieces


def _structure(scenario: dict, versions: Mapping[str, str]) -> str:
    """What must stay the same for a kept answer to be readable."""
    ids = {
        name: [[piece["id"] for piece in step[kind]] for kind in PIECES if kind in step]
        for name, step in scenario["steps"].items()
    }
    version = versions[scenario["assignment"]] if scenario["use"] == "graded" else ""
    return json.dumps([scenario["assignment"], scenario["id"], version, ids])


def _keys(structures: Sequence[str]) -> Iterator[str]:
    """A short key for each, all of the same length."""
    digests = [urlsafe_b64encode(sha256(each.encode()).digest()).decode() for each in structures]
    length = next(n for n in count(SHORTEST_KEY) if len({digest[:n] for digest in digests}) == len(digests))
    return (digest[:length] for digest in digests)
