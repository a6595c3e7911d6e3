from itertools import chain, pairwise

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.steps.streams import ReportCursor, Tally, sort_keys, split_chunks
from gov_disclosure.storage.warehouse import PartitionKey

HENAN, HUBEI = PartitionKey("henan", 2019), PartitionKey("hubei", 2019)


def test_keys_stand_in_the_official_order_of_regions_then_by_year() -> None:
    keys = [PartitionKey("xpcc", 2008), HUBEI, PartitionKey("henan", 2020), HENAN, PartitionKey("beijing", 2025)]
    assert sort_keys(keys) == [
        PartitionKey("beijing", 2025),
        HENAN,
        PartitionKey("henan", 2020),
        HUBEI,
        PartitionKey("xpcc", 2008),
    ]


@given(st.lists(st.tuples(st.sampled_from([HENAN, HUBEI]), st.integers(0, 12))), st.integers(1, 20))
def test_chunks_hold_all_pieces_in_order_and_stay_within_the_limit(
    pieces: list[tuple[PartitionKey, int]], limit: int
) -> None:
    chunks = list(split_chunks(pieces, lambda weight: weight, limit))
    assert list(chain.from_iterable(chunks)) == pieces
    assert all(chunks)
    assert all(len(chunk) == 1 or sum(weight for _, weight in chunk) <= limit for chunk in chunks)


@given(st.lists(st.integers(0, 5), max_size=8), st.data())
def test_reports_are_taken_whole_and_in_order_however_the_file_is_cut(sizes: list[int], data: st.DataObject) -> None:
    reports = [f"r{number}" for number, size in enumerate(sizes) for _ in range(size)]
    rows = pa.table({"report_id": pa.array(reports, pa.string()), "row": pa.array(range(len(reports)), pa.int32())})
    cuts = sorted(data.draw(st.sets(st.integers(0, len(reports)))) | {0, len(reports)})
    groups = [rows.slice(start, end - start) for start, end in pairwise(cuts)] or [rows]
    stops = [f"r{number}" for number in range(0, 8, data.draw(st.integers(1, 3)))] + ["r9"]
    cursor = ReportCursor(iter(groups))
    taken = [cursor.take_until(stop) for stop in stops]
    assert pa.concat_tables(taken).equals(rows)
    for stop, table in zip(stops, taken, strict=True):
        assert all(report <= stop for report in table["report_id"].to_pylist())
    assert sum(len(set(table["report_id"].to_pylist())) for table in taken) == len(set(reports))


def test_a_tally_counts_all_problems_and_keeps_the_first() -> None:
    tally = Tally()
    tally.add_problems({"number": number} for number in range(1000))
    assert (tally.problem_count, len(tally.problems), tally.problems[0]) == (1000, 200, {"number": 0})
