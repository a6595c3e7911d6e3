"""What a comparison of the package's tables with the truth found."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """How the tables of a warehouse compare with those of the truth.

    Attributes:
        compared: rows of a table that both sides have.
        wrong: examples of rows that differ.
        count: rows that differ.
        lost: rows with a number of which the truth says nothing: a figure told with several numbers, a cell that is not printed in
            a report with a wrong number, and what follows from them.
        guessed: cells of tables in which the package has a number and the document does not decide one.
    """

    compared: int
    wrong: list[tuple[Any, ...]]
    count: int
    lost: int
    guessed: int
