"""The report of a whole school: every class, and a summary in which no pupil and no small group can be found."""

from __future__ import annotations

import re
import subprocess
import sys
import threading

import pandas as pd
import pytest

from scenario_quiz.forms import Moment
from skill_grading.moment_work import ALL
from skill_grading.report import Report, ReportError
from skill_grading.report_words import ReportWords
from skill_grading.roster import Roster
from skill_grading.school_report import write_school
from skill_grading.school_wide import quickest_start
from skill_grading.small_cells import LEAST, hide_small, small_cells
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
    report = Report.of(made.data, made.course, ALL, "nl")
    return made, write_school(report, folder / "out", True, False, lambda *done: told.append(done)), told


def test_every_class_gets_its_page_and_tables_and_the_school_a_pdf_too(written):
    _, files, told = written
    folder = files[0].parent
    assert {file.name for file in files} == {
        "report.html", "report.pdf", "skills.csv", "decisions.csv", "options.csv", "paths.csv", "rule_families.csv",
        "reliability.csv",
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
        report = Report.of(made.data, made.course, ALL, "nl")
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


def test_counts_below_five_are_hidden_and_what_would_give_them_away():
    options = pd.DataFrame(
        {
            "scenario": "s",
            "step": list("xxxxyy"),
            "chosen": [0, 4, 5, 30, 3, 2],
            "share": [0.0, 0.1, 0.12, 0.78, 0.6, 0.4],
        }
    )
    found = hide_small(options, "options")
    assert found.chosen.isna().tolist() == found.share.isna().tolist() == [False, True, True, False, True, True]
    skills = pd.DataFrame([{"shown": 3, "too_little_evidence": 60, "not_yet": 37, "shown_low": 0.0, "shown_high": 0.1}])
    hidden = hide_small(skills, "skills").isna().iloc[0]
    assert hidden.to_dict() == {
        "shown": True, "too_little_evidence": False, "not_yet": True, "shown_low": True, "shown_high": True,
    }  # fmt: skip
    decisions = pd.DataFrame({"misses": [4, 0], "false_alarms": [5, 12]})
    assert hide_small(decisions, "decisions").isna().to_numpy().tolist() == [[True, False], [False, False]]
    assert hide_small(options, "reliability") is options


def test_a_class_that_could_be_found_by_subtraction_is_hidden_with_another():
    assert small_cells({"1A": (12, 25), "1B": (10, 20)}) == set()
    assert small_cells({"1A": (2, 25), "1B": (12, 25), "1C": (8, 25)}) == {"1A", "1C"}
    assert small_cells({"1A": (22, 25), "1B": (3, 25), "1C": (12, 25)}) == {"1A", "1B"}
    assert small_cells({"1A": (2, 25)}) == {"1A"}


def test_words_hide_small_counts_only_where_asked():
    words = {"report_fewer": "< {least}"}
    open_, closed = (ReportWords(words, None, {}, {}, "nl", least) for least in (0, LEAST))
    assert [open_.count(n) for n in (0, 1, 5)] == ["0", "1", "5"]
    assert [closed.count(n) for n in (0, 1, 4, 5)] == ["0", "< 5", "< 5", "5"]


def test_a_folder_without_releases_is_refused_in_words(written, tmp_path):
    made, _, _ = written
    with pytest.raises(ReportError, match="Nothing was released yet"):
        Report.of(type(made.data)(tmp_path), made.course, ALL, "nl")
