"""Practice scenarios in a real browser: the walk, keyboard, storage, axe."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe

from scenario_quiz.views import practice_view
from tests.browser.quiz_pages import practice_page, served, shown

EVIL = "<img src=x onerror=\"document.title='owned'\"></script><b>"


@pytest.fixture
def story(small_course):
    """The small course's practice scenario, made longer: a choice, a choice of several, a text, two endings."""
    steps = small_course.files["exercises/placement/talk/scenario.yml"]["steps"]
    more = {"skill": "speak-up", "rules": ["7.9"], "points": 3}
    steps["draft"]["choices"]["wait"] = {"verdict": "good", "next": "tick"}
    steps["draft"]["choices"]["hide"] = {"verdict": "overcautious", "next": "tick"}
    choices = {"name": {"verdict": "good"}, "room": {"verdict": "good"}, "sun": {"verdict": "harm"}}
    steps["tick"] = more | {"kind": "select", "choices": choices, "next": "write"}
    steps["write"] = more | {"kind": "open", "next": "calm"}
    words = small_course.files["exercises/placement/talk/nl.yml"]
    words["steps"]["draft"]["choices"]["hide"] = "Wissen."
    words["steps"]["draft"]["feedback"]["hide"] = "FEEDBACK-HIDE"
    words["steps"]["tick"] = {
        "situation": "Even later.",
        "prompt": "Wat zegt te veel?",
        "choices": {"name": "Naam.", "room": "Kamer.", "sun": "Zon."},
        "feedback": {"name": "FEEDBACK-NAME", "room": "FEEDBACK-ROOM", "sun": "FEEDBACK-SUN"},
    }
    words["steps"]["write"] = {
        "prompt": "Schrijf.",
        "rubric": {"good": "Goed", "partly": "Deels", "not-yet": "Nog niet"},
        "anchor": "EXAMPLE",
        "feedback": "EXPECTED",
    }
    small_course.files["exercises/placement/talk/en.yml"] = words
    return small_course


def view_of(small_course):
    course = small_course.load()
    return practice_view(course.assignments["placement"].scenarios["talk"], course.school, "nl")


@pytest.fixture
def page(browser, story, tmp_path):
    practice_page(tmp_path / "site/nl", view_of(story))
    with served(tmp_path / "site") as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto("nl/chapter.html")
        yield page
        context.close()


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def choose(page, *names):
    for name in names:
        page.get_by_label(name, exact=True).check()
    button(page, "Bevestig").click()


def test_feedback_puts_the_own_choice_first_then_the_others_then_the_rule(page):
    choose(page, "Posten.")
    feedback = page.locator(".quiz-feedback")
    assert feedback.get_by_role("heading").inner_text() == "Hier gaat het mis"
    assert page.evaluate("document.activeElement.textContent") == "Hier gaat het mis"
    assert feedback.locator("> .quiz-notes").inner_text().split("\n")[-1] == "FEEDBACK-POST"
    assert not page.get_by_text("FEEDBACK-WAIT").is_visible()
    page.get_by_text("De andere keuzes").click()
    others = feedback.locator("details").inner_text()
    for words in ("Goed gezien", "FEEDBACK-WAIT", "Te voorzichtig", "FEEDBACK-HIDE"):
        assert words in others
    assert page.get_by_role("link", name="Regel 1.5 Stage").get_attribute("href") == "protocol.html#rule-1-5"
    assert page.get_by_role("status").inner_text() == "FEEDBACK-POST"


def test_a_wrong_ending_can_be_repaired_and_the_first_choice_stays(page):
    choose(page, "Posten.")
    assert not page.get_by_text("Gezien.").is_visible()
    button(page, "Bekijk hoe het afloopt").click()
    ending = page.locator(".quiz-ending").inner_text()
    for words in ("Zo loopt het mis", "Gezien.", "Haal het weg.", "0 van de 4 punten"):
        assert words in ending
    button(page, "Terug naar de keuze").click()
    assert "eerste keuze blijft bewaard" in page.get_by_role("status").inner_text()
    choose(page, "Wachten.")
    button(page, "Verder").click()
    choose(page, "Naam.", "Kamer.")
    button(page, "Verder").click()
    button(page, "Sla over").click()
    button(page, "Bekijk hoe het afloopt").click()
    # The first choice ended at 'seen': nothing after it counts.
    assert "0 van de 4 punten" in page.locator(".quiz-ending").inner_text()
    stored = page.evaluate("JSON.parse(localStorage['small-school/practice/placement/talk']).entries")
    assert [entry["answer"] for entry in stored] == ["post", "wait", ["name", "room"], ""]


def test_the_end_shows_the_path_and_where_another_choice_would_have_led(page):
    choose(page, "Posten.")
    assert page.locator(".quiz-walk").count() == 0
    button(page, "Bekijk hoe het afloopt").click()
    walk = page.locator(".quiz-walk")
    assert not walk.get_by_text("Even later.").first.is_visible()
    walk.get_by_text("Jouw weg").click()
    assert walk.locator(".quiz-answered").text_content() == "Hier gaat het mis: Posten."
    others = {note.locator(".quiz-chosen").inner_text(): note.inner_text() for note in walk.locator(".quiz-note").all()}
    assert others.keys() == {"Of: Wachten.", "Of: Wissen."}
    assert all("Dan gaat het verder" in told and "Even later." in told for told in others.values())
    button(page, "Terug naar de keuze").click()
    choose(page, "Wachten.")
    assert page.locator(".quiz-walk").count() == 0


def test_several_ticks_tell_what_was_found_missed_and_too_much(page):
    choose(page, "Wachten.")
    button(page, "Verder").click()
    button(page, "Bevestig").click()
    assert "Duid eerst iets aan" in page.get_by_role("status").inner_text()
    choose(page, "Naam.", "Zon.")
    assert page.locator(".quiz-headline").inner_text() == "Je vond 1 van de 2. En één die er niet bij hoort."
    notes = page.locator(".quiz-feedback > .quiz-notes").inner_text()
    for words in ("Juist aangeduid", "Dit hoorde er ook bij", "Dit hoorde er niet bij", "FEEDBACK-SUN"):
        assert words in notes


def test_an_open_question_shows_what_a_good_answer_has(page):
    choose(page, "Wachten.")
    button(page, "Verder").click()
    button(page, "Niets hiervan").click()
    button(page, "Verder").click()
    page.get_by_label("Schrijf.").fill("Ik bel.")
    assert page.locator(".quiz-count").inner_text() == "7 van 2000 tekens"
    button(page, "Bevestig").click()
    feedback = page.locator(".quiz-feedback").inner_text()
    assert "EXPECTED" in feedback
    assert "EXAMPLE" in feedback


def test_a_reload_keeps_the_answers_and_what_was_typed(page):
    choose(page, "Wachten.")
    page.reload()
    assert page.locator(".quiz-headline").inner_text() == "Goed gezien"
    button(page, "Verder").click()
    page.get_by_label("Zon.").check()
    page.reload()
    button(page, "Verder").click()
    assert page.get_by_label("Zon.").is_checked()
    choose(page)
    button(page, "Verder").click()
    page.get_by_label("Schrijf.").press_sequentially("Nog niet af")
    page.wait_for_function("localStorage['small-school/practice/placement/talk'].includes('Nog niet af')")
    page.reload()
    button(page, "Verder").click()
    assert page.get_by_label("Schrijf.").input_value() == "Nog niet af"


def test_starting_again_begins_at_the_first_question(page):
    choose(page, "Posten.")
    button(page, "Bekijk hoe het afloopt").click()
    button(page, "Begin opnieuw").click()
    assert page.get_by_text("Wat doe je?").is_visible()
    assert page.locator(".quiz-path").count() == 0


def test_the_whole_walk_goes_by_keyboard(page):
    def focused():
        return page.evaluate("(document.activeElement.innerText || document.activeElement.value || '').trim()")

    def move(key, target):
        for _ in range(12):
            page.keyboard.press(key)
            if focused() == target:
                return
        pytest.fail(f"{key} never reaches {target}, but {focused()}")

    def confirm():
        move("Tab", "Bevestig")
        page.keyboard.press("Enter")

    def go_on():
        move("Tab", "Verder")
        page.keyboard.press("Enter")

    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    move("ArrowDown", "wait")
    confirm()
    assert focused() == "Goed gezien"
    move("Tab", "De andere keuzes")
    page.keyboard.press("Enter")
    assert page.get_by_text("FEEDBACK-POST").is_visible()
    go_on()
    assert focused().startswith("Even later.")
    for option in ("name", "room"):
        page.locator(".quiz-step").focus()
        move("Tab", option)
        page.keyboard.press("Space")
    confirm()
    assert focused() == "Je vond alles"
    go_on()
    page.keyboard.press("Tab")
    page.keyboard.type("Klaar.")
    confirm()
    assert focused() == "Vergelijk je antwoord"
    move("Tab", "Bekijk hoe het afloopt")
    page.keyboard.press("Enter")
    assert focused() == "Goed afgelopen"


def test_words_of_a_scenario_stay_text(browser, story, tmp_path):
    words = story.files["exercises/placement/talk/nl.yml"]
    words["title"] = words["situation"] = EVIL
    draft = words["steps"]["draft"]
    draft["prompt"] = EVIL
    draft["choices"] = dict.fromkeys(draft["choices"], EVIL)
    draft["feedback"] = dict.fromkeys(draft["feedback"], EVIL)
    words["endings"]["seen"] = {"text": EVIL, "repair": EVIL}
    path = practice_page(tmp_path / "site", view_of(story))
    page = browser.new_page()
    page.goto(path.as_uri())
    shown(page)
    page.locator("input[value=post]").check()
    button(page, "Bevestig").click()
    button(page, "Bekijk hoe het afloopt").click()
    assert page.locator("img, b").count() == 0
    assert page.title() == "Quiz"
    assert page.locator(".quiz-ending").get_by_text(EVIL).count() == 2
    page.close()


def test_it_works_from_a_file_and_where_storage_is_blocked(browser, story, tmp_path):
    path = practice_page(tmp_path / "site", view_of(story))
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })")
    page.goto(path.as_uri())
    shown(page)
    choose(page, "Posten.")
    button(page, "Bekijk hoe het afloopt").click()
    assert page.get_by_text("Gezien.").is_visible()
    page.close()


def test_without_javascript_everything_can_be_read(browser, story, tmp_path):
    path = practice_page(tmp_path / "site", view_of(story))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    page.get_by_text("Posten.").click()
    assert page.get_by_text("FEEDBACK-POST").is_visible()
    context.close()


@pytest.mark.parametrize(("scheme", "width"), list(itertools.product(["light", "dark"], [360, 1280])))
def test_axe_finds_nothing_in_any_state(browser, story, tmp_path, scheme, width):
    path = practice_page(tmp_path / "site", view_of(story))
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(path.as_uri())
    shown(page)

    def check(state):
        violations = Axe().run(page).response["violations"]
        assert [(state, one["id"], [node["target"] for node in one["nodes"]]) for one in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state

    check("fresh")
    page.get_by_label("Posten.").check()
    check("answered")
    button(page, "Bevestig").click()
    page.get_by_text("De andere keuzes").click()
    check("feedback")
    button(page, "Bekijk hoe het afloopt").click()
    page.get_by_text("Jouw weg").click()
    check("ended")
    small = page.evaluate(
        "[...document.querySelectorAll('button, .quiz-option, summary, .quiz-rule a')]"
        ".filter((element) => element.getBoundingClientRect().height < 44).map((element) => element.textContent)"
    )
    assert small == []
    context.close()
