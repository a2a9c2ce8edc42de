"""What is kept from one build to the next, and made again when anything that it was made from changed."""

from course_site.kept import kept, work_folder


def test_makes_it_once_until_what_it_is_made_from_changes(tmp_path):
    made = []

    def make() -> bytes:
        made.append(len(made))
        return b"drawn %d" % len(made)

    folder = work_folder(tmp_path / "site")
    given = [kept(folder, "figure", source, make) for source in ("one", "one", "two", "one")]
    assert given == [b"drawn 1", b"drawn 1", b"drawn 2", b"drawn 3"]
    assert [path.name for path in folder.iterdir()] == ["figure"]


def test_one_name_is_not_taken_for_another(tmp_path):
    assert kept(tmp_path, "nl", "same", lambda: b"nl") == b"nl"
    assert kept(tmp_path, "en", "same", lambda: b"en") == b"en"
    assert kept(tmp_path, "nl", "same", lambda: b"again") == b"nl"
