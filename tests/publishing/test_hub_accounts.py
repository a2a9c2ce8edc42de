"""Accounts of a JupyterHub as the hand-in service sees them: what needs no Hub. The real one is in tests/deploy."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from course_site.handin import make_app, running
from tests.publishing.conftest import Device

HUB = {
    "JUPYTERHUB_SERVICE_NAME": "hand-in",
    "JUPYTERHUB_SERVICE_PREFIX": "/services/hand-in/",
    "JUPYTERHUB_CLIENT_ID": "service-hand-in",
    "JUPYTERHUB_API_TOKEN": "not-a-real-one",
    "JUPYTERHUB_API_URL": "http://127.0.0.1:9/hub/api",  # nobody answers there
    "JUPYTERHUB_BASE_URL": "/",
    "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps(["access:services!service=hand-in"]),
}


@pytest.fixture
def device(service, monkeypatch):
    for name, value in HUB.items():
        monkeypatch.setenv(name, value)
    app = make_app(service.data, service.site, service.course, behind_proxy=True, hub_prefix="/services/hand-in")
    with running(app) as address:
        yield Device(address)


def test_everything_is_under_the_hubs_prefix(device):
    assert device.request("GET", "services/hand-in/nl/").body == b"<h1>Welkom</h1>"
    for start in ("services/hand-in", "services/hand-in/"):
        assert device.request("GET", start).headers["Location"] == "/services/hand-in/nl/"
    assert device.request("GET", "services/hand-in/nl/nowhere.html").status == 404


def test_the_page_is_told_of_accounts_and_there_is_no_code_to_try(device):
    answer = device.request("GET", "services/hand-in/api/course").json
    assert (answer["accounts"], answer["pupil"]) == (True, None)
    assert device.request("POST", "services/hand-in/api/session", {"code": "K7QM-2XHD-9FPT"}).status == 405


def test_signing_in_leads_to_the_hub_and_back_to_this_course_only(device):
    own, home = "/services/hand-in/nl/x.html", "/services/hand-in/"
    elsewhere = ("//evil.example/", "https://evil.example/", "/\\evil.example", "/user/x", f"{home}/evil.example")
    for wanted, kept in ({own: own} | dict.fromkeys(elsewhere, home)).items():
        answer = device.request("GET", f"services/hand-in/api/sign-in?to={wanted}")
        where = urlsplit(answer.headers["Location"])
        asked = parse_qs(where.query)
        assert (answer.status, where.netloc, where.path) == (302, "", "/hub/api/oauth2/authorize")
        assert asked["client_id"] == ["service-hand-in"] and asked["code_challenge_method"] == ["S256"]
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/services/hand-in/" in cookie
        value = cookie.split("|")[4].partition(":")[2]
        assert json.loads(base64.b64decode(value))["to"] == kept


@pytest.mark.parametrize("query", ["", "?code=a", "?code=a&state=b", "?code=a&state=%C3%A9"])
def test_an_answer_that_was_not_asked_for_is_refused(device, query):
    device.request("GET", "services/hand-in/api/sign-in")
    assert device.request("GET", f"services/hand-in/oauth_callback{query}").status == 400


def test_a_made_up_session_is_nobodys(device, service):
    device.headers["Cookie"] = "course-session=abc"
    assert device.request("GET", "services/hand-in/api/course").json["pupil"] is None
    refused = device.request("POST", "services/hand-in/api/hand-ins/placement", service.answers())
    assert (refused.status, refused.json["error"]) == (401, "no_session")


def test_a_hub_that_is_down_is_told_as_passing(device, service):
    refused = device.request(
        "POST", "services/hand-in/api/hand-ins/placement", service.answers(), Authorization="token abc"
    )
    assert (refused.status, refused.json["error"]) == (500, "unavailable")
