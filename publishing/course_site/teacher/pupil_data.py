"""The page about what is held of one pupil: gathering it on request, and erasing it."""

from __future__ import annotations

import asyncio

from course_site.teacher.desk import Desk, Link, Notice, address
from course_site.teacher.register_pages import RegisterHandler
from scenario_quiz.labels import load_labels
from skill_grading.pupils.roster import Pupil, Roster, full_name

# The tables whose rows the overview of a pupil names otherwise.
SECTIONS = {"credentials": "codes", "actions": "log"}


class PupilDataHandler(RegisterHandler):
    """How much is held about a pupil, and the two things that can be done with it."""

    async def get(self) -> None:
        pupil = self.pupil()
        self.show(
            "pupil_data.html",
            "nav_pupils",
            pupil=pupil,
            held=await asyncio.to_thread(_held, self.desk, pupil),
            data_page=_page(pupil),
        )

    def pupil(self) -> Pupil:
        """The pupil who was asked for. Raises HTTPError for one who is not in the class list."""
        return Roster.load(self.desk.data.roster).by_id[self.pupil_id()]


class ExportHandler(PupilDataHandler):
    async def post(self) -> None:
        pupil = self.pupil()
        await self.act("doing_export", _page(pupil), _export, self.desk, pupil)


class ForgetHandler(PupilDataHandler):
    """Erases only under the pupil's name, which the teacher has typed."""

    async def post(self) -> None:
        pupil, typed = self.pupil(), self.get_body_argument("typed", "")
        if _plain(typed) != _plain(full_name(pupil)):
            self.tell(_page(pupil), Notice(self.desk.say("forget_other_name"), problem=True))
            return
        await self.act("doing_forget", "pupils", _forget, self.desk, pupil)


def _page(pupil: Pupil) -> str:
    return address("pupil-data", pupil_id=pupil.pupil_id)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _words(desk: Desk) -> dict[str, str]:
    return load_labels("skill_grading.privacy", desk.language)


def _held(desk: Desk, pupil: Pupil) -> dict[str, int]:
    """How many lines there are of each kind, by its name in words."""
    from skill_grading.privacy.held import gather

    held, words = gather(desk.data, desk.course.school, pupil, desk.language), _words(desk)
    return {words[f"section_{each.name}"]: len(each.lines) for each in held.sections if each.lines}


def _export(desk: Desk, pupil: Pupil) -> Notice:
    from skill_grading.privacy.export import export_pupil

    file, held = export_pupil(desk.data, desk.course.school, pupil.pupil_id, desk.language)
    warnings = [desk.say("export_look"), *([desk.say("export_worries")] if held.worries else [])]
    link = Link(f"exports/{file.name}", desk.say("export_download"), download=True)
    return Notice(desk.say("export_made", n=len(held.contents)), warnings, [link])


def _forget(desk: Desk, pupil: Pupil) -> Notice:
    """What is told names nobody, for it is kept until other notices have come."""
    from skill_grading.privacy.forgetting import forget

    erased, words = forget(desk.data, [pupil.pupil_id]), _words(desk)
    rows = [f"{words['section_' + SECTIONS.get(name, name)]}: {count}" for name, count in erased.rows.items()]
    gradebook = desk.say("forgot_gradebook", n=erased.submissions)
    files = [desk.say("forgot_file", file=path.as_posix()) for path in erased.files]
    left = [desk.say("forgot_left", file=path.as_posix()) for path in erased.left]
    return Notice(desk.say("forgot"), [*rows, gradebook, *files, *left, desk.say("forget_outside")])
