"""The page about each pupil for the parents' evening, read back from the PDF."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from scenario_quiz.errors import Refusal
from scenario_quiz.forms import Moment
from skill_grading.report.course_evidence import CourseEvidence
from skill_grading.report.pupil_skills import exercises_in, pupil_skills
from skill_grading.report.summary import class_summary
from tests.grading.class_of_pupils import CUT, decisions
from tests.grading.pair_of_forms import Checked


def texts(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.fixture(scope="module")
def checked(tmp_path_factory) -> Checked:
    """Three pupils: two did the exam, with 4 and 1 of 4 right."""
    made = Checked.make(tmp_path_factory.mktemp("summary"), 3)
    for pupil, right in zip(made.pupils, (4, 1), strict=False):
        made.hand_in(pupil, Moment.EXAM, right)
    made.grade()
    return made


@pytest.mark.parametrize(("language", "told"), [("nl", "te weinig bewijs"), ("en", "too little evidence")])
def test_a_class_is_one_pdf_with_a_page_for_each_pupil(checked, language, told):
    evidence = CourseEvidence(checked.data, checked.course.school)
    pages = texts(class_summary(evidence, checked.course, "5VZ", language, "https://school.example/"))
    assert len(pages) == 3
    names = [pupil.name for pupil in evidence.of_class("5VZ")]
    for page, name in zip(pages, names, strict=True):
        assert name in page and not any(other in page for other in names if other != name)
        assert f"https://school.example/{language}/parents.html" in page
    assert sum(told in page for page in pages) == 2


def test_it_says_what_goes_well_and_never_ranks_or_fails(checked):
    evidence = CourseEvidence(checked.data, checked.course.school)
    pages = " ".join(texts(class_summary(evidence, checked.course, "5VZ", "nl"))).casefold()
    assert "4 van de 4 keuzes waren goed" in pages
    assert "nog geen werk nagekeken" in pages
    for word in ("gezakt", "geslaagd", "onvoldoende", "beste van", "plaats", "gemiddelde", "%"):
        assert word not in pages


def test_a_class_that_is_not_there_is_refused(checked):
    with pytest.raises(Refusal, match="no class '7A'"):
        class_summary(CourseEvidence(checked.data, checked.course.school), checked.course, "7A", "nl")


def test_what_to_practise_is_the_exercise_in_which_most_went_wrong():
    steps = decisions(10, 12) + [replace(each, scenario="privacy/x") for each in decisions(0, 3)]
    (skill,) = pupil_skills(steps, CUT, ["respect", "confidentiality"], {"placement", "privacy"})
    assert (skill.skill, skill.good, skill.decisions, skill.practise) == ("confidentiality", 10, 15, "privacy")
    (elsewhere,) = pupil_skills(steps, CUT, ["confidentiality"], {"placement"})
    assert elsewhere.practise == "placement"
    assert pupil_skills(decisions(3, 3), CUT, ["confidentiality"], {"placement"})[0].practise is None
    assert exercises_in(steps) == ["placement", "privacy"]
