"""Building is killed at any moment: pupils see a whole site or the one from before, and the next build goes on."""

from __future__ import annotations

import shutil
from itertools import count, cycle
from pathlib import Path

import pytest

from course_site import book as building
from tests.killing import kill_often
from tests.publishing.books import SmallBook

WORDS = ("The first edition.", "The second edition.")


def names(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kills", [200])
def test_a_build_that_is_killed_leaves_a_whole_site(tmp_path, kills):
    book, editions, number = SmallBook(tmp_path), cycle(WORDS), count()
    page = book.page("placement")
    text = page.read_text(encoding="utf-8")

    def write_next() -> None:
        page.write_text(f"{text}\n{next(editions)}\n", encoding="utf-8")

    def fresh() -> SmallBook:
        if next(number) % 2:  # half of the time there is a site already
            shutil.rmtree(book.site.parent, ignore_errors=True)
        write_next()
        return book

    def whole(found: SmallBook) -> None:
        site = found.site / "nl"
        if site.is_dir():
            assert names(site) >= expected
            published = found.html("placement")
            assert published.rstrip().endswith("</html>") and sum(words in published for words in WORDS) == 1
        write_next()  # the author goes on, or takes it back

    def done(found: SmallBook) -> None:
        assert names(found.site / "nl") >= expected
        (words,) = [each for each in WORDS if each in page.read_text(encoding="utf-8")]
        assert words in found.html("placement")

    write_next()
    book.build()
    expected = {name for name in names(book.site / "nl") if name.endswith(".html")}
    assert {"placement.html", "welcome.html", "protocol.html"} <= expected
    kill_often(kills, fresh, lambda found: found.build(), whole, done)


@pytest.mark.exhaustive
def test_a_change_that_is_taken_back_after_a_killed_build_is_gone(tmp_path, monkeypatch):
    book = SmallBook(tmp_path)
    page = book.page("placement")
    before = page.read_text(encoding="utf-8")
    book.build()
    page.write_text(f"{before}\n{WORDS[0]}\n", encoding="utf-8")

    def killed(path: Path, content: bytes | str) -> None:
        if path.suffix == ".sha256":
            raise KeyboardInterrupt
        path.write_text(content)

    with monkeypatch.context() as last_moment:
        last_moment.setattr(building, "write_atomically", killed)
        with pytest.raises(KeyboardInterrupt):
            book.build()
    assert WORDS[0] in book.html("placement")
    page.write_text(before, encoding="utf-8")
    book.build()
    assert WORDS[0] not in book.html("placement")
