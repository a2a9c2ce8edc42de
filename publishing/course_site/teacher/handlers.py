"""The pages under /course/: plain HTML and forms, no script. Whatever goes wrong is told in words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, StaticFileHandler

from course_site.teacher import overview
from course_site.teacher.desk import Notice, address
from course_site.teacher.follow_up import to_follow_up
from course_site.teacher.office import Office
from course_site.teacher.server import LOG
from skill_grading.evidence.moment_work import ALL, assignments_of, waiting_keys
from skill_grading.marking.marks import Place

PAGE_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
# A setting: teachers sign in with an account of JupyterHub, not with a token in the address.
BY_ACCOUNT = "course_by_account"
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


class PageHandler(JupyterHandler):
    """A page for the teacher."""

    def initialize(self, office: Office) -> None:
        self.office = office
        self.desk = office.desk

    async def prepare(self) -> None:
        await super().prepare()
        if not self.current_user:
            if self._by_account and self.request.method in ("GET", "HEAD"):
                self.redirect(self.get_login_url())  # which refuses whom the Hub knows, and does not let in
                return
            # Jupyter would show a page of its own, which asks for a word that no teacher knows.
            raise HTTPError(HTTPStatus.FORBIDDEN)

    @property
    def _by_account(self) -> bool:
        return self.settings.get(BY_ACCOUNT, False)

    @property
    def content_security_policy(self) -> str:
        return PAGE_POLICY

    def assignment(self) -> str:
        """The assignment that was asked for, or else the latest. Raises HTTPError for one that does not exist."""
        chosen, known = self.get_argument("assignment", ""), self.desk.assignments
        if chosen == ALL:  # the reports page has it, which links to the others
            chosen = ""
        if chosen and chosen not in known:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return chosen or overview.latest_assignment(self.desk.data, known)

    def exercise(self) -> str:
        """As `assignment`, but of the entry check and final exam one of the forms."""
        chosen = self.get_argument("assignment", "")
        return chosen if chosen in self.desk.course.forms.values() else self.assignment()

    def show(self, template: str, here: str, **values: object) -> None:
        """Send a page; `here` is the label of its place in the menu."""
        values.setdefault("moment", self.desk.moment(values.get("assignment")))
        values.setdefault("assignments", self.desk.assignments)
        values.setdefault("notice", self.office.notice(self.get_argument("told", "")))
        self._send(template, here, **values)

    def _send(self, template: str, here: str, **values: object) -> None:
        self.set_header("Cache-Control", "no-store")
        self.finish(
            self.office.page(template, base=f"{self.base_url}course/", top=self.base_url,
                             xsrf=self.xsrf_token.decode(), here=here, **values)
        )  # fmt: skip

    async def act(self, what: str, page: str, action: Callable[..., Notice], *arguments: object) -> None:
        """Do something, then show `page` with what came of it."""
        self.tell(page, await self.office.do(self.desk.say(what), action, *arguments))

    def tell(self, page: str, notice: Notice) -> None:
        """Show `page` with a notice."""
        key = self.office.remember(notice)
        joint = "&" if "?" in page else "?"
        self.redirect(f"{self.base_url}course/{page}{joint}told={key}", status=HTTPStatus.SEE_OTHER)

    def write_error(self, status_code: int, **details: Any) -> None:
        error = details.get("exc_info", (None, None))[1]
        closed = "error_account" if self._by_account else "error_token"
        known = {403: "error_forbidden" if self.current_user else closed, 404: "error_missing"}
        notice = self.office.in_words(error)
        if notice is None:
            text = self.desk.say(known.get(status_code, "error_other"), log=self.desk.data.path / LOG)
            notice = Notice(text, problem=True)
        # Nothing is read for this page: what keeps the others from being shown must not keep it too.
        self._send("error.html", "", notice=notice)


class StartHandler(PageHandler):
    async def get(self) -> None:
        if "token" in self.request.query_arguments:
            # The cookie is set by now; the token should not stay in the address.
            self.redirect(f"{self.base_url}course/")
            return
        assignment = self.assignment()
        progress = await asyncio.to_thread(overview.progress, self.desk.data, assignment)
        self.show(
            "start.html",
            "nav_start",
            assignment=assignment,
            progress=progress,
            follow_up=to_follow_up(self.desk),
            key_waits=bool(waiting_keys(self.desk.data, assignment)),
            exercises=assignments_of(self.desk.data, assignment) if assignment else [],
            languages=self.desk.languages,
        )


class PupilsHandler(PageHandler):
    def get(self) -> None:
        self.show("pupils.html", "nav_pupils", classes=overview.pupils_by_class(self.desk.data))


class ImportHandler(PageHandler):
    async def post(self) -> None:
        files = self.request.files.get("list", [])
        if not files or not files[0].body:
            self.tell("pupils", Notice(self.desk.say("no_file"), problem=True))
            return
        await self.act("doing_import", "pupils", self.desk.import_list, files[0].body)


class CardHandler(PageHandler):
    async def post(self) -> None:
        await self.act("doing_card", "pupils", self.desk.new_card, self.get_body_argument("pupil_id"))


class DemoHandler(PageHandler):
    async def post(self) -> None:
        await self.act("doing_demo", "", self.desk.make_demo)


class CollectHandler(PageHandler):
    async def post(self) -> None:
        assignment = self.assignment()
        await self.act("doing_collect", address("", assignment=assignment), self.desk.collect, assignment)


class GradeHandler(PageHandler):
    async def post(self) -> None:
        assignment = self.assignment()
        await self.act("doing_grade", address("", assignment=assignment), self.desk.grade, assignment)


class AllHandler(PageHandler):
    """Every exercise at once, for the report on the whole course."""

    async def post(self) -> None:
        page = address("reports", assignment=ALL)
        await self.act("doing_all", page, self.desk.collect_and_grade_all)


class FollowedUpHandler(PageHandler):
    async def post(self) -> None:
        place = Place(*(self.get_body_argument(field) for field in Place._fields))
        await self.act("doing_concern", "", self.desk.followed_up, place)


class ReportsHandler(PageHandler):
    def about(self) -> str:
        """As `assignment`, or ALL for the whole course."""
        return ALL if self.get_argument("assignment", "") == ALL else self.assignment()

    def get(self) -> None:
        data, assignment = self.desk.data, self.about()
        classes = list(overview.pupils_by_class(data))
        self.show(
            "reports.html",
            "nav_reports",
            assignment=assignment,
            whole=ALL,
            reports=overview.written_reports(data, assignment, classes, self.desk.course.school.time_zone),
            reports_folder=data.reports,
            languages=self.desk.languages,
        )

    async def post(self) -> None:
        assignment, class_name = self.about(), self.get_body_argument("class_name")
        page = address("reports", assignment=assignment)
        await self.act("doing_report", page, self.desk.write_report, assignment, class_name)


class ElsewhereHandler(PageHandler):
    """Where Formgrader points to files of the course, which are not edited in a browser here."""

    def get(self) -> None:
        self.show("error.html", "", notice=Notice(self.desk.say("elsewhere")))


class MissingHandler(PageHandler):
    def get(self) -> None:
        raise HTTPError(HTTPStatus.NOT_FOUND)

    post = get


class StyleHandler(PageHandler):
    """The look of the pages in the school's colours."""

    def get(self) -> None:
        self.set_header("Content-Type", "text/css")
        self.finish(self.office.page("teacher.css"))


class IconHandler(PageHandler):
    """The site's icon."""

    def get(self) -> None:
        self.set_header("Content-Type", "image/svg+xml")
        self.finish(self.office.page("favicon.svg.jinja", course_colours=self.desk.course.school.colours))


class FileHandler(PageHandler, StaticFileHandler):
    """A file from one folder of the data."""

    def initialize(self, office: Office, path: str) -> None:
        PageHandler.initialize(self, office)
        StaticFileHandler.initialize(self, path)

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-store")


class ReportFileHandler(FileHandler):
    """A file of a report; its page runs nothing and asks nothing of the network."""

    @property
    def content_security_policy(self) -> str:
        return REPORT_POLICY
