from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.steps.streams import Tally, sort_keys, split_chunks
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


def test_a_tally_counts_all_problems_and_keeps_the_first() -> None:
    tally = Tally()
    tally.add_problems({"number": number} for number in range(1000))
    assert (tally.problem_count, len(tally.problems), tally.problems[0]) == (1000, 200, {"number": 0})


@given(st.lists(st.integers(0, 1000), max_size=100))
def test_a_tally_keeps_the_documents_that_took_longest(times: list[int]) -> None:
    tally = Tally()
    for start in range(0, len(times), 7):
        tally.add_times({"milliseconds": time} for time in times[start : start + 7])
    assert [each["milliseconds"] for each in tally.slowest] == sorted(times, reverse=True)[:20]
