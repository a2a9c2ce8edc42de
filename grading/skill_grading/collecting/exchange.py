"""nbgrader's exchange, as this course has it: hand-ins come from the inbox, exercises go out with the site."""

from __future__ import annotations

from nbgrader.exchange import abc

from scenario_quiz.errors import Refusal
from skill_grading.collecting.collect import collect
from skill_grading.collecting.nbgrader_log import NEVER_RELEASED, log_collected
from skill_grading.course_facts import kept_facts
from skill_grading.course_folder import OnDataFolder
from skill_grading.feedback.making import FeedbackMaker
from skill_grading.feedback.releasing import release, release_pupil
from skill_grading.releases import ReleaseStore


class Exchange(OnDataFolder, abc.Exchange):
    """What every part of the exchange shares."""

    def released(self) -> list[str]:
        """The gradebook assignments that are out, or only the one that nbgrader was asked about."""
        store, wanted = ReleaseStore(self.data), self.coursedir.assignment_id
        names = [name for assignment in store.assignments() for name in store.gradebook_names(assignment)]
        return [name for name in names if wanted in ("", "*", name) and (self.data.release / name).is_dir()]

    def the_assignment(self) -> str:
        """The assignment whose gradebook name nbgrader was asked about. Raises ExchangeError."""
        name = self.coursedir.assignment_id
        assignment = ReleaseStore(self.data).assignment_of(name)
        if assignment is None:
            self.fail(NEVER_RELEASED.format(name=name))
        return assignment


class ExchangeList(Exchange, abc.ExchangeList):
    """Which exercises are out. Formgrader shows its collect button by this list."""

    def start(self) -> list[dict]:
        if self.remove:
            self.fail("An exercise that is out can't be taken back: pupils may be working on it.")
        if self.inbound or self.cached:
            self.fail("Hand-ins wait in the course's inbox: see the teacher's start page.")
        return [self._describe(name) for name in self.released()]

    def _describe(self, name: str) -> dict:
        folder = self.data.release / name
        self.log.info(f"{self.coursedir.course_id} {name}")
        return {
            "course_id": self.coursedir.course_id,
            "assignment_id": name,
            "status": "released",
            "path": str(folder),
            "notebooks": [{"notebook_id": file.stem, "path": str(file)} for file in sorted(folder.glob("*.ipynb"))],
        }


class ExchangeReleaseAssignment(Exchange, abc.ExchangeReleaseAssignment):
    """Exercises go out with the site, by `course release`."""

    def start(self) -> None:
        self.the_assignment()
        self.log.info(f"{self.coursedir.assignment_id} is out already, on the course's site.")


class ExchangeCollect(Exchange, abc.ExchangeCollect):
    """Collects from the inbox; `nbgrader collect`, Formgrader's button and `course collect` all come here.

    Always brings `submitted/` to what counts now, so `--update` and `--before-duedate` make no difference.
    """

    def start(self) -> None:
        pupil_id = self.coursedir.student_id
        report = collect(
            self.data,
            self.the_assignment(),
            gradebook_name=self.coursedir.assignment_id,
            pupil_id=None if pupil_id in ("", "*") else pupil_id,
        )
        log_collected(report, self.log)


class ExchangeReleaseFeedback(Exchange, abc.ExchangeReleaseFeedback):
    """Lets pupils read their feedback on the course's site; a class waits while open answers wait for marks."""

    def start(self) -> None:
        try:
            maker = FeedbackMaker(self.data, kept_facts(self.data), self.the_assignment())
            if self.coursedir.student_id not in ("", "*"):
                release_pupil(maker, self.coursedir.student_id)
                self.log.info(f"{self.coursedir.student_id} can read their feedback now.")
                return
            classes = release(maker)
        except Refusal as error:
            self.fail(str(error))
        for one in classes:
            self.log.info(str(one))
        if not any(one.released for one in classes):
            self.fail("No pupil has feedback now: nothing is graded, or open answers wait for marks.")


class NotOffered(Exchange):
    """A part of the exchange that this course does another way; `instead` says which."""

    instead: str

    def start(self) -> None:
        self.fail(self.instead)


class ExchangeFetchAssignment(NotOffered, abc.ExchangeFetchAssignment):
    instead = "Exercises are not fetched by nbgrader: pupils find them on the course's site."


class ExchangeSubmit(NotOffered, abc.ExchangeSubmit):
    instead = "Exercises are not submitted by nbgrader: pupils hand in on the course's site."


class ExchangeFetchFeedback(NotOffered, abc.ExchangeFetchFeedback):
    instead = "Feedback is not fetched by nbgrader: pupils find it on the course's site."
