"""How long work goes on: documents done, rate, and what remains, told now and then to whoever watches.

Belongs here: the count and its words. Does not belong here: where they are told (a run's log, a terminal).
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

Item = TypeVar("Item")
Tell = Callable[[str], None]
SECONDS_BETWEEN = 10.0


def tell_nobody(_: str) -> None:
    """For work that nobody watches."""


@dataclass
class Pace:
    """Counts documents and tells how it goes, at most every ten seconds.

    Attributes:
        total: documents in all.
        tell: gets each sentence.
        what: what is done with them.
    """

    total: int
    tell: Tell
    what: str
    clock: Callable[[], float] = time.monotonic
    done: int = 0
    _began: float = field(init=False)
    _told: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self._told = self.clock()

    def advance(self, documents: int) -> None:
        """Some more are done."""
        self.done += documents
        now = self.clock()
        if now - self._told >= SECONDS_BETWEEN:
            self._told = now
            self.tell(spell_pace(self.what, self.done, self.total, now - self._began))

    def follow(self, items: Iterable[Item], count: Callable[[Item], int]) -> Iterator[Item]:
        """The items as they come, each counted when it has."""
        for item in items:
            self.advance(count(item))
            yield item


def spell_pace(what: str, done: int, total: int, seconds: float) -> str:
    """A line for a log.

    >>> spell_pace("parsed", 12_000, 57_600, 25.0)
    'parsed 12,000 of 57,600 documents, 480 a second, some 95 seconds left'
    """
    rate = done / seconds if seconds else 0.0
    left = f"some {max(total - done, 0) / rate:,.0f} seconds left" if rate else "no end in sight"
    return f"{what} {done:,} of {total:,} documents, {rate:,.0f} a second, {left}"
