"""The tidy tables behind every figure of the report, and CSV that a spreadsheet opens as it is meant."""

from __future__ import annotations

import pandas as pd

from skill_grading.class_report import ClassReport, PupilReport
from skill_grading.mastery import Mastery

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula."""


def tables(report: ClassReport, names: bool) -> dict[str, pd.DataFrame]:
    """The tables by name; without `names`, pupils stand in them by id only."""
    return {
        "pupils": pd.DataFrame([_pupil(pupil, report.class_name, names) for pupil in report.pupils]),
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
                    "shown_low": summary.interval.low if summary.interval else None,
                    "shown_high": summary.interval.high if summary.interval else None,
                }
                for summary in report.skills
            ]
        ),
        "decisions": report.decisions,
        "options": report.options,
    }


def to_csv(table: pd.DataFrame, decimal: str) -> bytes:
    """CSV with semicolons, a BOM and `decimal` as its decimal mark; no cell can act as a formula."""
    return table.map(harmless).to_csv(sep=";", decimal=decimal, index=False, lineterminator="\r\n").encode("utf-8-sig")


def harmless(value: object) -> object:
    """`value`, with a quote before a text that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _who(pupil: PupilReport, names: bool) -> dict[str, str]:
    return {"pupil_id": pupil.pupil_id, **({"name": pupil.name} if names else {})}


def _pupil(pupil: PupilReport, class_name: str, names: bool) -> dict[str, object]:
    return {
        **_who(pupil, names),
        "class": class_name,
        "standing": pupil.standing.value,
        "reason": pupil.reason,
        "must_pass_misses_to_discuss": len(pupil.discuss),
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
