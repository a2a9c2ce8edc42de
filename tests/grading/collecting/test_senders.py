"""Whose file it is: what the platform wrote is believed, what the pupil chose is asked about."""

from __future__ import annotations

import pytest

from scenario_quiz.errors import Refusal
from skill_grading.collecting.parcels import Parcel
from skill_grading.collecting.senders import Senders, matches_csv, read_matches
from skill_grading.pupils.roster import Pupil, Roster
from skill_grading.spreadsheets import FORMULA

NOOR = Pupil("p-noor", "5VZ", "Noor", "Peeters", "noor.p@school.example")
YASSIN = Pupil("p-yassin", "5VZ", "Yassin", "El Amrani", "20261")
ELISE = Pupil("p-elise", "6TW", "Élise", "D'Hondt")
SAM = Pupil("p-sam", "5VZ", "Sam", "Maes")
OTHER_SAM = Pupil("p-sam2", "6TW", "Sam", "Maes")
LONGER = Pupil("p-longer", "5VZ", "Noor", "Peeters Van Dam")
ROSTER = Roster((NOOR, YASSIN, ELISE, SAM, OTHER_SAM, LONGER))


def of(*place: str, sender: str = "", marked: bool = True, chosen=None):
    return Senders(ROSTER, chosen).of(Parcel(place, b"", None, sender), marked)


@pytest.mark.parametrize(
    "place, pupil",
    [
        (("m.zip", "Noor Peeters_123456_assignsubmission_file_", "placement-answers.txt"), NOOR),
        (("m.zip", "Noor Peeters_123456_assignsubmission_file", "placement-answers.txt"), NOOR),
        (("m.zip", "Yassin El Amrani_123456_assignsubmission_file_placement-answers.txt"), YASSIN),
        (("m.zip", "5VZ-Noor Peeters_123456_assignsubmission_file_", "placement-answers.txt"), NOOR),
        (("m.zip", "6TW-Sam Maes_9_assignsubmission_file_", "placement-answers.txt"), OTHER_SAM),
        (("s.zip", "5VZ", "Peeters Noor", "placement-answers (1).txt"), NOOR),
        (("s.zip", "D_Hondt Elise", "x.txt"), ELISE),
        (("s.zip", "d’hondt élise", "x.txt"), ELISE),
        (("s.zip", "20261", "x.txt"), YASSIN),
        (("s.zip", "Peeters Van Dam Noor", "x.txt"), LONGER),
        (("s.zip", "6TW", "Maes Sam", "x.txt"), OTHER_SAM),
        (("s.zip", "Noor Peeters", "work.zip", "Yassin El Amrani", "x.txt"), NOOR),
    ],
)
def test_what_the_platform_wrote_is_believed(place, pupil):
    assert of(*place).pupil == pupil


@pytest.mark.parametrize(
    "sender, pupil",
    [
        ("noor.p@school.example", NOOR),
        ("noor.peeters@elsewhere.example", NOOR),
        ("yassin.el-amrani@school.example", YASSIN),
        ("unknown@school.example", None),
    ],
)
def test_a_mail_is_its_senders_whatever_its_file_is_called(sender, pupil):
    place = ("mail.eml", "Élise D'Hondt_1_assignsubmission_file_x.txt")
    assert of(*place, sender=sender).pupil == pupil


@pytest.mark.parametrize(
    "place, marked, suggested",
    [
        (("Noor Peeters.txt",), True, (NOOR,)),
        (("Noor Peeters_1_assignsubmission_file_x.txt",), False, (NOOR,)),
        (("Sam Maes", "x.txt"), True, (SAM, OTHER_SAM)),
        (("Participant_123_assignsubmission_file_", "x.txt"), True, ()),
        (("5-20261-x", "x.txt"), True, ()),
    ],
)
def test_what_a_pupil_chose_or_is_not_certain_is_for_the_teacher_to_say(place, marked, suggested):
    sender = of(*place, marked=marked)
    assert (sender.pupil, sender.suggestions) == (None, suggested)


def test_the_teachers_word_goes_first():
    assert of("Noor Peeters", "x.txt", chosen={"Noor Peeters/x.txt": "p-sam"}).pupil == SAM
    assert of("Noor Peeters", "x.txt", chosen={"Noor Peeters/x.txt": "nobody"}).pupil == NOOR


def test_the_list_comes_back_filled_in(tmp_path):
    list_file = tmp_path / "match.csv"
    list_file.write_text(matches_csv({"a;b.txt": (NOOR,), "c.txt": (SAM, OTHER_SAM), "d.txt": ()}), encoding="utf-8")
    assert read_matches(list_file, ROSTER) == {"a;b.txt": "p-noor"}

    list_file.write_text("file;pupil\nc.txt;Maes Sam (6TW)\nd.txt;p-elise\n", encoding="utf-8")
    assert read_matches(list_file, ROSTER) == {"c.txt": "p-sam2", "d.txt": "p-elise"}


def test_no_name_of_a_file_acts_as_a_formula_in_a_spreadsheet(tmp_path):
    names = ["=cmd|' /C calc'!A0", "@x.txt", "'-x.txt", "'quoted'.txt"]
    text = matches_csv({name: (NOOR,) for name in names})
    assert not [line for line in text.removeprefix("\ufeff").splitlines() if line.strip('"').startswith(FORMULA)]

    list_file = tmp_path / "match.csv"
    list_file.write_text(text, encoding="utf-8")
    assert list(read_matches(list_file, ROSTER)) == names


@pytest.mark.parametrize(
    "text, message",
    [
        ("bestand,leerling\n", "line 1: expected the columns file;pupil"),
        ("file;pupil\nx;Sam Maes\n", "line 2: found 'Sam Maes', expected one pupil"),
    ],
)
def test_a_list_that_can_not_be_used_says_where(tmp_path, text, message):
    list_file = tmp_path / "match.csv"
    list_file.write_text(text)
    with pytest.raises(Refusal, match=message):
        read_matches(list_file, ROSTER)
