"""Parts to tap, cards to sort and steps to order in a real browser: keyboard, screen reader, axe."""

import itertools
import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from scenario_quiz.answers import check_answers, parse_answers
from scenario_quiz.release import freeze
from scenario_quiz.scoring import score
from scenario_quiz.views import practice_view
from tests.browser.quiz_pages import exercise_page, practice_page, served
from tests.widgets.kinds.own_course import with_own_kinds

TALK = "exercises/placement/talk"
SHARED = {"skill": "speak-up", "rules": ["7.9"]}
PHOTO = {"drawing": "selfie-corridor", "alt": "corridor", "parts": {"whiteboard": "board", "badge": "badge"}}
STEPS = {
    "tap": SHARED
    | {
        "kind": "mark",
        "points": 4,
        "parts": {"bye": "neutral", "age": "gives-away", "room": "gives-away", "sun": "harmless"},
        "show": {
            "kind": "chat",
            "messages": [{"by": "yara", "text": "hello"}, {"by": "me", "text": "age"}, {"by": "me", "text": "room"},
                         {"by": "yara", "text": "sun"}, {"by": "me", "text": "bye"}],
        },
        "next": "look",
    },
    "look": SHARED
    | {
        "kind": "mark",
        "points": 2,
        "parts": {"board": "gives-away", "badge": "gives-away", "smile": "harmless"},
        "show": {"kind": "post", "by": "me", "picture": PHOTO, "text": ["smile"]},
        "next": "tidy",
    },
    "tidy": SHARED
    | {
        "kind": "sort",
        "points": 3,
        "bins": ["fine", "ask", "never"],
        "cards": {"shoes": {"bin": "fine", "if_wrong": "overcautious"}, "name": {"bin": "never"},
                  "team": {"bin": "ask"}},
        "next": "mend",
    },
    "mend": SHARED | {"kind": "order", "points": 3, "items": ["delete", "tell", "sorry"], "next": "draft"},
}  # fmt: skip
WORDS = {
    "tap": {
        "prompt": "Wat verraadt te veel?",
        "parts": {"bye": "Tot straks!", "age": "Ze is 101 jaar.", "room": "Ze ligt op kamer 12, naast de lift.",
                  "sun": "De zon schijnt."},
        "feedback": {"bye": "FEEDBACK-BYE", "age": "FEEDBACK-AGE", "room": "FEEDBACK-ROOM", "sun": "FEEDBACK-SUN"},
    },
    "look": {
        "prompt": "Wat staat er te veel op?",
        "parts": {"board": "Het bord", "badge": "Het naamkaartje", "smile": "Wat een dag!"},
        "feedback": {"board": "FEEDBACK-BOARD", "badge": "FEEDBACK-BADGE", "smile": "FEEDBACK-SMILE"},
    },
    "tidy": {
        "prompt": "Mag dit online?",
        "bins": {"fine": "Mag", "ask": "Eerst vragen", "never": "Nooit"},
        "cards": {"shoes": "Je nieuwe werkschoenen.", "name": "De naam van een bewoner.",
                  "team": "Een foto met je collega's."},
        "feedback": {"shoes": "FEEDBACK-SHOES", "name": "FEEDBACK-NAME", "team": "FEEDBACK-TEAM"},
    },
    "mend": {
        "prompt": "Wat doe je eerst?",
        "items": {"delete": "Je haalt de foto weg.", "tell": "Je zegt het aan je mentor.", "sorry": "Je zegt sorry."},
        "feedback": {"delete": "FEEDBACK-DELETE", "tell": "FEEDBACK-TELL", "sorry": "FEEDBACK-SORRY"},
    },
}  # fmt: skip


@pytest.fixture
def view(small_course):
    """The small course's practice scenario with a step of each new kind before its choice."""
    structure = small_course.files[f"{TALK}/scenario.yml"]
    structure["start"] = "tap"
    structure["steps"] = STEPS | structure["steps"]
    for language in ("nl", "en"):
        words = small_course.files[f"{TALK}/{language}.yml"]
        words["steps"] = WORDS | words["steps"]
        words["people"] = {"yara": "Yara"}
        words["texts"] = {"hello": "Hoe was het?", "corridor": "Een selfie in de gang."}
    course = small_course.load()
    return practice_view(course.assignments["placement"].scenarios["talk"], course.school, "nl")


@pytest.fixture
def open_page(browser, view, tmp_path):
    """Opens the page, with some answers given already."""
    practice_page(tmp_path / "site/nl", view)
    contexts = []
    with served(tmp_path / "site") as address:

        def opened(answers=(), **options):
            context = browser.new_context(base_url=address, **options)
            contexts.append(context)
            page = context.new_page()
            entries = [{"step": step, "answer": answer, "time": "x"} for step, answer in answers]
            record = json.dumps({"entries": entries, "drafts": {}})
            page.add_init_script(f"localStorage['small-school/practice/placement/talk'] ??= {json.dumps(record)}")
            page.goto("nl/chapter.html")
            if answers:
                button(page, "Verder").click()
            return page

        yield opened
        for context in contexts:
            context.close()


TAPPED = ("tap", ["age", "room"])
LOOKED = ("look", ["board", "badge"])
SORTED = ("tidy", {"shoes": "fine", "name": "never", "team": "ask"})
ORDERED = ("mend", ["delete", "tell", "sorry"])


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def status(page):
    return page.get_by_role("status").inner_text()


def test_parts_are_toggles_in_the_situation_and_every_part_explains_itself(open_page):
    page = open_page()
    group = page.get_by_role("group", name="Wat verraadt te veel?")
    parts = group.get_by_role("button")
    assert parts.all_inner_texts() == [
        "Ze is 101 jaar.",
        "Ze ligt op kamer 12, naast de lift.",
        "De zon schijnt.",
        "Tot straks!",
    ]
    button(page, "Bevestig").click()
    assert "Tik eerst iets aan" in status(page)
    assert page.evaluate("document.activeElement.className") == "quiz-part"
    for name in ("Ze is 101 jaar.", "De zon schijnt.", "Tot straks!", "Tot straks!"):
        group.get_by_role("button", name=name).press("Space")
    assert [one.get_attribute("aria-pressed") for one in parts.all()] == ["true", "false", "true", "false"]
    page.reload()
    assert [one.get_attribute("aria-pressed") for one in parts.all()] == ["true", "false", "true", "false"]
    button(page, "Bevestig").click()
    assert page.locator(".quiz-headline").inner_text() == "Je vond 1 van de 2. En één die er niet bij hoort."
    assert page.locator(".quiz-feedback > .quiz-notes .quiz-mark").all_inner_texts() == [
        "Juist aangeduid", "Dit hoorde er ook bij", "Dit hoorde er niet bij",
    ]  # fmt: skip
    page.locator("summary", has_text="De andere keuzes").click()
    for words in ("FEEDBACK-AGE", "FEEDBACK-ROOM", "FEEDBACK-SUN", "FEEDBACK-BYE"):
        assert page.get_by_text(words).first.is_visible()


def test_spots_in_a_picture_are_toggles_with_a_name(open_page):
    page = open_page([TAPPED])
    for name in ("Het bord", "Het naamkaartje"):
        spot = button(page, name)
        spot.focus()
        page.keyboard.press("Enter")
        assert spot.get_attribute("aria-pressed") == "true"
    button(page, "Bevestig").click()
    assert page.locator(".quiz-headline").inner_text() == "Je vond alles"


def test_each_card_is_a_group_of_radio_buttons(open_page):
    page = open_page([TAPPED, LOOKED])
    assert page.get_by_role("group", name="Mag dit online?").get_by_role("radio").count() == 9
    page.get_by_role("group", name="Je nieuwe werkschoenen.").get_by_role("radio", name="Eerst vragen").check()
    page.reload()
    button(page, "Verder").click()
    assert page.get_by_role("radio", checked=True).count() == 1
    button(page, "Bevestig").click()
    assert "Geef eerst elk kaartje een plaats" in status(page)
    assert (
        page.evaluate("document.activeElement.closest('.quiz-card').innerText").split("\n")[0]
        != "Je nieuwe werkschoenen."
    )
    page.get_by_role("group", name="De naam van een bewoner.").get_by_role("radio", name="Mag", exact=True).check()
    page.get_by_role("group", name="Een foto met je collega's.").get_by_role("radio", name="Eerst vragen").check()
    button(page, "Bevestig").click()
    assert page.locator(".quiz-headline").inner_text() == "1 van de 3 juist geplaatst."
    feedback = page.locator(".quiz-feedback").inner_text()
    for words in ("Hoort bij: Mag", "Hoort bij: Nooit", "Juist", "FEEDBACK-SHOES", "FEEDBACK-NAME", "FEEDBACK-TEAM"):
        assert words in feedback
    assert "De naam van een bewoner. → Mag" in feedback


def test_buttons_move_a_step_keep_focus_and_say_its_place(open_page):
    page = open_page([TAPPED, LOOKED, SORTED])
    texts = page.get_by_role("group", name="Wat doe je eerst?").locator(".quiz-item-text")
    first = texts.all_inner_texts()[0]
    down = button(page, f"Omlaag: {first}")
    down.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert texts.all_inner_texts()[2] == first
    assert status(page) == f"Plaats 3 van 3: {first}"
    assert page.evaluate("document.activeElement.ariaLabel") == f"Omlaag: {first}"
    assert down.get_attribute("aria-disabled") == "true"
    page.keyboard.press("Enter")
    assert texts.all_inner_texts()[2] == first
    before = texts.all_inner_texts()
    page.reload()
    button(page, "Verder").click()
    assert texts.all_inner_texts() == before
    for item in ("Je zegt het aan je mentor.", "Je haalt de foto weg."):
        for _ in range(2):
            button(page, f"Omhoog: {item}").click()
    button(page, "Bevestig").click()
    assert page.locator(".quiz-headline").inner_text() == "De volgorde klopt"
    stored = page.evaluate("JSON.parse(localStorage['small-school/practice/placement/talk']).entries.pop().answer")
    assert stored == ["delete", "tell", "sorry"]


def test_graded_answers_are_locked_and_read_as_they_were_given(browser, small_course, tmp_path):
    course = with_own_kinds(small_course).load()
    release = freeze(course.assignments["placement"], course.school)
    exercise_page(tmp_path / "site", release)
    with served(tmp_path / "site") as address:
        page = browser.new_page()
        page.goto(f"{address}exercise.html")
        quiz = page.locator(".scenario-quiz[data-scenario=tell]")
        confirm = quiz.get_by_role("button", name="Bevestig")
        for name in ("words of age", "words of sun"):
            quiz.get_by_role("button", name=name).click()
        confirm.click()
        for card, into in (("shoes", "fine"), ("name", "never"), ("face", "fine")):
            group = quiz.get_by_role("group", name=f"words of {card}")
            group.get_by_role("radio", name=f"words of {into}").check()
        confirm.click()
        for item in ("learn", "sorry", "tell", "delete"):
            for _ in range(3):
                quiz.get_by_role("button", name=f"Omhoog: words of {item}").press("Enter")
        confirm.click()
        assert quiz.get_by_role("heading", name="Situatie klaar").is_visible()
        assert quiz.locator(".quiz-visit.quiz-tone-neutral").count() == 3
        record = page.evaluate("JSON.parse(localStorage['small-school/graded/placement/here'])")
        page.close()
    about = {"course": release.course, "assignment": release.assignment, "content": release.version}
    head = {"format": "scenario-answers", "version": 1, "language": "nl", "attempt": record["attempt"]}
    given = parse_answers(json.dumps(head | about | {"scenarios": record["scenarios"]}).encode())
    check_answers(given, release)
    steps = score(release, given).scenarios["tell"].steps
    assert [sorted(step.chosen) for step in steps] == [
        ["own-age", "own-sun"],
        ["own-face: own-fine", "own-name: own-never", "own-shoes: own-fine"],
        ["1: own-delete", "2: own-tell", "3: own-sorry", "4: own-learn"],
    ]
    assert [(step.points, step.verdict) for step in steps] == [(0, "harm"), (4 * (2 / 3), "harm"), (4, "good")]


@pytest.mark.parametrize(("scheme", "width"), list(itertools.product(["light", "dark"], [360, 1280])))
def test_axe_finds_nothing_in_any_state(open_page, scheme, width):
    look = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}, "reduced_motion": "reduce"}

    def check(page, state):
        violations = Axe().run(page).response["violations"]
        assert [(state, one["id"], [node["target"] for node in one["nodes"]]) for one in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
        small = page.evaluate(
            "[...document.querySelectorAll('button, .quiz-option, summary')]"
            ".map((one) => [one, one.getBoundingClientRect()])"
            ".filter(([, box]) => box.width && Math.min(box.width, box.height) < 44).map(([one]) => one.outerHTML)"
        )
        assert small == [], state

    given = []
    for step, wrong in (
        TAPPED,
        LOOKED,
        ("tidy", {"shoes": "ask", "name": "fine", "team": "ask"}),
        ("mend", ["tell", "delete", "sorry"]),
    ):
        page = open_page(given, **look)
        check(page, f"{step} fresh")
        for one in page.locator(".quiz-part").all()[:2]:
            one.click()
        for one in page.locator(".quiz-card").all():
            one.get_by_role("radio").first.press("Space")
        for one in page.locator(".quiz-move").all()[1:2]:
            one.click()
        check(page, f"{step} answered")
        button(page, "Bevestig").click()
        for one in page.locator("details").all():
            one.locator("summary").click()
        check(page, f"{step} feedback")
        page.context.close()
        given.append((step, wrong))
