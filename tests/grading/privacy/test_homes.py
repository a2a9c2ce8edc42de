"""The homes that pupils have under JupyterHub on this machine: handed over, and erased; no link in them is followed."""

from __future__ import annotations

import pytest

from skill_grading.privacy.erasure import Erasure
from skill_grading.privacy.forgetting import forget
from skill_grading.privacy.homes import erase_homes, home_files
from skill_grading.pupils.roster import Pupil, Roster
from tests.grading.placement import NAME
from tests.grading.privacy.lived_in import BRAM, NOOR

SECRET = "what only the school may read"


@pytest.fixture
def homes(lived):
    """Noor has done an exercise in her home, and made links to what is not hers; Bram has done one too."""
    for name in ("noor.dhont", "bram.claes"):
        exercise = lived.data.homes / name / "exercises" / NAME
        exercise.mkdir(parents=True)
        (exercise / "answers.json").write_text(f"answers of {name}")
    keys = lived.data.path.with_name("keys-elsewhere")
    keys.mkdir()
    (keys / "key.pem").write_text(SECRET)
    noors = lived.data.homes / "noor.dhont" / "exercises"
    (noors / "stolen.pem").symlink_to(keys / "key.pem")
    (noors / "keys").symlink_to(keys)
    return lived.data


def pupil(data, pupil_id: str) -> Pupil:
    return Roster.load(data.roster).by_id[pupil_id]


def test_what_is_in_a_home_is_handed_over_and_nothing_that_it_links_to(homes):
    found = {str(path): content.decode() for path, content in home_files(homes, pupil(homes, NOOR))}
    assert found == {f"{NAME}/answers.json": "answers of noor.dhont"}


@pytest.mark.parametrize("place", ["exercises", "home"])
def test_a_home_that_is_a_link_itself_hands_over_nothing(homes, place):
    home = homes.homes / "noor.dhont"
    link = home / "exercises" if place == "exercises" else home
    link.rename(homes.path.with_name("moved"))
    link.symlink_to(homes.homes / "bram.claes" / ("exercises" if place == "exercises" else ""))
    assert list(home_files(homes, pupil(homes, NOOR))) == []


def test_forgetting_takes_the_home_and_leaves_what_it_links_to(homes):
    forget(homes, [NOOR])
    assert [each.name for each in homes.homes.iterdir()] == ["bram.claes"]
    assert homes.path.with_name("keys-elsewhere").joinpath("key.pem").read_text() == SECRET


def test_a_year_that_ends_takes_the_exercises_and_leaves_the_home(homes):
    kept = homes.homes / "bram.claes" / "exercises" / "other"
    kept.mkdir()
    erase_homes(homes, Erasure.of(homes, [], [(BRAM, NAME)]))
    assert list((homes.homes / "bram.claes" / "exercises").iterdir()) == [kept]


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_folder_goes_too_and_keeps_nothing_else(homes, kind):
    """A pupil can put anything there under the name of an exercise."""
    exercises = homes.homes / "bram.claes" / "exercises"
    first = exercises / f"{NAME}-v0"
    if kind == "file":
        first.write_text("x")
    else:
        first.symlink_to(homes.path.with_name("keys-elsewhere"))
    what = Erasure.of(homes, [], [(BRAM, NAME), (BRAM, first.name)])
    erase_homes(homes, what)
    assert list(exercises.iterdir()) == []
    assert homes.path.with_name("keys-elsewhere").joinpath("key.pem").exists()


def test_a_home_that_is_a_link_goes_and_what_it_links_to_stays(homes):
    home, elsewhere = homes.homes / "noor.dhont", homes.path.with_name("moved")
    home.rename(elsewhere)
    home.symlink_to(elsewhere)
    forget(homes, [NOOR])
    assert not home.is_symlink() and (elsewhere / "exercises" / NAME / "answers.json").exists()


def test_an_account_never_leads_out_of_the_homes(homes):
    Roster((Pupil(NOOR, "5VZ", "Noor", "d'Hônt", "../keys-elsewhere"),)).save(homes.roster)
    assert list(home_files(homes, pupil(homes, NOOR))) == []
    forget(homes, [NOOR])
    assert homes.path.with_name("keys-elsewhere").exists()
