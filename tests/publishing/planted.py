"""The school's own course with a word in its keys that no pupil may get, published once for all tests."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import yaml

from course_site.book import build_site
from course_site.publish import release_all
from course_site.translations import written_languages
from scenario_quiz.course import Course
from skill_grading.data import DataFolder

CANARY = "zwartekanarie"


def plant(words: dict) -> None:
    """Put the canary into every word of a graded scenario that is not for pupils."""
    for step in words["steps"].values():
        for private in ("feedback", "rubric", "anchor"):
            if isinstance(step.get(private), dict):
                step[private] = {name: f"{CANARY} {text}" for name, text in step[private].items()}
            elif private in step:
                step[private] = f"{CANARY} {step[private]}"


def planted_course(root: Path, copy: Path) -> Course:
    """The course at `root`, copied to `copy` with canaries in its keys."""
    copy.mkdir(parents=True)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(root / name, copy / name)
    for name in ("schools", "chapters", "exercises"):
        shutil.copytree(root / name, copy / name)
    for scenario in copy.glob("exercises/*/*/scenario.yml"):
        structure = yaml.safe_load(scenario.read_text(encoding="utf-8"))
        if structure["use"] != "graded":
            continue
        structure["goals"] = [CANARY]
        scenario.write_text(yaml.safe_dump(structure, sort_keys=False), encoding="utf-8")
        for file in scenario.parent.glob("[a-z][a-z].yml"):
            words = yaml.safe_load(file.read_text(encoding="utf-8"))
            plant(words)
            file.write_text(yaml.safe_dump(words, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return Course.load(copy)


def publish_once(root: Path, folder: Path) -> Path:
    """The published site in `folder`, its data beside it; the first worker that asks makes it, the others wait."""
    site, done = folder / "site", folder / "done"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder / "course", ignore_errors=True)
            course, data = planted_course(root, folder / "course"), DataFolder(folder / "data")
            release_all(course, data)
            build_site(course, data, site, written_languages(course))
            done.touch()
    return site
