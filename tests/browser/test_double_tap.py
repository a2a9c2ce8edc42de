"""A double tap is one tap: its second half does nothing to what has come in the place of the first."""

import pytest
from playwright.sync_api import expect

from tests.browser.pupil_at_work import button

MORE = [f"more-{number}" for number in range(5)]


@pytest.fixture
def small_course(small_course):
    """With so many options in the second step that one stands where 'Bevestig' was."""
    step = small_course.files["exercises/placement/walk/scenario.yml"]["steps"]["left"]
    step["choices"] |= {option: {"verdict": "good"} for option in MORE}
    for language in ("nl", "en"):
        words = small_course.files[f"exercises/placement/walk/{language}.yml"]["steps"]["left"]
        words["choices"] |= {option: f"{option}." for option in MORE}
        words["feedback"] |= {option: f"FEEDBACK {option}" for option in MORE}
    return small_course


def test_a_double_tap_on_confirm_ticks_nothing_in_the_next_step(school):
    page = school.at_work(viewport={"width": 360, "height": 740}, has_touch=True)
    page.get_by_label("Vragen.", exact=True).check()
    confirm = button(page, "Bevestig").first
    confirm.click(trial=True)
    box = confirm.bounding_box()
    place = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.touchscreen.tap(*place)
    page.touchscreen.tap(*place)
    expect(page.get_by_text("Wat zegt te veel?")).to_be_visible()
    assert page.locator("input:checked").count() == 0
    option = page.get_by_label("Kamer.", exact=True)
    option.click()
    expect(option).to_be_checked()
