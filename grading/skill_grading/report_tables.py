"""The tidy tables behind every figure of the report, and CSV that a spreadsheet opens as it is meant."""

from __future__ import annotations

import pandas as pd

from skill_grading.class_evidence import Done
from skill_grading.class_report import ClassReport, PupilReport
from skill_grading.mastery import Mastery
from skill_grading.pooled import Trust
from skill_grading.reliability import Standing

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula."""


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
        "options": report.pooled.options,
        "paths": report.pooled.paths.assign(
            path=report.pooled.paths.path.map(" > ".join), verdicts=report.pooled.paths.verdicts.map(" > ".join)
        ),
        "rule_families": report.pooled.families,
        "reliability": pd.DataFrame([_trust(trust) for trust in report.pooled.trust]),
    }


def to_csv(table: pd.DataFrame, decimal: str) -> bytes:
    """CSV with semicolons, a BOM and `decimal` as its decimal mark; no cell can act as a formula."""
    texts = table.select_dtypes(exclude="number")
    safe = table.assign(**{name: texts[name].map(harmless) for name in texts})
    return safe.to_csv(sep=";", decimal=decimal, index=False, lineterminator="\r\n").encode("utf-8-sig")


def harmless(value: object) -> object:
    """`value`, with a quote before a text that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


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
        "standing": (found.standing if found else Standing.TOO_FEW).value,
        **{name: getattr(found, name, None) for name in told},
    }


def _mastery(mastery: Mastery) -> dict[str, object]:
    return {
        "decisions": mastery.all.n,
        "successes": mastery.all.successes,
        "effective_decisions": mastery.effective_n,
        "probability": mastery.probability,
        "outcome": mastery.outcome.value,
        "restraint_decisions": mastery.restraint.n,
        "restraint_successes": mastery.restraint.successes,
        "openness_decisions": mastery.openness.n,
        "openness_successes": mastery.openness.successes,
        "misses": mastery.misses,
        "false_alarms": mastery.false_alarms,
    }
