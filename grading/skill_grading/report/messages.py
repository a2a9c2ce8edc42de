"""What the figures of the skill report say, for those who can't see them."""

from __future__ import annotations

from collections.abc import Iterable

from skill_grading.measures.mastery import Outcome
from skill_grading.measures.pooled import Situation
from skill_grading.report.findings import ClassReport, SkillSummary
from skill_grading.report.words import ReportWords


def skills_message(report: ClassReport, words: ReportWords) -> str:
    """What the class figure says."""

    def told(summary: SkillSummary) -> str:
        if not summary.per_pupil:
            return words("skills_message_together", skill=words.skill(summary.skill), told=words.shown_of(summary))
        told = words.outcome_counts(summary)
        return words(
            "skills_message",
            skill=words.skill(summary.skill),
            of=summary.pupils,
            shown=told[Outcome.SHOWN],
            not_yet=told[Outcome.NOT_YET],
            too_little=told[Outcome.TOO_LITTLE],
        )

    return words("skills_alt", message=" ".join(told(summary) for summary in report.skills))


def matrix_message(report: ClassReport, words: ReportWords) -> str:
    """What the matrix says."""
    needs = [
        words(
            "matrix_message",
            skill=words.skill(need.skill),
            names=words.enumerate(pupil.name for pupil in report.not_yet(need.skill)),
        )
        for need in report.needs()
    ]
    return words("matrix_alt", message=" ".join(needs) or words("matrix_all_well"))


def situations_message(situations: Iterable[Situation], words: ReportWords) -> str:
    """What the figure of situations says."""
    return words(
        "situations_alt",
        message=" ".join(f"{words.place(one.scenario, one.step)}: {words.mistakes(one)}" for one in situations),
    )
