"""Pupils whose answers are known, on the small course's scenario: what the tests of the report start from."""

from __future__ import annotations

from scenario_quiz.labels import load_labels
from scenario_quiz.scoring import StepScore
from skill_grading.evidence.pupils import Done, Exercise, PupilEvidence, Standing
from skill_grading.report.findings import ClassReport, class_report
from skill_grading.report.words import ReportWords

CUT = 0.75
EXERCISE = "placement"
WALK = f"{EXERCISE}/walk"
HOSTILE = "<b>$x$</b> =cmd"


def step(step_id="first", verdict="good", *, scenario=WALK, skill="confidentiality", fine=False, must_pass=False):
    chosen = {"good": "ask", "harm": "post", "overcautious": "hide"}[verdict]
    points = 2.0 if verdict == "good" else 0.0
    return StepScore(scenario, step_id, "choice", skill, ["1.5"], points, 2.0, verdict, fine, must_pass, [chosen])


def decisions(right: int, of: int, verdict="harm") -> list[StepScore]:
    """`of` decisions in scenarios of their own, every second one fine, the first `right` of them good."""
    return [
        step(verdict="good" if i < right else verdict, scenario=f"placement/s{i}", fine=i % 2 == 1) for i in range(of)
    ]


def graded(name: str, steps: list[StepScore], pooled: list[StepScore] | None = None) -> PupilEvidence:
    done = Done(Standing.GRADED, steps=steps, pooled=pooled or [step()])
    return PupilEvidence(f"p-{name}", name, {EXERCISE: done})


def waiting(name: str, standing: Standing, reason: str = "") -> PupilEvidence:
    return PupilEvidence(f"p-{name}", name, {EXERCISE: Done(standing, reason)})


def scenarios_of(course) -> dict:
    return {f"{EXERCISE}/{scenario.id}": scenario for scenario in course.assignments[EXERCISE].graded}


def report_of(course, pupils: list[PupilEvidence], exercises: tuple[str, ...] = (EXERCISE,)) -> ClassReport:
    families = {rule: each.family for rule, each in course.school.rules.items() if each.family}
    return class_report(
        "5VZ", pupils, [Exercise(name) for name in exercises], course.school.skills, CUT, scenarios_of(course),
        families, [EXERCISE],
    )  # fmt: skip


def words_of(course, language="nl") -> ReportWords:
    titles = {name: each.words[language].title for name, each in course.assignments.items()}
    return ReportWords(load_labels("skill_grading", language), course.school, scenarios_of(course), titles, language)


def mixed_class() -> list[PupilEvidence]:
    """Twelve graded pupils (three shown, three not yet), one absent, one not graded."""
    wrong = [step(verdict="harm")]
    return [
        *(graded(f"Sterk {i}", decisions(12, 12)) for i in range(3)),
        *(graded(f"Midden {i}", decisions(9, 12, "overcautious"), [step(verdict="overcautious")]) for i in range(6)),
        *(graded(f"Zwak {i}", decisions(3, 12), wrong) for i in range(2)),
        graded(HOSTILE, decisions(2, 12), wrong),
        waiting("Afwezige", Standing.ABSENT),
        waiting("Wachtende", Standing.NOT_GRADED, "uncollected"),
    ]
