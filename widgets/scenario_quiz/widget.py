"""ScenarioQuiz: one scenario as a Jupyter widget, and as plain HTML where no kernel runs."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets
from pydantic import TypeAdapter, ValidationError

from scenario_quiz.html import static_html
from scenario_quiz.labels import load_labels
from scenario_quiz.views import PracticeView, PublicView

BUNDLE = Path(__file__).parent / "bundle"
VIEWS = {"graded": TypeAdapter(PublicView), "practice": TypeAdapter(PracticeView)}


def bundled(name: str) -> str:
    """A file of the built front end. Raises FileNotFoundError that says how to build it."""
    try:
        return (BUNDLE / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        message = f"{BUNDLE / name} is missing: the front end is not built yet. Run `make install` first."
        raise FileNotFoundError(message) from None


def read_view(view: PublicView | PracticeView | dict) -> PublicView | PracticeView:
    """`view` as the type that its `use` names. Raises ValueError for anything else, such as a full scenario.

    A page embeds whatever a widget holds, so nothing but a view may ever get in.
    """
    data = view.model_dump(mode="json") if isinstance(view, (PublicView, PracticeView)) else view
    use = data.get("use") if isinstance(data, dict) else None
    if use not in VIEWS:
        raise ValueError(f"found {type(view).__name__}; give public_view(...) or practice_view(...) of a scenario")
    try:
        return VIEWS[use].validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the view"
        raise ValueError(
            f"this is no {use} view: {where}: {first['msg']}; give public_view(...) or practice_view(...)"
        ) from None


class ScenarioQuiz(anywidget.AnyWidget):
    """A scenario to answer. `answers` is the log so far: a list of {"step", "answer", "time"}.

    `language` chooses the words around the scenario (the view brings its own); `progress` is
    {"answered": number of steps, "done": bool}. Nothing is written to disk; whoever does that says in `saved` how
    many answers are safe, so that the page can warn of one that is not.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    answers = traitlets.List(traitlets.Dict()).tag(sync=True)
    saved = traitlets.Int(None, allow_none=True).tag(sync=True)
    progress = traitlets.Dict({"answered": 0, "done": False}).tag(sync=True)

    def __init__(self, view: PublicView | PracticeView | dict, language: str | None = None, **traits) -> None:
        checked = read_view(view)
        language = language or checked.language
        super().__init__(
            view=checked.model_dump(mode="json"),
            language=language,
            labels=load_labels("scenario_quiz", language),
            **traits,
        )

    @traitlets.default("_esm")
    def _script(self) -> str:
        return bundled("quiz.js")

    @traitlets.default("_css")
    def _style(self) -> str:
        return bundled("quiz.css")

    @traitlets.validate("view")
    def _only_a_view(self, proposal: traitlets.Bunch) -> dict:
        return read_view(proposal["value"]).model_dump(mode="json")

    @traitlets.observe("language")
    def _reword(self, change: traitlets.Bunch) -> None:
        self.labels = load_labels("scenario_quiz", change["new"])

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None:
            return None
        data, metadata = bundle
        return {**data, "text/html": static_html(read_view(self.view), self.labels)}, metadata
