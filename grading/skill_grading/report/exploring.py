"""What a teacher looks up in a report, as data in words: a class in tables and figures, a pupil, a situation.

Names are no part of it: a pupil stands in it by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore
from scenario_quiz.views import public_view
from skill_grading.evidence.pupils import Exercise, PupilEvidence
from skill_grading.measures.mastery import Outcome
from skill_grading.report.findings import ClassReport, PupilReport
from skill_grading.report.sections import Picture, situation_key
from skill_grading.report.skill_sections import errors_section, situations_section, skills_section
from skill_grading.report.words import ReportWords

Told = dict[str, Any]


def class_tables(report: ClassReport, words: ReportWords, skill: str = "") -> Told:
    """The class: its skills, a row per pupil, and every situation that somebody met, most misjudged first.

    With `skill`, only what is about that one.
    """
    skills = [each.skill for each in report.skills if skill in ("", each.skill)]
    return {
        "skills": [{"id": name, "name": words.skill(name)} for name in skills],
        "pupils": [_row(pupil, skills, report.exercises, words) for pupil in report.pupils],
        "situations": _situations(report, words, skill),
    }


def class_figures(report: ClassReport, words: ReportWords, skill: str = "") -> list[tuple[str, Picture]]:
    """The report's figures that are about the class, each with its title; with `skill`, only about that one."""
    if skill:
        steps = {(row.scenario, row.step) for row in report.pooled.decisions.itertuples() if row.skill == skill}
        situations = [one for one in report.situations if (one.scenario, one.step) in steps]
        skills = [each for each in report.skills if each.skill == skill]
        report = replace(report, skills=skills, pooled=replace(report.pooled, situations=situations))
    if not report.skills:
        return []
    sections = [make(report, words) for make in (skills_section, errors_section, situations_section)]
    return [(section.title, picture) for section in sections for picture in section.pictures]


def _row(pupil: PupilReport, skills: Sequence[str], exercises: Sequence[Exercise], words: ReportWords) -> Told:
    found = {name: pupil.mastery[name] for name in skills if name in pupil.mastery}
    return {
        "key": pupil.pupil_id,
        "discuss": bool(pupil.discuss),
        "status": "" if pupil.mastery else words.status(pupil, exercises),
        "skills": {
            name: {"outcome": each.outcome.value, "counts": words.counts(each.all)} for name, each in found.items()
        },
    }


def _situations(report: ClassReport, words: ReportWords, skill: str) -> list[Told]:
    table = report.pooled.decisions
    rows = [row for row in table.itertuples() if skill in ("", row.skill)]
    rows.sort(key=lambda row: -row.mistakes)
    return [
        {
            "key": situation_key(row.scenario, row.step),
            "place": words.place(row.scenario, row.step),
            "about": words.about(row.scenario, row.step, report.exercises),
            "reached": row.reached,
            "misses": row.misses,
            "false_alarms": row.false_alarms,
        }
        for row in rows
    ]


def pupil_decisions(
    pupil: PupilEvidence, judged: PupilReport, exercises: Iterable[Exercise], words: ReportWords, skill: str = ""
) -> list[Told]:
    """One pupil's decisions that count, in their order, skill by skill in the school's order.

    Misses (harm done) and false alarms (what was fine refused) are counted apart.
    """
    steps = pupil.steps(exercises)
    unchanged = {(step.scenario, step.step) for step in pupil.pooled(exercises)}
    return [
        {
            "name": words.skill(name),
            "can": words.school.words[words.language].skills[name].can,
            "outcome": judged.mastery[name].outcome.value,
            "counts": words.counts(judged.mastery[name].all),
            "misses": judged.mastery[name].misses,
            "false_alarms": judged.mastery[name].false_alarms,
            "decisions": [_decision(step, unchanged, words) for step in steps if step.skill == name],
        }
        for name in words.school.skills
        if name in judged.mastery and skill in ("", name)
    ]


def _decision(step: StepScore, unchanged: set[tuple[str, str]], words: ReportWords) -> Told:
    """A decision in a situation that has changed since has no words any more, and can't be opened."""
    same = (step.scenario, step.step) in unchanged
    told = _words_of(step.scenario, step.step, words)
    return {
        "key": situation_key(step.scenario, step.step) if same else "",
        "exercise": words.exercise_of(step.scenario),
        "place": words.place(step.scenario, step.step) if same else "",
        "chosen": [told.text_of(option) for option in step.chosen] if same else [],
        "verdict": step.verdict,
    }


def situation(
    key: str, pupils: Sequence[PupilEvidence], report: ClassReport, words: ReportWords, who: bool = False
) -> Told:
    """One situation as pupils met it, and the share of each option; with `who`, the ids of those who chose it."""
    scenario, _, step = key.partition("#")
    told, view = _words_of(scenario, step, words), public_view(words.scenarios[scenario], words.language)
    shown = view.model_dump(mode="json")
    chosen = _choosers(pupils, report.exercises, scenario, step) if who else {}
    options = report.pooled.options
    rows = options[(options.scenario == scenario) & (options.step == step)]
    return {
        "key": key,
        "place": words.place(scenario, step),
        "parts": [{name: part[name] for name in ("situation", "show")} for part in (shown, shown["steps"][step])],
        "prompt": told.prompt,
        "reached": int(rows.reached.max()) if len(rows) else 0,
        "options": [
            {
                "text": told.text_of(row.option),
                "verdict": row.verdict,
                "chosen": row.chosen,
                "share": words.percent(row.share),
                "part": round(row.share, 3),
                "who": chosen.get(row.option, []) if who else None,
            }
            for row in rows.itertuples()
        ],
    }


def _choosers(
    pupils: Iterable[PupilEvidence], exercises: Iterable[Exercise], scenario: str, step: str
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    exercises = list(exercises)
    for pupil in pupils:
        for one in pupil.pooled(exercises):
            if (one.scenario, one.step) == (scenario, step):
                for option in one.chosen:
                    found.setdefault(option, []).append(pupil.pupil_id)
    return found


def outcome_words(words: ReportWords) -> dict[str, str]:
    """What each outcome is called."""
    return {outcome.value: words.outcome(outcome) for outcome in Outcome}


def _words_of(scenario: str, step: str, words: ReportWords) -> Any:
    known: Mapping[str, Scenario] = words.scenarios
    return known[scenario].words[words.language].steps[step] if scenario in known else None
