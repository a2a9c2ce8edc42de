"""What a pupil's Jupyter server gets of the course: released notebooks, and how they look. Never a key."""

from __future__ import annotations

import json
from pathlib import Path

from course_site.contents import in_order
from course_site.settings import THEME
from scenario_quiz.course import Course
from scenario_quiz.files import write_atomically
from scenario_quiz.labels import load_labels
from skill_grading.data import DataFolder
from skill_grading.releases import ReleaseStore

EXERCISES = "exercises"
START = "start.md"
LOOKS = "looks.json"


def write_pupil_files(course: Course, data: DataFolder, folder: Path) -> list[Path]:
    """Write every released exercise into `folder`, as pupils get it, and a page that leads there; gives the notebooks.

    The entry check and final exam are not among them: which of the two forms is a pupil's, only the site knows.
    """
    language = course.school.languages[0]
    labels = load_labels("course_site", language)
    store, notebooks, start = ReleaseStore(data), [], [f"# {labels['live_start']}", labels["live_how"]]
    for name in in_order(course, [name for name, each in course.collected.items() if not each.form]):
        release = store.current(name)
        if release is None:
            continue
        title = course.assignments[name].words[language].title
        start.append(f"- [{title}]({EXERCISES}/{name}/{name}.ipynb)")
        published = data.release / store.gradebook_name(name, release.version)
        for file in sorted(published.iterdir()):
            if file.suffix in (".ipynb", ".json"):
                target = folder / EXERCISES / name / file.name
                write_atomically(target, file.read_bytes())
                notebooks += [target] if file.suffix == ".ipynb" else []
    write_atomically(folder / START, "\n\n".join(start) + "\n")
    looks = {
        "language": language,
        "title": course.school.name,
        "theme": str(THEME),
        "words": {
            "loading": labels["live_loading"],
            "needs_script": labels["live_needs_script"],
            "colours": course.school.colours.light.model_dump(),
        },
    }
    write_atomically(folder / LOOKS, json.dumps(looks, ensure_ascii=False))
    return notebooks
