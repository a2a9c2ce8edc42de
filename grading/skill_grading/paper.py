"""An exercise on paper: a booklet to reuse, an answer sheet to fill in, and for the teacher the same sheet filled in.

The pages are set by Typst from `templates/paper.typ`; everything that they say goes there as data, never as markup.
"""

from __future__ import annotations

from pathlib import Path

from scenario_quiz.files import write_atomically
from scenario_quiz.kinds.base import PublicStep
from scenario_quiz.labels import load_labels
from scenario_quiz.release import Release
from scenario_quiz.situations.base import Shown, ShownPicture
from scenario_quiz.situations.reading import items_of, title_of
from scenario_quiz.views import PublicView
from skill_grading.data import DataFolder
from skill_grading.drawing.typesetting import typeset
from skill_grading.releases import ReleaseError, ReleaseStore

TEMPLATE = "paper.typ"
Labels = dict[str, str]


def write_paper(data: DataFolder, school: str, assignment: str, language: str) -> tuple[Path, Path]:
    """Write the pupils' booklet and the teacher's key of the current release; gives their paths in that order.

    Raises ReleaseError while nothing is released.
    """
    release = ReleaseStore(data).current(assignment)
    if release is None:
        raise ReleaseError(f"{assignment} is not released yet. Run: course build")
    paths = tuple(data.paper / f"{assignment}-{language}{end}.pdf" for end in ("", "-key"))
    write_atomically(paths[0], booklet(release, school, language))
    write_atomically(paths[1], key(release, school, language))
    return paths


def booklet(release: Release, school: str, language: str) -> bytes:
    """The exercise and its empty answer sheet as a PDF; nothing in it depends on the key."""
    return typeset(TEMPLATE, _content(release, school, language) | {"key": False})


def key(release: Release, school: str, language: str) -> bytes:
    """The answer sheet with the good answers ticked, as a PDF: for the teacher only."""
    content = _content(release, school, language)
    for told, scenario in zip(content["scenarios"], release.scenarios, strict=True):
        for step in told["steps"]:
            decision = scenario.decisions[step["id"]]
            own = release.option_ids.get(scenario.id, {}).get(step["id"], {})
            ticked = decision.ticked()
            for row in step["rows"]:
                row["ticked"] = [column for name, column in ticked if name == own[row["id"]]]
    return typeset(TEMPLATE, content | {"key": True})


def _content(release: Release, school: str, language: str) -> dict:
    labels = load_labels("scenario_quiz", language) | load_labels("skill_grading", language)
    return {
        "language": language,
        "title": release.words[language].title,
        "school": school,
        "version": release.version[:12],
        "labels": {name: text for name, text in labels.items() if name.startswith("paper_")},
        "scenarios": [
            _scenario(view, number, labels) for number, view in enumerate(release.public(language), 1)
        ],
    }  # fmt: skip


def _scenario(view: PublicView, number: int, labels: Labels) -> dict:
    numbers = {
        step: f"{number}.{place}" if len(view.steps) > 1 else f"{number}" for place, step in enumerate(view.steps, 1)
    }
    return {
        "title": view.title,
        "situation": _paragraphs(view.situation),
        "show": _show(view.show, {}, labels),
        "steps": [_step(name, step, numbers, labels) for name, step in view.steps.items()],
    }


def _step(name: str, step: PublicStep, numbers: dict[str, str], labels: Labels) -> dict:
    grid = step.grid()
    letters = {row.id: chr(ord("A") + place) for place, row in enumerate(grid.rows)}
    branches = len({row.next for row in grid.rows}) > 1
    return {
        "id": name,
        "number": numbers[name],
        "situation": _paragraphs(step.situation),
        "show": _show(step.show, letters, labels),
        "prompt": step.prompt,
        "hint": labels.get(f"paper_hint_{step.kind}", labels.get(f"hint_{step.kind}")),
        # The parts that are tapped on a screen stand with their letters in the situation already.
        "listed": bool(grid.rows) and not (step.show and letters.keys() <= _lettered(step.show, labels)),
        "points": labels["paper_points"].format(points=f"{step.max:g}"),
        "columns": grid.columns,
        # A place in an order is named by its number already.
        "named": len(grid.columns) > 1 and not grid.columns[0].isdigit(),
        "rows": [
            {
                "id": row.id,
                "letter": letters[row.id],
                "text": row.text,
                "goes": _goes(row.next, numbers, labels) if branches else "",
                "ticked": [],
            }
            for row in grid.rows
        ],
    }


def _goes(target: str | None, numbers: dict[str, str], labels: Labels) -> str:
    return labels["paper_goes"].format(number=numbers[target]) if target in numbers else labels["paper_ends"]


def _lettered(show: Shown, labels: Labels) -> set[str]:
    """The parts that `show` has."""
    items = items_of(show, labels)
    passages = {passage.part for item in items for passage in item.passages}
    return passages | {spot.part for item in items if item.picture for spot in item.picture.spots}


def _show(show: Shown | None, letters: dict[str, str], labels: Labels) -> dict | None:
    if show is None:
        return None
    items = [
        {
            "name": item.name,
            "passages": [{"text": each.text, "letter": letters.get(each.part)} for each in item.passages],
            "picture": item.picture and _picture(item.picture, letters),
        }
        for item in items_of(show, labels)
    ]
    return {"title": title_of(show, labels), "items": items}


def _picture(picture: ShownPicture, letters: dict[str, str]) -> dict:
    spots = [spot.model_dump() | {"letter": letters[spot.part]} for spot in picture.spots if spot.part in letters]
    return picture.model_dump(include={"svg", "alt", "width", "height"}) | {"spots": spots}


def _paragraphs(text: str | None) -> list[str]:
    return [" ".join(part.split()) for part in (text or "").split("\n\n") if part.strip()]
