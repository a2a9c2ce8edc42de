"""Which address shows what, for Jupyter Server."""

from __future__ import annotations

from tornado.web import StaticFileHandler

from course_site.settings import THEME
from course_site.teacher.desk import Desk
from course_site.teacher.feedback import FeedbackHandler, FeedbackZipHandler, PupilFeedbackHandler
from course_site.teacher.files import FilesHandler
from course_site.teacher.handlers import (
    AllHandler,
    CardHandler,
    CollectHandler,
    DemoHandler,
    ElsewhereHandler,
    FileHandler,
    FollowedUpHandler,
    GradeHandler,
    IconHandler,
    ImportHandler,
    MissingHandler,
    PupilsHandler,
    ReportFileHandler,
    ReportsHandler,
    StartHandler,
    StyleHandler,
)
from course_site.teacher.marks import MarksHandler, RegradeHandler
from course_site.teacher.office import Office
from course_site.teacher.paper import PaperHandler
from course_site.teacher.pupil_data import ExportHandler, ForgetHandler, PupilDataHandler
from course_site.teacher.register_pages import (
    AbsentHandler,
    DatesHandler,
    ExtendHandler,
    HandInsHandler,
    LogHandler,
    MoveHandler,
    PupilHandler,
    ReceiptHandler,
    ReopenHandler,
)
from course_site.teacher.summary import SummaryHandler


def routes(desk: Desk) -> list[tuple]:
    """Every address of the teacher's pages."""
    shared = {"office": Office(desk)}
    pages = [
        (r"/course/?", StartHandler),
        (r"/course/pupils", PupilsHandler),
        (r"/course/pupils/import", ImportHandler),
        (r"/course/pupils/card", CardHandler),
        (r"/course/pupil-data", PupilDataHandler),
        (r"/course/pupil-data/export", ExportHandler),
        (r"/course/pupil-data/forget", ForgetHandler),
        (r"/course/demo", DemoHandler),
        (r"/course/hand-ins", HandInsHandler),
        (r"/course/hand-ins/absent", AbsentHandler),
        (r"/course/receipt", ReceiptHandler),
        (r"/course/pupil", PupilHandler),
        (r"/course/pupil/reopen", ReopenHandler),
        (r"/course/pupil/extend", ExtendHandler),
        (r"/course/pupil/move", MoveHandler),
        (r"/course/dates", DatesHandler),
        (r"/course/log", LogHandler),
        (r"/course/collect", CollectHandler),
        (r"/course/grade", GradeHandler),
        (r"/course/all", AllHandler),
        (r"/course/followed-up", FollowedUpHandler),
        (r"/course/regrade", RegradeHandler),
        (r"/course/marks", MarksHandler),
        (r"/course/reports", ReportsHandler),
        (r"/course/summary", SummaryHandler),
        (r"/course/feedback", FeedbackHandler),
        (r"/course/feedback/pupil", PupilFeedbackHandler),
        (r"/course/feedback/zip", FeedbackZipHandler),
        (r"/course/paper/(booklet|key)", PaperHandler),
        (r"/course/teacher\.css", StyleHandler),
        (r"/course/icon\.svg", IconHandler),
        (r"/(?:tree|lab|notebooks|edit)(?:/.*)?", ElsewhereHandler),
    ]
    return [
        *((address, handler, shared) for address, handler in pages),
        (r"/course/files", FilesHandler, shared | {"unknown": {}}),
        (r"/course/reports/(.+)", ReportFileHandler, shared | {"path": str(desk.data.reports)}),
        (r"/course/cards/([^/]+\.pdf)", FileHandler, shared | {"path": str(desk.data.cards)}),
        (r"/course/exports/([^/]+\.zip)", FileHandler, shared | {"path": str(desk.data.exports)}),
        (r"/course/fonts/([a-z0-9-]+\.woff2)", StaticFileHandler, {"path": str(THEME / "static" / "fonts")}),
        (r"/course/.*", MissingHandler, shared),
    ]
