"""What tables, columns and closed terms of the warehouse are called in Chinese, and terms in English too.

Belongs here: reading the lists. Does not belong here: which tables and columns there are (`frames/schemas.py`, which says
what each means in English). Source: `reference/column_labels.csv`, where a line without a table holds for every table that has
the column and none of its own, and one without a column names a table; `reference/terms.csv` for closed lists of words.
"""

from dataclasses import dataclass
from functools import cache

from gov_disclosure.vocabulary.forms import read_reference


@dataclass(frozen=True, slots=True)
class Label:
    """A short Chinese name and what it means."""

    zh: str
    meaning_zh: str


@dataclass(frozen=True, slots=True)
class TermLabel:
    """What a word of a closed list means."""

    zh: str
    en: str


@cache
def _load_labels() -> dict[tuple[str, str], Label]:
    rows = read_reference("column_labels.csv")
    return {(row["table"], row["column"]): Label(row["label_zh"], row["meaning_zh"]) for row in rows}


@cache
def _load_terms() -> dict[tuple[str, str], TermLabel]:
    return {
        (row["column"], row["term"]): TermLabel(row["label_zh"], row["label_en"]) for row in read_reference("terms.csv")
    }


def find_table_label(table: str) -> Label | None:
    """Chinese name of a table, None for one that nobody has named.

    >>> find_table_label("fact_requests").zh
    '依申请公开情况'
    """
    return _load_labels().get((table, ""))


def find_column_label(table: str, column: str) -> Label | None:
    """Chinese name of a column: the table's own, or the one that all tables share.

    >>> find_column_label("fact_seam", "expected").zh, find_column_label("fact_finding", "expected").zh
    ('推得的数', '规则要求的数')
    """
    labels = _load_labels()
    return labels.get((table, column)) or labels.get(("", column))


def find_term_label(column: str, term: str) -> TermLabel | None:
    """What a word of a closed list means.

    >>> find_term_label("value_status", "blank").en
    'the cell is printed empty; not a zero'
    """
    terms = _load_terms()
    return terms.get((column, term)) or terms.get((column.rpartition("_")[2], term))
