"""The form's arithmetic: broken only where that is certain."""

from decimal import Decimal

import pytest

from gov_disclosure.frames.elements import FACT_OF_TABLE
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.quality.constraints import rule_instances
from gov_disclosure.quality.identities import check_identities
from gov_disclosure.quality.matrix import build_matrix
from gov_disclosure.vocabulary.forms import _identity, read_reference
from gov_disclosure_tests.builders import build_fact_of

REVIEW = "litigation_direct"


def found(form: str, table: str, numbers: dict) -> set[tuple[str, str]]:
    fact = FACT_OF_TABLE[table]
    matrix = build_matrix(build_fact_of(form, table, numbers), CELL_KEYS[fact])
    return {(f.rule, f.cells[0]) for f in check_identities(matrix, form, table, fact)}


@pytest.mark.parametrize(
    ("parts", "total", "expected"),
    [
        ((1, 2, 0, 0), 3, set()),
        ((0, 0, 0, 0), 5, {"T4.1"}),
        ((3, 0, 0, 0), 2, {"T4.1"}),
        (("blank", 2, "blank", "blank"), 3, set()),
        (("blank", 4, "blank", "blank"), 3, {"T4.1"}),
        ((1, 2, "unreadable", 0), "blank", {"T4.1.blank_total"}),
        (("blank", "blank", "blank", "blank"), "blank", set()),
        ((0, 0, 0, 0), "blank", set()),
        (("dash", "dash", "dash", "dash"), 0, set()),
    ],
)
def test_parts_and_total(parts: tuple, total: object, expected: set[str]) -> None:
    cells = dict(zip(("upheld", "corrected", "other", "pending"), parts, strict=True)) | {"total": total}
    broken = found("C", "review_litigation", {f"{REVIEW}|{k}": v for k, v in cells.items()})
    assert {rule for rule, _ in broken} == expected


def test_a_rule_speaks_of_every_column_on_its_own() -> None:
    numbers = {"new|total": 5, "carried_in|total": 0, "result_total|total": 4, "carried_out|total": 1}
    numbers |= {"new|org_other": 2, "carried_in|org_other": 0, "result_total|org_other": 1, "carried_out|org_other": 0}
    assert found("D", "requests", numbers) == {("T3.1", "new|org_other")}


def test_rounded_numbers_have_room() -> None:
    fact = build_fact_of("B", "statistics", {"staff_total": 30, "staff_full": 12, "staff_part": 17})
    fact.loc[fact["indicator"] == "staff_total", "precision"] = Decimal(5)
    matrix = build_matrix(fact, CELL_KEYS["fact_statistics"])
    assert not list(check_identities(matrix, "B", "statistics", "fact_statistics"))


def test_decimals_are_exact() -> None:
    numbers = {"review_total": Decimal("0.3"), "review_upheld": Decimal("0.1"), "review_corrected": Decimal("0.2")}
    assert not found("B", "statistics", numbers | {"review_other": 0})


DOCUMENTS = ("issued", "repealed", "in_force")
ITEMS = ("prev_year_items", "change_items", "decisions")
MADE = ("made_new", "published_new", "public_total")
PURCHASES = ("projects", "amount")
CHANNELS = ("ch_website", "ch_weibo", "ch_wechat", "ch_gazette", "ch_other", "info_total")
CLOSED = ("req_received", "req_closed", "reply_total")


def row(name: str, columns: tuple[str, ...], *numbers: object) -> dict:
    return {f"{name}|{c}" if name else c: n for c, n in zip(columns, numbers, strict=False) if n is not None}


@pytest.mark.parametrize(
    ("form", "table", "numbers", "expected"),
    [
        ("B", "statistics", row("", CHANNELS, 9, None, None, None, None, 8), {("B.10a", "ch_website")}),
        ("B", "statistics", row("", CHANNELS, 9, None, None, None, None, 9), set()),
        ("B", "statistics", row("", CHANNELS, 4, 4, 0, 0, 0, 9), {("B.10b", "info_total")}),
        ("B", "statistics", row("", CHANNELS, 4, 4, None, 0, 0, 9), set()),
        ("B", "statistics", row("", CLOSED, 6, 7, 5), {("B.9a", "req_closed"), ("B.9b", "req_closed")}),
        ("B", "statistics", row("", CLOSED, 6, 6, 7), set()),
        ("B", "statistics", row("", ("press", "press_head"), 1, 2), {("B.8b", "press_head")}),
        ("D", "proactive", row("rules", DOCUMENTS, 5, 1, 3), {("X.6a", "rules|issued")}),
        ("D", "proactive", row("rules", DOCUMENTS, 5, 2, 3), set()),
        ("C", "proactive", row("procurement", PURCHASES, 3, 0), {("X.6b", "procurement|projects")}),
        ("C", "proactive", row("procurement", PURCHASES, 0, Decimal("0.3")), {("X.6b", "procurement|projects")}),
        ("C", "proactive", row("procurement", PURCHASES, 0, 0), set()),
        ("C", "proactive", row("procurement", PURCHASES, 3), set()),
        ("C", "proactive", row("licensing", ITEMS, 505, 208, 713), {("C.1", "licensing|decisions")}),
        ("C", "proactive", row("licensing", ITEMS, 505, 0, 505), set()),
        ("C", "proactive", row("rules", MADE, 1, 2, 2), {("X.5a", "rules|published_new")}),
        ("C", "proactive", row("rules", MADE, 3, 2, 1), {("X.5b", "rules|published_new")}),
    ],
)
def test_soft_rules_and_counting_rules(form: str, table: str, numbers: dict, expected: set) -> None:
    assert found(form, table, numbers) == expected


def test_a_rule_may_hold_in_some_years_only() -> None:
    rule = _identity(read_reference("identities.csv")[0] | {"years": "2021-2022"})
    assert rule.years == range(2021, 2023)
    assert _identity(read_reference("identities.csv")[0] | {"years": "2022-"}).years.start == 2022


@pytest.mark.parametrize(
    ("form", "table", "count"),
    [
        ("C", "requests", 7 + 23 + 7),
        ("D", "requests", 7 + 25 + 7),
        ("C", "review_litigation", 3),
        ("B", "statistics", 10 + 2 + 5 + 1),
        ("C", "proactive", 2 * 2 + 1 + 4),
        ("D", "proactive", 2),
    ],
)
def test_every_instance_of_every_rule_stands(form: str, table: str, count: int) -> None:
    assert len(rule_instances(form, table)) == count
