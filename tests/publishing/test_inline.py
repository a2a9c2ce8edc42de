"""Putting styles and scripts into pages: what a page asks for stands in it, and nothing else changes."""

import re
from hashlib import sha256

from course_site.inline import STYLES, THEME_STYLES, inline

LINKS = "".join(f'<link rel="stylesheet" type="text/css" href="{name}?v=1">' for name in (THEME_STYLES, STYLES))
READER = '<script defer="defer" src="_static/reader.js?v=2"></script>'
QUIZ = '<script defer="defer" src="_static/quiz.js"></script>'
FILES = {
    THEME_STYLES: "body { --ink: black; --paper: white } p { color: var(--ink) } h2 { color: blue } .note { top: 0 }",
    STYLES: "html > body { --ink: navy } p { color: green; src: url('fonts/a.woff2') } .quiz-tone-good { left: 0 }",
    "_static/reader.js": "let here = 1;\n",
    "_static/quiz.js": "draw(`quiz-tone-${tone}`);",
    "_static/fonts/a.woff2": b"font",
}


def page(body: str, *scripts: str) -> str:
    return f"<html><head>{LINKS}</head><body>{body}{''.join(scripts)}</body></html>"


def put(*pages: str, **more: str) -> list[str]:
    files = FILES | more
    return list(inline({f"{number}.html": text for number, text in enumerate(pages)}, files.get).values())


def style(text: str) -> str:
    (found,) = re.findall("<style>(.*?)</style>", text)
    return found


def test_a_page_asks_for_no_style_sheet_and_no_deferred_script():
    (text,) = put(page("<p>one</p>", READER))
    assert "<link" not in text and "src=" not in text
    assert text.endswith("<script>let here = 1;</script>\n</body></html>")
    assert text.index("<style>") < text.index("</head>")


def test_the_style_has_what_the_page_uses_and_the_theme_leaves_to_the_course_what_both_set():
    (text,) = put(page("<p>a note on h2</p>"))
    fingerprint = sha256(b"font").hexdigest()[:8]
    assert style(text) == (
        f"p{{color:var(--ink)}}html > body{{--ink:navy}}p{{color:green;src:url(_static/fonts/a.woff2?v={fingerprint})}}"
    )


def test_pages_that_ask_for_the_same_share_one_style_and_others_do_not():
    one, two, three = map(style, put(page("<p>x</p>"), page("<h2>x</h2>"), page("<p>x</p>", QUIZ)))
    assert one == two and "h2" in one and "quiz-tone" not in one
    assert "h2" not in three and ".quiz-tone-good{left:0}" in three  # the script puts the name together


def test_what_lies_elsewhere_is_not_there_or_could_end_its_tag_stays_a_request():
    asked = [
        '<script defer src="https://example.com/x.js"></script>',
        '<script defer src="_static/gone.js"></script>',
        '<script defer src="_static/odd.js"></script>',
        '<script src="_static/reader.js"></script>',
    ]
    (text,) = put(page("<p>x</p>", *asked), **{"_static/odd.js": 'say("</script>")'})
    assert all(each in text for each in asked)
    assert "<script>" not in text
