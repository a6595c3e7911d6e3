"""What documents print again and again is read once: rows of zeros, labels of the form, units.

Belongs here: the one bounded store of results of functions of some characters. A long text is not likely to come again, and
is not kept, so that memory stays flat. Does not belong here: what is read once per form (`functools.cache`).
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

Rest = TypeVarTuple("Rest")
Result = TypeVar("Result")
LONGEST_ROW, LONGEST_TABLE = 240, 1_600
"""Characters of what is kept: of a row with its borders, and of the labels of a table without them."""


def remembered(most: int, longest: int) -> Callable[[Callable[[str, *Rest], Result]], Callable[[str, *Rest], Result]]:
    """Keep the last results of a function, which depends on its arguments alone, `most` of them and of short texts only."""

    def remember(function: Callable[[str, *Rest], Result]) -> Callable[[str, *Rest], Result]:
        kept = lru_cache(most)(function)

        @wraps(function)
        def read(text: str, /, *rest: *Rest) -> Result:
            return kept(text, *rest) if len(text) <= longest else function(text, *rest)

        return read

    return remember
