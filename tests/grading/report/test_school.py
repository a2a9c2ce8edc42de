"""The report of a whole school: every class, and a summary in which no pupil and no small group can be found."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from scenario_quiz.forms import Moment
from skill_grading.evidence.moment_work import ALL
from skill_grading.evidence.pupils import Exercise
from skill_grading.measures.mastery import Outcome, Tally
from skill_grading.measures.pooled import Situation, pool
from skill_grading.measures.small_cells import LEAST
from skill_grading.pupils.roster import Roster
from skill_grading.report.contents import school_sections
from skill_grading.report.findings import ClassReport, SkillSummary, together
from skill_grading.report.school import NOTHING, class_table, write_school
from skill_grading.report.skill_sections import errors_section, situations_section
from skill_grading.report.writing import Report, ReportError
from skill_grading.school_wide import quickest_start
from tests.grading.class_of_pupils import CUT, graded, report_of, scenarios_of, step, words_of
from tests.grading.pair_of_forms import Checked


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Checked, list, list]:
    """A school of two classes of six that did both checks: (school, what was written, progress told)."""
    folder = tmp_path_factory.mktemp("school")
    made = Checked.make(folder, 12)
    Roster(tuple(
        type(pupil)(pupil.pupil_id, "6 & 7" if n % 2 else "5VZ", f"Noor {n:02}", "Peeters", "", pupil.entry_form)
        for n, pupil in enumerate(made.pupils)
    )).save(made.data.roster)  # fmt: skip
    for number, pupil in enumerate(made.pupils):
        made.hand_in(pupil, Moment.ENTRY, 2)
        made.hand_in(pupil, Moment.EXAM, 3 if number % 3 else 4)
    made.grade()
    told: list = []
    report = Report.of(made.data, made.course.school, ALL, "nl")
    return made, write_school(report, folder / "out", True, False, lambda *done: told.append(done)), told


def test_every_class_gets_its_page_and_tables_and_the_school_a_pdf_too(written):
    _, files, told = written
    folder = files[0].parent
    assert {file.name for file in files} == {
        "report.html", "report.pdf", "skills.csv", "decisions.csv", "options.csv", "paths.csv", "rule_families.csv",
        "reliability.csv", "stories.csv",
    }  # fmt: skip
    of_classes = sorted(each.name for each in folder.iterdir() if each.is_dir())
    assert len(of_classes) == 2 and of_classes[0] == "5VZ" and re.fullmatch(r"6-7-[0-9a-f]{6}", of_classes[1])
    assert (folder / "5VZ" / "report.html").exists() and not (folder / "5VZ" / "report.pdf").exists()
    assert "Noor 02 Peeters" in (folder / "5VZ" / "report.html").read_text("utf-8")
    assert told == [(1, 2), (2, 2)]


START = "from skill_grading.school_wide import quickest_start; print(quickest_start().get_start_method())"


def test_processes_beside_a_thread_start_afresh_and_write_the_same(written, tmp_path):
    made, files, _ = written
    # In a process of its own: pytest's may have threads already.
    alone = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True).stdout.strip()
    assert alone == ("fork" if sys.platform == "linux" else "spawn")
    done = threading.Event()
    beside = threading.Thread(target=done.wait)
    beside.start()
    try:
        assert quickest_start().get_start_method() == "spawn"
        report = Report.of(made.data, made.course.school, ALL, "nl")
        again = write_school(report, tmp_path, True, False, lambda *_: None)
    finally:
        done.set()
        beside.join()
    for file in files[0].parent.rglob("*.csv"):
        assert file.read_bytes() == (again[0].parent / file.relative_to(files[0].parent)).read_bytes()


def test_no_pupil_stands_in_the_summary(written):
    made, files, _ = written
    for file in files:
        content = file.read_bytes()
        assert b"Peeters" not in content
        assert not any(pupil.pupil_id.encode() in content for pupil in made.pupils)


def test_the_summary_takes_the_classes_together(written):
    _, files, _ = written
    page = files[0].read_text("utf-8")
    assert "2 klassen, 12 van de 12 leerlingen" in page
    assert "De groep is gegroeid" in page


def decision(misses: int | None, false_alarms: int | None) -> Situation:
    return Situation("placement/walk", "left", 24, 15, misses, false_alarms, 0.5, None, ())


def test_what_is_not_told_is_a_dash_in_words(small_course):
    words = replace(words_of(small_course.load()), least=LEAST)
    assert words.errors(decision(12, 3)) == ("12", "3") and words.errors(decision(None, None)) == ("–", "–")
    assert [words.count(n) for n in (0, 1, 4, 5)] == ["0", "< 5", "< 5", "5"]
    few = SkillSummary("speak-up", {Outcome.SHOWN: 3, Outcome.NOT_YET: 30, Outcome.TOO_LITTLE: 30}, None, 0, 0, True)
    assert words.outcome_counts(few) == {Outcome.SHOWN: "–", Outcome.NOT_YET: "–", Outcome.TOO_LITTLE: "30"}
    assert replace(words, least=0).outcome_counts(few)[Outcome.SHOWN] == "3"


def test_a_bar_can_not_be_measured_for_what_its_words_hide(small_course):
    course = small_course.load()
    words = replace(words_of(course), least=LEAST)

    def drawn(misses: int) -> tuple[bytes, ...]:
        many = [
            step("write", "harm" if i < 20 else "good", scenario="placement/tell", skill="speak-up") for i in range(40)
        ]
        walks = [step(verdict="harm" if i < misses else "overcautious" if i > 25 else "good") for i in range(40)]
        report = school_of(course, [graded(f"p{i}", [one, many[i]], [one, many[i]]) for i, one in enumerate(walks)])
        sections = [errors_section(report, words), situations_section(report, words)]
        return tuple(picture.svg() for section in sections for picture in section.pictures)

    # How many chose well is told: 26 less those who did harm.
    assert drawn(5) != drawn(6)
    assert b"26" not in b"".join(drawn(4)) and drawn(0) != drawn(4)


def school_of(course, pupils):
    """The report of a school of one class."""
    of_class = report_of(course, pupils)
    found = [pupil.pooled([Exercise("placement")]) for pupil in pupils]
    pooled = pool(found, scenarios_of(course), {}, set(), CUT, outside=True)
    return together("school", [of_class], pooled, None, course.school.skills)


def test_a_report_of_which_nothing_can_be_told_still_says_who_has_shown_what(small_course):
    course = small_course.load()
    words = replace(words_of(course), least=LEAST)
    wrong = [step(verdict="harm" if i < 2 else "good") for i in range(40)]
    whole = school_of(course, [graded(f"p{i}", [one], [one]) for i, one in enumerate(wrong)])
    assert whole.pooled.decisions.empty and whole.situations == []
    told = school_sections(whole, class_table([whole], whole, words), words)
    assert {"skills", "classes", "errors", "situations"} <= {section.id for section in told}
    assert all(picture.svg() for section in told for picture in section.pictures)


def test_classes_are_not_told_where_the_school_is_not_for_they_add_up(small_course):
    words = replace(words_of(small_course.load()), least=LEAST)

    def table(*classes: tuple[int, int, int]):
        def report(name: str, counts: tuple[int, int, int]) -> ClassReport:
            skill = SkillSummary("speak-up", dict(zip(Outcome, counts, strict=True)), Tally(0, 0.0), 0, 0, True)
            return ClassReport(name, [], [], [skill], NOTHING)

        reports = [report(f"{n}A", counts) for n, counts in enumerate(classes)]
        return class_table(reports, report("school", tuple(map(sum, zip(*classes, strict=True)))), words)

    assert table((15, 10, 25), (15, 12, 23)) == [["0A", "15/50"], ["1A", "15/50"]]
    # Three in all are not yet there, so the school hides the 30 who are; the classes must not add up to them.
    assert table((15, 1, 34), (15, 2, 33)) == [["0A", "–"], ["1A", "–"]]


def test_a_folder_without_releases_is_refused_in_words(written, tmp_path):
    made, _, _ = written
    with pytest.raises(ReportError, match="Nothing was released yet"):
        Report.of(type(made.data)(tmp_path), made.course.school, ALL, "nl")
