"""Series and indicators as the codebook tells them: one entry each, with what it is in every form.

Belongs here: gathering the definitions by measure, forms with one definition together. Does not belong here: the definitions
(`vocabulary/definitions.py`), which a warehouse has as `dim_definition`.
"""

from dataclasses import dataclass
from functools import cache
from itertools import groupby

from gov_disclosure.frames.dimensions import name_fact_table
from gov_disclosure.vocabulary.definitions import Definition, list_definitions
from gov_disclosure.vocabulary.labels import find_table_label, find_term_label
from gov_disclosure.vocabulary.measure_words import spell_formula, spell_unit

_YEARS = {"B": "2013/14", "C": "2018/19", "D": "2020/21"}
"""Between which years a form took the place of the one before."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What a measure is in some forms.

    Attributes:
        table_zh: the table of the cells, as the codebook calls it; empty for an indicator.
    """

    forms: str
    unit: str
    table: str
    table_zh: str
    keys: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Join:
    """How the numbers go on where the form changed."""

    years: str
    mark: str
    zh: str


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """A series or an indicator."""

    kind: str
    key: str
    label_zh: str
    label_en: str
    measure: str
    measure_zh: str
    unit: str
    forms: str
    minimum: int | None
    variants: tuple[Variant, ...]
    joins: tuple[Join, ...]
    note_zh: str
    note_en: str


@cache
def list_measures(kind: str) -> tuple[MeasureEntry, ...]:
    """All series, or all indicators."""
    own = (definition for definition in list_definitions() if definition.kind == kind)
    return tuple(_describe(tuple(found)) for _, found in groupby(own, key=lambda definition: definition.key))


def _describe(definitions: tuple[Definition, ...]) -> MeasureEntry:
    newest = definitions[-1]
    return MeasureEntry(
        newest.kind, newest.key, newest.label_zh, newest.label_en, newest.measure, _spell_term("measure", newest.measure),
        spell_unit(definitions) or "", "".join(d.form for d in definitions), newest.minimum,
        tuple(_gather(tuple(same)) for _, same in groupby(definitions, key=_find_sides)),
        tuple(Join(_YEARS[d.form], d.joins, _spell_term("joins", d.joins)) for d in definitions if d.joins),
        newest.note_zh, newest.note_en,
    )  # fmt: skip


def _find_sides(definition: Definition) -> tuple[object, ...]:
    return definition.table, definition.unit, definition.numerator, definition.denominator


def _gather(same: tuple[Definition, ...]) -> Variant:
    one = same[0]
    table = name_fact_table(one.table) or ""
    label = find_table_label(table)
    keys = one.numerator.keys if one.denominator is None else f"({one.numerator.keys}) / ({one.denominator.keys})"
    return Variant(
        "".join(d.form for d in same), one.unit, table, label.zh if label else "", keys,
        spell_formula(one, "zh"), spell_formula(one, "en"),
    )  # fmt: skip


def _spell_term(column: str, term: str) -> str:
    found = find_term_label(column, term)
    return found.zh if found else term
