"""Handing a pupil everything that is held about them: one zip, with a page to read and the files themselves."""

from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from jinja2 import Environment, PackageLoader, StrictUndefined

from scenario_quiz.files import write_atomically
from scenario_quiz.labels import load_labels
from scenario_quiz.school import School
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.privacy.held import Held, gather
from skill_grading.pupils.roster import Pupil, Roster, full_name

EXPORT = "export"


def export_pupil(data: DataFolder, school: School, pupil_id: str, language: str) -> tuple[Path, Held]:
    """Write the zip into the data folder; gives its path, and what is in it. It goes when the pupil is forgotten."""
    pupil = Roster.load(data.roster).by_id.get(pupil_id) or Pupil(pupil_id, "", "", "")
    held = gather(data, school, pupil, language)
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("overview.html", render(held, school, pupil, language))
        for name, content in held.contents.items():
            archive.writestr(name, content)
    path = data.exports / f"{pupil_id}.zip"
    write_atomically(path, made.getvalue())
    os.chmod(path, 0o600)
    with Inbox(data.inbox_url) as inbox:
        inbox.note(EXPORT, pupil_id=pupil_id)
    return path, held


def render(held: Held, school: School, pupil: Pupil, language: str) -> str:
    """The page: no script, nothing asked of the network."""
    environment = Environment(
        loader=PackageLoader("skill_grading.privacy"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("overview.html").render(
        held=held,
        school=school,
        name=full_name(pupil) or pupil.pupil_id,
        words=load_labels("skill_grading.privacy", language),
        language=language,
        day=f"{date.today():%d/%m/%Y}",
    )
