"""The two forms as the hand-in service has them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from course_site.handin import make_app, running
from scenario_quiz.forms import Moment
from skill_grading.inbox.dates import Dates
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import import_class_list
from tests.grading.pair_of_forms import Checked
from tests.publishing.conftest import Device


def test_a_form_says_at_which_moment_a_pupil_does_it_and_is_taken_in_then_only(tmp_path):
    checked = Checked.make(tmp_path, 2)
    listed = tmp_path / "klas.csv"
    listed.write_text("klas;naam;voornaam\n5VZ;Peeters;Noor 00\n5VZ;Peeters;Noor 01\n")
    report = import_class_list(checked.data, listed)
    pupil = checked.pupils[0]
    entry, exam = (checked.pair.form(moment, pupil.entry_form) for moment in Moment)
    with running(make_app(checked.data, tmp_path, checked.course)) as address:
        device = Device(address)
        assert "moment" not in device.request("GET", "api/course").json["assignments"][entry]
        device.sign_in(report.codes[pupil.pupil_id])

        def standing():
            found = device.request("GET", "api/course").json["assignments"]
            return {name: (found[name].get("moment"), found[name]["open"]) for name in (entry, exam, "placement")}

        assert standing() == {entry: ("entry", True), exam: ("exam", False), "placement": (None, True)}
        refused = device.request("POST", f"api/hand-ins/{exam}", json.loads(checked.answers(exam, 1)))
        assert (refused.status, refused.json["error"]) == (403, "closed")
        with Inbox(checked.data.inbox_url) as inbox:
            inbox.calendar.set(Moment.EXAM, Dates(opens=datetime.now(UTC)), "5VZ")
        assert standing() == {entry: ("entry", False), exam: ("exam", True), "placement": (None, True)}
        assert device.request("POST", f"api/hand-ins/{exam}", json.loads(checked.answers(exam, 1))).status == 201
