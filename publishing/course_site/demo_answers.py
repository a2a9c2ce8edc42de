"""How an invented pupil answers: pure, and the same for the same seed.

A pupil has an ability of their own for each skill, and a habit: some refuse what is fine, some share too fast. A
step has its difficulty and every option its pull, so that one wrong option tempts more than another. Two steps of an
exercise are weak: most pupils fall for the same option, also the able ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from scenario_quiz.answers import rename
from scenario_quiz.kinds.base import Answer, Step
from scenario_quiz.release import Release
from scenario_quiz.scenario import Scenario

# Odds are natural logarithms throughout: 0 is as likely as not.
AVERAGE_ABILITY = 3.0
SPREAD_OF_ABILITY = 0.8
SPREAD_OVER_SKILLS = 0.5
SPREAD_OF_STEPS = 0.4
SPREAD_OF_OPTIONS = 0.6
TEMPTATION = 2.6
WEAK_STEPS = 2
HABITS = {"careful": {"overcautious": 1.7, "harm": -0.7}, "sharing": {"harm": 1.2, "overcautious": -0.9}, "": {}}
SHARE_OF_HABITS = {"careful": 0.2, "sharing": 0.2}
SKIPS_OPEN = 0.1
LESSONS = 1.2  # what the odds gain between the entry check and the final exam
LEVELS = ("not-yet", "partly", "good")

Texts = Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True)
class Pupil:
    """An invented pupil: odds of seeing what is right, by skill, and a habit (a key of HABITS)."""

    name: str
    number: int
    skills: Mapping[str, float]
    habit: str

    def before_lessons(self) -> Pupil:
        """This pupil at the entry check."""
        return replace(self, skills={skill: odds - LESSONS for skill, odds in self.skills.items()})


class Demo:
    """The answers of a whole class. ``texts`` holds open answers by question ('otherwise' for any) and level."""

    def __init__(self, seed: int, texts: Texts, started: datetime) -> None:
        self._seed = seed
        self._texts = texts
        self._started = started

    def pupils(self, names: Iterable[str], skills: Iterable[str]) -> list[Pupil]:
        """A pupil for each name."""
        names = list(names)
        habits = [habit for habit, share in SHARE_OF_HABITS.items() for _ in range(round(share * len(names)))]
        habits += [""] * (len(names) - len(habits))
        self._random("habits").shuffle(habits)
        return [
            self._pupil(name, number, habit, sorted(skills))
            for number, (name, habit) in enumerate(zip(names, habits, strict=True))
        ]

    def answers(self, pupil: Pupil, release: Release) -> dict:
        """The answers file of ``pupil``, as JSON."""
        weak = self._weak_steps(release)
        chance = self._random(release.assignment, pupil.name)
        clock = self._started + timedelta(seconds=chance.randint(0, 120))
        scenarios = {}
        for scenario in release.scenarios:
            log = scenarios[scenario.id] = []
            at: str | None = scenario.start
            while at in scenario.decisions:
                step = scenario.decisions[at]
                answer = self._answer(pupil, scenario, at, step, (scenario.id, at) in weak, chance)
                clock += timedelta(seconds=chance.randint(15, 70))
                letters = {option: letter for letter, option in release.option_ids[scenario.id].get(at, {}).items()}
                published = rename(answer, letters) if letters else answer
                log.append({"step": at, "answer": published, "time": f"{clock:%Y-%m-%dT%H:%M:%SZ}"})
                at = step.after(answer)
        return {
            "format": "scenario-answers",
            "version": 1,
            "course": release.course,
            "assignment": release.assignment,
            "content": release.version,
            "language": release.languages[0],
            "attempt": f"{self._random('attempt', release.assignment, pupil.name).getrandbits(128):032x}",
            "scenarios": scenarios,
        }

    def _random(self, *about: str) -> Random:
        return Random("/".join([str(self._seed), *about]))

    def _pupil(self, name: str, number: int, habit: str, skills: list[str]) -> Pupil:
        chance = self._random("pupil", name)
        ability = chance.gauss(AVERAGE_ABILITY, SPREAD_OF_ABILITY)
        return Pupil(name, number, {skill: ability + chance.gauss(0, SPREAD_OVER_SKILLS) for skill in skills}, habit)

    def _weak_steps(self, release: Release) -> set[tuple[str, str]]:
        steps = [
            (scenario.id, name)
            for scenario in release.scenarios
            for name, step in scenario.decisions.items()
            if step.options()
        ]
        return set(self._random("weak", release.assignment).sample(steps, min(WEAK_STEPS, len(steps) // 4)))

    def _answer(
        self, pupil: Pupil, scenario: Scenario, name: str, step: Step, weak: bool, chance: Random
    ) -> Answer:  # fmt: skip
        if not step.options():
            return self._text(pupil, scenario, name, step, chance)
        pulls = self._pulls(pupil, scenario, name, step, weak)
        return step.likely(pulls, chance)

    def _pulls(self, pupil: Pupil, scenario: Scenario, name: str, step: Step, weak: bool) -> dict[str, float]:
        of_step = self._random("step", scenario.assignment, scenario.id, name)
        easiness = of_step.gauss(0, SPREAD_OF_STEPS)
        pulls = {}
        for option in step.options():
            verdict = step.verdict_of(option)
            pull = of_step.gauss(0, SPREAD_OF_OPTIONS) + HABITS[pupil.habit].get(verdict, 0)
            pulls[option] = pull + (pupil.skills[step.skill] + easiness if verdict == "good" else 0)
        if weak:
            wrong = [option for option in step.options() if step.verdict_of(option) != "good"]
            pulls[of_step.choice(wrong)] += TEMPTATION
        return pulls

    def _text(self, pupil: Pupil, scenario: Scenario, name: str, step: Step, chance: Random) -> str:
        if chance.random() < SKIPS_OPEN:
            return ""
        texts = self._texts.get(f"{scenario.assignment}/{scenario.id}/{name}", self._texts["otherwise"])
        quality = (pupil.skills[step.skill] - AVERAGE_ABILITY) / SPREAD_OF_ABILITY + chance.gauss(0, 0.7)
        level = LEVELS[0 if quality < -0.7 else 1 if quality < 0.4 else 2]
        # In turn rather than at random: a text that five pupils hand in looks copied.
        return texts[level][pupil.number % len(texts[level])]
