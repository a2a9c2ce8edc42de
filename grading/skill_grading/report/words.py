"""What the skill report says in words: the one place where its figures become sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from scenario_quiz.scenario import Scenario
from scenario_quiz.school import School
from skill_grading.evidence.pupils import Done, Exercise, Standing
from skill_grading.measures.mastery import Mastery, Outcome, Tally
from skill_grading.measures.pooled import Situation
from skill_grading.measures.small_cells import hidden_of
from skill_grading.measures.statistics import Interval
from skill_grading.reasons import reason
from skill_grading.report.findings import PupilReport, SkillSummary

SYMBOLS = {Outcome.SHOWN: "●", Outcome.TOO_LITTLE: "·", Outcome.NOT_YET: "○"}
"""An outcome's sign, so that it can be told without colour."""

DISCUSS = "⚑"
"""The sign beside the name of a pupil to talk to."""

MOST_NAMED = 6
"""How many names stand in one sentence, before it says how many more there are."""


@dataclass(frozen=True)
class ReportWords:
    """The labels of `skill_grading` and the course's own words, in one language; `titles` are those of exercises.

    Counts of pupils from 1 to below `least` are hidden.
    """

    labels: Mapping[str, str]
    school: School
    scenarios: Mapping[str, Scenario]
    titles: Mapping[str, str]
    language: str
    least: int = 0

    def __call__(self, key: str, **values: object) -> str:
        """The label `report_<key>` with its placeholders filled in."""
        return self.labels[f"report_{key}"].format(**values)

    def day(self, day: date) -> str:
        return self("date", date=day)

    def number(self, value: float) -> str:
        """At most one decimal, none where it says nothing."""
        return f"{value:.1f}".removesuffix(".0").replace(".", self("decimal"))

    def percent(self, share: float) -> str:
        return self("percent", share=round(100 * share))

    def count(self, count: int) -> str:
        """A count of pupils, or that it is too small to tell."""
        return self("fewer", least=self.least) if 0 < count < self.least else str(count)

    def known(self, count: int | None) -> str:
        """A count of pupils; a dash where it can't be told."""
        return self("hidden") if pd.isna(count) else str(count)

    def hidden_outcomes(self, summary: SkillSummary) -> set[Outcome]:
        """The outcomes of which the counts can't be told."""
        if not self.least:
            return set()
        hidden = hidden_of(np.array(list(summary.outcomes.values())))
        return {outcome for outcome, hide in zip(summary.outcomes, hidden, strict=True) if hide}

    def errors(self, decision: Situation) -> tuple[str, str]:
        """How many did harm, and how many were too cautious."""
        return self.known(decision.misses), self.known(decision.false_alarms)

    def outcome_counts(self, summary: SkillSummary) -> dict[Outcome, str]:
        """How many pupils have each outcome."""
        hidden = self.hidden_outcomes(summary)
        return {
            outcome: self("hidden") if outcome in hidden else str(count) for outcome, count in summary.outcomes.items()
        }

    def counts(self, tally: Tally) -> str:
        """'9/11': how many decisions were good, in whole numbers; only what is all good is told as such."""
        good = round(tally.successes)
        return f"{min(good, tally.n - 1) if tally.successes < tally.n else good}/{tally.n}"

    def enumerate(self, items: Iterable[str]) -> str:
        *first, last = items
        return (", ".join(first) + self("and") + last) if first else last

    def some(self, items: Sequence[str]) -> str:
        """The first few, and how many more there are."""
        more = len(items) - MOST_NAMED
        return self.enumerate(items) if more < 2 else self("and_more", items=", ".join(items[:MOST_NAMED]), n=more)

    def to_discuss(self, pupil: PupilReport) -> str:
        """Whom to talk to, about which stories."""
        return self(
            "discuss_item",
            name=pupil.name,
            situations=self.enumerate(self.quoted(one.scenario) for one in pupil.discuss),
        )

    def skill(self, skill: str) -> str:
        return self.school.words[self.language].skills[skill].name

    def outcome(self, outcome: Outcome) -> str:
        return self({Outcome.SHOWN: "shown", Outcome.NOT_YET: "not_yet", Outcome.TOO_LITTLE: "too_little"}[outcome])

    def exercise(self, name: str) -> str:
        """The title of an assignment or a moment, or its id when the course does not have it any more."""
        return self.titles.get(name, name)

    def exercise_of(self, scenario: str) -> str:
        """The title of the exercise that a story belongs to."""
        return self.exercise(scenario.partition("/")[0])

    def title(self, scenario: str) -> str:
        return self.scenarios[scenario].words[self.language].title

    def quoted(self, scenario: str) -> str:
        return self("quoted", title=self.title(scenario))

    def place(self, scenario: str, step: str) -> str:
        """The title of a decision's story, with the number of the choice where the story has more than one."""
        decisions = list(self.scenarios[scenario].decisions)
        title = self.title(scenario)
        if len(decisions) == 1:
            return title
        return self("place", title=title, n=decisions.index(step) + 1)

    def prompt(self, scenario: str, step: str) -> str:
        return self.scenarios[scenario].words[self.language].steps[step].prompt

    def about(self, scenario: str, step: str, exercises: Sequence[Exercise]) -> str:
        """What a decision is about: its prompt, after its exercise where the report is about more than one."""
        prompt = self.prompt(scenario, step)
        return prompt if len(exercises) == 1 else f"{self.exercise_of(scenario)} · {prompt}"

    def option(self, scenario: str, step: str, option: str) -> str:
        return self.scenarios[scenario].words[self.language].steps[step].text_of(option)

    def family(self, family: str) -> str:
        return self.school.words[self.language].families[family]

    def mistakes(self, situation: Situation) -> str:
        """How many did harm and how many were too cautious."""
        misses, false_alarms = self.errors(situation)
        return self("mistakes", misses=misses, false_alarms=false_alarms, of=situation.reached)

    def wrong_choices(self, situation: Situation) -> list[str]:
        """Each option that should not have been chosen, with how many chose it."""
        chosen = [
            self(
                f"wrong_choice_{choice.verdict}",
                n=self.known(choice.chosen),
                text=self.option(situation.scenario, situation.step, choice.option),
            )
            for choice in situation.wrong
        ]
        return chosen or [self("left_out")]

    def shown_of(self, summary: SkillSummary, told: str = "shown_of") -> str:
        """How many have shown the skill, as the label `told` puts it; where no pupil met enough decisions, how the
        class did together.
        """
        if summary.per_pupil and Outcome.SHOWN in self.hidden_outcomes(summary):
            return self("shown_hidden")
        if summary.per_pupil:
            return self(told, n=self.outcome_counts(summary)[Outcome.SHOWN], of=summary.pupils)
        return self("together", counts=self.counts(summary.together))

    def interval_of(self, summary: SkillSummary) -> Interval | None:
        """The interval of the share shown, which tells the count too; None where that can't be told."""
        return None if Outcome.SHOWN in self.hidden_outcomes(summary) else summary.interval

    def interval(self, interval: Interval | None) -> str:
        """'12–45 %'; a dash where the class is too small for one."""
        if interval is None:
            return "–"
        return self("interval", low=round(100 * interval.low), high=round(100 * interval.high))

    def difficulty(self, difficulty: float | None, interval: Interval | None) -> str:
        """'62 % (41–79 %)': the mean share of the points with its interval; a dash for few pupils."""
        if difficulty is None:
            return "–"
        return f"{self.percent(difficulty)} ({self.interval(interval)})"

    def decimals(self, value: float) -> str:
        """With two decimals."""
        return f"{value:.2f}".replace(".", self("decimal"))

    def reason(self, code: str) -> str:
        return reason(self.labels, code)

    def standing(self, done: Done) -> str:
        """Where the work on an exercise stands, in a word or two."""
        return self(done.standing.replace("-", "_"))

    def told(self, done: Done) -> str:
        """Where the work on an exercise stands, with the reason why it is not graded."""
        return self.reason(done.reason) if done.standing is Standing.NOT_GRADED else self.standing(done)

    def status(self, pupil: PupilReport, exercises: Iterable[Exercise]) -> str:
        """What stands in the place of evidence for a pupil without any."""
        found = [pupil.done[each.name] for each in exercises if each.counts]
        return self.standing(min(found, key=lambda done: list(Standing).index(done.standing)))

    def help_name(self, pupil: PupilReport, skill: str) -> str:
        mastery = pupil.mastery[skill]
        return self("one_by_one_name", name=pupil.name, counts=self.counts(mastery.all), lean=self.lean(mastery))

    def lean(self, of: Mastery | Situation) -> str:
        """Which kind of error was the more frequent one; empty where both were as frequent."""
        if of.misses == of.false_alarms:
            return ""
        return self("lean_harm" if of.misses > of.false_alarms else "lean_cautious")
