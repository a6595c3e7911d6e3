"""Every table, column and closed term has its names in both languages."""

import pytest

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.publishing.dictionary import TableEntry, build_dictionary
from gov_disclosure.vocabulary.forms import read_reference

TABLE = pytest.mark.parametrize("table", build_dictionary().values(), ids=list(TABLES))


@TABLE
def test_every_table_and_column_has_a_chinese_name(table: TableEntry) -> None:
    unnamed = [column.name for column in table.columns if not (column.label_zh and column.meaning_zh)]
    assert (table.label_zh != "", unnamed) == (True, []), "complete vocabulary/reference/column_labels.csv"


@TABLE
def test_every_term_of_a_closed_list_is_explained(table: TableEntry) -> None:
    unexplained = [(c.name, term.term) for c in table.columns for term in c.terms if not (term.zh and term.en)]
    assert not unexplained, "complete vocabulary/reference/terms.csv"


def test_every_label_is_of_a_column_that_there_is() -> None:
    entries = build_dictionary()
    names = {(t.name, c.name) for t in entries.values() for c in t.columns} | {(t, "") for t in entries}
    names |= {("", column) for _, column in names}
    assert {(row["table"], row["column"]) for row in read_reference("column_labels.csv")} <= names


def test_what_a_column_refers_to_is_there_and_is_not_itself() -> None:
    entries = build_dictionary()
    references = [(t.name, c.refers) for t in entries.values() for c in t.columns if c.refers]
    assert ("fact_seam", ("dim_report", "report_id")) in references
    assert all(name != refers[0] and refers[1] in entries[refers[0]].spec.key for name, refers in references)


def test_keys_and_constraints_come_from_the_models() -> None:
    requests = build_dictionary()["fact_requests"]
    columns = {column.name: column for column in requests.columns}
    assert [term.term for term in columns["value_status"].terms][:2] == ["reported", "blank"]
    assert columns["report_year"].minimum == 2008
    assert columns["region_code"].pattern == r"^\d{6}$"
    assert requests.rules == (
        "a count is a whole number that is not negative",
        "raw_text comes with its span",
        "value stands exactly where the status is reported",
    )
