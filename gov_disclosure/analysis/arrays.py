"""Arrays of numbers and places as columns of tables.

Belongs here: the types of the contract from arrays, without a Python object for each value.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gov_disclosure.quality.matrix import Bools, Ints

_NUMBER = pa.decimal128(18, 4)


def to_numbers(values: Ints, known: Bools) -> pa.Array:
    """Ten-thousandths as decimals: a decimal of 128 bits is such a number, its sign in the upper half."""
    words = np.empty((len(values), 2), np.int64)
    words[:, 0], words[:, 1] = values, values >> 63
    validity = pa.py_buffer(np.packbits(known, bitorder="little").tobytes())
    return pa.Array.from_buffers(_NUMBER, len(values), [validity, pa.py_buffer(words.tobytes())])


def to_floats(values: npt.NDArray[np.float64]) -> pa.Array:
    """Floats; null for NaN."""
    return pa.array(values, pa.float64(), from_pandas=True)


def to_words(words: Sequence[str | None], places: Ints) -> pa.Array:
    """Words by their places; null for -1."""
    return pa.array(list(words), pa.string()).take(pa.array(places, mask=places < 0))
