"""Where nbgrader fails open, these close the door: each has a test that fails without it.

- A score cell with no output, or with one that is no number, counts as full marks: `score_output` gives exactly one
  output with a number in bounds.
- Settings that can't be loaded mean stock execution: the source notebook has a kernel that does not exist
  (`DEAD_KERNEL`) and score cells that raise (`NEVER_RUN`), so that stock execution ends in an error.
- An open answer is stored HTML in Formgrader and in feedback: `inert` (inert.py) makes it text.
"""

from __future__ import annotations

import math

from nbformat import NotebookNode

DEAD_KERNEL = {
    "name": "graded-from-answers-never-executed",
    "display_name": "Graded from answers.json, never executed",
    "language": "python",
}
LIVING_KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}

SCORED = "# Points come from answers.json."
NEVER_RUN = f"""\
{SCORED}
### BEGIN HIDDEN TESTS
raise RuntimeError("This cell is never executed: the course's nbgrader settings were not in use.")
### END HIDDEN TESTS"""


def score_output(points: float, most: float) -> NotebookNode:
    """The one output of a score cell, with `points` kept between 0 and `most`.

    Raises ValueError for points that are no finite number.
    """
    if not math.isfinite(points):
        raise ValueError(f"{points} points can't be marked")
    kept = min(max(float(points), 0.0), float(most))
    data = NotebookNode({"text/plain": repr(kept)})
    return NotebookNode(output_type="execute_result", data=data, metadata=NotebookNode(), execution_count=None)
