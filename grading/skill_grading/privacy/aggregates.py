"""What stays when pupils go: how many chose what, for the whole school, with small groups hidden."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from scenario_quiz.scoring import StepScore
from skill_grading.mastery import mastery_by_skill

SMALLEST = 5
HIDDEN = f"<{SMALLEST}"

Group = tuple[str, ...]
COLUMNS = ("assignment", "what", "scenario", "step", "skill", "result", "pupils")


def count(assignment: str, pupils: Iterable[Sequence[StepScore]], cut: float) -> list[dict[str, str]]:
    """Rows of COLUMNS from the decisions of each pupil: by decision how many made which kind of choice (`decision`),
    and by skill how many have shown it (`skill`). Of nobody's class.
    """
    decisions: defaultdict[Group, Counter] = defaultdict(Counter)
    skills: defaultdict[Group, Counter] = defaultdict(Counter)
    for steps in pupils:
        for step in steps:
            decisions[step.scenario, step.step, step.skill][step.verdict] += 1
        for skill, mastery in mastery_by_skill(steps, cut).items():
            skills["", "", skill][mastery.outcome.value] += 1
    return [
        dict(zip(COLUMNS, (assignment, what, *group, str(result), shown), strict=True))
        for what, groups in (("decision", decisions), ("skill", skills))
        for group, counts in sorted(groups.items())
        for result, shown in sorted(hide_small(counts).items())
    ]


def hide_small(counts: Mapping[str, int]) -> dict[str, str]:
    """Counts of one group as text, those below SMALLEST hidden.

    Whoever knows how many there were in all could work out one hidden count from the others. So where the hidden ones
    together are fewer than SMALLEST, the smallest of the others is hidden with them.
    """
    hidden = {name for name, pupils in counts.items() if pupils < SMALLEST}
    others = sorted((pupils, name) for name, pupils in counts.items() if name not in hidden)
    if hidden and others and sum(counts[name] for name in hidden) < SMALLEST:
        hidden.add(others[0][1])
    return {
        name: HIDDEN if pupils < SMALLEST else "hidden" if name in hidden else str(pupils)
        for name, pupils in counts.items()
    }
