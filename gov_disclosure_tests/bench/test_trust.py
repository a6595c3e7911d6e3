"""Slips are what they are called, what sums can tell is worked out by hand, and a run shows that all of it is told."""

from random import Random

import pytest

from bench.equations import find_single_repairs, list_blocks, list_broken
from bench.injections import inject
from bench.slips import Slip, draw_pair, list_cell_slips, list_row_slips
from bench.trust import inject_pairs, read_generated
from gov_disclosure_tests.bench.test_bench import rows_of, run

OUTCOMES = ("upheld", "corrected", "other", "pending", "total")


def review(*numbers: int) -> dict[str, int]:
    return {f"review_litigation|review|{name}": n for name, n in zip(OUTCOMES, numbers, strict=True)}


def test_slips_of_one_cell() -> None:
    numbers = review(12, 3, 0, 5, 20)
    cell = "review_litigation|review|upheld"
    slips = {slip.kind: slip.printed[cell] for slip in list_cell_slips(numbers, cell, (), Random(1))}
    assert (slips["transposition"], slips["sign"], slips["left out"], slips["neighbour copied"]) == (21, -12, 0, 20)
    assert slips["lost digit"] in (1, 2)
    assert len(str(slips["added digit"])) == 3
    assert "total misread" not in slips
    total = list_cell_slips(numbers, "review_litigation|review|total", tuple(numbers)[:4], Random(1))
    assert {s.printed["review_litigation|review|total"] for s in total if s.kind == "total misread"} <= {8, 17, 15}


def test_slips_of_a_row() -> None:
    numbers = review(12, 3, 0, 5, 20)
    slips = {slip.kind: {**numbers, **slip.printed} for slip in list_row_slips(numbers, Random(1))}
    assert slips["columns shifted"] == review(0, 12, 3, 0, 5)
    assert slips["row left out"] == review(0, 0, 0, 0, 0)
    assert sorted(slips["cells swapped"].values()) == sorted(numbers.values())


def test_two_cells_are_of_one_table() -> None:
    numbers = review(12, 3, 0, 5, 20) | {"requests|new|total": 4, "requests|carried_in|total": 5}
    for seed in range(20):
        printed = draw_pair(numbers, Random(seed)).printed
        assert len(printed) == 2
        assert len({cell.split("|")[0] for cell in printed}) == 1


@pytest.mark.parametrize(
    ("numbers", "repairs"),
    [
        ((2, 0, 0, 1, 3), None),
        ((2, 0, 0, 1, 9), {"upheld": 8, "corrected": 6, "other": 6, "pending": 7, "total": 3}),
        ((8, 0, 0, 1, 3), {"upheld": 2, "total": 9}),
        ((2, -1, 0, 1, 4), {"corrected": 1}),
    ],
)
def test_what_the_sums_can_tell(numbers: tuple[int, ...], repairs: dict[str, int] | None) -> None:
    printed = review(*numbers)
    blocks = list(list_blocks("D", list_broken("D", printed)))
    found = [find_single_repairs("D", printed, broken) for _, broken in blocks]
    expected = repairs and {f"review_litigation|review|{name}": n for name, n in repairs.items()}
    assert found == ([] if expected is None else [expected])


def test_a_cell_without_a_number_may_be_any() -> None:
    printed = review(2, 0, 0, 1, 4)
    del printed["review_litigation|review|other"]
    assert not list_broken("D", printed)
    printed["review_litigation|review|total"] = 2
    assert [rule.rule for rule in list_broken("D", printed)] == ["T4.1"]


@pytest.mark.parametrize("form", ["C", "D"])
def test_a_wrong_cell_of_the_requests_table_is_named_alone_from_the_text_on(form: str) -> None:
    prints = read_generated(form, 1)
    cells = [cell for cell in prints.numbers if cell.startswith("requests|")][:: 11 if form == "C" else 13]
    slips = [slip for cell in cells for slip in list_cell_slips(prints.numbers, cell, (), Random(cell))]
    outcomes = list(inject(prints, slips))
    assert len(outcomes) > 25
    assert all(outcome.is_only and outcome.is_exact and outcome.repairs == 1 for outcome in outcomes)


@pytest.mark.parametrize(("form", "least"), [("B", 0.95), ("C", 0.95), ("D", 0.95)])
def test_two_wrong_cells_are_among_the_candidates(form: str, least: float) -> None:
    outcomes = [o for o in inject_pairs(read_generated(form, 0), 60) if o.is_tellable]
    assert len(outcomes) > 10
    assert sum(outcome.is_among for outcome in outcomes) >= least * len(outcomes)


def test_what_was_right_is_no_slip() -> None:
    prints = read_generated("D", 1)
    cell, number = next(iter(prints.numbers.items()))
    (outcome,) = inject(prints, [Slip("", {cell: number})])
    assert not outcome.is_broken
    assert not outcome.candidates


def test_the_tables_show_what_is_told() -> None:
    rows = rows_of(run("trust"))
    for name in ("C, requests", "D, requests"):
        assert rows[name][3:] == ["100.0"] * 6
    assert rows["12"][0] == "0"
    assert {"right", "one wrong cell", "many wrong cells"} <= rows.keys()
