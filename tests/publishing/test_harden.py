"""What may be published of what was built."""

import gzip
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from course_site.harden import harden, policy, read_page
from scenario_quiz.errors import CourseError


def publish(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / "built" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    harden(folder / "built", folder / "published")
    return folder / "published"


def names(published: Path) -> set[str]:
    return {path.relative_to(published).as_posix() for path in published.rglob("*") if path.is_file()}


def test_keeps_what_pages_load_and_what_that_loads_in_turn(tmp_path):
    published = publish(
        tmp_path,
        {
            "a.html": '<link rel="stylesheet" href="_static/a.css?v=1"><img src="p/x%20y.svg"><a href="b.html#top">',
            "b.html": '<script src="_static/a.js"></script><a href="files/list.txt">',
            "_static/a.css": 'a { background: url("../p/z.svg") } a { background: url(data:image/svg+xml,x) }',
            "_static/a.js": "",
            "_static/unused.js": "",
            "p/x y.svg": "<svg/>",
            "p/z.svg": "<svg/>",
            "files/list.txt": "",
            "_sources/a.md": "",
            "objects.inv": "",
        },
    )
    assert {name for name in names(published) if not name.endswith(".gz")} == {
        "_csp.json", "a.html", "b.html", "_static/a.js", "p/x y.svg", "p/z.svg", "files/list.txt",
    }  # fmt: skip


def test_keeps_the_script_that_a_page_loads_when_a_pupil_saves(tmp_path):
    files = {"a.html": '<div class="hand-in" data-save="_static/save.js?v=1"></div>', "_static/save.js": ""}
    assert "_static/save.js" in names(publish(tmp_path, files))


def test_takes_the_state_of_widgets_out(tmp_path):
    state = '<script type="application/vnd.jupyter.widget-state+json">\n{"key": "CANARY"}\n</script>'
    view = '<script type="application/vnd.jupyter.widget-view+json">{"model_id": "CANARY"}</script>'
    published = publish(tmp_path, {"a.html": f"<p>before</p>{state}{view}<p>after</p>"})
    text = (published / "a.html").read_text()
    assert "CANARY" not in text
    assert "before" in text and "after" in text


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example.com/x.js"></script>',
        '<script src="//cdn.example.com/x.js"></script>',
        '<link rel="stylesheet" href="https://example.com/x.css">',
        '<link rel="preload" href="https://example.com/x.woff2">',
        '<img src="http://example.com/x.png">',
        '<img srcset="http://example.com/x.png 2x">',
        '<iframe src="https://example.com/"></iframe>',
        '<object data="https://example.com/x.svg"></object>',
    ],
)
def test_refuses_to_publish_a_page_that_loads_from_elsewhere(tmp_path, html):
    with pytest.raises(CourseError, match=r"a\.html: loads .*example\.com.* from elsewhere"):
        publish(tmp_path, {"a.html": html})


@pytest.mark.parametrize("css", ["@import 'https://example.com/a.css';", "p { src: url(//example.com/a.woff2) }"])
def test_refuses_a_style_that_loads_from_elsewhere(tmp_path, css):
    with pytest.raises(CourseError, match=r"a\.html: loads .*example\.com"):
        publish(tmp_path, {"a.html": '<link rel="stylesheet" href="a.css"><p>x</p>', "a.css": css})


def test_a_link_may_lead_elsewhere(tmp_path):
    publish(tmp_path, {"a.html": '<a href="https://example.com/">x</a><link rel="canonical" href="https://b.example">'})


def test_refuses_a_script_in_an_attribute(tmp_path):
    with pytest.raises(CourseError, match="onclick"):
        publish(tmp_path, {"a.html": '<p onclick="go()">x</p>'})
    with pytest.raises(CourseError, match="href"):
        publish(tmp_path, {"a.html": '<a href=" JavaScript:go()">x</a>'})


def test_refuses_a_page_whose_file_is_missing(tmp_path):
    with pytest.raises(CourseError, match=r"loads gone\.js, which is not there"):
        publish(tmp_path, {"a.html": '<script src="gone.js"></script>'})


def test_the_policy_names_inline_scripts_by_their_hash_and_data_not_at_all():
    page = read_page("<script>run('é')</script><script type='application/json'>{}</script><script src='a.js'></script>")
    digest = b64encode(sha256("run('é')".encode()).digest()).decode()
    assert policy([page]) == {"script-src": [f"'sha256-{digest}'"], "style-src": []}


def test_the_policy_names_inline_styles_by_their_hash():
    page = read_page("<style>p { color: red }</style>")
    digest = b64encode(sha256(b"p { color: red }").digest()).decode()
    assert policy([page])["style-src"] == [f"'sha256-{digest}'"]


def test_the_policy_tells_when_a_page_has_a_style_in_an_attribute():
    assert policy([read_page("<style>a{}</style><p style='color: red'>x</p>")])["style-src"] == ["'unsafe-inline'"]


def test_what_stayed_the_same_is_not_packed_again(tmp_path):
    before = publish(tmp_path, {"a.html": "<p>same</p>", "b.html": "<p>old</p>"})
    for name in ("a.html.gz", "b.html.gz"):
        (before / name).write_bytes(b"packed before")
    (tmp_path / "built/b.html").write_text("<p>new</p>")
    harden(tmp_path / "built", tmp_path / "again", before)
    assert (tmp_path / "again/a.html.gz").read_bytes() == b"packed before"
    assert gzip.decompress((tmp_path / "again/b.html.gz").read_bytes()) == b"<p>new</p>"
