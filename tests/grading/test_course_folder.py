"""The course folder: settings that fail closed, and a gradebook that nbgrader can upgrade."""

import sqlite3

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, inspect

from scenario_quiz.errors import Refusal
from skill_grading.course_facts import CourseFacts, keep_facts, kept_facts
from skill_grading.course_folder import SETTINGS, course_files, environment, load_settings, prepare
from skill_grading.data import DataFolder
from skill_grading.gradebook.assignment import release_assignment
from skill_grading.gradebook.exporter import ReleasedNotebookExporter


def schema(file):
    engine = create_engine(f"sqlite:///{file}")
    tables = inspect(engine)
    return {table: sorted(column["name"] for column in tables.get_columns(table)) for table in tables.get_table_names()}


def version(file):
    with sqlite3.connect(file) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchall()


def test_the_gradebook_is_the_one_that_nbgrader_makes(tmp_path, monkeypatch):
    data = DataFolder(tmp_path / "data")
    monkeypatch.setenv("PATH", environment(data)["PATH"])
    Gradebook(f"sqlite:///{tmp_path / 'stock.db'}").close()
    monkeypatch.setenv("PATH", "")  # where nbgrader looks for `alembic`

    prepare(data)
    prepare(data)

    ours = data.course / "gradebook.db"
    assert schema(ours) == schema(tmp_path / "stock.db")
    assert version(ours) == version(tmp_path / "stock.db")


def test_settings_name_this_data_folder(placement):
    settings = load_settings(placement.data)

    assert settings.CourseDirectory.root == str(placement.data.course)
    assert settings.CourseDirectory.course_id == "small-school"
    assert settings.CourseDirectory.db_url == placement.data.gradebook_url
    assert settings.FormgradeExtension.debug is False


def test_settings_are_brought_up_to_date(placement):
    settings = placement.data.course / SETTINGS
    ours = settings.read_bytes()
    settings.write_text("c = get_config()")

    prepare(placement.data)

    assert settings.read_bytes() == ours


def test_nothing_in_source_goes_over_what_a_pupil_handed_in(placement):
    assert course_files(placement.data) == {
        "placement": ["answers.json", "placement.ipynb", "public.en.json", "public.nl.json", "timestamp.txt"]
    }


def test_settings_work_before_anything_was_released(tmp_path):
    assert load_settings(DataFolder(tmp_path)).CourseDirectory.course_id == ""


def test_a_part_without_its_settings_says_so():
    with pytest.raises(ValueError, match=f"run this in the course folder, beside its {SETTINGS}"):
        ReleasedNotebookExporter().from_filename("placement.ipynb")


def test_facts_that_can_not_be_read_are_mended_by_the_command_that_the_message_names(placement, small_course):
    facts = CourseFacts.of(small_course.load())
    placement.data.facts.write_bytes(b"\xff broken")
    with pytest.raises(Refusal, match="course release"):
        kept_facts(placement.data)
    keep_facts(placement.data, facts)
    assert kept_facts(placement.data) == facts


def test_a_gradebook_on_a_server_is_asked_for_by_the_environment(small_course, tmp_path, monkeypatch):
    from tests.grading.placement import Placement

    monkeypatch.setenv("COURSE_GRADEBOOK_URL", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    placement = Placement.make(tmp_path / "data", small_course)

    assert not (placement.data.course / "gradebook.db").exists()
    assert release_assignment(placement.data, placement.release).gradebook_name == "placement"
