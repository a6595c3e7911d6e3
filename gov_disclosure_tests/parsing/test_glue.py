"""Digits without borders: what is too much to be a row of numbers is left alone at once."""

from gov_disclosure.parsing.cells import Cell
from gov_disclosure.parsing.glue import Block, find_readings

SUM = Block(range(6), 6)


def cell(text: str) -> Cell:
    return Cell(text, 0, len(text))


def test_more_digits_than_any_row_has_are_not_split() -> None:
    assert find_readings([cell("7" * 5000)], 7, [SUM]) is None
    assert find_readings([cell("7" * 5000), cell("0"), cell("7")], 7, []) is None


def test_more_cells_than_columns_are_not_split() -> None:
    assert find_readings([cell("3")] * 50_000, 7, [SUM]) is None


def test_a_run_of_digits_longer_than_any_count_is_no_number() -> None:
    assert cell("12").number == 12
    assert cell("7" * 5000).number is None
    assert cell("12.5").number is None
