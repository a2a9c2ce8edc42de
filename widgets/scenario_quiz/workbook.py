"""Exercise: the scenarios of a released notebook as widgets over one answers file beside it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from scenario_quiz.answers import Answers, AnswersRefused, parse_answers, without_halves
from scenario_quiz.base import Language, Model, Slug
from scenario_quiz.files import write_atomically
from scenario_quiz.hand_in import HandInButton, service_address
from scenario_quiz.release import Version
from scenario_quiz.views import PublicView
from scenario_quiz.widget import ScenarioQuiz

ANSWERS = "answers.json"


class PublicExercise(Model):
    """`public.<language>.json`: what of one version of an exercise lies beside a pupil's notebook; never a key."""

    course: Slug
    assignment: Slug
    content: Version
    language: Language
    scenarios: list[PublicView]


class Exercise:
    """A graded exercise to answer in a notebook, in JupyterLab, Notebook or Voila.

    Every confirmed answer is at once in `answers.json`, in the format that the hand-in service takes too; the pupil
    is told of one that could not be written. Opening the notebook again goes on from there. Until an answer is
    confirmed, nothing is written: a grader that runs the notebook must not make a file.
    `folder` (by default the notebook's own) holds `public.<language>.json`.
    """

    def __init__(self, language: str, folder: Path | str = ".") -> None:
        # Resolved at once: a cell of the notebook may change the working folder later.
        folder = Path(folder).resolve()
        public = PublicExercise.model_validate_json((folder / f"public.{language}.json").read_bytes())
        self._public = public
        self._file = folder / ANSWERS
        stored = self._stored()
        self._attempt = stored.attempt if stored else token_hex(16)
        logs = _logs(stored)
        self._quizzes = {view.id: ScenarioQuiz(view, answers=logs.get(view.id, [])) for view in public.scenarios}
        for quiz in self._quizzes.values():
            quiz.saved = len(quiz.answers)
            quiz.observe(self._save, "answers")

    def quiz(self, scenario: str) -> ScenarioQuiz:
        """The scenario as a widget, to show as a cell's result. Raises KeyError with what there is."""
        if scenario not in self._quizzes:
            raise KeyError(f"there is no scenario '{scenario}'; there is: {', '.join(self._quizzes)}")
        return self._quizzes[scenario]

    def hand_in(self) -> HandInButton | None:
        """A button that hands in what is answered, to show as a cell's result; None where no service is near."""
        if not service_address():
            return None
        return HandInButton(self._file, self._public.assignment, self._public.language)

    def _save(self, _change: object = None) -> None:
        """Write what is answered here, after what the notebook's other windows wrote: a first answer stays first."""
        stored = self._stored()
        if stored is None:
            self._keep_aside()
        else:
            self._attempt = stored.attempt
        logs = _logs(stored)
        for name, quiz in self._quizzes.items():
            log = logs.setdefault(name, [])
            log += [entry for entry in quiz.answers if entry not in log]
        public = self._public
        answers = Answers(
            format="scenario-answers",
            version=1,
            course=public.course,
            assignment=public.assignment,
            content=public.content,
            language=public.language,
            attempt=self._attempt,
            scenarios=without_halves({name: log for name, log in logs.items() if log}),
        )
        write_atomically(self._file, answers.model_dump_json())
        for quiz in self._quizzes.values():
            quiz.saved = len(quiz.answers)

    def _stored(self) -> Answers | None:
        """The answers file, or None when there is none, or one that is not of this version of the exercise."""
        try:
            answers = parse_answers(self._file.read_bytes())
        except (FileNotFoundError, AnswersRefused):
            return None
        public = self._public
        same = (answers.course, answers.assignment, answers.content) == (
            public.course,
            public.assignment,
            public.content,
        )
        return answers if same else None

    def _keep_aside(self) -> None:
        """Keep a file that can't be gone on with, under a name of its own, so that no answer is ever lost."""
        if self._file.exists():
            content = self._file.read_bytes()
            write_atomically(self._file.with_name(f"answers-{sha256(content).hexdigest()[:8]}.json"), content)


def _logs(answers: Answers | None) -> dict[str, list[dict]]:
    return answers.model_dump(mode="json")["scenarios"] if answers else {}
