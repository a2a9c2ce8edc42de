"""The review page's schedule, as a pupil's many days: invented situations, answers, pauses and clocks."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from scenario_quiz import widget
from tests.browser.quiz_pages import served

GAPS = [1, 3, 7, 21]
TODAY = 20_000
LIVE = """async ([situations, read, days]) => {
  const { afterAnswer, daysUntil, forToday, sound } = await import('/schedule.js');
  let kept = null;
  return days.map(([today, good]) => {
    kept = sound(JSON.parse(JSON.stringify(kept)), today);
    const before = kept;
    const { done, now } = forToday(kept, situations, new Set(read), today);
    for (const id of now) {
      const { rules } = situations.find((each) => each.id === id);
      kept = afterAnswer(kept, id, Object.fromEntries(rules.map((rule) => [rule, good])), today);
    }
    const wait = daysUntil(kept, situations.flatMap(({ rules }) => rules), today);
    return { today, good, done, now, before: before.rules, rules: kept.rules, wait };
  });
}"""
TODAY_FOR = """async ([situations, read, kept, today]) => {
  const { forToday, sound } = await import('/schedule.js');
  return forToday(sound(kept, today), situations, new Set(read), today);
}"""
RULES = ["1.1", "1.2", "1.3", "1.4", "1.5"]
situations = st.lists(
    st.lists(st.sampled_from(RULES), min_size=1, max_size=3, unique=True), min_size=1, max_size=8
).map(lambda found: [{"id": f"story-{index}", "rules": rules} for index, rules in enumerate(found)])
read = st.lists(st.sampled_from(RULES), unique=True)
# Pauses in days; a clock that is put back too.
lives = st.lists(st.tuples(st.integers(-40, 40), st.booleans()), min_size=1, max_size=12)
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["day", "rules", "1.1", "due"]), inner),
    max_leaves=8,
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def page(browser) -> Iterator[Page]:
    with served(widget.BUNDLE.with_name("static")) as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


def live(page, situations, read, pauses):
    today, days = TODAY, []
    for pause, good in pauses:
        today += pause
        days.append((today, good))
    return page.evaluate(LIVE, [situations, read, days])


@quick
@given(situations, read, lives)
def test_a_day_has_at_most_three_situations_and_no_rule_twice(page, situations, read, pauses):
    rules_of = {each["id"]: set(each["rules"]) for each in situations}
    for day in live(page, situations, read, pauses):
        assert len({*day["done"], *day["now"]}) == len(day["done"]) + len(day["now"]) <= 3
        waiting = {rule for rule in RULES if day["before"].get(rule, {"due": 0})["due"] <= day["today"]}
        for id_ in day["now"]:
            assert rules_of[id_] & waiting
            waiting -= rules_of[id_]


@quick
@given(situations, read, lives)
def test_no_rule_waits_longer_than_the_longest_gap_whatever_the_clock_did(page, situations, read, pauses):
    for day in live(page, situations, read, pauses):
        assert all(rule["due"] <= day["today"] + GAPS[-1] for rule in day["rules"].values())
        assert 1 <= day["wait"] <= GAPS[-1]


@quick
@given(situations, read, lives)
def test_good_answers_in_a_row_widen_the_gap_and_a_bad_one_brings_it_back_tomorrow(page, situations, read, pauses):
    for day in live(page, situations, read, pauses):
        for rule, after in day["rules"].items():
            before = day["before"].get(rule)
            if after == before:
                continue
            level = before["level"] if before else 0
            gap = GAPS[min(level, 3)] if day["good"] else 1
            assert after["due"] == day["today"] + gap
            assert after["level"] == (min(level + 1, 4) if day["good"] else 0)


def test_who_keeps_answering_well_is_asked_after_1_3_7_and_21_days(page):
    story = [{"id": "story", "rules": ["1.1"]}]
    pauses = [(0, True), (1, True), (3, True), (7, True), (21, True), (20, True)]
    days = live(page, story, [], pauses)
    assert [day["now"] for day in days] == [["story"]] * 5 + [[]]
    assert [day["wait"] for day in days] == [1, 3, 7, 21, 21, 1]


def test_what_the_reader_has_read_comes_first_then_another_story_about_a_rule(page):
    stories = [{"id": id_, "rules": [rule]} for id_, rule in (("a", "1.1"), ("b", "1.2"), ("c", "1.5"), ("d", "1.5"))]
    first = page.evaluate(TODAY_FOR, [stories, ["1.5"], None, TODAY])
    assert first == {"done": [], "now": ["c", "a", "b"]}
    kept = {"rules": {"1.5": {"level": 1, "due": TODAY}}, "answered": {"c": TODAY - 1}}
    assert page.evaluate(TODAY_FOR, [stories, ["1.5"], kept, TODAY])["now"][0] == "d"


@quick
@given(anything)
def test_what_was_spoilt_in_storage_is_no_harm(page, kept):
    stories = [{"id": "a", "rules": ["1.1"]}]
    for spoilt in (kept, {"rules": kept, "answered": kept}, {"rules": {"1.1": kept}, "answered": {"a": kept}}):
        found = page.evaluate(TODAY_FOR, [stories, [], spoilt, TODAY])
        assert set(found["done"] + found["now"]) <= {"a"}


def test_a_day_is_the_one_in_the_readers_own_calendar(page):
    days = """async () => {
      const { dayOf } = await import('/schedule.js');
      const at = (month, day, hour) => dayOf(new Date(2026, month, day, hour));
      return [at(2, 29, 0) - at(2, 28, 23), at(2, 30, 0) - at(2, 29, 23), at(9, 25, 23) - at(9, 25, 0)];
    }"""
    assert page.evaluate(days) == [1, 1, 0]
