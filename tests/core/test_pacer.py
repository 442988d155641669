"""Keeping within limits: moments handed out one by one, wider apart where one was broken."""

from bot.core.pacer import Pacer


def test_a_pacer_keeps_each_limit_apart_and_learns() -> None:
    """Moments are handed out one by one; a limit that was broken is kept wider, then less so."""
    now = 100.0
    pacer = Pacer(clock=lambda: now)
    paces = {"updates": 1.0}
    assert [pacer.take(paces) for _ in range(3)] == [0.0, 1.0, 2.0]
    assert pacer.take({"posts": 1.0}) == 0.0
    pacer.blocked(paces, 30.0)
    assert pacer.wait(paces) == 30.0
    assert pacer.take(paces) == 30.0
    assert pacer.wait(paces) == 31.5, "slower than before"
    for _ in range(100):
        pacer.went_well(paces)
    pacer.take(paces)
    assert pacer.wait(paces) == 32.5


def test_a_pacer_goes_as_fast_as_it_is_told() -> None:
    """Twice the speed is half the time between two."""
    pacer = Pacer(2.0, clock=lambda: 0.0)
    assert [pacer.take({"a": 1.0, "b": 0.1}) for _ in range(3)] == [0.0, 0.5, 1.0]
