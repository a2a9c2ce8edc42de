"""The teachers' page about the report: its picture and its figures are what `mastery` makes of such counts."""

import xml.etree.ElementTree as ET
from itertools import chain, repeat
from pathlib import Path

import pytest
from scipy.stats import beta

from scenario_quiz.scoring import StepScore
from skill_grading.measures.mastery import SURE, Outcome, mastery
from skill_grading.measures.operating import Evidence, chances

PICTURE = Path(__file__).parents[2] / "chapters" / "pictures" / "evidence.svg"
SVG = "{http://www.w3.org/2000/svg}"
CUT, LEFT, RIGHT = 0.75, 260, 610  # where 0 % and 100 % stand

PUPILS = [group.attrib | {"bar": group.find(f"{SVG}rect").attrib} for group in ET.parse(PICTURE).iter(f"{SVG}g")
          if "data-of" in group.attrib]  # fmt: skip


def decisions(good: int, of: int, stories: int) -> list[StepScore]:
    """Every second one is fine; the mistakes are spread over both sides."""
    results = chain(repeat(0.0, of - good), repeat(1.0, good))
    return [
        StepScore(f"story-{n % stories}", f"step-{n}", "choice", "respect", [], points, 1.0,
                  "good" if points else "harm", n % 2 == 0, must_pass=False, chosen=[])
        for n, points in enumerate(results)
    ]  # fmt: skip


@pytest.mark.parametrize("pupil", PUPILS, ids=lambda pupil: f"{pupil['data-good']}-of-{pupil['data-of']}")
def test_a_bar_shows_what_the_report_would_say(pupil):
    good, of, stories = (int(pupil[f"data-{name}"]) for name in ("good", "of", "stories"))
    found = mastery(decisions(good, of, stories), CUT)
    assert found.outcome == pupil["data-outcome"]
    successes, failures = found.effective_successes, found.effective_n - found.effective_successes
    low, high = beta.ppf([1 - SURE, SURE], successes + 0.5, failures + 0.5)
    start, width = (float(pupil["bar"][name]) for name in ("x", "width"))
    assert (start, start + width) == pytest.approx([LEFT + share * (RIGHT - LEFT) for share in (low, high)], abs=1)


def test_all_three_outcomes_are_drawn():
    assert {pupil["data-outcome"] for pupil in PUPILS} == {"shown", "not-yet", "too-little-evidence"}


TWELVE = Evidence(((2, 1), (1, 1), (1, 1), (2, 1), (1, 1)))
TWENTY = Evidence(((2, 1),) * 4 + ((1, 1),) * 4)


@pytest.mark.parametrize(("evidence", "said"), [(TWELVE, 0.36), (TWENTY, 0.6)])
def test_who_chooses_well_nine_times_in_ten_is_shown_as_often_as_the_page_says(evidence, said):
    assert chances(0.9, evidence, CUT)[Outcome.SHOWN] == pytest.approx(said, abs=0.03)
