"""Figures of the prose against the cells that they restate: whole, with those carried in, one column, a sum of rows, rounded."""

from decimal import Decimal

import pandas as pd
import pytest

from gov_disclosure.frames.elements import FACT_OF_TABLE
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.quality.matrix import build_matrix
from gov_disclosure.quality.prose import check_restatements
from gov_disclosure.quality.restatements import restatements
from gov_disclosure.vocabulary.forms import form_table
from gov_disclosure.vocabulary.indicators import list_narrative_indicators
from gov_disclosure_tests.builders import build_fact_of


def check(form: str, table: str, numbers: dict, indicator: str, value: object, **other: object) -> list:
    fact = FACT_OF_TABLE[table]
    matrices = {(form, fact): build_matrix(build_fact_of(form, table, numbers), CELL_KEYS[fact])}
    figure = {"report_id": "r1", "form": form, "indicator": indicator, "value": Decimal(str(value)), "precision": 0}
    figure |= {"bound": "exact", "is_current_year": True, "sentence": f"……{value}件。", "raw_text": str(value)} | other
    return list(check_restatements(pd.DataFrame([figure]), matrices))


RECEIVED = {"new|natural_person": 199, "new|total": 270, "carried_in|total": 4}
DENIED = {"denied_state_secret|total": 2, "denied_third_party|total": 3}
ALL_DENIED = dict.fromkeys(
    (f"{row.key}|total" for row, _ in form_table("C", "requests").cells() if row.key.startswith("denied")), 0
)
SUITS = {"litigation_direct|total": 2, "litigation_after_review|total": 3}


@pytest.mark.parametrize(
    ("form", "table", "numbers", "indicator", "value", "other"),
    [
        ("C", "requests", RECEIVED, "requests_received", 270, {}),
        ("C", "requests", RECEIVED, "requests_received", 274, {}),
        ("C", "requests", {"new|total": 270}, "requests_received", 280, {}),
        ("C", "requests", RECEIVED, "requests_received", 300, {"precision": 50}),
        ("C", "requests", RECEIVED, "requests_received", 260, {"precision": 10, "bound": "at_least"}),
        ("C", "requests", RECEIVED, "requests_received", 260, {"is_current_year": False}),
        ("C", "requests", ALL_DENIED | DENIED, "requests_denied", 5, {}),
        ("C", "requests", DENIED, "requests_denied", 6, {}),
        ("C", "requests", {}, "requests_denied", 6, {}),
        ("D", "review_litigation", SUITS, "litigation_total", 5, {}),
        ("B", "statistics", {"fees": Decimal("0.038")}, "fees_collected", 380, {}),
        ("B", "statistics", {"req_closed": 9, "reply_total": 11}, "requests_closed", 11, {}),
    ],
)
def test_figures_that_agree(form: str, table: str, numbers: dict, indicator: str, value: object, other: dict) -> None:
    assert not check(form, table, numbers, indicator, value, **other)


@pytest.mark.parametrize(
    ("form", "table", "numbers", "indicator", "value", "other", "agreeing"),
    [
        ("C", "requests", RECEIVED, "requests_received", 199, {}, "new|natural_person"),
        ("C", "requests", RECEIVED, "requests_received", 200, {}, None),
        ("C", "requests", RECEIVED, "requests_received", 280, {"precision": 9, "bound": "at_least"}, None),
        ("C", "requests", RECEIVED | {"result_total|total": 268}, "requests_received", 268, {}, "result_total|total"),
        ("C", "requests", ALL_DENIED | DENIED, "requests_denied", 6, {}, None),
        ("C", "requests", DENIED, "requests_denied", 4, {}, None),
        ("D", "review_litigation", SUITS | {"review|total": 9}, "litigation_total", 9, {}, "review|total"),
        ("B", "statistics", {"fees": Decimal("0.038")}, "fees_collected", 38, {}, None),
    ],
)
def test_figures_that_do_not(
    form: str, table: str, numbers: dict, indicator: str, value: object, other: dict, agreeing: str | None
) -> None:
    (finding,) = check(form, table, numbers, indicator, value, **other)
    assert finding.rule == f"prose.{indicator}"
    assert finding.severity == "warning"
    assert finding.observed == value
    assert finding.suggestion == (agreeing and f"the text agrees with {agreeing}")


def test_blanks_that_sums_prove_to_be_zeros_leave_no_room() -> None:
    zeros = {f"denied_{name}|natural_person": 0 for name in ("state_secret", "third_party")}
    numbers = {
        "granted|natural_person": 5,
        "granted|total": 5,
        "result_total|natural_person": 5,
        "result_total|total": 5,
    }
    assert check("D", "requests", numbers | zeros, "requests_granted", 5) == []
    printed = numbers | {f"denied_state_secret|{c}": 0 for c in ("natural_person", "total")}
    assert [f.rule for f in check("D", "requests", printed, "requests_denied", 1)] == ["prose.requests_denied"]


def test_every_restatement_names_a_figure_and_cells_that_exist() -> None:
    indicators = {indicator.key for indicator in list_narrative_indicators()}
    table_of = {fact: table for table, fact in FACT_OF_TABLE.items()}
    for rule in restatements():
        assert rule.indicator in indicators
        assert rule.scope in {"whole", "also"}
        assert rule.severity in {"warning", "info"}
        for form in rule.forms:
            layout = form_table(form, table_of[rule.table])
            cells = {row.key if form == "B" else f"{row.key}|{column.key}" for row, column in layout.cells()}
            assert set(rule.cells) <= cells, rule


def test_the_scope_that_words_mean_comes_first() -> None:
    seen: dict[tuple[str, str], str] = {}
    for rule in restatements():
        for form in rule.forms:
            seen.setdefault((form, rule.indicator), rule.scope)
    assert set(seen.values()) == {"whole"}
