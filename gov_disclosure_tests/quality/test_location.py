"""Errors put into right reports are found again: the cell, the number it had, the slip it looks like, and whose it is."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pandas as pd
import pytest

from gov_disclosure.frames.elements import FACT_OF_TABLE
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.quality.findings import build_findings
from gov_disclosure.quality.location import locate_errors
from gov_disclosure.quality.location_findings import check_arithmetic, rank_candidates
from gov_disclosure.quality.location_kinds import find_kind
from gov_disclosure.quality.matrix import SCALE, CellMatrix, build_matrix
from gov_disclosure_tests.builders import File, build_fact_of, build_partition
from gov_disclosure_tests.generator.counts import draw_numbers

TABLES = (
    ("B", "statistics"),
    ("C", "requests"),
    ("D", "requests"),
    ("C", "review_litigation"),
    ("D", "review_litigation"),
)


def draw(form: str, table: str, seed: int) -> CellMatrix:
    """The table of a right report of a city or county."""
    numbers = draw_numbers(form, ("county", "city")[seed % 2], makes_rules=True, rng=Random(seed))
    own = {key.partition("|")[2]: number for key, number in numbers.items() if key.startswith(f"{table}|")}
    return build_matrix(build_fact_of(form, table, own), CELL_KEYS[FACT_OF_TABLE[table]])


def change(matrix: CellMatrix, changes: dict[str, int]) -> CellMatrix:
    values = matrix.values.copy()
    for cell, number in changes.items():
        values[0, matrix.index[cell]] = number * SCALE
    return replace(matrix, values=values)


def locate(matrix: CellMatrix, form: str, table: str) -> list[list[dict[str, int]]]:
    """For each defect the candidates, likeliest first, as the numbers that cells need."""
    return [
        [{c.cell: c.needed // SCALE for c in candidate.changes} for candidate in rank_candidates(defect)]
        for defect in locate_errors(matrix, form, table, {})
    ]


def number_of(matrix: CellMatrix, cell: str) -> int:
    return int(matrix.values[0, matrix.index[cell]]) // SCALE


def slip(number: int, rng: Random) -> int:
    """Another number, as slips of the pen make it: a digit wrong, lost or doubled, two of them transposed, or none left."""
    digits = str(number)
    at = rng.randrange(len(digits))
    slips = [digits[:at] + str(rng.randrange(10)) + digits[at + 1 :], digits[:at] + digits[at] * 2 + digits[at + 1 :]]
    slips += [digits[:at] + digits[at + 1 :] or "0", digits[:at] + digits[at:][::-1], "0", str(number + 1)]
    return int(rng.choice([s for s in slips if int(s) != number]))


@pytest.mark.parametrize(("form", "table"), TABLES)
def test_right_reports_have_no_defect(form: str, table: str) -> None:
    for seed in range(20):
        assert not locate(draw(form, table, seed), form, table)


@pytest.mark.parametrize("form", ["C", "D"])
def test_one_error_in_the_requests_table_is_located_for_certain(form: str) -> None:
    matrix, rng = draw(form, "requests", 1), Random(1)
    for cell in matrix.index:
        printed = number_of(matrix, cell)
        assert locate(change(matrix, {cell: slip(printed, rng)}), form, "requests") == [[{cell: printed}]], cell


@pytest.mark.parametrize(("form", "table"), TABLES)
def test_one_error_is_among_the_candidates_wherever_a_sum_breaks(form: str, table: str) -> None:
    located = 0
    for seed in range(3):
        matrix, rng = draw(form, table, seed), Random(seed)
        for cell in list(matrix.index)[:: 9 if table == "requests" else 1]:
            printed = number_of(matrix, cell)
            for candidates in locate(change(matrix, {cell: slip(printed, rng)}), form, table):
                assert {cell} in [set(candidate) for candidate in candidates], cell
                located += 1
    assert located > 15


@pytest.mark.parametrize("form", ["C", "D"])
def test_two_errors_in_the_requests_table_are_among_the_candidates(form: str) -> None:
    found = tried = 0
    for seed in range(4):
        matrix, rng = draw(form, "requests", seed), Random(seed)
        for _ in range(15):
            true = {cell: number_of(matrix, cell) for cell in rng.sample(list(matrix.index), 2)}
            defects = locate(
                change(matrix, {cell: slip(number, rng) for cell, number in true.items()}), form, "requests"
            )
            tried += 1
            found += any(true in candidates for candidates in defects)
    assert found / tried >= 0.95, (found, tried)


COLUMNS = ("natural_person", "org_commercial", "org_research", "org_public_welfare", "org_legal_service", "org_other")


def kinds(matrix: CellMatrix, form: str, table: str) -> Iterator[str]:
    for defect in locate_errors(matrix, form, table, {}):
        yield rank_candidates(defect)[0].kind


@pytest.mark.parametrize(
    ("true", "printed", "kind"),
    [
        ([9, 4, 3, 0, 0, 0], [0, 9, 4, 3, 0, 0], "shifted"),
        ([9, 4, 3, 0, 0, 0], [0, 0, 0, 0, 0, 0], "lost_row"),
        ([9, 4, 3, 0, 0, 0], [9, 3, 4, 0, 0, 0], "swapped"),
        ([9, 4, 3, 0, 0, 0], [8, 1, 7, 2, 0, 0], "copied_row"),
        ([12, 4, 3, 0, 0, 0], [21, 4, 3, 0, 0, 0], "transposition"),
    ],
)
def test_slips_that_spoil_a_row_are_named(true: list[int], printed: list[int], kind: str) -> None:
    neighbour = [8, 1, 7, 2, 0, 0]
    rows = {"granted": true, "partially_granted": neighbour}
    closed = [a + b for a, b in zip(true, neighbour, strict=True)]
    rows |= {"new": closed, "result_total": closed}
    matrix = build_matrix(build_fact_of("D", "requests", {}), CELL_KEYS["fact_requests"])
    numbers = dict.fromkeys(matrix.index, 0)
    for row, counts in rows.items():
        numbers |= {f"{row}|{c}": n for c, n in zip(COLUMNS, counts, strict=True)} | {f"{row}|total": sum(counts)}
    wrong = {f"granted|{c}": n for c, n in zip(COLUMNS, printed, strict=True)}
    wrong |= {"granted|total": sum(printed)} if kind in ("copied_row", "lost_row") else {}
    matrix = build_matrix(build_fact_of("D", "requests", numbers | wrong), CELL_KEYS["fact_requests"])
    assert list(kinds(matrix, "D", "requests")) == [kind]


def test_a_shifted_row_names_the_cells_that_changed_and_no_others() -> None:
    numbers = dict.fromkeys(
        (f"{row}|{c}" for row in ("new", "granted", "result_total") for c in (*COLUMNS, "total")), 0
    )
    numbers |= {f"{row}|{c}": 5 for row in ("new", "granted", "result_total") for c in ("org_research", "total")}
    matrix = build_matrix(build_fact_of("D", "requests", {}), CELL_KEYS["fact_requests"])
    numbers = dict.fromkeys(matrix.index, 0) | numbers
    # The whole row one cell to the left, its total included.
    wrong = {"granted|org_public_welfare": 0, "granted|org_research": 0, "granted|org_commercial": 5}
    wrong |= {"granted|org_other": 5, "granted|total": 0}
    (finding,) = (
        f
        for f in check_arithmetic(
            build_matrix(build_fact_of("D", "requests", numbers | wrong), CELL_KEYS["fact_requests"]),
            "D",
            "fact_requests",
        )
        if f.rule == "location"
    )
    assert set(finding.cells) == {f"granted|{c}" for c in ("org_commercial", "org_research", "org_other", "total")}
    assert finding.suggestion.endswith("(shifted)")


@pytest.mark.parametrize(
    ("printed", "needed", "kind"),
    [
        (5, -5, "sign"),
        (1208, 1028, "transposition"),
        (12, 123, "lost_digit"),
        (88, 38, "digit"),
        (3, 8, "other"),
        (0, 8, "omitted"),
    ],
)
def test_kinds_of_one_number(printed: int, needed: int, kind: str) -> None:
    assert find_kind(printed, needed) == kind


REVIEW = {
    f"{channel}|{outcome}": 0
    for channel in ("review", "litigation_direct")
    for outcome in ("upheld", "pending", "total")
}


def review(**cells: object) -> dict:
    numbers = {f"litigation_direct|{o}": 0 for o in ("upheld", "corrected", "other", "pending", "total")}
    return numbers | {f"litigation_direct|{o}": n for o, n in cells.items()}


def findings(numbers: dict) -> list:
    matrix = build_matrix(build_fact_of("C", "review_litigation", numbers), CELL_KEYS["fact_review_litigation"])
    return list(check_arithmetic(matrix, "C", "fact_review_litigation"))


def test_a_finding_names_the_cells_and_what_they_would_need() -> None:
    broken, location = findings(review(upheld=18, total=13))
    assert (broken.rule, broken.severity, location.rule, location.severity) == ("T4.1", "error", "location", "info")
    assert location.verdict == "source"
    assert location.suggestion == "litigation_direct|upheld = 13 (digit) or litigation_direct|total = 18 (digit)"
    assert "「未经复议直接起诉/结果维持」应为 13（现为 18）" in location.message_zh


def test_defects_that_have_nothing_in_common_are_told_apart() -> None:
    matrix = draw("D", "requests", 1)
    wrong = {
        "granted|org_other": number_of(matrix, "granted|org_other") + 7,
        "new|total": number_of(matrix, "new|total") + 90,
    }
    found = [f for f in check_arithmetic(change(matrix, wrong), "D", "fact_requests") if f.rule == "location"]
    assert {f.cells for f in found} == {("granted|org_other",), ("new|total",)}
    assert all(f.expected == number_of(matrix, f.cells[0]) for f in found)


def test_blanks_are_no_part_of_a_repair_that_they_could_make() -> None:
    assert [f.rule for f in findings(review(upheld=4, other="blank", total=3))] == ["T4.1", "location"]
    assert findings(review(upheld=2, other="blank", total=3)) == []


def test_rounded_totals_have_room() -> None:
    fact = build_fact_of("B", "statistics", {"staff_total": 30, "staff_full": 12, "staff_part": 17})
    fact.loc[fact["indicator"] == "staff_total", "precision"] = 5
    assert not locate(build_matrix(fact, ("indicator",)), "B", "statistics")


def element(cell: str | None, start: int, raw: str, note: str = "") -> dict:
    row, _, column = (cell or "").partition("|")
    kind = "cell" if cell else "left_over"
    keys = {"row_key": row or None, "column_key": column or None, "note": note}
    span = {"source_start": start, "source_end": start + len(raw), "raw_text": raw}
    return (
        {"report_id": "r1", "element": kind, "table": "fact_review_litigation", "value_status": "reported"}
        | keys
        | span
    )


DIRECT = [f"litigation_direct|{outcome}" for outcome in ("upheld", "corrected", "other", "pending", "total")]


@pytest.mark.parametrize(
    ("raw", "note", "left_over", "verdict", "characters"),
    [
        ("18", "", None, "source", ""),
        ("1 8", "", None, "extraction", "1 8"),
        ("18", "案件数量 (3 readings)", None, "extraction", "18"),
        ("18", "", (108, "76"), "extraction", "76"),
        ("18", "", (9000, "76"), "source", ""),
    ],
)
def test_the_verdict_follows_the_characters(
    raw: str, note: str, left_over: tuple[int, str] | None, verdict: str, characters: str
) -> None:
    printed = [element(DIRECT[0], 100, raw, note)]
    printed += [element(cell, 110 + 3 * at, "0") for at, cell in enumerate(DIRECT[1:4])] + [
        element(DIRECT[4], 130, "13")
    ]
    printed += [element(None, *left_over)] if left_over else []
    matrix = build_matrix(build_fact_of("C", "review_litigation", review(upheld=18, total=13)), ("channel", "outcome"))
    found = list(check_arithmetic(matrix, "C", "fact_review_litigation", pd.DataFrame(printed)))
    assert [f.rule for f in found] == ["T4.1", "location"]
    assert {f.verdict for f in found} == {verdict}
    assert characters in found[1].message_zh


TEXT = """濮阳市人民政府2022年政府信息公开工作年度报告
一、总体情况
全年工作平稳。
三、收到和处理政府信息公开申请情况
申请人情况 | 自然人 | 总计
一、本年新收政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 21
二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0
五、存在的主要问题及改进情况
无。
"""


def test_a_document_that_is_printed_clearly_is_wrong_itself() -> None:
    made = build_partition([File("濮阳市2022.txt", TEXT.encode())])
    found = build_findings({**made.facts, "report_element": made.elements}, made.register).set_index("rule")
    assert set(found.loc[["location", "T3.2"], "verdict"]) == {"source"}
    assert "new|total = 2" in found.loc["location", "suggestion"]


def test_nothing_here_changes_a_value() -> None:
    facts = build_fact_of("C", "review_litigation", review(upheld=18, other="blank", total=13))
    before = facts.copy(deep=True)
    list(check_arithmetic(build_matrix(facts, ("channel", "outcome")), "C", "fact_review_litigation"))
    pd.testing.assert_frame_equal(facts, before)
