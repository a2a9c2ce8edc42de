"""What nbgrader runs over a notebook in place of a kernel: points and texts from the answers file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

from scenario_quiz.labels import load_labels
from scenario_quiz.release import Release
from scenario_quiz.scoring import AssignmentScore, ScenarioScore
from skill_grading.collecting.submissions import SubmissionRefused, read_submission
from skill_grading.course_folder import OnDataFolder
from skill_grading.dates.deadlines import read_deadlines, set_deadlines
from skill_grading.gradebook.guards import LIVING_KERNEL, SCORED, score_output
from skill_grading.gradebook.inert import inert
from skill_grading.gradebook.transcript import transcript
from skill_grading.marking.gradebook_marks import keep_marks
from skill_grading.releases import ReleaseStore, cells, open_cell


class GiveKernel(NbGraderPreprocessor):
    """Gives the copy for pupils a kernel that exists. It comes after SaveCells: the gradebook keeps the dead one."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        nb.metadata["kernelspec"] = dict(LIVING_KERNEL)
        return nb, resources


class GradeAnswers(OnDataFolder, NbGraderPreprocessor):
    """Stands where nbgrader executes: fills in what the pupil's answers file is worth, and gives nbgrader the deadlines
    by which it knows who is late. Raises SubmissionRefused.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        where = resources["nbgrader"]
        submission = read_submission(self.data, where["assignment"], where["student"])
        fill_in(nb, submission.release, submission.score)
        if deadlines := read_deadlines(self.data, submission.release.assignment):
            with Gradebook(where["db_url"], ReleaseStore(self.data).course()) as gradebook:
                set_deadlines(gradebook, where["assignment"], deadlines)
                gradebook.db.commit()
        return nb, resources


class KeepMarks(OnDataFolder, NbGraderPreprocessor):
    """Comes after the machine's grades: a teacher's marks are put back, and those of Formgrader kept."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        where = resources["nbgrader"]
        keep_marks(self.data, where["assignment"], where["student"])
        return nb, resources


def fill_in(nb: NotebookNode, release: Release, score: AssignmentScore) -> None:
    """Write a score into the notebook of its gradebook assignment, the answers beside it for the teacher.

    An open step without an answer stays as it was released, which nbgrader marks with 0 points by itself.
    Raises SubmissionRefused when the notebook's cells are not those of `release`.
    """
    check_cells(nb, release)
    for scenario in score.scenarios.values():
        fill_in_scenario(nb.cells, release, scenario)


def check_cells(nb: NotebookNode, release: Release) -> None:
    """Raises SubmissionRefused when the notebook's cells are not those of `release`."""
    expected, found = cells(release), {name: cell.metadata.nbgrader.points for name, cell in graded_cells(nb.cells)}
    if found != expected:
        raise SubmissionRefused("wrong_cells", f"the notebook has the cells {found}; this version has {expected}")


def fill_in_scenario(nb_cells: list[NotebookNode], release: Release, score: ScenarioScore) -> None:
    """Write the score of one scenario into its cells, wherever they are in `nb_cells`."""
    graded, labels = dict(graded_cells(nb_cells)), load_labels("skill_grading", release.languages[0])
    for cell in nb_cells:
        if cell.metadata.get("scenario") == score.scenario:
            data = NotebookNode({"text/plain": transcript(release, score, labels)})
            cell.outputs = [NotebookNode(output_type="display_data", data=data, metadata=NotebookNode())]
    if cell := graded.get(score.scenario):
        cell.source = SCORED
        cell.outputs = [score_output(score.points, cell.metadata.nbgrader.points)]
    for step, answer in score.open.items():
        graded[open_cell(score.scenario, step)].source = inert(answer.text)


def graded_cells(nb_cells: Iterable[NotebookNode]) -> Iterator[tuple[str, NotebookNode]]:
    """The cells that get points, with their ids."""
    return ((cell.metadata.nbgrader.grade_id, cell) for cell in nb_cells if is_grade(cell))
