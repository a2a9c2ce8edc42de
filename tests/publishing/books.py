"""A small course as a book: settings, contents and chapters around the small course of the shared fixtures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from course_site.book import BuildReport, build
from course_site.publish import release_all
from skill_grading.data import DataFolder
from tests.conftest import SmallCourse

ROOT = Path(__file__).parent.parent.parent

WELCOME = "# {title}\n\nThe first words of the course.\n\n[Read](placement.md)\n"
PLACEMENT = "# {title}\n\nSee [the rule](protocol.md#rule-1-5).\n\n```{{scenario}} placement/talk\n```\n"
TITLES = {"nl": ("Welkom", "Op stage"), "en": ("Welcome", "On placement")}
CAPTIONS = {"nl": {"start": "Begin", "more": "Verder"}, "en": {"start": "Begin here", "more": "Further"}}
CONTENTS = {
    "format": "jb-book",
    "root": "welcome",
    "parts": [
        {"caption": "start", "chapters": [{"file": "placement"}, {"file": "placement-exercise"}]},
        {"caption": "more", "chapters": [{"file": "protocol"}]},
    ],
}


class SmallBook:
    """The small course with chapters in two languages; `files` of the course and `page` can be changed."""

    def __init__(self, folder: Path) -> None:
        self.course = SmallCourse(folder / "course")
        self.data = DataFolder(folder / "data")
        self.site = folder / "build" / "site"
        config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
        config["sphinx"]["config"]["course_school"] = "small-school"
        self.course.files |= {"_config.yml": config | {"title": "Kleine cursus"}, "_toc.yml": CONTENTS}
        for language, captions in CAPTIONS.items():
            self.course.files[f"chapters/{language}/_book.yml"] = {"captions": dict(captions)}
            for name, text, title in zip(("welcome", "placement"), (WELCOME, PLACEMENT), TITLES[language], strict=True):
                self.page(name, language).parent.mkdir(parents=True, exist_ok=True)
                self.page(name, language).write_text(text.format(title=title), encoding="utf-8")
        self.course.files["chapters/en/_book.yml"]["title"] = "Small course"
        release_all(self.course.load(), self.data)

    def page(self, name: str, language: str = "nl") -> Path:
        """The file of a chapter."""
        return self.course.root / "chapters" / language / f"{name}.md"

    def build(self, language: str = "nl", languages: Sequence[str] = ()) -> BuildReport:
        return build(self.course.load(), self.data, language, self.site, languages)

    def html(self, name: str, language: str = "nl") -> str:
        """A published page."""
        return (self.site / language / f"{name}.html").read_text(encoding="utf-8")
