"""The teacher's side: Formgrader and a start page that leads from class list to report, on this machine only."""

from __future__ import annotations


def _jupyter_server_extension_points() -> list[dict]:
    # Jupyter Server takes seconds to import, so only who serves it pays for it.
    from course_site.teacher.extension import TeacherPages

    return [{"module": "course_site.teacher", "app": TeacherPages}]
