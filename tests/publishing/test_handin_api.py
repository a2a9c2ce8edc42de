"""The hand-in service as pupils' pages see it: real server, real database."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from skill_grading.inbox.dates import Dates


def test_says_what_is_open_without_asking_who_it_is(service):
    answer = service.device().request("GET", "api/course")
    assert answer.status == 200
    assert answer.json == {
        "course": "small-school",
        "accounts": False,
        "pupil": None,
        "assignments": {"placement": {"content": service.release.version, "open": True, "handed_in": None}},
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_code_opens_a_session_however_it_is_typed(service):
    device = service.device()
    answer = device.sign_in(" " + service.codes["Noor"].lower().replace("-", " ").replace("0", "o") + " ")
    assert answer.status == 200
    assert answer.json["pupil"]["name"] == "Noor"
    assert service.ids["Noor"] not in answer.body.decode()
    assert device.request("GET", "api/course").json["pupil"] == answer.json["pupil"]


def test_the_session_cookie_is_closed_to_scripts_and_to_other_sites(service):
    cookie = service.device().sign_in(service.codes["Noor"]).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path" not in cookie


def test_every_pupil_has_a_browser_key_of_their_own(service):
    keys = {service.device(name).request("GET", "api/course").json["pupil"]["key"] for name in service.codes}
    assert len(keys) == 2


def test_signing_out_ends_the_session_on_the_service(service):
    device = service.device("Noor")
    cookie = device.headers["Cookie"]
    assert device.request("DELETE", "api/session").status == 204
    device.headers["Cookie"] = cookie
    assert device.request("GET", "api/course").json["pupil"] is None


def test_the_next_pupil_on_a_device_ends_the_session_of_the_one_before(service):
    device = service.device("Noor")
    cookie = device.headers["Cookie"]
    assert device.sign_in("K7QM-2XHD-9FPT").status == 401
    assert device.request("GET", "api/course").json["pupil"]["name"] == "Noor"
    assert device.sign_in(service.codes["Yassin"]).status == 200
    assert device.request("GET", "api/course").json["pupil"]["name"] == "Yassin"
    device.headers["Cookie"] = cookie
    assert device.request("GET", "api/course").json["pupil"] is None


@pytest.mark.parametrize("code", ["", "K7QM-2XHD-9FPT", "x" * 5000, "K7QM", "🦉" * 12])
def test_an_unknown_code_is_refused(service, code):
    answer = service.device().sign_in(code)
    assert (answer.status, answer.json["error"]) == (401, "unknown_code")


def test_a_code_that_fails_again_and_again_has_to_wait_and_others_do_not(service):
    device = service.device()
    answers = [device.sign_in("K7QM-2XHD-9FPT") for _ in range(6)]
    assert [answer.status for answer in answers] == [401] * 5 + [429]
    assert 0 < answers[-1].json["retry_after"] <= 60
    assert device.sign_in(service.codes["Noor"]).status == 200


def test_a_new_code_ends_the_old_one_and_its_sessions(service):
    from skill_grading.pupils.roster import new_code

    device = service.device("Noor")
    code = new_code(service.data, service.ids["Noor"])
    assert device.request("GET", "api/course").json["pupil"] is None
    assert device.sign_in(service.codes["Noor"]).json["error"] == "unknown_code"
    assert device.sign_in(code).json["pupil"]["name"] == "Noor"


def test_a_class_list_that_was_away_for_a_moment_holds_again_once_it_is_back(service):
    device, away = service.device("Noor"), service.data.roster.with_suffix(".away")
    service.data.roster.rename(away)
    assert device.request("GET", "api/course").json["pupil"] is None
    away.rename(service.data.roster)
    assert device.request("GET", "api/course").json["pupil"]["name"] == "Noor"


def test_a_hand_in_gives_a_receipt_and_lies_in_the_inbox(service):
    device = service.device("Noor")
    answer = device.request("POST", "api/hand-ins/placement", service.answers())
    receipt = answer.json
    assert answer.status == 201
    assert (receipt["answered"], receipt["steps"], receipt["counts"]) == (2, 3, True)
    assert device.request("GET", "api/course").json["assignments"]["placement"]["handed_in"] == receipt
    with service.inbox() as inbox:
        (hand_in,) = inbox.counting("placement")
    assert hand_in.pupil_id == service.ids["Noor"]
    assert hand_in.receipt == receipt["receipt"]
    assert json.loads(hand_in.answers) == service.answers()


def test_a_page_at_work_for_one_pupil_sends_nothing_in_the_name_of_another(service):
    key = service.device("Noor").request("GET", "api/course").json["pupil"]["key"]
    yassin = service.device("Yassin")
    for method, path, body in (
        ("GET", "drafts", None),
        ("PUT", "drafts", {"revision": 0, "answers": service.answers()}),
        ("POST", "hand-ins", service.answers()),
    ):
        answer = yassin.request(method, f"api/{path}/placement", body, X_Pupil=key)
        assert (answer.status, answer.json["error"]) == (401, "no_session")
    with service.inbox() as inbox:
        assert inbox.attempts() == [] and inbox.drafts.get(service.ids["Yassin"], "placement").answers is None
    assert service.device("Noor").request("GET", "api/drafts/placement", X_Pupil=key).status == 200


def test_the_same_attempt_again_is_the_same_hand_in(service):
    device = service.device("Noor")
    first = device.request("POST", "api/hand-ins/placement", service.answers())
    again = service.device("Noor").request("POST", "api/hand-ins/placement", service.answers())
    assert again.status == 200
    assert again.json == first.json


def test_a_later_attempt_is_kept_and_does_not_count(service):
    device = service.device("Noor")
    first = device.request("POST", "api/hand-ins/placement", service.answers())
    later = device.request("POST", "api/hand-ins/placement", service.answers("b" * 32))
    assert (later.status, later.json["counts"]) == (201, False)
    assert device.request("GET", "api/course").json["assignments"]["placement"]["handed_in"] == first.json
    with service.inbox() as inbox:
        assert [attempt.counts for attempt in inbox.attempts("placement")] == [True, False]


def test_after_the_teacher_opens_it_again_the_next_hand_in_counts(service):
    device = service.device("Noor")
    device.request("POST", "api/hand-ins/placement", service.answers())
    with service.inbox() as inbox:
        inbox.reopen(service.ids["Noor"], "placement")
    assert device.request("GET", "api/course").json["assignments"]["placement"]["handed_in"] is None
    later = device.request("POST", "api/hand-ins/placement", service.answers("b" * 32))
    assert later.json["counts"] is True
    with service.inbox() as inbox:
        assert [hand_in.attempt for hand_in in inbox.counting("placement")] == ["b" * 32]


def placement(device):
    return device.request("GET", "api/course").json["assignments"]["placement"]


def hand_in(device, service, attempt="a"):
    return device.request("POST", "api/hand-ins/placement", service.answers(attempt * 32))


def set_dates(service, **hours):
    now = datetime.now(UTC)
    with service.inbox() as inbox:
        inbox.calendar.set("placement", Dates(**{name: now + timedelta(hours=n) for name, n in hours.items()}))


def test_late_work_is_taken_and_called_late_until_the_pupil_gets_more_time(service):
    device = service.device("Noor")
    set_dates(service, due=-1)
    assert placement(device)["open"] is True
    receipt = hand_in(device, service)
    assert (receipt.status, receipt.json["late"]) == (201, True)
    assert placement(device)["handed_in"]["late"] is True
    with service.inbox() as inbox:
        inbox.calendar.extend("placement", service.ids["Noor"], datetime.now(UTC) + timedelta(hours=1))
    assert placement(device)["handed_in"]["late"] is False


def test_dates_of_a_class_hold_for_that_class_only(service):
    now = datetime.now(UTC)
    with service.inbox() as inbox:
        inbox.calendar.set("placement", Dates(closes=now - timedelta(hours=1)), "6A")
    assert placement(service.device("Noor"))["open"] is True
    with service.inbox() as inbox:
        inbox.calendar.set("placement", Dates(closes=now - timedelta(hours=1)), "5VZ")
    assert placement(service.device("Noor"))["open"] is False


@pytest.mark.parametrize("hours", [{"opens": 1}, {"closes": -1}])
def test_a_closed_assignment_takes_nothing_and_keeps_what_was_sent(service, hours):
    device = service.device("Noor")
    set_dates(service, **hours)
    refused = hand_in(device, service)
    assert (refused.status, refused.json["error"]) == (403, "closed")
    with service.inbox() as inbox:
        (kept,) = inbox.refused("placement")
    assert kept.reason == "closed" and json.loads(kept.body)["attempt"] == "a" * 32


def test_a_retry_after_closing_gets_the_receipt_that_was_lost_on_the_way(service):
    device = service.device("Noor")
    receipt = hand_in(device, service)
    set_dates(service, closes=-1)
    assert hand_in(device, service).json == receipt.json
    assert hand_in(device, service, "b").status == 403


def test_a_pupil_for_whom_it_was_opened_again_can_hand_in_once_though_it_is_closed(service):
    device = service.device("Noor")
    hand_in(device, service)
    set_dates(service, closes=-1)
    with service.inbox() as inbox:
        inbox.reopen(service.ids["Noor"], "placement")
    found = placement(device)
    assert (found["open"], found["reopened"], found["round"]) == (True, True, 1)
    assert hand_in(device, service, "b").json["counts"] is True
    assert placement(device)["open"] is False


def test_answers_to_an_older_version_are_still_taken(service, small_course):
    from scenario_quiz.release import freeze
    from skill_grading.releases import ReleaseStore

    small_course.files["exercises/placement/walk/nl.yml"]["title"] = "Verder wandelen"
    newer = small_course.load()
    ReleaseStore(service.data).publish(freeze(newer.assignments["placement"], newer.school))
    device = service.device("Noor")
    assert device.request("GET", "api/course").json["assignments"]["placement"]["content"] != service.release.version
    assert device.request("POST", "api/hand-ins/placement", service.answers()).status == 201


REFUSALS = {
    "wrong_course": {"course": "another-school"},
    "wrong_assignment": {"assignment": "another"},
    "wrong_version": {"content": "0" * 64},
    "unknown_scenario": {"scenarios": {"nowhere": []}},
    "unknown_step": {"scenarios": {"walk": [{"step": "up", "answer": "a", "time": "2026-11-23T08:00:00Z"}]}},
    "unknown_option": {"scenarios": {"walk": [{"step": "first", "answer": "z", "time": "2026-11-23T08:00:00Z"}]}},
    "invalid": {"pupil": "Noor"},
}


@pytest.mark.parametrize("code", REFUSALS)
def test_answers_that_do_not_fit_are_refused_and_kept_apart(service, code):
    body = service.answers(**REFUSALS[code])
    answer = service.device("Noor").request("POST", "api/hand-ins/placement", body)
    assert (answer.status, answer.json["error"]) == (400, code)
    with service.inbox() as inbox:
        assert inbox.attempts() == []
        (refusal,) = inbox.refused("placement")
    assert (refusal.reason, refusal.pupil_id) == (code, service.ids["Noor"])
    assert json.loads(refusal.body) == body


def test_an_assignment_that_does_not_exist_or_is_not_open_is_refused(service):
    device = service.device("Noor")
    assert device.request("POST", "api/hand-ins/other", service.answers()).json["error"] == "unknown_assignment"
    for file in service.data.releases.rglob("releases.json"):
        file.unlink()
    answer = device.request("POST", "api/hand-ins/placement", service.answers())
    assert (answer.status, answer.json["error"]) == (403, "closed")


def test_two_devices_do_not_overwrite_each_others_draft(service):
    laptop, phone = service.device("Noor"), service.device("Noor")
    assert laptop.request("GET", "api/drafts/placement").json == {"revision": 0, "answers": None}
    on_laptop, on_phone = service.answers("a" * 32), service.answers("b" * 32)
    saved = laptop.request("PUT", "api/drafts/placement", {"revision": 0, "answers": on_laptop})
    assert (saved.status, saved.json) == (200, {"revision": 1})
    late = phone.request("PUT", "api/drafts/placement", {"revision": 0, "answers": on_phone})
    assert late.status == 409
    assert late.json["error"] == "conflict"
    assert (late.json["revision"], late.json["answers"]) == (1, on_laptop)
    assert phone.request("PUT", "api/drafts/placement", {"revision": 1, "answers": on_phone}).json == {"revision": 2}
    assert laptop.request("PUT", "api/drafts/placement", {"revision": 1, "answers": on_laptop}).status == 409
    assert laptop.request("GET", "api/drafts/placement").json == {"revision": 2, "answers": on_phone}


def test_a_draft_belongs_to_one_pupil(service):
    service.device("Noor").request("PUT", "api/drafts/placement", {"revision": 0, "answers": service.answers()})
    assert service.device("Yassin").request("GET", "api/drafts/placement").json["answers"] is None


@pytest.mark.parametrize("body", [{}, {"revision": -1, "answers": {}}, {"revision": True, "answers": {}}, [], b"{"])
def test_a_broken_draft_is_refused(service, body):
    answer = service.device("Noor").request("PUT", "api/drafts/placement", body)
    assert (answer.status, answer.json["error"]) == (400, "invalid")


def test_half_an_emoji_goes_in_and_comes_back(service):
    answers = service.answers()
    answers["scenarios"]["tell"] = [{"step": "write", "answer": "a\ud83d", "time": "2026-11-23T08:00:00Z"}]
    device = service.device("Noor")
    assert device.request("PUT", "api/drafts/placement", {"revision": 0, "answers": answers}).status == 200
    assert device.request("GET", "api/drafts/placement").json["answers"] == answers
    assert device.request("POST", "api/hand-ins/placement", answers).status == 201
