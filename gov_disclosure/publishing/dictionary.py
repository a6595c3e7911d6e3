"""The tables of the contract as a reader wants them told: names, types, keys, labels, allowed terms.

Belongs here: one description of each table and column, drawn from the models and the vocabularies, from which the codebook, the
data package and the comments of databases are made. Does not belong here: how any of them looks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa

from gov_disclosure.frames.schemas import TABLES, TableSpec
from gov_disclosure.vocabulary.labels import Label, TermLabel, find_column_label, find_table_label, find_term_label

TEXT_COLUMN = "text"
"""Columns of this name hold running text of any length: no cell of a spreadsheet takes it."""
_UNNAMED = Label("", "")


@dataclass(frozen=True, slots=True)
class Term:
    """A word that a column may hold."""

    term: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column: `refers` is the table and column that every value of it is found in, `rules` its constraints in words."""

    name: str
    type: pa.DataType
    nullable: bool
    label_zh: str
    meaning_zh: str
    meaning_en: str
    unit: str | None
    refers: tuple[str, str] | None
    terms: tuple[Term, ...]
    rules: tuple[str, ...]
    pattern: str | None
    minimum: float | None


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table."""

    spec: TableSpec
    label_zh: str
    meaning_zh: str
    meaning_en: str
    columns: tuple[ColumnEntry, ...]
    rules: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name in the warehouse."""
        return self.spec.name

    @property
    def key(self) -> tuple[str, ...]:
        """Columns that identify a row."""
        return self.spec.key

    @property
    def has_running_text(self) -> bool:
        """Whether a column holds text that no cell of a spreadsheet takes."""
        return any(column.name == TEXT_COLUMN for column in self.columns)


@cache
def build_dictionary() -> Mapping[str, TableEntry]:
    """Every table of the contract, in its order."""
    return {name: _describe_table(spec) for name, spec in TABLES.items()}


def _describe_table(spec: TableSpec) -> TableEntry:
    schema = spec.model.to_schema()
    label = find_table_label(spec.name) or _UNNAMED
    return TableEntry(
        spec=spec,
        label_zh=label.zh,
        meaning_zh=label.meaning_zh,
        meaning_en=" ".join((spec.model.__doc__ or spec.name).split()),
        columns=tuple(_describe_column(spec, name, column) for name, column in schema.columns.items()),
        rules=tuple(sorted(str(check.error or check.name) for check in schema.checks)),
    )


def _describe_column(spec: TableSpec, name: str, column: Any) -> ColumnEntry:
    checks: Mapping[str, Mapping[str, Any]] = {check.name: check.statistics or {} for check in column.checks}
    metadata = column.metadata or {}
    given = metadata.get("zh")
    label = (
        Label(given, metadata.get("meaning_zh") or given) if given else find_column_label(spec.name, name) or _UNNAMED
    )
    refers = metadata.get("refers")
    return ColumnEntry(
        name=name,
        type=spec.arrow_schema.field(name).type,
        nullable=column.nullable,
        label_zh=label.zh,
        meaning_zh=label.meaning_zh,
        meaning_en=str(column.description),
        unit=metadata.get("unit"),
        refers=None if refers is None or refers[0] == spec.name else refers,
        terms=_list_terms(name, checks.get("isin", {}).get("allowed_values", ())),
        rules=tuple(str(check.error or check.name) for check in column.checks if check.name != "isin"),
        pattern=_spell_pattern(checks.get("str_matches", {}).get("pattern")),
        minimum=checks.get("greater_than_or_equal_to", {}).get("min_value"),
    )


def _list_terms(column: str, allowed: Sequence[str]) -> tuple[Term, ...]:
    labels = {term: find_term_label(column, term) or TermLabel("", "") for term in allowed}
    return tuple(Term(term, label.zh, label.en) for term, label in labels.items())


def _spell_pattern(pattern: Any) -> str | None:
    return None if pattern is None else str(getattr(pattern, "pattern", pattern))
