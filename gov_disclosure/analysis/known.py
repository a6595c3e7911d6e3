"""What is known of numbers side by side: each with its bounds, and why there is none.

Belongs here: the arrays that cells and series have in common. Does not belong here: what a number stands for (`cells.py`,
`series.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from gov_disclosure.quality.matrix import Bools, Ints


@dataclass(frozen=True, slots=True)
class Known:
    """Numbers of some rows; arrays are (rows, numbers), in whole ten-thousandths.

    Attributes:
        value: the number; 0 where there is none.
        low, high: the least and the most that it can be; `high` counts only where `bounded`.
        state: places in `STATES`.
    """

    value: Ints
    low: Ints
    high: Ints
    bounded: Bools
    state: Ints

    def __len__(self) -> int:
        return len(self.value)

    @classmethod
    def build_empty(cls, state: Ints) -> Self:
        """Nothing is known, for the reason that each has."""
        value, low, high = np.zeros((3, *state.shape), np.int64)
        return cls(value, low, high, np.zeros(state.shape, np.bool_), state)

    def list_arrays(self) -> tuple[Ints, Ints, Ints, Bools, Ints]:
        """All of them, in order."""
        return self.value, self.low, self.high, self.bounded, self.state

    def select(self, lines: Ints) -> Self:
        """Those of some rows."""
        return type(self)(self.value[lines], self.low[lines], self.high[lines], self.bounded[lines], self.state[lines])
