"""What the teacher can do, each as one call that ends in words. May take long; the pages run it in a thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from course_site.contents import in_order
from course_site.ports import only_here
from course_site.teacher import overview
from scenario_quiz.course import Course
from scenario_quiz.forms import Moment
from scenario_quiz.labels import load_labels
from skill_grading.collecting.submissions import Rejected
from skill_grading.data import DataFolder
from skill_grading.dates.forms import moment_name
from skill_grading.evidence.moment_work import ALL, assignments_of, read_work, waiting_keys
from skill_grading.marking.concerns import settle_concern
from skill_grading.marking.marks import Place
from skill_grading.pupils.roster import Roster, full_name, import_class_list, new_code
from skill_grading.reasons import reason

if TYPE_CHECKING:  # they load nbgrader, which takes two seconds
    from skill_grading.collecting.collect import CollectReport
    from skill_grading.gradebook.grade import GradeReport
    from skill_grading.gradebook.regrading import Preview


def address(page: str, **query: str) -> str:
    """The address of a teacher's page, as seen from the others."""
    return f"{page}?{urlencode(query)}"


@dataclass(frozen=True)
class Link:
    """Where to go from a notice; `download` for a file to keep."""

    address: str
    text: str
    download: bool = False


@dataclass(frozen=True)
class Notice:
    """What came of an action: one sentence, its details, where to go from here, and what may be looked up."""

    text: str
    details: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    problem: bool = False
    lines: list[str] = field(default_factory=list)


class Desk:
    """The teacher's actions on one course and its data, by default in the school's first language."""

    def __init__(self, data: DataFolder, course: Course, pupils_address: str, language: str | None = None) -> None:
        self.data = data
        self.course = course
        self.language = language or course.school.languages[0]
        self.labels = load_labels("course_site.teacher", self.language)
        # By their own names.
        self.languages = {each: load_labels("course_site", each)["language_name"] for each in course.school.languages}
        self.grading_labels = load_labels("skill_grading", self.language)
        # A card with this machine's own name on it would lead nowhere on another device; it has a line to write on.
        self.pupils_address = "" if only_here(pupils_address) else pupils_address

    def say(self, key: str, **values: object) -> str:
        """The label `key` with its placeholders filled in."""
        return self.labels[key].format(**values)

    @property
    def assignments(self) -> list[str]:
        """The ids of the assignments that pupils have been given, in the order of the book."""
        return in_order(self.course, overview.assignments(self.data))

    def title(self, assignment: str) -> str:
        """The title of an assignment, a moment or ALL; or the id of what the course does not have any more."""
        if moment := self.moment(assignment):
            return moment_name(moment, self.language)
        if assignment == ALL:
            return self.grading_labels["report_whole_course"]
        found = self.course.assignments.get(assignment)
        return found.words[self.language].title if found else assignment

    def form_name(self, assignment: str) -> str:
        """What teachers call one of the two forms."""
        return self.say("form_name", letter=self.course.assignments[assignment].form.upper())

    def moment(self, name: str | None) -> Moment | None:
        """The moment of that name; None for an assignment."""
        return Moment(name) if self.course.forms and name in set(Moment) else None

    def reason(self, code: str) -> str:
        """Why handed-in work gives no evidence, in words."""
        return reason(self.grading_labels, code)

    def import_list(self, file: bytes) -> Notice:
        """Take in a class list, and make code cards for the new pupils."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "list.csv"
            path.write_bytes(file)
            report = import_class_list(self.data, path)
        *refused, summary = report.describe(self.grading_labels).splitlines()
        cards = [self._cards(report.codes)] if report.codes else []
        lines = report.lines(self.grading_labels)
        return Notice(summary, refused, cards, problem=not report.new + report.known, lines=lines)

    def new_card(self, pupil_id: str) -> Notice:
        """A card with a new code for one pupil. The old code stops working."""
        pupil = Roster.load(self.data.roster).by_id.get(pupil_id)
        if pupil is None:
            return Notice(self.say("card_unknown_pupil"), problem=True)
        card = self._cards({pupil_id: new_code(self.data, pupil_id)})
        return Notice(self.say("card_made", name=full_name(pupil)), links=[card])

    def make_demo(self) -> Notice:
        """Fill a demo class through the real hand-in route."""
        from course_site.demo import fill_demo

        report = fill_demo(self.data, self.course)
        return Notice(self.say("demo_made"), [report.describe(load_labels("course_site", self.language))])

    def collect(self, assignment: str) -> Notice:
        """Bring the hand-ins that count to the gradebook's folder."""
        from skill_grading.collecting.collect import collect

        return self._collected([collect(self.data, each) for each in assignments_of(self.data, assignment)])

    def collect_and_grade_all(self) -> Notice:
        """Collect and grade every exercise. What fails in one exercise is told, and holds up no other."""
        from skill_grading.collecting.collect import collect
        from skill_grading.gradebook.grade import grade
        from skill_grading.school_wide import for_each

        collected, graded = (
            for_each(step, self.data, list(self.course.collected), lambda done, total: None)
            for step in (collect, grade)
        )
        told = [
            words([outcome.report for outcome in outcomes.values() if not outcome.failed])
            for words, outcomes in ((self._collected, collected), (self._graded, graded))
        ]
        failed = [
            self.say("failed_in", title=self.title(name), reason=outcome.failed)
            for outcomes in (collected, graded)
            for name, outcome in outcomes.items()
            if outcome.failed
        ]
        return Notice(
            " ".join(each.text for each in told),
            [*failed, *(detail for each in told for detail in each.details)],
            problem=bool(failed) or any(each.problem for each in told),
        )

    def _collected(self, reports: list[CollectReport]) -> Notice:
        refused = [each for report in reports for each in report.refused]
        taken, unchanged = (sum(len(getattr(report, name)) for report in reports) for name in ("taken", "unchanged"))
        words = self.say("collected", taken=taken, unchanged=unchanged, refused=len(refused))
        return Notice(words, self._named(refused), problem=bool(refused))

    def grade(self, assignment: str) -> Notice:
        """Grade everything that was collected."""
        from skill_grading.gradebook.grade import grade

        return self._graded([grade(self.data, each) for each in assignments_of(self.data, assignment)])

    def regrade(self, assignment: str) -> Notice:
        """Grade again by the mended key."""
        from skill_grading.gradebook.regrading import regrade

        return self._graded([regrade(self.data, each) for each in waiting_keys(self.data, assignment)])

    def changes(self, assignment: str, found: list[Preview]) -> list[dict[str, str]]:
        """What grading by a mended key would change, in words."""
        pupils, words = Roster.load(self.data.roster).by_id, read_work(self.data, assignment).scenarios
        return [
            {
                "name": full_name(pupils[each.pupil_id]) if each.pupil_id in pupils else each.pupil_id,
                "situation": words[each.scenario].words[self.language].title
                if each.scenario in words
                else each.scenario,
                "old": f"{each.old:.3g}",
                "new": f"{each.new:.3g}",
            }
            for each in (each for one in found for each in one.changes)
        ]

    def followed_up(self, place: Place) -> Notice:
        """Take a worrying answer off the list."""
        settle_concern(self.data, place)
        return Notice(self.say("concern_told"))

    def write_report(self, assignment: str, class_name: str) -> Notice:
        """Write the skill report of one class."""
        from skill_grading.report.writing import write_report

        write_report(self.data, self.course.school, assignment, class_name, self.language)
        return Notice(self.say("report_made", class_name=class_name))

    def _graded(self, reports: list[GradeReport]) -> Notice:
        refused = [each for report in reports for each in report.not_graded]
        graded, unchanged = (sum(len(getattr(report, name)) for report in reports) for name in ("graded", "unchanged"))
        words = self.say("graded", graded=graded, unchanged=unchanged, not_graded=len(refused))
        return Notice(words, self._named(refused), problem=bool(refused))

    def _cards(self, codes: Mapping[str, str]) -> Link:
        from skill_grading.pupils.cards import write_cards

        path = write_cards(self.data, self.course.school, codes, self.pupils_address, self.language)
        return Link(f"cards/{path.name}", self.say("cards_download", n=len(codes)), download=True)

    def _named(self, rejected: list[Rejected]) -> list[str]:
        pupils = Roster.load(self.data.roster).by_id
        return [
            self.say(
                "rejected",
                name=full_name(pupils[each.pupil_id]) if each.pupil_id in pupils else each.pupil_id,
                reason=self.reason(each.code),
            )
            for each in rejected
        ]
