"""What a teacher reads of answers that tap, sort and order."""

import pytest

from scenario_quiz.answers import Entry
from scenario_quiz.labels import load_labels
from scenario_quiz.release import freeze
from scenario_quiz.scoring import score_scenario
from skill_grading.gradebook.transcript import transcript
from skill_grading.measures.responses import Responses
from skill_grading.measures.statistics import option_table
from tests.widgets.kinds.own_course import with_own_kinds

ANSWERS = {
    "tap": ["own-age", "own-sun", "own-bye"],
    "tidy": {"own-shoes": "own-never", "own-name": "own-never", "own-face": "own-never"},
    "mend": ["own-tell", "own-delete", "own-sorry", "own-learn"],
}


@pytest.fixture
def release(small_course):
    course = with_own_kinds(small_course).load()
    return freeze(course.assignments["placement"], course.school)


@pytest.fixture
def score(release):
    entries = [Entry(step=step, answer=answer, time="2026-11-23T07:00:00Z") for step, answer in ANSWERS.items()]
    return score_scenario(release.scenario("tell"), entries)


def test_the_transcript_tells_what_was_tapped_where_cards_went_and_in_which_order(release, score):
    text = transcript(release, score, load_labels("skill_grading", "nl"))
    for words in ("→ words of age", "→ words of sun", "→ words of shoes → words of never", "→ 1. words of tell"):
        assert words in text
    assert text.index("1. words of tell") < text.index("2. words of delete")


def test_reports_count_hits_and_false_alarms_bins_and_places(release, score):
    table = option_table(Responses.of([score.steps]), {"tell": release.scenario("tell")})
    chosen = table[table.chosen > 0].set_index("option").verdict.to_dict()
    assert chosen == {
        "own-age": "good", "own-sun": "overcautious",
        "own-shoes: own-never": "overcautious", "own-name: own-never": "good", "own-face: own-never": "good",
        "1: own-tell": "harm", "2: own-delete": "harm", "3: own-sorry": "good", "4: own-learn": "good",
    }  # fmt: skip
    words = release.scenario("tell").words["nl"].steps
    assert all(words[row.step].text_of(row.option) for row in table.itertuples())
