from skill_grading.data import DataFolder


def test_folders_are_made_when_asked_for_and_closed_to_others(tmp_path):
    data = DataFolder(tmp_path / "data")
    assert not data.path.exists()

    folders = [data.releases, data.cards, data.reports, data.source, data.release, data.submitted, data.autograded]

    assert all(folder.is_dir() and folder.stat().st_mode & 0o077 == 0 for folder in [data.path, *folders])


def test_databases_lie_in_the_folder_and_wait_for_each_other(tmp_path):
    data = DataFolder(tmp_path)

    assert data.inbox_url == f"sqlite:///{tmp_path}/inbox.db?timeout=60"
    assert data.gradebook_url == f"sqlite:///{tmp_path}/course/gradebook.db?timeout=60"


def test_the_environment_names_a_database_server(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_INBOX_URL", "postgresql+psycopg://inbox")
    monkeypatch.setenv("COURSE_GRADEBOOK_URL", "postgresql+psycopg://gradebook")
    data = DataFolder(tmp_path)

    assert (data.inbox_url, data.gradebook_url) == ("postgresql+psycopg://inbox", "postgresql+psycopg://gradebook")
