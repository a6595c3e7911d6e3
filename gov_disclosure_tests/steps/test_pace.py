"""Progress: told every ten seconds, with what remains."""

from gov_disclosure.steps.pace import Pace


def test_it_is_told_every_ten_seconds_and_not_in_between() -> None:
    now, told = [0.0], list[str]()
    pace = Pace(1_000, told.append, "read", clock=lambda: now[0])
    for _ in range(25):
        now[0] += 1.0
        pace.advance(20)
    assert told == [
        "read 200 of 1,000 documents, 20 a second, some 40 seconds left",
        "read 400 of 1,000 documents, 20 a second, some 30 seconds left",
    ]


def test_items_are_counted_as_they_come() -> None:
    pace = Pace(6, print, "read")
    assert list(pace.follow(["a", "bb", "ccc"], len)) == ["a", "bb", "ccc"]
    assert pace.done == pace.total
