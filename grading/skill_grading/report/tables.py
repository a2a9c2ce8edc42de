"""The tidy tables behind every figure of the report, and CSV that a spreadsheet opens as it is meant."""

from __future__ import annotations

import re

import pandas as pd

from skill_grading.evidence.pupils import Done
from skill_grading.measures.mastery import Mastery
from skill_grading.measures.pooled import Trust
from skill_grading.measures.reliability import Standing
from skill_grading.report.findings import ClassReport, PupilReport
from skill_grading.spreadsheets import harmless

BREAKING = re.compile(r'[;"\r\n]')
"""What would end a cell too early, unless the cell stands in quotes."""


def tables(report: ClassReport, names: bool) -> dict[str, pd.DataFrame]:
    """The tables by name; without `names`, pupils stand in them by id only."""
    return {
        "pupils": pd.DataFrame(
            [
                {**_who(pupil, names), "class": report.class_name, "must_pass_misses_to_discuss": len(pupil.discuss)}
                for pupil in report.pupils
            ]
        ),
        "work": pd.DataFrame(
            [
                {**_who(pupil, names), "exercise": exercise.name, **_done(pupil.done[exercise.name])}
                for pupil in report.pupils
                for exercise in report.exercises
            ]
        ),
        "mastery": pd.DataFrame(
            [
                {**_who(pupil, names), "skill": skill, **_mastery(mastery)}
                for pupil in report.pupils
                for skill, mastery in pupil.mastery.items()
            ]
        ),
        **tables_together(report),
    }


def tables_together(report: ClassReport) -> dict[str, pd.DataFrame]:
    """Those of the tables in which no pupil stands alone."""
    return {
        "skills": pd.DataFrame(
            [
                {
                    "skill": summary.skill,
                    "pupils": summary.pupils,
                    **{outcome.value.replace("-", "_"): count for outcome, count in summary.outcomes.items()},
                    "decisions": summary.together.n,
                    "successes": summary.together.successes,
                    "misses": summary.misses,
                    "false_alarms": summary.false_alarms,
                    "shown_low": summary.interval.low if summary.interval else None,
                    "shown_high": summary.interval.high if summary.interval else None,
                }
                for summary in report.skills
            ]
        ),
        "decisions": report.pooled.decisions,
        "stories": report.pooled.stories,
        "options": report.pooled.options,
        "paths": report.pooled.paths.assign(
            path=report.pooled.paths.path.map(" > ".join), verdicts=report.pooled.paths.verdicts.map(" > ".join)
        ),
        "rule_families": report.pooled.families,
        "reliability": pd.DataFrame([_trust(trust) for trust in report.pooled.trust]),
    }


def to_csv(table: pd.DataFrame) -> bytes:
    """CSV as a spreadsheet with Belgian settings opens it, whatever the language of the report: semicolons, a BOM and
    decimal commas. No cell can act as a formula.
    """
    # A school has hundreds of these: pandas and csv take several times as long to write them.
    cells = zip(*(_cells(table[name]) for name in table), strict=True)
    lines = [";".join(map(_quoted, table.columns)), *map(";".join, cells), ""]
    return "\r\n".join(lines).encode("utf-8-sig")


def _cells(column: pd.Series) -> list[str]:
    values = column.tolist()
    if column.dtype in ("float64", "object"):  # A set takes 0.0 for -0.0, and True for 1.
        return [_cell(value) for value in values]
    told = {value: _cell(value) for value in set(values)}
    return [told[value] for value in values]


def _cell(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    return _quoted(harmless(value)) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""')) if BREAKING.search(text) else text


def _who(pupil: PupilReport, names: bool) -> dict[str, str]:
    return {"pupil_id": pupil.pupil_id, **({"name": pupil.name} if names else {})}


def _done(done: Done) -> dict[str, object]:
    return {"standing": done.standing.value, "reason": done.reason, "decisions": len(done.steps)}


def _trust(trust: Trust) -> dict[str, object]:
    found = trust.found
    told = ("items", "alpha", "low", "high", "sem", "consistency")
    return {
        "assignment": trust.assignment,
        "pupils": trust.pupils,
        "most": trust.most,
        "standing": Standing.of(trust.pupils).value,
        **{name: getattr(found, name, None) for name in told},
    }


def _mastery(mastery: Mastery) -> dict[str, object]:
    return {
        "decisions": mastery.all.n,
        "successes": mastery.all.successes,
        "effective_decisions": mastery.effective_n,
        "effective_successes": mastery.effective_successes,
        "probability": mastery.probability,
        "outcome": mastery.outcome.value,
        "restraint_decisions": mastery.restraint.n,
        "restraint_successes": mastery.restraint.successes,
        "openness_decisions": mastery.openness.n,
        "openness_successes": mastery.openness.successes,
        "misses": mastery.misses,
        "false_alarms": mastery.false_alarms,
    }
