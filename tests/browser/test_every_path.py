"""A pupil with nothing but a keyboard walks every path of every scenario in the bank, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from scenario_quiz.course import Course
from scenario_quiz.html import embedded_json, script_of, static_html
from scenario_quiz.labels import load_labels
from scenario_quiz.views import PracticeView, PublicView, practice_view, public_view
from scenario_quiz.widget import bundled

ROOT = Path(__file__).parent.parent.parent
BANK = sorted(path.parent for path in (ROOT / "exercises").glob("*/*/scenario.yml"))
REACH = 80  # presses of Tab within which everything on a page must be reached
FOCUS_IS = "selector => document.activeElement.matches(selector)"

Route = list[tuple[str, str | None]]


@pytest.fixture(scope="module")
def page(browser) -> Iterator[Page]:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


@pytest.mark.parametrize("folder", BANK, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_every_path_can_be_walked_with_the_keyboard_alone(page: Page, course: Course, folder: Path):
    scenario = course.scenario(f"{folder.parent.name}/{folder.name}")
    language = course.school.languages[0]
    graded = scenario.use == "graded"
    view = public_view(scenario, language) if graded else practice_view(scenario, course.school, language)
    document = page_of(view)
    routes = list(routes_from(view, view.start))
    # What the browser shows and what Python scores are the same graph.
    assert sorted(map(steps_of, routes)) == sorted(scenario.paths())
    for route in routes:
        page.set_content(document)
        walk(page, view, route)


def page_of(view: PublicView | PracticeView) -> str:
    """A page with one scenario, and the front end in it."""
    labels = load_labels("scenario_quiz", view.language)
    about = f'data-assignment="{view.assignment}"'
    quiz = static_html(view, labels)
    if view.use == "graded":
        start = f'<div class="hand-in" {about} data-content="{"0" * 64}" data-title="Oefening"></div>'
        quiz = f'{start}{quiz}<div class="hand-in-end" {about}></div>'
    words = embedded_json(labels, 'id="scenario-labels"')
    return (
        f'<!doctype html><html lang="{view.language}"><meta charset="utf-8"><title>Quiz</title>'
        f"<style>{bundled('quiz.css')}</style><main>{quiz}</main>{words}<script>{bundled(script_of(quiz))}</script></html>"
    )


def routes_from(view: PublicView | PracticeView, step: str | None) -> Iterator[Route]:
    """Every way on from `step`, as (step, what follows)."""
    if step not in view.steps:
        yield []
        return
    for target in targets(view, step):
        for rest in routes_from(view, target):
            yield [(step, target), *rest]


def targets(view: PublicView | PracticeView, step: str) -> list[str | None]:
    options = getattr(view.steps[step], "options", [])
    return sorted({option.next for option in options}, key=str) or [view.steps[step].next]


def steps_of(route: Route) -> list[str]:
    return [step for step, _ in route]


def walk(page: Page, view: PublicView | PracticeView, route: Route) -> None:
    for name, target in route:
        step = view.steps[name]
        PLAY[step.kind](page, step, target)
        press(page, ".quiz-step [type=submit]")
        assert page.evaluate("document.activeElement.closest('.scenario-quiz') !== null"), (
            f"focus got lost after {name}"
        )
        if view.use == "practice" and (target in view.steps or target in view.endings):
            press(page, ".quiz-body > .quiz-actions .quiz-main")
    if view.use == "graded":
        assert page.locator(".quiz-done").is_visible()
        assert page.locator(".quiz-asked").all_inner_texts() == [view.steps[name].prompt for name in steps_of(route)]
        return
    ending = view.endings.get(route[-1][1])
    shown = page.locator(".quiz-ending").inner_text()
    assert ending is None or " ".join(ending.text.split()) in " ".join(shown.split())
    if ending and ending.back_to:
        press(page, ".quiz-ending .quiz-main")
        assert page.locator(".quiz-step .quiz-prompt").first.inner_text() == view.steps[ending.back_to].prompt


def reach(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what `selector` finds."""
    for _ in range(REACH):
        if page.evaluate(FOCUS_IS, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{REACH} times Tab does not reach {selector}")


def press(page: Page, selector: str) -> None:
    reach(page, selector)
    page.keyboard.press("Enter")


def play_choice(page: Page, step, target: str | None) -> None:
    wanted = next(option.id for option in step.options if option.next == target)
    reach(page, ".quiz-step [type=radio]")
    page.keyboard.press("Space")
    for _ in step.options:
        if page.evaluate(FOCUS_IS, f'[value="{wanted}"]:checked'):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrow keys do not reach the option {wanted}")


def play_select(page: Page, step, target: str | None) -> None:
    reach(page, f'.quiz-step [value="{step.options[1].id}"]')
    page.keyboard.press("Space")
    assert page.evaluate(FOCUS_IS, ":checked")


def play_open(page: Page, step, target: str | None) -> None:
    reach(page, ".quiz-step textarea")
    page.keyboard.type("Ik bel.")


def play_mark(page: Page, step, target: str | None) -> None:
    for part in (step.parts[0].id, step.parts[-1].id):
        reach(page, f'.quiz-step [data-part="{part}"]')
        page.keyboard.press("Space")
        assert page.evaluate(FOCUS_IS, '[aria-pressed="true"]')


def play_sort(page: Page, step, target: str | None) -> None:
    for card in step.cards:
        reach(page, f'.quiz-step [data-card="{card.id}"]')
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        assert page.evaluate(FOCUS_IS, f'[value="{step.bins[1].id}"]:checked')


def play_order(page: Page, step, target: str | None) -> None:
    first = step.items[0].id
    press(page, f'.quiz-step [data-item="{first}"] .quiz-move:not([aria-disabled="true"])')
    assert page.evaluate(FOCUS_IS, f'li:nth-child(2)[data-item="{first}"] *')


PLAY = {
    "choice": play_choice,
    "select": play_select,
    "open": play_open,
    "mark": play_mark,
    "sort": play_sort,
    "order": play_order,
}
