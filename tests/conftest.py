"""Shared fixtures: the repository itself, a small course written to disk, and a real browser."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, settings

from scenario_quiz.course import Course
from tests import chromium
from tests.bad_days import disk_of_16_mb

# How fast this machine is just now, no property is about.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

PATIENCE = 20_000  # milliseconds until what a page should show by itself is missed, on a busy machine
PALETTE = {
    name: "#102030"
    for name in ["paper", "panel", "ink", "muted", "line", "accent", "accent_ink", "good", "harm", "careful"]
}

SMALL_COURSE = {
    "_config.yml": {"title": "Small course", "sphinx": {"config": {"course_school": "small-school"}}},
    "schools/small-school/school.yml": {
        "name": "Small School",
        "short_name": "Small",
        "platform": "Platform",
        "languages": ["nl", "en"],
        "cut": 0.75,
        "colours": {"light": PALETTE, "dark": PALETTE},
        "helplines": [{"id": "listen", "number": "102"}],
    },
    "schools/small-school/rules.yml": {
        "1.5": {"section": "1", "audience": ["pupils"], "graded": ["pupils"]},
        "7.9": {"section": "7", "audience": ["pupils"], "graded": ["pupils"]},
    },
    "schools/small-school/skills.yml": {
        "confidentiality": {"digcomp": ["4.2"], "rules": ["1.5"], "audience": ["pupils"]},
        "speak-up": {"digcomp": ["4.3"], "rules": ["7.9"], "audience": ["pupils"]},
    },
    "exercises/placement/assignment.yml": {"chapter": "placement", "minutes": 10, "graded": ["walk", "tell"]},
    "exercises/placement/talk/scenario.yml": {
        "use": "practice",
        "goals": ["talk"],
        "start": "draft",
        "steps": {
            "draft": {
                "kind": "choice",
                "skill": "confidentiality",
                "rules": ["1.5"],
                "points": 1,
                "choices": {"post": {"verdict": "harm", "next": "seen"}, "wait": {"verdict": "good", "next": "calm"}},
            },
            "seen": {"ending": "harm", "back_to": "draft"},
            "calm": {"ending": "good"},
        },
    },
    "exercises/placement/walk/scenario.yml": {
        "use": "graded",
        "goals": ["walk"],
        "start": "first",
        "steps": {
            "first": {
                "kind": "choice",
                "skill": "confidentiality",
                "rules": ["1.5"],
                "points": 2,
                "must_pass": True,
                "choices": {
                    "ask": {"verdict": "good", "next": "left"},
                    "post": {"verdict": "harm", "next": "left"},
                    "keep": {"verdict": "good", "next": "right"},
                    "hide": {"verdict": "overcautious", "points": 1, "next": "right"},
                },
            },
            "left": {
                "kind": "select",
                "skill": "confidentiality",
                "rules": ["1.5"],
                "points": 3,
                "choices": {"name": {"verdict": "good"}, "room": {"verdict": "good"}, "sun": {"verdict": "harm"}},
            },
            "right": {
                "kind": "select",
                "skill": "speak-up",
                "rules": ["7.9"],
                "points": 3,
                "fine": True,
                "choices": {
                    "call": {"verdict": "good"},
                    "mail": {"verdict": "good"},
                    "sue": {"verdict": "overcautious"},
                },
            },
        },
    },
    "exercises/placement/tell/scenario.yml": {
        "use": "graded",
        "goals": ["tell"],
        "start": "write",
        "steps": {"write": {"kind": "open", "skill": "speak-up", "rules": ["7.9"], "points": 3}},
    },
}

SMALL_WORDS = {
    "schools/small-school": {
        "sections": {"1": "Basis", "7": "Leerlingen"},
        "rules": {"1.5": {"title": "Stage", "text": "Zwijg."}, "7.9": {"title": "Meld", "text": "Zeg het."}},
        "skills": {
            "confidentiality": {"name": "Zwijgen", "can": "Ik kan zwijgen."},
            "speak-up": {"name": "Melden", "can": "Ik kan melden."},
        },
        "families": {},
        "helplines": {"listen": {"name": "Luisterlijn", "what": "Luisteren"}},
    },
    "exercises/placement": {"title": "Stage", "introduction": "Begin maar."},
    "exercises/placement/talk": {
        "title": "Praten",
        "situation": "Een praatje.",
        "steps": {
            "draft": {
                "prompt": "Wat doe je?",
                "choices": {"post": "Posten.", "wait": "Wachten."},
                "feedback": {"post": "FEEDBACK-POST", "wait": "FEEDBACK-WAIT"},
            }
        },
        "endings": {"seen": {"text": "Gezien.", "repair": "Haal het weg."}, "calm": {"text": "Rustig."}},
    },
    "exercises/placement/walk": {
        "title": "Wandelen",
        "situation": "Een wandeling.",
        "steps": {
            "first": {
                "prompt": "Wat nu?",
                "choices": {"ask": "Vragen.", "post": "Posten.", "keep": "Houden.", "hide": "Verbergen."},
                "feedback": {"ask": "CANARY-1", "post": "CANARY-2", "keep": "CANARY-3", "hide": "CANARY-4"},
            },
            "left": {
                "prompt": "Wat zegt te veel?",
                "choices": {"name": "Naam.", "room": "Kamer.", "sun": "Zon."},
                "feedback": {"name": "CANARY-5", "room": "CANARY-6", "sun": "CANARY-7"},
            },
            "right": {
                "prompt": "Wie vraag je?",
                "choices": {"call": "Bellen.", "mail": "Mailen.", "sue": "Klagen."},
                "feedback": {"call": "CANARY-8", "mail": "CANARY-9", "sue": "CANARY-10"},
            },
        },
    },
    "exercises/placement/tell": {
        "title": "Vertellen",
        "situation": "Vertel.",
        "steps": {
            "write": {
                "prompt": "Schrijf.",
                "rubric": {"good": "CANARY-R1", "partly": "R2", "not-yet": "R3"},
                "anchor": "CANARY-ANCHOR",
                "weaker": {"partly": "CANARY-PARTLY", "not-yet": "CANARY-NOT-YET"},
                "feedback": "CANARY-OPEN",
            }
        },
    },
}


class SmallCourse:
    """A small course on disk whose files a test can change: `files[name]` is its data, `write()` saves it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, dict] = copy.deepcopy(SMALL_COURSE)
        for folder, words in SMALL_WORDS.items():
            for language in ("nl", "en"):
                self.files[f"{folder}/{language}.yml"] = copy.deepcopy(words)

    def write(self) -> None:
        for name, data in self.files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")

    def load(self) -> Course:
        self.write()
        return Course.load(self.root)


@pytest.fixture
def small_course(tmp_path: Path) -> SmallCourse:
    course = SmallCourse(tmp_path / "course")
    course.write()
    return course


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that is soon full; only root can make one."""
    with disk_of_16_mb(tmp_path / "disk") as disk:
        yield disk


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def course(root: Path) -> Course:
    """The school's own course."""
    return Course.load(root)


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """A real Chromium, driven by Playwright."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    path = chromium.find()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=chromium.ARGS)
        yield running
        running.close()
