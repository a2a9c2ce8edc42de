"""The class list and the roster."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenario_quiz.errors import Refusal
from scenario_quiz.labels import load_labels
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.class_list import COLUMNS, LARGEST_FILE, read_class_list
from skill_grading.pupils.codes import hash_code, load_secret, normalise
from skill_grading.pupils.roster import Pupil, Roster, import_class_list, new_code, settle_entry_forms

LIST = "klas;naam;voornaam\n5VZ;Peeters;Noor\n5VZ;El Amrani;Yassin\n6VZ;Claes;Zoë\n"


@pytest.fixture
def data(tmp_path):
    return DataFolder(tmp_path / "data")


def bring_in(data, text, encoding="utf-8"):
    path = data.path / "klas.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return import_class_list(data, path)


def names(pupils):
    return [f"{pupil.class_name} {pupil.first_name} {pupil.last_name}" for pupil in pupils]


def reasons(refused):
    return [(one.line, one.reason) for one in refused]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_list_is_read_as_schools_export_it(encoding, delimiter, end):
    text = LIST.replace(";", delimiter).replace("\n", end)
    entries, refused = read_class_list(text.encode(encoding))
    assert refused == []
    assert names(entries) == ["5VZ Noor Peeters", "5VZ Yassin El Amrani", "6VZ Zoë Claes"]
    assert [entry.line for entry in entries] == [2, 3, 4]


@pytest.mark.parametrize(
    "header",
    [
        "Klas;Achternaam;Voornaam",
        "KLAS; Familienaam ;Roepnaam",
        "Class;Last name;First name",
        '"klas";"naam";"voornaam"',
        "sep=;\nKlascode;Naam;Voornaam",
        "\n\nklas;naam;voornaam",
    ],
)
def test_columns_are_known_by_their_dutch_or_english_names(header):
    entries, refused = read_class_list(f"{header}\n5VZ;Peeters;Noor\n".encode())
    assert (names(entries), refused) == (["5VZ Noor Peeters"], [])


def test_other_columns_are_thrown_away_unread():
    text = "Rijksregisternummer;klas;naam;voornaam;geboortedatum;e-mail\n85073003328;5VZ;Peeters;Noor;=1+1;\x00\n"
    entries, refused = read_class_list(text.encode())
    assert refused == []
    assert "85073003328" not in repr(entries) and "=1+1" not in repr(entries)


@pytest.mark.parametrize("number", ["85073003328", "85.07.30-033.28", "00012556777", "85 07 30 / 033 * 28"])
def test_a_national_number_is_thrown_away_where_a_pupils_number_is_expected(data, number):
    report = bring_in(data, f"klas;naam;voornaam;stamnummer\n5VZ;Peeters;Noor;{number}\n5VZ;Claes;Zoë;85073003329\n")
    assert names(report.new) == ["5VZ Noor Peeters", "5VZ Zoë Claes"]
    assert [pupil.platform_id for pupil in report.new] == ["", "85073003329"]
    assert ["rijksregister" in line for line in report.lines(load_labels("skill_grading", "nl"))] == [True, False]
    assert number not in data.roster.read_text() and number not in report.describe(load_labels("skill_grading", "nl"))


def test_a_line_with_a_national_number_in_a_name_is_refused_without_repeating_it(data):
    report = bring_in(data, "klas;naam;voornaam\n5VZ;=Peeters 85.07.30-033.28;Noor\n")
    assert reasons(report.refused) == [(2, "national_number")]
    assert "85" not in report.describe(load_labels("skill_grading", "nl"))


EXPORT = (
    'Rijksregisternummer;Geslacht;"Familienaam leerling";Voornaam;Roepnaam;"Officiële klas";Stamboeknummer\r\n'
    '"08.05.12-123.45";V;"Van den Broeck; van Loon";Éléonore;Noor;5VZ;1001\r\n'
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_an_export_of_school_software_is_read_whatever_its_encoding_and_order(encoding):
    (entry,), refused = read_class_list(EXPORT.encode(encoding))
    assert refused == []
    assert (entry.class_name, entry.first_name, entry.last_name) == ("5VZ", "Noor", "Van den Broeck; van Loon")
    assert entry.platform_id == "1001"


def test_a_name_in_one_column_needs_its_comma():
    entries, refused = read_class_list(b'klas,naam\n5VZ,"Peeters, Noor"\n5VZ,Yassin El Amrani\n')
    assert names(entries) == ["5VZ Noor Peeters"]
    assert reasons(refused) == [(3, "name_without_comma")]


BROKEN = {
    b"": (1, "empty"),
    b"\n \n": (1, "empty"),
    b"PK\x03\x04xl/workbook.xml": (1, "spreadsheet"),
    b"naam;voornaam\nPeeters;Noor\n": (1, "no_class_column"),
    b"klas;stamnummer\n5VZ;1\n": (1, "no_name_column"),
    b"klas;voornaam\n5VZ;Noor\n": (1, "no_name_column"),
    b"x" * (LARGEST_FILE + 1): (1, "too_large"),
    b"klas;naam;voornaam\n;Peeters;Noor": (2, "class_name_missing"),
    b"klas;naam;voornaam\n5VZ;Peeters": (2, "first_name_missing"),
    b"klas;naam;voornaam\n\n5VZ;;Noor": (3, "last_name_missing"),
    b"klas;naam;voornaam\n5VZ;Peeters;" + b"N" * 101: (2, "too_long"),
    b"klas;naam;voornaam\n5VZ;=HYPERLINK(1);Noor": (2, "strange"),
    b"klas;naam;voornaam\n5VZ;Pee\x07ters;Noor": (2, "strange"),
    b"x" * 140_000: (1, "broken"),
    b'klas;naam;voornaam\n5VZ;"' + b"x" * 140_000 + b'";Noor': (2, "broken"),
}


@pytest.mark.parametrize(("content", "found"), BROKEN.items(), ids=[reason for _, reason in BROKEN.values()])
def test_what_can_not_be_used_is_named_by_its_line(content, found):
    entries, refused = read_class_list(content)
    assert entries == []
    assert reasons(refused) == [found]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_refusal_has_words(language):
    labels = load_labels("skill_grading", language)
    for content, (line, reason) in BROKEN.items():
        (refusal,) = read_class_list(content)[1]
        assert "{" not in refusal.describe(labels)
        if reason not in ("empty", "spreadsheet", "too_large"):
            assert str(line) in refusal.describe(labels)


def test_one_bad_line_does_not_stop_the_class(data):
    report = bring_in(data, LIST + "5VZ;Maes;\n6VZ;Aerts;Lotte\n")
    assert len(report.new) == 4
    assert str(report) == "Line 5: the first name is missing.\n4 new, 0 known already, 1 refused, 4 new codes."


def test_a_pupil_keeps_the_same_id_and_code_through_every_import(data):
    first = bring_in(data, LIST)
    again = bring_in(data, LIST.upper().replace("KLAS;NAAM;VOORNAAM", "voornaam;klas;naam").replace(
        "5VZ;PEETERS;NOOR", "NOOR;5VZ;PEETERS").replace("5VZ;EL AMRANI;YASSIN", "Yassin;5VZ;El Amrani").replace(
        "6VZ;CLAES;ZOË", "Zoë;6VZ;Claes"))  # fmt: skip
    assert [pupil.pupil_id for pupil in again.known] == [pupil.pupil_id for pupil in first.new]
    assert (again.new, again.codes) == ([], {})


def test_a_pupil_who_moves_to_another_class_is_known_by_the_platforms_id(data):
    (before,) = bring_in(data, "klas;naam;voornaam;stamnummer\n5VZ;Peeters;Noor;1001\n").new
    (after,) = bring_in(data, "klas;naam;voornaam;stamnummer\n6VZ;Peeters-Claes;Noor;1001\n").known
    assert after == Pupil(before.pupil_id, "6VZ", "Noor", "Peeters-Claes", "1001", before.entry_form)
    assert Roster.load(data.roster).pupils == (after,)


def test_two_pupils_with_the_same_name_need_an_id_of_their_own(data):
    report = bring_in(data, "klas;naam;voornaam\n5VZ;Peeters;Noor\n5VZ;Peeters;Noor\n")
    assert reasons(report.refused) == [(3, "twice")]
    report = bring_in(data, "klas;naam;voornaam;id\n5VZ;Peeters;Noor;1\n5VZ;Peeters;Noor;2\n")
    assert (len(report.known), len(report.new)) == (1, 1)
    again = bring_in(data, "klas;naam;voornaam;id\n5VZ;Peeters;Noor;2\n5VZ;Peeters;Noor;1\n")
    assert len(again.known) == 2


def test_pupils_of_another_list_stay(data):
    bring_in(data, LIST)
    bring_in(data, "klas;naam;voornaam\n4VZ;Maes;Lars\n")
    assert Roster.load(data.roster).classes == ["4VZ", "5VZ", "6VZ"]
    assert len(Roster.load(data.roster).pupils) == 4


def test_the_code_of_a_new_pupil_works_and_is_stored_as_its_hash_only(data):
    report = bring_in(data, LIST)
    secret = load_secret(data.secret)
    with Inbox(data.inbox_url) as inbox:
        for pupil_id, code in report.codes.items():
            assert inbox.access.pupil_of_code(hash_code(normalise(code), secret)) == pupil_id
    stored = b"".join(file.read_bytes() for file in data.path.rglob("*") if file.is_file())
    for code in report.codes.values():
        assert code.encode() not in stored and normalise(code).encode() not in stored


def test_an_import_that_was_cut_off_before_the_codes_is_mended_by_the_next(data):
    report = bring_in(data, LIST)
    for file in data.path.glob("inbox.db*"):
        file.unlink()
    assert bring_in(data, LIST).codes.keys() == report.codes.keys()


def test_a_new_code_takes_the_place_of_the_lost_one(data):
    report = bring_in(data, LIST)
    pupil_id, lost = next(iter(report.codes.items()))
    fresh = new_code(data, pupil_id)
    secret = load_secret(data.secret)
    with Inbox(data.inbox_url) as inbox:
        assert inbox.access.pupil_of_code(hash_code(normalise(lost), secret)) is None
        assert inbox.access.pupil_of_code(hash_code(normalise(fresh), secret)) == pupil_id
    with pytest.raises(KeyError):
        new_code(data, "p-nobody")


def test_a_pupil_id_says_nothing_and_fits_everywhere(data):
    ids = [pupil.pupil_id for pupil in bring_in(data, LIST).new]
    assert all(re.fullmatch(r"p-[0-9a-hjkmnp-tv-z]{10}", pupil_id) for pupil_id in ids)


def test_a_list_with_nothing_in_it_leaves_no_roster(data):
    bring_in(data, "klas;naam;voornaam\n")
    assert not data.roster.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("pupil_id;class;first_name\n", "line 1: found the columns pupil_id;class;first_name"),
        ("pupil_id,class,first_name,last_name,platform_id\np-1,5VZ\n", "line 2: expected 5 columns"),
        ("", "line 1: found the columns none"),
    ],
)
def test_a_roster_that_was_damaged_is_named_with_its_line(tmp_path, content, message):
    path = tmp_path / "roster.csv"
    path.write_text(content)
    with pytest.raises(Refusal, match=re.escape(message)):
        Roster.load(path)


def test_a_roster_in_another_encoding_is_told_also_where_the_forms_are_settled(data):
    data.roster.write_bytes("pupil_id,class,first_name,last_name,platform_id\np-1,5VZ,Zoë,Claes,\n".encode("cp1252"))
    with pytest.raises(Refusal, match="not UTF-8"):
        settle_entry_forms(data)


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
)
good_words = words.filter(lambda text: text and text.isprintable() and text[0] not in "=+-@" and "\ufffd" not in text)


@given(
    st.lists(st.tuples(good_words, good_words, good_words), min_size=1, max_size=8),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_names_come_through_whole(rows, delimiter, encoding):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([("klas", "naam", "voornaam"), *rows])
    entries, refused = read_class_list(text.getvalue().encode(encoding))
    assert refused == []
    assert [(entry.class_name, entry.last_name, entry.first_name) for entry in entries] == rows


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=500)
    | st.lists(
        st.sampled_from([*sum(COLUMNS.values(), ()), ";", ",", "\t", "\n", '"', "é", "=x", "85073003328", "a, b"]),
        max_size=60,
    ).map(lambda parts: "".join(parts).encode())
)  # fmt: skip
def test_any_file_ends_in_pupils_and_refusals_with_words(content):
    entries, refused = read_class_list(content)
    labels = load_labels("skill_grading", "nl")
    for refusal in refused:
        assert refusal.line >= 1 and refusal.describe(labels)
    for entry in entries:
        assert entry.class_name and entry.first_name and entry.last_name
    roster, new, known, _ = Roster().merge(entries)
    assert (len(new), known) == (len(roster.pupils), [])


def test_a_roster_comes_back_as_it_was_written(tmp_path):
    first = Pupil("p-1", "5VZ", 'No"or', "van 't Hoff, jr", "1", "b")
    roster = Roster((first, Pupil("p-2", "5VZ", "Zoë", "Ć", "", "b")))
    roster.save(tmp_path / "roster.csv")
    assert Roster.load(tmp_path / "roster.csv") == roster
