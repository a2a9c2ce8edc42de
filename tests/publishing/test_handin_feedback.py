"""A pupil's feedback over HTTP: only one's own, only while it is released."""

from __future__ import annotations

import gzip

import pytest

PATH = "api/feedback/placement"


@pytest.fixture
def handed_in(service):
    """Noor has handed in; gives her device."""
    noor = service.device("Noor")
    assert noor.request("POST", "api/hand-ins/placement", service.answers()).status == 201
    return noor


def release(service, name="Noor", page="<p>page of Noor"):
    with service.inbox() as inbox:
        receipt = inbox.standing(service.ids[name], "placement").receipt.receipt
        inbox.feedback.release("placement", [(service.ids[name], receipt, page)], "5VZ")


def is_there(device) -> bool:
    return device.request("GET", "api/course").json["assignments"]["placement"]["feedback"]


def test_it_is_there_after_release_and_gone_after_it_was_taken_back(service, handed_in):
    assert not is_there(handed_in)
    assert handed_in.request("GET", PATH).status == 404
    release(service)
    assert is_there(handed_in)
    answer = handed_in.request("GET", PATH)
    assert (answer.status, answer.body) == (200, b"<p>page of Noor")
    with service.inbox() as inbox:
        inbox.feedback.withdraw("placement", [service.ids["Noor"]], "5VZ")
    assert not is_there(handed_in)
    assert handed_in.request("GET", PATH).status == 404


def test_nobody_reads_another_pupils(service, handed_in):
    release(service)
    yassin = service.device("Yassin")
    assert not is_there(yassin)
    for path in (PATH, f"{PATH}?pupil={service.ids['Noor']}", f"api/feedback/{service.ids['Noor']}"):
        answer = yassin.request("GET", path)
        assert answer.status == 404
        assert b"page of Noor" not in answer.body
    assert yassin.request("POST", "api/hand-ins/placement", service.answers()).status == 201
    assert yassin.request("GET", PATH).status == 404


def test_without_a_session_it_says_where_to_go(service, handed_in):
    release(service)
    answer = service.device().request("GET", PATH)
    assert answer.status == 401
    assert "geef je code" in answer.body.decode() and 'href="../../"' in answer.body.decode()


def test_signing_out_closes_it(service, handed_in):
    release(service)
    handed_in.request("DELETE", "api/session")
    assert handed_in.request("GET", PATH).status == 401


def test_reopening_hides_it(service, handed_in):
    release(service)
    with service.inbox() as inbox:
        inbox.reopen(service.ids["Noor"], "placement")
    assert not is_there(handed_in)
    assert handed_in.request("GET", PATH).status == 404
    assert handed_in.request("POST", "api/hand-ins/placement", service.answers("b" * 32)).status == 201
    assert handed_in.request("GET", PATH).status == 404


def test_it_is_kept_nowhere_and_runs_nothing(service, handed_in):
    release(service)
    headers = handed_in.request("GET", PATH).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "script-src" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_it_goes_out_as_it_is_kept_to_browsers_that_unpack(service, handed_in):
    release(service)
    answer = handed_in.request("GET", PATH, Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.body) == b"<p>page of Noor"


@pytest.mark.parametrize("path", ["api/feedback/other", "api/feedback/..%2f..%2fsecret", "api/feedback/'"])
def test_strange_addresses_find_nothing(service, handed_in, path):
    release(service)
    assert handed_in.request("GET", path).status == 404


def test_an_inbox_from_before_there_was_feedback_gets_its_table(service, handed_in):
    from sqlalchemy import create_engine, text

    engine = create_engine(service.data.inbox_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE feedback"))
    engine.dispose()
    release(service)
    assert is_there(handed_in)
