"""The form as data: counts that the statutes fix, keys that must not move."""

import pytest

from gov_disclosure.vocabulary.forms import FORMS_WITH_TABLES, form_table, form_tables, identities

CELLS = {
    ("B", "statistics"): 58,
    ("C", "proactive"): 22,
    ("C", "requests"): 23 * 7,
    ("C", "review_litigation"): 15,
    ("D", "proactive"): 10,
    ("D", "requests"): 25 * 7,
    ("D", "review_litigation"): 15,
}


def test_cells_of_every_table() -> None:
    counted = {(form, t.key): len(list(t.cells())) for form in FORMS_WITH_TABLES for t in form_tables(form)}
    assert counted == CELLS
    assert form_tables("A") == ()


@pytest.mark.parametrize(("form", "table"), CELLS)
def test_keys_are_unique_and_typed(form: str, table: str) -> None:
    layout = form_table(form, table)
    cells = [(row.key, column.key) for row, column in layout.cells()]
    assert len(set(cells)) == len(cells)
    for row, column in layout.cells():
        assert (column.type or row.type) in {"count", "signed", "money_wan", "persons", "person_times"}
        assert layout.unit_of(row, column)
        assert row.label_en


@pytest.mark.parametrize("form", FORMS_WITH_TABLES)
def test_rules_name_cells_that_exist(form: str) -> None:
    for rule in identities(form):
        layout = form_table(form, rule.table)
        over_rows = rule.over == "columns"
        keys = {row.key for row in layout.rows} if over_rows else {column.key for column in layout.columns}
        assert {*rule.left, *rule.right} <= keys
        assert rule.severity in {"error", "warning", "info"}
        assert rule.source.split()[0] in {"OFFICIAL", "IMPLIED", "SOFT"}
        assert rule.severity != "error" or not rule.source.startswith("SOFT")
        assert rule.label_zh
        assert rule.label_en


def test_dispositions_of_form_c_and_d() -> None:
    c, d = ({r.key for r, _ in form_table(form, "requests").cells()} for form in "CD")
    assert c - d == {"other"}
    assert d - c == {"other_no_correction", "other_no_fee", "other_misc"}
