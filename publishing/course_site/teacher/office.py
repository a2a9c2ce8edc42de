"""What the handlers share: words, templates, one action at a time, and what came of the last ones."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from course_site.settings import THEME
from course_site.teacher.desk import Desk, Notice
from course_site.trouble import of_a_database, of_a_disk
from scenario_quiz.errors import Refusal
from skill_grading.pupils.roster import full_name

TEMPLATES = Path(__file__).parent / "templates"
REMEMBERED = 20


class Office:
    """The teacher's desk behind a counter: it renders pages, and lets one action at a time through."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.busy = ""
        self._notices: dict[str, Notice] = {}
        self._templates = Environment(
            loader=FileSystemLoader([TEMPLATES, THEME / "static"]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
        )

    def page(self, template: str, **values: object) -> str:
        desk = self.desk
        return self._templates.get_template(template).render(
            say=desk.say, title=desk.title, form_name=desk.form_name, reason=desk.reason, full_name=full_name,
            school=desk.course.school, language=desk.language, **values,
        )  # fmt: skip

    async def do(self, what: str, action: Callable[..., Notice], *arguments: object) -> Notice:
        """Run an action in a thread, so that the server goes on answering; a second one is not begun meanwhile."""
        if self.busy:
            return Notice(self.desk.say("busy", what=self.busy), problem=True)
        self.busy = what
        try:
            return await asyncio.to_thread(action, *arguments)
        except Exception as error:
            if notice := self.in_words(error):
                return notice
            raise
        finally:
            self.busy = ""

    def in_words(self, error: BaseException | None) -> Notice | None:
        """An error that speaks for itself, or one of the disk or a database, as a notice; None for any other."""
        if isinstance(error, Refusal):
            return Notice(self.desk.say("refused"), str(error).splitlines(), problem=True)
        if said := of_a_disk(error) or of_a_database(error):
            return Notice(self.desk.say("trouble"), [said], problem=True)
        return None

    def remember(self, notice: Notice) -> str:
        """Keep a notice for the page that comes next; gives its key."""
        key = secrets.token_urlsafe(8)
        self._notices[key] = notice
        for oldest in list(self._notices)[:-REMEMBERED]:
            del self._notices[oldest]
        return key

    def notice(self, key: str) -> Notice | None:
        return self._notices.get(key)
