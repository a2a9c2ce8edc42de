"""`course preview`: one scenario alone on this machine, shown again whenever one of its files is saved."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.template import Loader
from tornado.web import Application, RequestHandler

from course_site.ports import bind
from scenario_quiz.assignments import strange_names
from scenario_quiz.course import school_at
from scenario_quiz.errors import CourseError, Problem, Refusal
from scenario_quiz.giveaways import echoes
from scenario_quiz.html import embedded_json, script_of, static_html
from scenario_quiz.labels import load_labels
from scenario_quiz.layers import Layers
from scenario_quiz.lint import lint_scenario
from scenario_quiz.scenario import Scenario, load_scenario
from scenario_quiz.school import School
from scenario_quiz.views import practice_view, public_view, rule_anchor
from scenario_quiz.widget import bundled

TEMPLATES = Loader(str(Path(__file__).parent / "templates" / "preview"))
PAUSE = 0.3  # seconds between two looks at the files
TYPES = {"practice.js": "text/javascript", "exercise.js": "text/javascript", "quiz.css": "text/css"}


@dataclass(frozen=True)
class Preview:
    """The scenario `reference` ("assignment/name") of the course at `root`. The school is as it was at the start."""

    root: Path
    school: School
    reference: str

    @property
    def folder(self) -> Path:
        return Layers.of(self.root, self.school.id).find("exercises", self.reference)

    def state(self) -> str:
        """Changes whenever a file of the scenario is saved."""
        found = []
        for path in sorted(self.folder.glob("*.yml")):
            # Some editors save by taking the old file away for a moment.
            with suppress(FileNotFoundError):
                found.append((path.name, path.stat().st_mtime_ns))
        return sha256(repr(found).encode()).hexdigest()[:16]

    def page(self, language: str) -> bytes:
        """The scenario as it stands now, under what `course check` would say of its folder."""
        seen = self.state()
        structure = _digest(self.folder / "scenario.yml")
        problems, advice, quiz = _read(self.folder, self.school, language, structure)
        shown = [[f"{_line(problem)}{problem.message}" for problem in notes] for notes in (problems, advice)]
        return TEMPLATES.load("page.html").generate(
            reference=self.reference,
            language=language,
            languages=self.school.languages,
            colours=self.school.colours,
            words=load_labels("course_site", language),
            labels=embedded_json(load_labels("scenario_quiz", language), 'id="scenario-labels"'),
            notes=[("preview_problems", "", shown[0]), ("preview_advice", "advice", shown[1])],
            quiz=quiz,
            script=script_of(quiz),
            seen=seen,
            # Answers to another structure would not fit; new words may be read on where the reader is.
            structure=structure,
        )


def preview_at(root: Path, reference: str, school: str | None = None) -> Preview:
    """The preview of one scenario. Raises Refusal when there is no such folder."""
    loaded = school_at(root, school)
    layers = Layers.of(root, loaded.id)
    if len(Path(reference).parts) != 2 or not layers.find("exercises", reference, "scenario.yml").is_file():
        folders = [folder / "exercises" for folder in layers.folders]
        known = {path.parent.relative_to(each).as_posix() for each in folders for path in each.glob("*/*/scenario.yml")}
        raise Refusal(f"There is no scenario '{reference}'; there is: {', '.join(sorted(known))}.")
    return Preview(root, loaded, reference)


def serve_preview(preview: Preview, port: int, ready: Callable[[str], None]) -> None:
    """Serve on localhost until Ctrl-C; `ready` is told the address. Raises Refusal when the port is taken."""
    sockets = bind("localhost", port, f"course preview {preview.reference} --port ")

    async def until_stopped() -> None:
        stop = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        server = HTTPServer(make_app(preview))
        server.add_sockets(sockets)
        ready(f"http://localhost:{port}/")
        await stop.wait()
        server.stop()
        await server.close_all_connections()

    asyncio.run(until_stopped())


def make_app(preview: Preview) -> Application:
    """The page, the rules that it cites, the front end, and a stream that tells when to load the page again."""
    given = {"preview": preview}
    return Application(
        [
            (r"/", PageHandler, given),
            (r"/protocol\.html", RulesHandler, given),
            (r"/changes", ChangesHandler, given),
            (r"/(practice\.js|exercise\.js|quiz\.css)", BundleHandler),
        ],
        log_function=lambda _handler: None,
    )


class PageHandler(RequestHandler):
    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def get(self) -> None:
        languages = self.preview.school.languages
        language = self.get_query_argument("language", languages[0])
        self.set_header("Cache-Control", "no-store")
        self.finish(self.preview.page(language if language in languages else languages[0]))


class RulesHandler(RequestHandler):
    """Where feedback's links to the protocol lead; the site has a page of its own for it."""

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def get(self) -> None:
        school = self.preview.school
        language = school.languages[0]
        title = load_labels("course_site", language)["protocol_title"]
        page = TEMPLATES.load("rules.html")
        rules = school.words[language].rules
        self.finish(page.generate(language=language, title=title, rules=rules, anchor=rule_anchor))


class BundleHandler(RequestHandler):
    def get(self, name: str) -> None:
        self.set_header("Content-Type", f"{TYPES[name]}; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(bundled(name))


class ChangesHandler(RequestHandler):
    """Server-sent events: one message as soon as the files are no longer what the page has `seen`."""

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    async def get(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-store")
        seen = self.get_query_argument("seen")
        try:
            while self.preview.state() == seen:
                # A comment, so that a page that is gone shows.
                self.write(":\n\n")
                await self.flush()
                await asyncio.sleep(PAUSE)
            self.write("data: saved\n\n")
            await self.flush()
        except (StreamClosedError, asyncio.CancelledError):
            return  # the page is gone, or the server stops


def _digest(path: Path) -> str:
    return sha256(path.read_bytes() if path.is_file() else b"").hexdigest()


def _read(folder: Path, school: School, language: str, version: str) -> tuple[list[Problem], list[Problem], str]:
    """What is to be mended in the scenario, what gives its answers away, and the quiz as far as it can be shown."""
    try:
        scenario, files = load_scenario(folder, school)
    except CourseError as error:
        return error.problems, [], ""
    problems = strange_names(scenario, files["scenario"], school)
    quiz = "" if problems else _quiz(scenario, school, language, version)
    return problems + list(lint_scenario(scenario, files)), list(echoes(scenario, files)), quiz


def _quiz(scenario: Scenario, school: School, language: str, version: str) -> str:
    labels = load_labels("scenario_quiz", language)
    if scenario.use == "practice":
        return static_html(practice_view(scenario, school, language), labels)
    about = f'data-assignment="{scenario.assignment}"'
    quiz = static_html(public_view(scenario, language), labels)
    start = f'<div class="hand-in" {about} data-content="{version}" data-title=""></div>'
    return f'{start}{quiz}<div class="hand-in-end" {about}></div>'


def _line(problem: Problem) -> str:
    where = f"{problem.file.name}:{problem.line}: " if problem.line else f"{problem.file.name}: "
    return f"{where}{problem.field}: " if problem.field else where
