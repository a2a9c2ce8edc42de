"""What a pupil did in a scenario, as plain text for the teacher who marks it in Formgrader."""

from __future__ import annotations

from functools import lru_cache
from textwrap import fill, indent

from scenario_quiz.release import Release
from scenario_quiz.scoring import ScenarioScore, StepScore

WIDTH = 96


def transcript(release: Release, score: ScenarioScore, labels: dict[str, str]) -> str:
    """The decisions of one scenario in path order, then its open questions with what a good answer has.

    In the first language of the release, whatever language the pupil read. Holds no text of the pupil.
    """
    scenario = release.scenario(score.scenario)
    words = scenario.words[release.languages[0]]
    parts = [words.title]
    for step in score.steps:
        chosen = [words.steps[step.step].text_of(option) for option in step.chosen]
        parts.append(_decision(words.steps[step.step].prompt, chosen, step, labels))
    for name in score.open:
        open_words = words.steps[name]
        levels = [(labels[f"transcript_{level}"], text) for level, text in open_words.rubric.items()]
        notes = [f"{label}: {text}" for label, text in [*levels, (labels["transcript_anchor"], open_words.anchor)]]
        parts.append("\n".join([_wrapped(open_words.prompt), *(indent(_wrapped(note), "    ") for note in notes)]))
    return "\n\n".join(parts)


def _decision(prompt: str, chosen: list[str], step: StepScore, labels: dict[str, str]) -> str:
    points = labels["transcript_points"].format(points=f"{step.points:.3g}", max=f"{step.max:g}")
    options = chosen or [labels["transcript_nothing"]]
    lines = [_wrapped(prompt), *(indent(_wrapped(f"→ {option}"), "    ") for option in options)]
    return "\n".join([*lines, f"    {points}"])


@lru_cache(maxsize=4096)
def _wrapped(text: str) -> str:
    return fill(" ".join(text.split()), WIDTH)
