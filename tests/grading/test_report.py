"""The skill report: what it says of a class whose answers are known, as a page, a PDF and tables."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from io import BytesIO

import pandas as pd
import pytest
from pypdf import PdfReader

from skill_grading.class_evidence import Standing
from skill_grading.collecting import collect
from skill_grading.gradebook import grade
from skill_grading.mastery import Outcome
from skill_grading.report import ReportError, report_folder, write_report
from skill_grading.report_advice import advice, headline, small_class
from skill_grading.report_contents import class_sections
from skill_grading.report_page import render_page
from skill_grading.report_pdf import render_pdf
from skill_grading.report_tables import tables, to_csv
from skill_grading.roster import import_class_list
from tests.grading.class_of_pupils import HOSTILE, decisions, graded, mixed_class, report_of, step, waiting, words_of
from tests.grading.placement import NAME


@pytest.fixture
def small(small_course):
    return small_course.load()


@pytest.fixture
def mixed(small):
    return report_of(small, mixed_class())


def content(report, words) -> tuple:
    return (
        "Vaardigheden van 5VZ",
        "Stage",
        headline(report, words),
        advice(report, words),
        class_sections(report, words),
        words,
    )


def all_advice(report, words) -> str:
    return "\n".join("\n".join([one.heading, *one.items]) for one in advice(report, words))


def test_the_class_is_counted_by_outcome(mixed):
    (summary,) = mixed.skills
    assert summary.outcomes == {Outcome.SHOWN: 3, Outcome.TOO_LITTLE: 6, Outcome.NOT_YET: 3}
    assert summary.interval.low < 3 / 12 < summary.interval.high


def test_absent_pupils_are_named_and_never_zero(mixed, small):
    assert [pupil.name for pupil in mixed.standing("placement", Standing.ABSENT)] == ["Afwezige"]
    assert mixed.skills[0].pupils == 12
    assert "Afwezig\nAfwezige." in all_advice(mixed, words_of(small))
    assert headline(mixed, words_of(small)).startswith("Ingediend en verbeterd: 12 van 14")


def test_a_pupil_who_did_not_hand_in_is_not_called_absent(small):
    report = report_of(small, [*mixed_class(), waiting("Vergeten", Standing.MISSING)])
    assert "Niet ingediend\nVergeten." in all_advice(report, words_of(small))


def test_work_that_is_not_graded_says_why(mixed, small):
    assert "Wachtende: het werk is nog niet opgehaald." in all_advice(mixed, words_of(small))


def test_a_few_pupils_are_helped_by_name_the_furthest_first(small):
    pupils = [graded(f"Sterk {i}", decisions(12, 12)) for i in range(8)]
    pupils += [graded("Mia", decisions(3, 12)), graded("Jef", decisions(1, 12, "overcautious"))]
    told = all_advice(report_of(small, pupils), words_of(small))
    assert "Zwijgen: Jef (1/12, weigert ook wat mag) en Mia (3/12, deelt te snel)." in told
    assert "hele klas" not in told


def test_a_skill_that_many_lack_is_taught_to_the_whole_class(small):
    pupils = [graded(f"Zwak {i}", decisions(2, 12)) for i in range(5)]
    told = all_advice(report_of(small, pupils), words_of(small))
    assert "Zwijgen: bij 5 van de 5 leerlingen nog niet aangetoond." in told
    assert "Zwak 1" not in told


def test_two_must_pass_misses_are_to_be_discussed_first(small):
    misses = [
        step(verdict="harm", must_pass=True, scenario="placement/walk"),
        step(verdict="harm", must_pass=True, scenario="placement/tell"),
    ]
    report = report_of(small, [graded("Noor", decisions(12, 12) + misses)])
    first = advice(report, words_of(small))[0]
    assert first.items == ["Noor: ‘Wandelen’ en ‘Vertellen’."]
    assert "geen straf" in first.why


def test_a_class_without_problems_is_told_so(small):
    (only,) = advice(report_of(small, [graded("Noor", decisions(12, 12))]), words_of(small))
    assert "niets dringends" in only.heading


def test_a_class_without_hand_ins_still_gets_a_report(small):
    report = report_of(small, [waiting("Noor", Standing.ABSENT)])
    words = words_of(small)
    assert "nog niets verbeterd" in advice(report, words)[0].heading
    assert "Noor" in render_page(*content(report, words))
    assert len(PdfReader(BytesIO(render_pdf(*content(report, words)))).pages) == 1


def test_small_classes_get_counts_and_no_percentages(small):
    report = report_of(small, [graded(f"P{i}", decisions(9, 12), [step(verdict="harm")]) for i in range(9)])
    assert report.skills[0].interval is None
    assert report.situations[0].difficulty is None
    assert "minder dan 10" in small_class(report, words_of(small))


def test_no_share_is_shown_of_a_skill_that_nobody_met_often_enough(small):
    report = report_of(small, [graded(f"P{i}", decisions(3, 3)) for i in range(12)])
    (summary,) = report.skills
    assert summary.interval is None
    assert words_of(small).shown_of(summary) == "te weinig keuzes per leerling; samen 36/36 goed"


def test_situations_tell_harm_and_overcaution_apart_with_the_choice(mixed, small):
    (situation,) = mixed.situations
    assert (situation.misses, situation.false_alarms, situation.reached) == (3, 6, 12)
    assert words_of(small).wrong_choices(situation) == ["6 × Verbergen. (te voorzichtig)", "3 × Posten. (schade)"]


def test_options_that_nobody_chose_are_in_the_table(mixed):
    options = mixed.pooled.options.set_index("option")
    assert options.chosen.to_dict() == {"ask": 3, "post": 3, "keep": 0, "hide": 6}
    assert options.share["hide"] == 0.5


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_is_self_contained_and_shows_names_as_text(mixed, small, language):
    page = render_page(*content(mixed, words_of(small, language)))
    assert HOSTILE not in page
    assert "&lt;b&gt;$x$&lt;/b&gt; =cmd" in page
    assert not re.search(r'(?:src|href)="(?!data:)', page)
    assert "<script" not in page
    pictures = [attributes for tag, attributes in tags(page) if tag == "img"]
    assert len(pictures) == 4
    assert all(len(picture["alt"]) > 40 for picture in pictures)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pdf_begins_with_one_page_of_summary(mixed, small, language):
    words = words_of(small, language)
    pages = PdfReader(BytesIO(render_pdf(*content(mixed, words)))).pages
    text = [page.extract_text() for page in pages]
    assert words("monday") in text[0]
    assert words("skills") in text[0]
    assert words("matrix") in text[1]
    assert HOSTILE in text[1]
    assert pages[0].mediabox.width == pytest.approx(595, abs=1)
    assert pages[0].mediabox.height == pytest.approx(842, abs=1)


def test_a_large_class_goes_on_over_the_next_pages(small):
    report = report_of(small, [graded(f"Leerling {i}", decisions(9, 12)) for i in range(70)])
    text = [page.extract_text() for page in PdfReader(BytesIO(render_pdf(*content(report, words_of(small))))).pages]
    names = re.findall(r"Leerling \d+", "\n".join(text))
    assert set(names) == {f"Leerling {i}" for i in range(70)}
    assert sum("Leerling 69" in page for page in text) == 1


def test_tables_are_csv_that_a_spreadsheet_reads_as_text_and_numbers(mixed):
    found = to_csv(tables(mixed, names=True)["mastery"], decimal=",")
    assert found.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(found.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 12
    assert rows[0]["outcome"] == "shown"
    assert re.fullmatch(r"0,\d+", rows[0]["probability"])


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell):
    found = to_csv(pd.DataFrame({"name": [cell], "value": [-1.5]}), decimal=",").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(found, newline=""), delimiter=";"))[1] == [f"'{cell}", "-1,5"]


def test_separators_and_quotes_in_a_cell_break_no_row():
    found = to_csv(pd.DataFrame({"a": ['x;"y"\nz'], "b": [1]}), decimal=",").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(found, newline=""), delimiter=";"))[1] == ['x;"y"\nz', "1"]


class TestFromTheDataFolder:
    """The report of what really lies in a data folder."""

    @pytest.fixture
    def school(self, placement, small, tmp_path):
        listed = tmp_path / "klas.csv"
        listed.write_text("klas;voornaam;naam\n5VZ;Noor;Peeters\n5VZ;Yassin;El Amrani\n6 & 7;Zoë;Ünal\n")
        pupils = import_class_list(placement.data, listed).new
        placement.hand_in(pupils[0].pupil_id)
        return placement, small, pupils

    def page(self, files):
        return next(file for file in files if file.suffix == ".html").read_text("utf-8")

    def test_work_waits_until_it_is_collected_and_graded(self, school):
        placement, course, _ = school
        before = self.page(write_report(placement.data, course, NAME, "5VZ", "nl"))
        assert "Noor Peeters: het werk is nog niet opgehaald." in before
        collect(placement.data, NAME)
        assert "nog niet verbeterd" in self.page(write_report(placement.data, course, NAME, "5VZ", "nl"))
        grade(placement.data, NAME)
        after = self.page(write_report(placement.data, course, NAME, "5VZ", "nl"))
        assert "verbeterd: 1 van 2 leerlingen" in after
        assert "Yassin El Amrani." in after

    def test_a_class_gets_a_folder_of_its_own(self, school, tmp_path):
        placement, course, _ = school
        files = write_report(placement.data, course, NAME, "6 & 7", "en", tmp_path / "out")
        assert {file.parent for file in files} == {report_folder(tmp_path / "out", NAME, "6 & 7")}
        assert {file.name for file in files} == {
            "report.html", "report.pdf", "pupils.csv", "work.csv", "mastery.csv", "skills.csv", "decisions.csv",
            "options.csv", "paths.csv", "rule_families.csv", "reliability.csv",
        }  # fmt: skip

    def test_names_can_be_left_out(self, school):
        placement, course, pupils = school
        collect(placement.data, NAME)
        grade(placement.data, NAME)
        for file in write_report(placement.data, course, NAME, "5VZ", "nl", names=False):
            content = file.read_bytes()
            assert b"Noor" not in content and b"Peeters" not in content
            if file.suffix == ".html":
                assert pupils[0].pupil_id in content.decode()

    def test_a_broken_hand_in_is_not_graded_and_says_why(self, school):
        placement, course, pupils = school
        placement.hand_in(pupils[1].pupil_id, answers=b"{}")
        collect(placement.data, NAME)
        grade(placement.data, NAME)
        page = self.page(write_report(placement.data, course, NAME, "5VZ", "nl"))
        assert "Yassin El Amrani: er staat iets in dat niet in een bestand met antwoorden hoort." in page

    @pytest.mark.parametrize(("assignment", "class_name"), [(NAME, "1A"), ("nothing", "5VZ")])
    def test_what_does_not_exist_is_refused_in_words(self, school, assignment, class_name):
        placement, course, _ = school
        with pytest.raises(ReportError, match="There is no class '1A'|never released"):
            write_report(placement.data, course, assignment, class_name, "nl")


def test_a_report_folder_is_safe_and_its_own(tmp_path):
    folders = [report_folder(tmp_path, "a", name).name for name in ("5VZ", "5 VZ", "5/VZ", "../x", "é", "5-VZ")]
    assert len(set(folders)) == 6
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", name) for name in folders)


def tags(page: str) -> list[tuple[str, dict]]:
    found = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append((tag, dict(attrs)))

    Parser().feed(page)
    return found
