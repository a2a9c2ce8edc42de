"""How long an exercise takes is told alike: in its settings, to its pupils and to the teacher who plans the lesson."""

import re

import pytest

LANGUAGES = ["nl", "en"]
LONG = {
    20: ["twintig minuten", "twenty minutes"],
    25: ["vijfentwintig minuten", "twenty-five minutes"],
    30: ["een halfuur", "half an hour"],
    35: ["vijfendertig minuten", "thirty-five minutes"],
    40: ["veertig minuten", "forty minutes"],
}
SAID = {"nl": r"Reken op ([\w ]+)\.", "en": r"It takes about ([\w -]+)\."}
PLANNED = {
    "nl": r"(?:meetelt duurt |de oefening \()(\d+) minuten",
    "en": r"(?:counts takes |the exercise \()(\d+) minutes",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pupils_read_how_long_an_exercise_takes_by_its_settings(course, language):
    exercises = [each for each in course.assignments.values() if each.exercise]
    assert {each.id: re.findall(SAID[language], each.words[language].introduction) for each in exercises} == {
        each.id: [LONG[each.minutes][LANGUAGES.index(language)]] for each in exercises
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_teachers_plan_a_lesson_with_the_minutes_of_its_exercise(course, root, language):
    lessons = (root / "chapters" / language / "teach.md").read_text(encoding="utf-8").split("\n(lesson-")[1:]
    planned = {lesson.split(")=")[0]: re.findall(PLANNED[language], lesson) for lesson in lessons}
    assert planned == {name: [str(each.minutes)] for name, each in course.assignments.items() if name in planned}
    assert len(planned) > 5
