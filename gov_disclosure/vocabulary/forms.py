"""The statutory form in its generations: tables, rows, columns, labels, units and arithmetic, read from data.

Belongs here: what the form prints and how its cells are keyed. A new generation is new lines in `reference/`, not a new
branch. Does not belong here: how labels are found in a text (`parsing/`).

Generations: A (to 2013, prose), B (2014-2018, 国办发〔2014〕32号), C (2019-2020, 国办公开办函〔2019〕60号), D (2021 on,
国办公开办函〔2021〕30号).
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

FORMS = ("A", "B", "C", "D")
FORMS_WITH_TABLES = ("B", "C", "D")
_FIRST_YEARS = {"B": 2014, "C": 2019, "D": 2021}
LAST_YEAR = 9998
"""Of a rule whose years are open: `2022-`."""
_RELATIONS = ("<=", "!=", "iff", "=")


def find_form_of_year(year: int) -> str:
    """The form that reports of a year are to follow, whatever they do.

    >>> [find_form_of_year(year) for year in (2013, 2014, 2020, 2025)]
    ['A', 'B', 'C', 'D']
    """
    return max((form for form, first in _FIRST_YEARS.items() if first <= year), default="A")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a table. `kind` is `data`, `title` (no cells) or `optional` (local extra row, only where printed)."""

    key: str
    parent: str
    ordinal: str
    label: str
    variants: tuple[str, ...]
    kind: str
    unit: str
    type: str
    label_en: str
    source: str


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a table. `rows` are the rows that have it; `type` and `unit` are empty where the row decides."""

    key: str
    label: str
    variants: tuple[str, ...]
    type: str
    unit: str
    rows: frozenset[str]
    label_en: str


@dataclass(frozen=True)
class FormTable:
    """One table of one generation: rows and columns in printed order."""

    form: str
    key: str
    rows: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...]

    def columns_of(self, row: FormRow) -> tuple[FormColumn, ...]:
        """Columns in which `row` has a cell, in printed order."""
        return self._columns_by_row[row.key]

    @cached_property
    def _columns_by_row(self) -> dict[str, tuple[FormColumn, ...]]:
        asked = {row.key: self.columns if row.kind != "title" else () for row in self.rows}
        return {key: tuple(c for c in columns if not c.rows or key in c.rows) for key, columns in asked.items()}

    def cells(self) -> Iterator[tuple[FormRow, FormColumn]]:
        """Every cell that the form asks for, in printed order."""
        for row in self.rows:
            if row.kind == "data":
                yield from ((row, column) for column in self.columns_of(row))

    def unit_of(self, row: FormRow, column: FormColumn) -> str:
        """Unit of a cell: the column's, or the row's where the column has none."""
        return column.unit or row.unit


@dataclass(frozen=True, slots=True)
class Identity:
    """A rule of the form's arithmetic, a line of `reference/identities.csv`.

    Its terms are row keys and hold in every column (`over == "columns"`), or column keys and hold in every row.

    Attributes:
        relation: `=`; `<=`; `iff`, both sides zero or neither; `!=`, a sum in place of a number of its own.
        is_each: the terms on the left are held against the right one by one (`part, part <= total`), not as a sum.
        years: report years in which it holds; None while the form is in use.
        severity: `error` for rules that no right report breaks; less for those that are OFFICIAL counting rules or SOFT.
        source: OFFICIAL (printed on the form), IMPLIED (by the meaning of its words) or SOFT (should roughly hold), and
            what it rests on.
    """

    rule: str
    forms: str
    table: str
    left: tuple[str, ...]
    relation: str
    right: tuple[str, ...]
    over: str
    severity: str
    source: str
    label_zh: str
    label_en: str
    is_each: bool
    years: range | None


@dataclass(frozen=True, slots=True)
class SectionTitle:
    """A titled section of the report, with every wording seen."""

    key: str
    titles: tuple[str, ...]
    label_en: str


def read_reference(name: str) -> list[dict[str, str]]:
    """Rows of one table of `vocabulary/reference`."""
    text = files("gov_disclosure.vocabulary.reference").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def form_tables(form: str) -> tuple[FormTable, ...]:
    """Tables of a generation, in the order of the report; none for form A, which is prose."""
    rows = [r for r in read_reference("form_rows.csv") if form in r["forms"]]
    columns = [c for c in read_reference("form_columns.csv") if form in c["forms"]]
    return tuple(
        FormTable(
            form,
            table,
            tuple(_row(r) for r in rows if r["table"] == table),
            tuple(_column(c, form) for c in columns if c["table"] == table),
        )
        for table in dict.fromkeys(r["table"] for r in rows)
    )


@cache
def form_table(form: str, table: str) -> FormTable | None:
    """One table of a generation, or None where that generation does not have it."""
    return next((t for t in form_tables(form) if t.key == table), None)


@cache
def cell_label(form: str, table: str, cell: str, language: str = "zh") -> str:
    """Name of a cell, `row|column` (`row` in form B), as the form prints it: 本年新收政府信息公开申请数量/总计."""
    layout = form_table(form, table)
    if layout is None:
        return cell
    row_key, _, column_key = cell.partition("|")
    names = [r.label if language == "zh" else r.label_en for r in layout.rows if r.key == row_key]
    names += [c.label if language == "zh" else c.label_en for c in layout.columns if c.key == column_key]
    return "/".join(re.sub(r"[(（].{4,}[)）]$", "", name) for name in names) or cell


@cache
def identities(form: str) -> tuple[Identity, ...]:
    """The arithmetic of a generation."""
    return tuple(_identity(r) for r in read_reference("identities.csv") if form in r["forms"])


@cache
def section_titles() -> tuple[SectionTitle, ...]:
    """Titled sections of all generations, in the order of the report."""
    return tuple(
        SectionTitle(r["section"], (r["title"], *_split(r["variants"])), r["label_en"])
        for r in read_reference("sections.csv")
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _row(r: dict[str, str]) -> FormRow:
    return FormRow(
        r["row"], r["parent"], r["ordinal"], r["label"], _split(r["variants"]), r["kind"],
        r["unit"], r["type"], r["label_en"], r["source"],
    )  # fmt: skip


def _column(c: dict[str, str], form: str) -> FormColumn:
    names = (n.removeprefix(f"{form}:") for n in c["rows"].split())
    rows = frozenset(n for n in names if ":" not in n and n != "*")
    return FormColumn(c["column"], c["label"], _split(c["variants"]), c["type"], c["unit"], rows, c["label_en"])


def _identity(r: dict[str, str]) -> Identity:
    relation = next(sign for sign in _RELATIONS if f" {sign} " in r["formula"])
    left, right = r["formula"].split(f" {relation} ")
    is_each = "," in left
    first, _, last = r["years"].partition("-")
    return Identity(
        r["rule"], r["forms"], r["table"], _terms(left, "," if is_each else "+"), relation, _terms(right, "+"), r["over"],
        r["severity"], r["source"], r["label_zh"], r["label_en"], is_each,
        range(int(first), int(last or LAST_YEAR) + 1) if first else None,
    )  # fmt: skip


def _terms(side: str, sign: str) -> tuple[str, ...]:
    return tuple(term.strip() for term in side.split(sign))
