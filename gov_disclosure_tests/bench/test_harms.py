"""Kinds of damage on a small table, each at a rate that damages everything, and the truth about what is left."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

import pytest

from bench.copies import Copy, copy_text
from bench.damage import KINDS, Case, damage
from bench.harms import HARMS, Rows
from bench.judgement import judge, list_printed
from bench.samples import generate_clean
from gov_disclosure_tests.generator import CellTruth, Truth
from gov_disclosure_tests.generator.truth import REPORTED

TEXT = "规章|11|22|33\n规范性文件|44|55|66\n"
KEYS = [f"proactive|{row}|{c}" for row in ("rules", "normative_docs") for c in ("made_new", "published_new", "total")]
PLACES = {
    key: (TEXT.index(number), TEXT.index(number) + 2)
    for key, number in zip(KEYS, ["11", "22", "33", "44", "55", "66"], strict=True)
}


def harm(kind: str, rate: float = 1.0, text: str = TEXT) -> Copy:
    return HARMS[kind](copy_text(text), Rows("C", KEYS, PLACES), rate, Random(1))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("lines dropped", ""),
        ("cells dropped", "规章|\n规范性文件|\n"),
        ("digits glued", "规章|112233\n规范性文件|445566\n"),
    ],
)
def test_damage_everywhere(kind: str, expected: str) -> None:
    assert harm(kind).text == expected


@pytest.mark.parametrize("kind", HARMS)
def test_no_damage_at_no_rate(kind: str) -> None:
    assert harm(kind, 0.0).text == TEXT


def test_an_empty_cell_more_in_every_row() -> None:
    assert sorted(line.count("|") for line in harm("columns shifted").text.split("\n") if line) == [4, 4]


def test_the_border_of_an_empty_cell_is_lost() -> None:
    text = "规章|11||33\n"
    places = {KEYS[0]: (3, 5), KEYS[2]: (7, 9)}
    assert HARMS["columns shifted"](copy_text(text), Rows("C", KEYS, places), 1.0, Random(1)).text == "规章|11|33\n"


def truth_of(numbers: dict[str, str], places: dict[str, tuple[int, int]]) -> Truth:
    cells = {key: CellTruth(REPORTED, Decimal(text), None, text) for key, text in numbers.items()}
    return Truth("C", 2019, None, None, None, cells=cells, places=places)


def printed_of(copy: Copy) -> dict[str, Decimal | None]:
    truth = truth_of({key: TEXT[slice(*place)] for key, place in PLACES.items()}, PLACES)
    return list_printed(truth, TEXT, copy, copy.find_places(PLACES))


def test_misread_digits_count_as_printed_where_they_are_a_number() -> None:
    printed = printed_of(copy_text(TEXT).overwrite({3: "0", 6: "□", 10: "9"}))
    assert [printed[key] for key in KEYS[:4]] == [None, None, Decimal(39), Decimal(44)]


def test_glued_numbers_are_still_printed_and_a_lost_one_is_not() -> None:
    printed = printed_of(copy_text(TEXT).edit([(5, 6, ""), (9, 10, "")]))
    assert [printed[key] for key in KEYS[:3]] == [Decimal(11), Decimal(22), None]


def test_verdicts() -> None:
    truth = truth_of({"a": "1", "b": "2", "c": "3", "d": "4"}, dict.fromkeys("abcd", (0, 1)))
    printed = {"a": Decimal(1), "b": Decimal(2), "c": None, "d": None}
    found = {"a": Decimal(1), "b": Decimal(9), "c": Decimal(3), "d": Decimal(5), "e": Decimal(0)}
    counts, wrong = judge(truth, printed, found)
    assert (dict(counts), wrong) == ({"right": 1, "wrong": 3, "lucky": 1}, ["b", "d", "e"])


def clean_documents() -> Iterator[tuple[str, Truth]]:
    for medium, layout in (("text", "tab_rows"), ("text", "one_line"), ("text", "glued"), ("html", "spans")):
        made = generate_clean(medium, layout, 1, notation="plain", empty="")
        yield made.data.decode(), made.truth


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_does_something_to_some_generated_document_and_it_is_repeatable(kind: str) -> None:
    changed = 0
    for text, truth in clean_documents():
        case = Case("tab_rows", 1, kind, 0.2)
        copy = damage(text, truth, case)
        assert copy == damage(text, truth, case)
        changed += copy.text != text
    assert changed


def test_all_numbers_of_a_clean_document_are_printed() -> None:
    for text, truth in clean_documents():
        copy = copy_text(text)
        printed = list_printed(truth, text, copy, copy.find_places(truth.places))
        assert all(printed[key] == cell.value for key, cell in truth.cells.items() if cell.status == REPORTED)
