"""Sorted streams of tables: taken in step with each other, or merged into one.

Belongs here: cutting and merging in bounded memory. Does not belong here: what the rows are.
"""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc


class SortedStream:
    """A stream of tables, at least one, that is sorted by one column and taken up to one value of it after the other."""

    def __init__(self, tables: Iterator[pa.Table], key: str) -> None:
        self._tables = tables
        self._key = key
        self._held = next(tables)

    @property
    def last(self) -> str:
        """Value of the last row that is held; there must be one."""
        return str(self._held[self._key][-1].as_py())

    def fill(self) -> bool:
        """Hold rows, if there are any left."""
        while self._held.num_rows == 0:
            following = next(self._tables, None)
            if following is None:
                return False
            self._held = following
        return True

    def take_until(self, last: str) -> pa.Table:
        """The rows not yet taken up to a value, those with the value itself included."""
        taken = [self._take(last)]
        while self._held.num_rows == 0 and self.fill():
            taken.append(self._take(last))
        return pa.concat_tables(taken)

    def rest(self) -> Iterator[pa.Table]:
        """All that was not taken."""
        yield self._held
        yield from self._tables

    def _take(self, last: str) -> pa.Table:
        count = pc.sum(pc.less_equal(self._held[self._key], last)).as_py() or 0
        taken, self._held = self._held.slice(0, count), self._held.slice(count)
        return taken


def merge_sorted(left: Iterator[pa.Table], right: Iterator[pa.Table], key: str) -> Iterator[pa.Table]:
    """Rows of both streams in the order of `key`, those of `left` first where it is the same.

    Each stream has at least one table, all have one schema, and each is sorted by `key`.
    """
    ahead = [SortedStream(left, key), SortedStream(right, key)]
    while all(stream.fill() for stream in ahead):
        last = min(stream.last for stream in ahead)
        taken = pa.concat_tables([stream.take_until(last) for stream in ahead])
        yield taken.take(pc.sort_indices(taken, [(key, "ascending")])) if taken.num_rows else taken
    for stream in ahead:
        yield from stream.rest()
