"""Who can sign in to the Hub on one machine."""

from __future__ import annotations

import pytest

from course_site.hub.local import local_hub
from scenario_quiz.errors import Refusal
from skill_grading.data import DataFolder
from skill_grading.pupils.roster import Pupil, Roster


@pytest.mark.parametrize(("account", "why"), [("", "No pupil has an account"), ("Teacher", "is the teacher's here")])
def test_pupils_need_accounts_and_none_of_them_the_teachers(tmp_path, small_course, account, why):
    data = DataFolder(tmp_path / "data")
    Roster((Pupil("p-noor", "5VZ", "Noor", "Peeters", platform_id=account),)).save(data.roster)
    with pytest.raises(Refusal, match=why):
        local_hub(small_course.load(), data, 0)
