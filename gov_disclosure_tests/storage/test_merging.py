"""Sorted streams lose no row and keep their order, wherever they are cut."""

from collections.abc import Iterator
from itertools import pairwise

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.storage.merging import SortedStream, merge_sorted


@given(st.lists(st.integers(0, 5), max_size=8), st.data())
def test_values_are_taken_whole_and_in_order_however_the_stream_is_cut(sizes: list[int], data: st.DataObject) -> None:
    reports = [f"r{number}" for number, size in enumerate(sizes) for _ in range(size)]
    rows = pa.table({"report_id": pa.array(reports, pa.string()), "row": pa.array(range(len(reports)), pa.int32())})
    cuts = sorted(data.draw(st.sets(st.integers(0, len(reports)))) | {0, len(reports)})
    groups = [rows.slice(start, end - start) for start, end in pairwise(cuts)] or [rows]
    stops = [f"r{number}" for number in range(0, 8, data.draw(st.integers(1, 3)))] + ["r9"]
    stream = SortedStream(iter(groups), "report_id")
    taken = [stream.take_until(stop) for stop in stops]
    assert pa.concat_tables(taken).equals(rows)
    for stop, table in zip(stops, taken, strict=True):
        assert all(report <= stop for report in table["report_id"].to_pylist())
    assert sum(len(set(table["report_id"].to_pylist())) for table in taken) == len(set(reports))


def build_stream(keys: list[str], side: str, width: int) -> Iterator[pa.Table]:
    rows = pa.table({"key": pa.array(sorted(keys), pa.string()), "side": pa.array([side] * len(keys), pa.string())})
    return iter([rows.slice(start, width) for start in range(0, max(len(keys), 1), width)])


KEYS = st.lists(st.sampled_from("abcd"), max_size=12)


@given(KEYS, KEYS, st.integers(1, 4), st.integers(1, 4))
def test_of_equal_keys_those_of_the_left_come_first_wherever_streams_are_cut(
    left: list[str], right: list[str], one: int, other: int
) -> None:
    merged = pa.concat_tables(merge_sorted(build_stream(left, "0", one), build_stream(right, "1", other), "key"))
    rows = list(zip(merged["key"].to_pylist(), merged["side"].to_pylist(), strict=True))
    assert rows == sorted([(key, "0") for key in left] + [(key, "1") for key in right])
