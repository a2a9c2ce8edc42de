"""A day at school, from class list to report, after which no secret is in any log, address or list of processes."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest
from playwright.sync_api import expect
from sqlalchemy import make_url

from skill_grading.data import DataFolder
from skill_grading.pupils.codes import load_secret
from skill_grading.pupils.roster import import_class_list
from tests.bad_days import away
from tests.browser.pupil_at_work import button, do_all, sign_in
from tests.browser.serving import COURSE, addresses, free_port
from tests.database import running_postgres
from tests.publishing.books import SmallBook

PASSPHRASE = "vier woorden zonder enig verband"
CLASS_LIST = "klas;naam;voornaam\n5VZ;Peeters;Noor\n5VZ;El Amrani;Yassin\n"
NEVER_GIVEN = "K7QM-2XHD-9FPT"


def arguments(process: subprocess.Popen) -> list[str]:
    """What others on this machine can read of a process and of all that it started."""
    family = psutil.Process(process.pid)
    return [" ".join(one.cmdline()) for one in [family, *family.children(recursive=True)]]


@pytest.mark.exhaustive
def test_no_secret_is_in_a_log_an_address_or_a_list_of_processes(browser, tmp_path, monkeypatch):
    book = SmallBook(tmp_path)
    data, said, asked, listed = book.data, tmp_path / "said.txt", [], []
    given = ["--passphrase-file", str(tmp_path / "passphrase")]
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    with running_postgres("course") as urls:
        monkeypatch.setenv("COURSE_INBOX_URL", urls["course"])
        monkeypatch.setenv("COURSE_GRADEBOOK_URL", urls["course"])
        (tmp_path / "klas.csv").write_text(CLASS_LIST)
        codes = list(import_class_list(data, tmp_path / "klas.csv").codes.values())
        ports = ["--port", str(free_port()), "--teacher-port", str(free_port())]

        def command(*words: str) -> subprocess.Popen:
            return subprocess.Popen(
                [*COURSE, "--data", str(data.path), *words], cwd=book.course.root, stdout=log, stderr=log,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip

        with said.open("a") as log:
            assert command("keys", "create", *given).wait() == 0
            service = command("serve", *ports)
            try:
                pupils, teacher = addresses(service, said)
                (token,) = parse_qs(urlsplit(teacher).query)["token"]
                context = browser.new_context(accept_downloads=True)
                context.on("request", lambda request: asked.append(request.url))

                pupil = context.new_page()
                pupil.goto(f"{pupils}nl/placement-exercise.html")
                sign_in(pupil, NEVER_GIVEN)
                expect(pupil.locator(".quiz-problem")).not_to_be_empty()
                sign_in(pupil, codes[0])
                button(pupil, "Ja, ik ben Noor").click()
                do_all(pupil)
                with away(urls["course"]):
                    button(pupil, "Dien in").click()
                    expect(pupil.get_by_text("Je antwoorden zijn veilig op dit toestel.")).to_be_visible()
                expect(pupil.locator(".hand-in-end .quiz-receipt")).to_be_visible(timeout=60_000)

                desk = context.new_page()
                desk.goto(teacher)
                asked.remove(teacher)  # the one address that has to carry the token; it leads on to one without
                for press in ("Haal op", "Verbeter"):
                    button(desk, press).click()
                    desk.get_by_role("status").wait_for()
                desk.goto(f"{desk.url.partition('/course/')[0]}/course/files")
                desk.get_by_label("Zip of bestanden").set_input_files(tmp_path / "klas.csv")
                desk.locator("input[name=passphrase]").first.fill(PASSPHRASE)
                desk.locator("main form button").first.click()
                desk.get_by_role("status").wait_for()
                with away(urls["course"]):
                    desk.goto(f"{desk.url.partition('/course/')[0]}/course/hand-ins")
                    desk.get_by_text("werkt nu niet mee").wait_for()
                desk.goto(f"{desk.url.partition('/course/')[0]}/formgrader/gradebook")
                cookies = [cookie["value"] for cookie in context.cookies() if cookie["name"] != "_xsrf"]
                listed += arguments(service)
                context.close()
                backup = command(
                    "backup", str(tmp_path / "one.backup"), "--passphrase-file", str(tmp_path / "passphrase")
                )
                listed += arguments(backup)
                assert backup.wait() == 0
            finally:
                service.send_signal(signal.SIGINT)
                service.wait(timeout=60)
    secrets = {
        "a code": codes[0],
        "a code as it was typed": codes[0].lower(),
        "a code without its signs": codes[0].replace("-", ""),
        "a code that was mistyped": NEVER_GIVEN,
        "the passphrase": PASSPHRASE,
        "the password of the database": make_url(urls["course"]).password,
        "the teacher's token": token,
        "the service's secret": load_secret(data.secret).hex(),
        **{f"cookie {number}": value.strip('"') for number, value in enumerate(cookies)},
    }
    assert len(cookies) >= 2 and len(asked) > 30 and len(listed) >= 3
    places = {**logs(data, said, teacher), "an address": "\n".join(asked), "a process": "\n".join(listed)}
    assert [
        f"{name} in {place}" for name, secret in secrets.items() for place in places if secret in places[place]
    ] == []


def logs(data: DataFolder, said: Path, teacher: str) -> dict[str, str]:
    """What everything logged and put on the screen, but for the line that tells the teacher where to begin."""
    files = [said, *data.path.rglob("*.log*")]
    assert any(file.name == "teacher.log" for file in files)
    text = {file.name: file.read_text("utf-8", "replace") for file in files}
    assert "Handler failed" in text[said.name] and "OperationalError" in text[said.name]
    assert "Fatal" not in text[said.name]
    return text | {said.name: text[said.name].replace(teacher, "")}
