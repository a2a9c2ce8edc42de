"""The same answers on the site, in Voila, in JupyterLab, in Notebook and in two platforms: the same file and score."""

import json
import re
import shutil
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import TimeoutError, expect

from course_site.handin import make_app, running
from course_site.packaging.pages import packed
from course_site.packaging.scorm import scorm_files
from scenario_quiz.answers import check_answers, parse_answers
from scenario_quiz.release import freeze
from scenario_quiz.scoring import score
from skill_grading.data import DataFolder
from skill_grading.gradebook.assignment import release_assignment
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import import_class_list
from tests.browser import open_edx
from tests.browser.quiz_pages import exercise_page, write_page
from tests.browser.scorm_platform import Sco, platform
from tests.browser.serving import COURSE, PATIENCE, free_port, serving, wait_for
from tests.conftest import SmallCourse

pytestmark = pytest.mark.xdist_group("homes")

LOOK = {
    "use": "graded",
    "goals": ["look"],
    "start": "tap",
    "steps": {
        "tap": {
            "kind": "mark",
            "points": 2,
            "parts": {"board": "gives-away", "age": "gives-away", "sun": "harmless"},
            "show": {
                "kind": "post",
                "by": "yara",
                "picture": {"drawing": "selfie-corridor", "alt": "corridor", "parts": {"whiteboard": "board"}},
                "text": ["age", "sun"],
            },
            "next": "tidy",
        },
        "tidy": {
            "kind": "sort",
            "points": 2,
            "bins": ["fine", "never"],
            "cards": {"shoes": {"bin": "fine"}, "name": {"bin": "never"}},
            "next": "mend",
        },
        "mend": {"kind": "order", "points": 3, "items": ["delete", "tell", "sorry"]},
    },
}
LOOK_WORDS = {
    "title": "Kijken",
    "situation": "Kijk eens.",
    "people": {"yara": "Yara"},
    "texts": {"corridor": "Een selfie in de gang."},
    "steps": {
        "tap": {
            "prompt": "Wat verraadt te veel?",
            "parts": {"board": "Het bord", "age": "Ze is 101 jaar.", "sun": "De zon schijnt."},
            "feedback": {"board": "B", "age": "A", "sun": "S"},
        },
        "tidy": {
            "prompt": "Mag dit online?",
            "bins": {"fine": "Mag", "never": "Nooit"},
            "cards": {"shoes": "Je schoenen.", "name": "Een naam."},
            "feedback": {"shoes": "S", "name": "N"},
        },
        "mend": {
            "prompt": "Wat doe je eerst?",
            "items": {"delete": "Weghalen.", "tell": "Melden.", "sorry": "Sorry zeggen."},
            "feedback": {"delete": "D", "tell": "T", "sorry": "S"},
        },
    },
}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The small course with a scenario more, so that its exercise has every kind."""
    course = SmallCourse(tmp_path_factory.mktemp("homes") / "course")
    shared = {"skill": "confidentiality", "rules": ["1.5"]}
    steps = {name: shared | step for name, step in LOOK["steps"].items()}
    course.files["exercises/placement/assignment.yml"]["graded"] = ["walk", "look", "tell"]
    course.files["exercises/placement/look/scenario.yml"] = LOOK | {"steps": steps}
    for language in ("nl", "en"):
        course.files[f"exercises/placement/look/{language}.yml"] = LOOK_WORDS
    course.write()
    return course


@pytest.fixture(scope="module")
def release(small):
    course = small.load()
    return freeze(course.assignments["placement"], course.school)


@pytest.fixture(scope="module")
def data(small, release):
    data = DataFolder(small.root / "_data")
    release_assignment(data, release)
    return data


@pytest.fixture(scope="module")
def site_file(browser, small, release, data):
    """What a pupil hands in on the site."""
    class_list = small.root / "class.csv"
    class_list.write_text("klas;naam;voornaam\n5VZ;Peeters;Noor\n", encoding="utf-8")
    [code] = import_class_list(data, class_list).codes.values()
    exercise_page(small.root / "site/nl", release)
    with running(make_app(data, small.root / "site", small.load())) as address, opened(browser) as page:
        page.goto(f"{address}nl/exercise.html")
        page.get_by_label("Jouw code").fill(code)
        page.get_by_role("button", name="Start").click()
        page.get_by_role("button", name="Ja, ik ben Noor").click()
        walk(page)
        look(page)
        tell(page)
        page.get_by_role("button", name="Dien in").click()
        page.locator(".quiz-receipt").first.wait_for()
    inbox = Inbox(data.inbox_url)
    [hand_in] = inbox.counting("placement")
    inbox.close()
    return hand_in.answers


def test_voila_keeps_the_same_file_asks_no_other_server_and_leaves_no_kernel(browser, small, release, data, site_file):
    port = free_port()
    address = f"http://localhost:{port}/"
    answers = data.live / "placement" / "answers.json"
    command = [*COURSE, "--data", str(data.path), "voila", "placement", "--port", str(port)]
    with serving(command, small.root, f"{address}voila/static/voila.js") as server, opened(browser) as page:
        asked, refused = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: "Content Security" in message.text and refused.append(message.text))

        page.goto(address)
        walk(page)
        wait_for(lambda: given(answers) == 2)
        assert page.locator("html").get_attribute("lang") == "nl"
        assert page.title() == "Stage"
        assert "Exercise(" not in page.locator("body").inner_text()
        page.mouse.move(400, 400)
        page.mouse.wheel(0, 100_000)
        expect(page.get_by_role("heading", name="Vertellen")).to_be_in_viewport()
        [kernel] = kernels(server)

        page.reload()
        look(page)
        tell(page)
        wait_for(lambda: given(answers) == 6)
        wait_for(lambda: len(kernels(server)) == 1)
        assert kernels(server) != [kernel]

        page.goto("about:blank")
        wait_for(lambda: kernels(server) == [])
        ours = ("about:", "data:", "blob:", address)
        assert [url for url in asked if not url.startswith(ours)] == []
        assert refused == []

    assert_same(answers.read_bytes(), site_file, release)


def test_jupyterlab_and_notebook_share_the_same_file(browser, data, release, site_file, tmp_path):
    folder = tmp_path / "placement"
    shutil.copytree(data.release / "placement", folder)
    answers = folder / "answers.json"
    port = free_port()
    address = f"http://localhost:{port}/"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.root_dir={folder}"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="]
    command += ["--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    private = {
        name: str(tmp_path / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")
    }
    with serving(command, tmp_path, f"{address}api", **private), opened(browser) as page:
        page.goto(f"{address}lab/tree/placement.ipynb")
        run_all(page)
        page.locator(".quiz-step").first.wait_for()
        assert not answers.exists()
        walk(page)
        look(page)
        wait_for(lambda: given(answers) == 5)

        page.goto(f"{address}notebooks/placement.ipynb")
        run_all(page)
        page.locator(".quiz-done").first.wait_for()
        tell(page)
        wait_for(lambda: given(answers) == 6)

    assert_same(answers.read_bytes(), site_file, release)


@pytest.fixture(scope="module")
def package(small, release, tmp_path_factory):
    """The files of the package for a platform: the exercise, and a page beside it."""
    site = tmp_path_factory.mktemp("package")
    exercise_page(site / "nl", release)
    write_page(site / "nl", "welcome.html", "")
    small.files["_toc.yml"] = {
        "format": "jb-book",
        "root": "exercise",
        "parts": [{"caption": "start", "chapters": [{"file": "welcome"}]}],
    }
    small.files["chapters/nl/_book.yml"] = {"captions": {"start": "Begin"}}
    return scorm_files(small.load(), site, ["nl"])


def test_a_platform_gives_the_same_file_after_two_visits(browser, package, release, site_file, tmp_path):
    with platform(tmp_path, package) as address, opened(browser) as page:
        assert_same(visit_twice(page, f"{address}index.html", "iframe"), site_file, release)


@pytest.mark.exhaustive
def test_open_edx_gives_the_same_file_after_two_visits(browser, package, release, site_file, open_edx_python, tmp_path):
    with open_edx.workbench(open_edx_python, tmp_path) as address, opened(browser) as page:
        open_edx.upload(browser, address, packed(package))
        pupils = f"{address}{open_edx.SCENARIO}?student=noor"
        assert_same(visit_twice(page, pupils, "iframe.scorm-embedded"), site_file, release)


def visit_twice(page, address, frame):
    """The file that a pupil saves who answers in a platform, leaves halfway, and comes back."""
    page.goto(address)
    sco = Sco(page, page.frame_locator(frame))
    walk(sco.course)
    sco.kept()
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")
    page.goto(address)
    look(sco.course)
    tell(sco.course)
    with page.expect_download() as saving:
        sco.course.get_by_role("button", name="Bewaar als bestand").click()
    assert saving.value.suggested_filename == "placement-answers.txt"
    return Path(saving.value.path()).read_bytes()


def walk(page):
    confirm(page, "Vragen.")
    confirm(page, "Kamer.")


def tell(page):
    confirm(page, "Schrijf.", "Ik bel mijn mentor. 😀 <b>")


def look(page):
    step = page.get_by_role("form", name=re.compile("^Kijken"))
    step.get_by_role("button", name="Het bord", exact=True).click()
    step.get_by_role("button", name="De zon schijnt.", exact=True).click()
    send(step)
    step.get_by_role("group", name="Een naam.", exact=True).get_by_label("Nooit").check()
    step.get_by_role("group", name="Je schoenen.", exact=True).get_by_label("Nooit").check()
    send(step)
    step.get_by_role("button", name="Melden.").first.click()
    send(step)


def confirm(page, label, text=None):
    control = page.get_by_label(label, exact=True)
    control.check() if text is None else control.fill(text)
    send(page.locator("form", has=control))


def send(step):
    step.get_by_text("Bevestig").click()


def run_all(page):
    """What the notebook tells a pupil to do; again when the kernel was not there yet, for Jupyter drops that."""
    page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").wait_for()
    for _ in range(10):
        page.locator(".jp-Notebook .jp-CodeCell").first.click()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with suppress(TimeoutError):
            return page.locator(".scenario-quiz").first.wait_for(state="attached", timeout=6000)
    raise AssertionError("the notebook did not run")


def given(answers):
    return sum(map(len, json.loads(answers.read_bytes())["scenarios"].values())) if answers.exists() else 0


def assert_same(file, other, release):
    answers, others = parse_answers(file), parse_answers(other)
    check_answers(answers, release)
    assert timeless(file) == timeless(other)
    assert score(release, answers).as_json() == score(release, others).as_json()


def timeless(file):
    """An answers file without what differs between any two attempts."""
    answers = json.loads(file)
    del answers["attempt"]
    for entries in answers["scenarios"].values():
        for entry in entries:
            del entry["time"]
    return answers


def kernels(server):
    """The process ids of the kernels of a server."""
    found = []
    for child in server.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "ipykernel_launcher" in child.cmdline():
                found.append(child.pid)
    return found


@contextmanager
def opened(browser):
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    yield page
    context.close()
