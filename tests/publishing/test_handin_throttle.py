"""Slowing down guesses without holding up a class."""

from __future__ import annotations

from course_site.handin.throttle import IN_ALL, PER_CODE, SECONDS, Throttle


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_code_may_be_tried_again_after_a_minute():
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(PER_CODE):
        assert throttle.wait_for("A") == 0
        throttle.failed("A")
    assert throttle.wait_for("A") == SECONDS
    assert throttle.wait_for("B") == 0
    clock.now += SECONDS - 0.5
    assert throttle.wait_for("A") == 1
    clock.now += 1
    assert throttle.wait_for("A") == 0


def test_failures_that_are_spread_out_do_not_add_up():
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(4 * PER_CODE):
        throttle.failed("A")
        clock.now += SECONDS / 2
        assert throttle.wait_for("A") == 0


def test_many_failures_in_all_raise_the_alarm_for_a_minute():
    clock = Clock()
    throttle = Throttle(clock)
    for number in range(IN_ALL):
        assert throttle.wait_for_all() == 0
        throttle.failed(str(number))
    assert throttle.wait_for_all() == SECONDS
    clock.now += SECONDS + 1
    assert throttle.wait_for_all() == 0
