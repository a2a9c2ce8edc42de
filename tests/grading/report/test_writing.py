"""The skill report: what it says of a class whose answers are known, as a page, a PDF and tables."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pandas as pd
import pytest
from pypdf import PdfReader

from skill_grading.collecting.collect import collect
from skill_grading.evidence.pupils import Done, Standing
from skill_grading.gradebook.grade import grade
from skill_grading.measures.mastery import Outcome
from skill_grading.pupils.roster import import_class_list
from skill_grading.report.advice import advice, headline, small_class
from skill_grading.report.contents import class_sections
from skill_grading.report.page import render_page
from skill_grading.report.pdf import render_pdf
from skill_grading.report.tables import tables, to_csv
from skill_grading.report.writing import ReportError, report_folder, write_report
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
    assert "Zwijgen: Jef (1/12, vooral te voorzichtig) en Mia (3/12, vooral schade)." in told
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


def test_whom_to_talk_to_first_is_who_went_wrong_in_most_stories(small):
    def missed(*stories):
        return [step(verdict="harm", must_pass=True, scenario=f"placement/{story}") for story in stories]

    pupils = [graded("Aya", missed("walk", "tell")), graded("Noor", missed("walk", "tell", "x"))]
    report, words = report_of(small, pupils), words_of(small)
    words.scenarios["placement/x"] = words.scenarios["placement/walk"]
    assert [item.partition(":")[0] for item in advice(report, words)[0].items] == ["Noor", "Aya"]


def test_more_talks_than_there_is_time_for_become_one_with_the_class_and_a_few_in_private(small):
    def missed(*stories):
        return [step(verdict="harm", must_pass=True, scenario=f"placement/{story}") for story in stories]

    pupils = [graded(f"Leerling {i}", missed("walk", "tell")) for i in range(7)]
    told = advice(report_of(small, pupils), words_of(small))[0].items
    assert told[0].endswith("misging: ‘Wandelen’ (7 leerlingen) en ‘Vertellen’ (7 leerlingen).")
    assert told[1].startswith("Leerling 0, Leerling 1")
    pupils.append(graded("Noor", missed("walk", "tell", "x")))
    report, words = report_of(small, pupils), words_of(small)
    words.scenarios["placement/x"] = words.scenarios["placement/walk"]
    assert (
        advice(report, words)[0]
        .items[1]
        .startswith("Praat apart met leerlingen bij wie het in 3 of meer verhalen misging: Noor.")
    )


def test_a_situation_that_a_third_chose_wrong_is_for_the_whole_class(mixed, small):
    told = "9 van de 12 leerlingen kozen verkeerd, vooral te voorzichtig. Het vaakst: Verbergen."
    words = words_of(small)
    assert f"‘Wandelen, keuze 1’: {told}" in all_advice(mixed, words)
    two = replace(mixed, exercises=[*mixed.exercises, *mixed.exercises])
    assert f"‘Wandelen, keuze 1’ uit ‘Stage’: {told}" in all_advice(two, words)


def test_a_class_without_problems_is_told_so(small):
    (only,) = advice(report_of(small, [graded("Noor", decisions(12, 12))]), words_of(small))
    assert "niets dringends" in only.heading


def test_a_class_without_hand_ins_still_gets_a_report(small):
    report = report_of(small, [waiting("Noor", Standing.ABSENT)])
    words = words_of(small)
    assert "nog niets verbeterd" in advice(report, words)[0].heading
    assert "Noor" in render_page(*content(report, words))
    assert len(PdfReader(BytesIO(render_pdf(*content(report, words)))).pages) == 1


def test_a_class_that_did_nothing_yet_is_told_so_in_one_sentence(small):
    exercises = ("placement", "exam")
    noor = replace(waiting("Noor", Standing.MISSING), done=dict.fromkeys(exercises, Done(Standing.MISSING, "")))
    report = report_of(small, [noor], exercises)
    assert [one.heading for one in advice(report, words_of(small))] == ["Nog niemand van deze klas diende iets in."]
    assert class_sections(report, words_of(small)) == []


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
    pictures = [attributes for _, attributes in tags(page) if attributes.get("role") == "img"]
    assert [each["class"] for each in pictures] == ["wide", "narrow"] * 4
    assert all(len(picture["aria-label"]) > 40 for picture in pictures)


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


def nine_skills(course) -> list[str]:
    """Nine skills that the school of `course` has from now on."""
    school = course.school
    names = [f"skill-{number}" for number in range(9)]
    skill, told = school.skills.pop("confidentiality"), school.words["nl"].skills["confidentiality"]
    for name in names:
        school.skills[name], school.words["nl"].skills[name] = skill, told.model_copy(update={"name": name.title()})
    return names


def test_nine_skills_and_what_to_do_about_them_stand_on_the_first_page(small):
    names = nine_skills(small)
    weak = [graded(f"Zwak {i}", [replace(each, skill=name) for name in names for each in decisions(3, 12)])
            for i in range(4)]  # fmt: skip
    strong = [graded(f"Sterk {i}", [replace(each, skill=name) for name in names for each in decisions(12, 12)])
              for i in range(20)]  # fmt: skip
    report, words = report_of(small, weak + strong), words_of(small)
    told = advice(report, words)[-1].items
    assert [one.partition(":")[0] for one in told[:-1]] == [name.title() for name in names[:6]]
    assert told[-1] == "Ook bij Skill-6, Skill-7 en Skill-8. Wie dat zijn, lees je bij ‘Per leerling’."
    first = PdfReader(BytesIO(render_pdf(*content(report, words)))).pages[0].extract_text()
    assert first.count("20 van 24 aangetoond") == 9


def test_a_large_class_goes_on_over_the_next_pages(small):
    report = report_of(small, [graded(f"Leerling {i}", decisions(9, 12)) for i in range(70)])
    text = [page.extract_text() for page in PdfReader(BytesIO(render_pdf(*content(report, words_of(small))))).pages]
    names = re.findall(r"Leerling \d+", "\n".join(text))
    assert set(names) == {f"Leerling {i}" for i in range(70)}
    assert sum("Leerling 69" in page for page in text) == 1


def test_tables_are_csv_that_a_spreadsheet_reads_as_text_and_numbers(mixed):
    found = to_csv(tables(mixed, names=True)["mastery"])
    assert found.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(found.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 12
    assert rows[0]["outcome"] == "shown"
    assert re.fullmatch(r"0,\d+", rows[0]["probability"])


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell):
    found = to_csv(pd.DataFrame({"name": [cell], "value": [-1.5]})).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(found, newline=""), delimiter=";"))[1] == [f"'{cell}", "-1,5"]


def test_separators_and_quotes_in_a_cell_break_no_row():
    found = to_csv(pd.DataFrame({"a": ['x;"y"\nz'], "b": [1]})).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(found, newline=""), delimiter=";"))[1] == ['x;"y"\nz', "1"]


def test_what_counts_as_equal_stays_itself_in_its_column():
    mixed = pd.Series([1, True, 1.0, None], dtype=object)
    found = to_csv(pd.DataFrame({"mixed": mixed, "share": [0.0, -0.0, 0.5, None]}))
    assert found.decode("utf-8-sig").splitlines()[1:] == ["1;0,0", "True;-0,0", "1,0;0,5", ";"]


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
        before = self.page(write_report(placement.data, course.school, NAME, "5VZ", "nl"))
        assert "Noor Peeters: het werk is nog niet opgehaald." in before
        collect(placement.data, NAME)
        assert "nog niet verbeterd" in self.page(write_report(placement.data, course.school, NAME, "5VZ", "nl"))
        grade(placement.data, NAME)
        after = self.page(write_report(placement.data, course.school, NAME, "5VZ", "nl"))
        assert "verbeterd: 1 van 2 leerlingen" in after
        assert "Yassin El Amrani." in after

    def test_a_class_gets_a_folder_of_its_own(self, school, tmp_path):
        placement, course, _ = school
        files = write_report(placement.data, course.school, NAME, "6 & 7", "en", tmp_path / "out")
        assert {file.parent for file in files} == {report_folder(tmp_path / "out", NAME, "6 & 7")}
        assert {file.name for file in files} == {
            "report.html", "report.pdf", "pupils.csv", "work.csv", "mastery.csv", "skills.csv", "decisions.csv",
            "options.csv", "paths.csv", "rule_families.csv", "reliability.csv", "stories.csv",
        }  # fmt: skip

    def test_names_can_be_left_out(self, school):
        placement, course, pupils = school
        collect(placement.data, NAME)
        grade(placement.data, NAME)
        for file in write_report(placement.data, course.school, NAME, "5VZ", "nl", names=False):
            content = file.read_bytes()
            assert b"Noor" not in content and b"Peeters" not in content
            if file.suffix == ".html":
                assert pupils[0].pupil_id in content.decode()

    def test_a_broken_hand_in_is_not_graded_and_says_why(self, school):
        placement, course, pupils = school
        placement.hand_in(pupils[1].pupil_id, answers=b"{}")
        collect(placement.data, NAME)
        grade(placement.data, NAME)
        page = self.page(write_report(placement.data, course.school, NAME, "5VZ", "nl"))
        assert "Yassin El Amrani: er staat iets in dat niet in een bestand met antwoorden hoort." in page

    @pytest.mark.parametrize(("assignment", "class_name"), [(NAME, "1A"), ("nothing", "5VZ")])
    def test_what_does_not_exist_is_refused_in_words(self, school, assignment, class_name):
        placement, course, _ = school
        with pytest.raises(ReportError, match="There is no class '1A'|never released"):
            write_report(placement.data, course.school, assignment, class_name, "nl")


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
