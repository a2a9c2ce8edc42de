"""A scenario as HTML that reads without JavaScript; the front end brings it to life where it can."""

from __future__ import annotations

import json
from html import escape

from scenario_quiz.kinds.base import PublicStep
from scenario_quiz.situations.html import situation_html
from scenario_quiz.views import EndingView, PracticeView, PublicView

Labels = dict[str, str]
# Built from the front end: for practice in a chapter, the page of a graded exercise, the choice of a form, the review.
SCRIPTS = PRACTICE, EXERCISE, CHECK, REVIEW = "practice.js", "exercise.js", "check.js", "review.js"
CHOICE = 'class="form-choice"'


def as_text(words: str) -> str:
    """`words` between tags: quotes stay, so that gzip finds the same words in the JSON beside them."""
    return escape(words, quote=False)


def script_of(page: str) -> str | None:
    """Which of SCRIPTS brings `page`, as HTML, to life; None for one that needs none."""
    if CHOICE in page:
        return CHECK
    if 'class="scenario-quiz"' not in page:
        return None
    return EXERCISE if 'class="hand-in"' in page else REVIEW if 'class="review"' in page else PRACTICE


def static_html(view: PublicView | PracticeView, labels: Labels, level: int | None = None) -> str:
    """One `<section class="scenario-quiz">` with the whole scenario and, for the front end, its view as JSON.

    A practice scenario shows the feedback of every option, folded; a graded one its questions only. `level` is that
    of its title as a heading: by default 2 where it is graded, straight under the page's own title, and 3 in a chapter.
    """
    title = f"h{level or (2 if isinstance(view, PublicView) else 3)}"
    data = embedded_json(view.model_dump(mode="json"), 'class="scenario-view"')
    return (
        f'<section class="scenario-quiz" id="scenario-{escape(view.id)}" data-assignment="{escape(view.assignment)}" '
        f'data-scenario="{escape(view.id)}" lang="{escape(view.language)}">'
        f'<{title} class="quiz-title">{as_text(view.title)}</{title}>'
        f"{_paragraphs(view.situation)}"
        f"{situation_html(view.show, labels)}"
        f"{''.join(_steps(view, labels))}"
        f"{''.join(_endings(view, labels))}"
        f"<noscript><p>{as_text(labels['static_answers'])}</p></noscript>"
        f"{data}"
        "</section>"
    )


def embedded_json(data: object, attributes: str) -> str:
    """A `<script>` that holds `data` and that no text in it can end; `attributes` go into its tag as they are."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/json" {attributes}>{text}</script>'


def _paragraphs(text: str | None) -> str:
    return "".join(f"<p>{as_text(part.strip())}</p>" for part in (text or "").split("\n\n") if part.strip())


def _steps(view: PublicView | PracticeView, labels: Labels):
    numbers = {step: number for number, step in enumerate(view.steps, 1)}
    for name, step in view.steps.items():
        yield f'<div class="quiz-static-step"><p><strong>{labels["question"].format(number=numbers[name])}</strong></p>'
        yield _paragraphs(step.situation)
        yield situation_html(step.show, labels)
        yield f"<p>{as_text(step.prompt)}</p>"
        yield from _lines(view, step, numbers, labels)
        if isinstance(view, PracticeView):
            yield from _guidance(step, labels)
        yield "</div>"


def _lines(view: PublicView | PracticeView, step: PublicStep, numbers: dict[str, int], labels: Labels):
    lines = step.lines()
    if not lines:
        return
    branches = len({line.next for line in lines}) > 1
    yield "<ul>"
    for line in lines:
        leads_to = _leads_to(view, line.next, numbers, labels) if branches else ""
        if line.says:
            says = as_text(labels[line.says].format(**line.values))
            yield (
                f"<li><details><summary>{as_text(line.text)}</summary>"
                f"<p><strong>{says}.</strong> {as_text(line.feedback)}</p>{leads_to}</details></li>"
            )
        else:
            yield f"<li>{as_text(line.text)}{leads_to}</li>"
    yield "</ul>"


def _leads_to(view: PublicView | PracticeView, target: str | None, numbers: dict[str, int], labels: Labels) -> str:
    if target in numbers:
        return f"<p>{as_text(labels['static_leads_to'].format(number=numbers[target]))}</p>"
    if target is None or isinstance(view, PublicView):
        return ""
    title = labels[f"ending_{view.endings[target].outcome}"]
    return f"<p>{as_text(labels['static_leads_to_ending'].format(title=title))}</p>"


def _guidance(step: PublicStep, labels: Labels):
    """What a practice step says beside its options: an open one's example, and the rules."""
    for label, field in (("open_expect", "feedback"), ("open_example", "anchor")):
        if text := getattr(step, field, None):
            yield f"<details><summary>{as_text(labels[label])}</summary>{_paragraphs(text)}</details>"
    yield "<ul>"
    for rule in step.rules:
        name = as_text(labels["rule"].format(id=rule.id))
        yield f'<li><a href="{escape(rule.href)}">{name}: {as_text(rule.title)}</a></li>'
    yield "</ul>"


def _endings(view: PublicView | PracticeView, labels: Labels):
    endings: dict[str, EndingView] = getattr(view, "endings", {})
    for ending in endings.values():
        yield f"<details><summary>{as_text(labels[f'ending_{ending.outcome}'])}</summary>{_paragraphs(ending.text)}"
        if ending.repair:
            yield f"<p><strong>{as_text(labels['repair'])}</strong></p>{_paragraphs(ending.repair)}"
        yield "</details>"
