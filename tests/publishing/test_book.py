"""Building a site: what is published, what is built again, and what an author is told."""

import copy
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from course_site.publish import release_all
from scenario_quiz.errors import CourseError
from scenario_quiz.widget import bundled
from skill_grading.releases import ReleaseStore
from tests.publishing.books import CONTENTS, SmallBook


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> SmallBook:
    book = SmallBook(tmp_path_factory.mktemp("book"))
    book.build()
    return book


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    return SmallBook(tmp_path)


def problems(book: SmallBook) -> str:
    with pytest.raises(CourseError) as error:
        book.build()
    return str(error.value)


def test_publishes_every_page_of_the_contents_in_the_language(built):
    for page in ("welcome", "placement", "placement-exercise", "protocol", "search"):
        assert '<html class="no-js" lang="nl"' in built.html(page)
    assert 'href="welcome.html"' in built.html("index")
    assert 'href="nl/welcome.html"' in (built.site / "index.html").read_text()


def test_publishes_nothing_but_pages_and_what_they_load(built):
    kinds = {path.suffix for path in (built.site / "nl").rglob("*") if path.is_file()}
    assert kinds == {".html", ".js", ".svg", ".woff2", ".json", ".gz"}
    names = {path.name for path in (built.site / "nl").rglob("*")}
    assert not names & {"_sources", ".buildinfo", "objects.inv", "quiz.js", "jquery.js", "pygments.css", "basic.css"}


def test_has_a_packed_copy_beside_every_text_file(built):
    for path in (built.site / "nl").rglob("*.html"):
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()


def test_a_self_check_shows_its_feedback_and_has_nothing_to_hand_in_or_release(book):
    files = book.course.files
    files["exercises/crew/assignment.yml"] = {"chapter": "placement", "minutes": 5, "self_check": ["talk"]}
    talk = copy.deepcopy(files["exercises/placement/talk/scenario.yml"])
    talk["steps"]["draft"] |= {"fine": True}
    talk["steps"]["again"] = {**copy.deepcopy(talk["steps"]["draft"]), "fine": False}
    talk["steps"]["draft"]["choices"]["wait"]["next"] = "again"
    files["exercises/crew/talk/scenario.yml"] = talk
    for language in ("nl", "en"):
        files[f"exercises/crew/{language}.yml"] = {"title": "Zelftest", "introduction": "Voor jezelf."}
        words = copy.deepcopy(files[f"exercises/placement/talk/{language}.yml"])
        words["steps"]["again"] = words["steps"]["draft"]
        files[f"exercises/crew/talk/{language}.yml"] = words
    crew = {"caption": "more", "readers": "adults", "chapters": [{"file": "crew-exercise"}]}
    files["_toc.yml"] = CONTENTS | {"parts": [*CONTENTS["parts"], crew]}
    release_all(book.course.load(), book.data)
    book.build()
    page = book.html("crew-exercise")
    assert "<h1>Zelftest" in page and '<h2 class="quiz-title">' in page and "FEEDBACK-WAIT" in page
    assert 'class="hand-in"' not in page
    assert 'data-uncounted="crew-exercise"' in page
    assert ReleaseStore(book.data).assignments() == ["placement"]


def test_an_exercise_page_has_the_two_places_to_hand_in_around_its_questions(built):
    page = built.html("placement-exercise")
    version = built.data.releases.glob("placement/*/full.json").__next__().parent.name
    start = page.index(f'<div class="hand-in" data-assignment="placement" data-content="{version}" data-title="Stage"')
    end = page.index('<div class="hand-in-end" data-assignment="placement">')
    assert page.index("<h1>Stage") < start < page.index('class="scenario-quiz"') < end
    assert page.rindex('class="scenario-quiz"') < end
    assert "ScenarioQuiz(" not in page
    assert "CANARY" not in page


def test_only_pages_with_a_scenario_load_the_quiz_and_its_words(built):
    for page, wanted in {"placement": True, "placement-exercise": True, "protocol": False, "welcome": False}.items():
        text = built.html(page)
        assert text.count('id="scenario-labels"') == int(wanted)
        assert (bundled("practice.js").strip() in text) is (page == "placement")
        assert (bundled("exercise.js").strip() in text) is (page == "placement-exercise")
        assert ('"hand_in_title"' in text) is (page == "placement-exercise")
        assert '<meta name="course-id" content="small-school">' in text
        assert '<meta name="course-api" content="../api/">' in text


def test_the_head_tells_what_a_page_is_about(built):
    assert '<meta name="description" content="The first words of the course.">' in built.html("welcome")


def test_says_in_the_policy_which_inline_scripts_run(built):
    policy = json.loads((built.site / "nl/_csp.json").read_text())
    # The theme before the page is drawn, the offline app long after, the reader, the welcome page and both quizzes,
    # and the question to the service that an exercise begins with.
    assert len(policy["script-src"]) == 7
    # The welcome page, pages with practice, exercises, and the others.
    assert len(policy["style-src"]) == 4
    assert not any("unsafe" in source for sources in policy.values() for source in sources)


def test_speaks_the_other_language_from_its_own_files(book):
    with book.page("placement", "en").open("a", encoding="utf-8") as chapter:
        chapter.write("\nThe [*klastitularis*]{.language-nl} knows.\n")
    book.build("en")
    page = book.html("placement", "en")
    assert '<span lang="nl"><em>klastitularis</em></span>' in page
    for words in ('lang="en"', "Small course", "Begin here", "Further", "Skip to the content", "On placement"):
        assert words in page
    assert 'class="header-tool language"' not in page
    assert "hreflang" not in page


def test_every_page_leads_to_itself_in_the_other_languages_and_the_site_starts_in_the_first(book):
    for language in ("nl", "en"):
        book.build(language, ["nl", "en"])
    for language, other, name in (("nl", "en", "English"), ("en", "nl", "Nederlands")):
        for page in ("welcome", "placement", "placement-exercise", "protocol", "search"):
            text = book.html(page, language)
            assert f'href="../{other}/{page}.html" lang="{other}" hreflang="{other}">' in text
            assert f'<span class="language-name">{name}</span>' in text
            assert 'rel="alternate"' not in text  # search engines take whole addresses only
    assert 'href="nl/welcome.html"' in (book.site / "index.html").read_text()


def test_a_language_that_is_left_out_is_no_longer_linked(book):
    book.build("nl", ["nl", "en"])
    book.build("nl", ["nl"])
    assert "hreflang" not in book.html("welcome")


def test_a_second_build_does_nothing_and_does_not_even_load_sphinx(book):
    assert book.build().written
    code = (
        "import sys; from pathlib import Path; from course_site.book import build;"
        "from scenario_quiz.course import Course; from skill_grading.data import DataFolder;"
        f"report = build(Course.load(Path({str(book.course.root)!r})), DataFolder({str(book.data.path)!r}), 'nl',"
        f"Path({str(book.site)!r})); print(report.written, 'sphinx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] False"


def test_a_changed_scenario_makes_its_page_again_and_leaves_the_others(book):
    book.build()
    book.course.files["exercises/placement/talk/nl.yml"]["situation"] = "Een heel ander praatje."
    report = book.build()
    assert "placement" in report.written
    assert not {"protocol", "placement-exercise"} & set(report.written)
    assert "Een heel ander praatje." in book.html("placement")


def test_a_changed_title_reaches_the_navigation_of_every_page(book):
    book.build()
    book.page("placement").write_text("# Een nieuwe titel\n", encoding="utf-8")
    book.build()
    for page in ("welcome", "placement", "placement-exercise", "protocol"):
        assert "Een nieuwe titel" in book.html(page)


def test_changed_words_of_the_school_reach_the_pages(book):
    book.build()
    book.course.files["schools/small-school/nl.yml"]["rules"]["1.5"]["title"] = "Zwijg op stage"
    book.build()
    assert "Zwijg op stage" in book.html("protocol")
    assert "Zwijg op stage" in book.html("placement")


def test_a_page_that_left_the_contents_is_no_longer_published(book):
    book.build()
    only = [{"caption": "more", "chapters": [{"file": "protocol"}]}]
    book.course.files["_toc.yml"] = {"format": "jb-book", "root": "welcome", "parts": only}
    book.page("welcome").write_text("# Alleen dit\n", encoding="utf-8")
    book.build()
    assert not (book.site / "nl/placement.html").exists()
    assert "placement.html" not in book.html("welcome")


def test_a_mistake_in_a_chapter_stops_the_build_at_the_authors_own_line_every_time(book):
    book.build()
    before = book.html("placement")
    book.page("placement").write_text("# Op stage\n\nZie [hier](nowhere.md).\n", encoding="utf-8")
    for _ in range(2):
        assert f"{book.page('placement')}:3: " in problems(book)
    assert book.html("placement") == before
    book.page("placement").write_text("# Op stage\n\nZie hier.\n", encoding="utf-8")
    book.build()
    assert "Zie hier." in book.html("placement")


def test_a_page_that_nobody_wrote_is_named_with_its_line_in_the_contents(book):
    book.page("placement").unlink()
    said = problems(book)
    assert f"{book.course.root / '_toc.yml'}:" in said
    assert "write chapters/nl/placement.md" in said


def test_a_caption_without_words_is_named(book):
    del book.course.files["chapters/nl/_book.yml"]["captions"]["more"]
    assert "'more' has no words under captions in chapters/nl/_book.yml" in problems(book)


def test_an_exercise_that_was_never_released_says_what_to_run(tmp_path):
    book = SmallBook(tmp_path)
    book.data = type(book.data)(tmp_path / "empty")
    assert "course release" in problems(book)


def test_a_setting_that_jupyter_book_does_not_know_is_refused(book):
    book.course.files["_config.yml"]["execute"] = {"execute_notebooks": "sometimes"}
    assert "_config.yml" in problems(book)


def test_a_slip_in_the_contents_is_named_with_its_line(book):
    book.course.files["_toc.yml"] = {"format": "jb-book", "root": "welcome", "parts": [{"caption": "start"}]}
    assert f"{book.course.root / '_toc.yml'}:4: parts.0.chapters: " in problems(book)


def test_a_word_that_begins_with_an_apostrophe_opens_no_quotation(book):
    page = book.page("welcome")
    page.write_text(page.read_text(encoding="utf-8") + "\n## Laat 's avonds\n\n'Kom je 's nachts?' Een 's' alleen.\n")

    book.build()

    html = book.html("welcome")
    assert html.count("Laat ’s avonds") == 2  # the heading, and the contents of the page
    assert "‘Kom je ’s nachts?’ Een ‘s’ alleen." in html


def test_a_drawing_keeps_its_room_and_loads_when_it_comes_near(book):
    drawing = book.course.root / "chapters/pictures/boat.svg"
    drawing.parent.mkdir()
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"/>', encoding="utf-8")
    book.page("welcome").write_text(
        "# Welkom\n\n![Een boot](../pictures/boat.svg) [x](placement.md)\n", encoding="utf-8"
    )
    book.build()
    assert 'src="_images/boat.svg" width="40" height="30" loading="lazy"' in book.html("welcome")
