"""A data folder in which a school year has left its traces, and a search through every byte of one."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from scenario_quiz.course import Course
from skill_grading.collecting.collect import collect
from skill_grading.course_facts import kept_facts
from skill_grading.feedback.making import FeedbackMaker
from skill_grading.feedback.releasing import look, release, save_zip, write_pages
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.marking.concerns import raise_concern
from skill_grading.marking.gradebook_marks import keep_marks
from skill_grading.marking.marks import Mark, MarkStore, Place
from skill_grading.marking.phrases import add_phrase
from skill_grading.pupils.cards import write_cards
from skill_grading.pupils.roster import Pupil, Roster, new_codes
from skill_grading.report.marks_table import marks_csv
from skill_grading.report.writing import write_report
from tests.grading.placement import NAME, Placement

NOOR, BRAM, LATE = "p-n00rn00rn0", "p-bram8ram8r", "p-later1ater"
NOORS = "Noors eigen antwoord over de kantine, en nergens anders."
NOORS_DRAFT = "Wat Noor nog niet indiende maar wel al opschreef."
COMMENT = "Mooi gezegd over die kantine."
PEOPLE = (
    Pupil(NOOR, "5VZ", "Noor", "d'Hônt", "noor.dhont"),
    Pupil(BRAM, "5VZ", "Bram", "Claes", "bram.claes"),
    Pupil(LATE, "5VZ", "Lien", "Maes"),
    *(Pupil(f"p-0ther0ther{number}", "5VZ", f"Ander{number}", "Vermeulen") for number in range(6)),
)


def live_in(placement: Placement, course: Course) -> dict[str, str]:
    """Hand in, collect, grade, mark, report and give feedback; gives the codes by pupil id."""
    data = placement.data
    Roster(PEOPLE).save(data.roster)
    codes = new_codes(data, [pupil.pupil_id for pupil in PEOPLE])
    placement.hand_in(NOOR, placement.answers(text=NOORS, attempt="noor"), attempt="noor")
    placement.hand_in(BRAM, placement.answers(first="post", text="Bram zwijgt."))
    for pupil in PEOPLE[3:]:
        placement.hand_in(pupil.pupil_id, placement.answers(text=f"Ik ben {pupil.first_name}."))
    with Inbox(data.inbox_url) as inbox:
        inbox.drafts.save(NOOR, NAME, 0, placement.answers(text=NOORS_DRAFT))
        inbox.refuse(NOOR, NAME, "invalid", NOORS.encode())
        inbox.mark_absent(NOOR, NAME, True)
        inbox.access.open_session(NOOR, 1000)
        # Work of Noor's came in under Bram's code, and was given to her.
        inbox.accept(
            BRAM, NAME, placement.answers(text=NOORS, attempt="wrong"),
            version=placement.release.version, attempt="e" * 32, answered=3, steps=3,
        )  # fmt: skip
        inbox.move(BRAM, NAME, "e" * 32, NOOR)
    collect(data, NAME)
    grade(data, NAME)
    place = Place(NOOR, NAME, "tell--write")
    MarkStore(data).record(place, Mark(3.0, COMMENT))
    keep_marks(data, NAME)
    raise_concern(data, place)
    add_phrase(data, "Noor d'Hônt zei het ook.")
    add_phrase(data, "Goed gezien.")
    write_report(data, course.school, NAME, "5VZ", "nl")
    (data.reports / NAME / "marks.csv").write_bytes(marks_csv(data, NAME, "nl"))
    maker = FeedbackMaker(data, kept_facts(data), NAME)
    release(maker, unmarked=True)
    classes = look(maker)
    write_pages(maker, classes)
    save_zip(maker, classes)
    write_cards(data, course.school, codes, "", "nl")
    upload = data.uploads / NAME / "map van Noor d'Hônt"
    upload.mkdir(parents=True)
    (upload / "answers.json").write_bytes(placement.answers(text=NOORS))
    (data.path / f"match-{NAME}.csv").write_text("file;pupil\nx.json;Noor d'Hônt (5VZ)\n")
    live = data.live / NAME
    live.mkdir()
    attempt = json.loads(placement.answers(attempt=f"{NOOR}noor"))["attempt"]
    (live / "answers.json").write_bytes(placement.answers(text=NOORS, attempt=f"{NOOR}noor"))
    assert attempt.encode() in (live / "answers.json").read_bytes()
    (data.path / "teacher.log").write_text(f"INFO started\nWARNING GET /course/pupil?pupil_id={NOOR}\nINFO more\n")
    return codes


def found_in(folder: Path, *texts: str | bytes) -> list[str]:
    """The files below a folder in whose name or bytes one of the texts is, also inside zips."""
    needles = [text if isinstance(text, bytes) else form for text in texts for form in _forms(text)]
    return sorted(
        f"{file.relative_to(folder)}: {needle!r}"
        for file in folder.rglob("*")
        for needle in needles
        if needle in str(file.relative_to(folder)).encode()
        or (file.is_file() and any(needle in content for content in _contents(file)))
    )


def _forms(text: str | bytes) -> list[bytes]:
    if isinstance(text, bytes):
        return [text]
    return [text.encode(), json.dumps(text)[1:-1].encode(), text.encode("utf-16-le")]


def _contents(file: Path) -> list[bytes]:
    content = file.read_bytes()
    if not content.startswith(b"PK"):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [content, *(name.encode() for name in archive.namelist()), *map(archive.read, archive.namelist())]
