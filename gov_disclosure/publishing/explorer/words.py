"""Every word that the pages show, in both languages: from the vocabularies, and the pages' own.

Belongs here: gathering them. Does not belong here: the words themselves (`vocabulary/`, `static/phrases.json`).
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from gov_disclosure.frames.analysis_tables import COVERAGE_STATES, FLAGS, MARKS, REASONS, STATUSES, TIMELINESS
from gov_disclosure.frames.columns import FORMS, VALUE_STATUSES
from gov_disclosure.frames.elements import FACT_OF_TABLE
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.publishing.explorer.units import Pair, list_indicator_units, list_series_units, name_unit
from gov_disclosure.publishing.lists import list_indicators, list_reasons, list_rules
from gov_disclosure.vocabulary.findings import TABLE_NAMES
from gov_disclosure.vocabulary.forms import FORMS_WITH_TABLES, form_tables, read_reference
from gov_disclosure.vocabulary.indicators import list_narrative_indicators
from gov_disclosure.vocabulary.regions import REGIONS, load_provinces
from gov_disclosure.vocabulary.romanisation import romanise_stem
from gov_disclosure.vocabulary.series import (
    DerivedIndicator,
    Expression,
    Series,
    Term,
    list_derived_indicators,
    list_series,
)

FIGURES = "fact_narrative_figure"
_TABLES = {**FACT_OF_TABLE, "narrative": FIGURES}

Words = Mapping[str, Any]


def build_words() -> Words:
    """All of them, but those of the pages themselves."""
    return {
        "series": [_describe_series(series) for series in list_series()],
        "indicators": [_describe_indicator(indicator) for indicator in list_derived_indicators()],
        "lists": {
            "status": STATUSES, "mark": MARKS, "reason": REASONS, "flag": FLAGS, "state": COVERAGE_STATES, "timeliness": TIMELINESS,
            "value_status": VALUE_STATUSES, "form": FORMS,
        },
        "terms": _list_terms(),
        "cells": _list_cells(),
        "figures": {
            i.key: [i.label_zh, i.label_en, *_name_unit(i.unit, FIGURES, i.key)] for i in list_narrative_indicators()
        },
        "units": {row["unit"]: row["label_en"] for row in read_reference("units.csv") if row["table"] == "*"},
        "layouts": {form: {FACT_OF_TABLE[t.key]: _describe_layout(t) for t in form_tables(form)} for form in FORMS_WITH_TABLES},
        "tables": {**TABLE_NAMES, FIGURES: ("正文中的数字", "Figures in running text")},
        "keys": CELL_KEYS,
        "rules": {rule.rule: [rule.zh, rule.en] for rule in list_rules()},
        "reasons": {reason.reason: [reason.zh, reason.en] for reason in list_reasons()},
    }  # fmt: skip


@cache
def load_phrases() -> Mapping[str, tuple[str, str]]:
    """The pages' own phrases: Chinese, English."""
    text = files("gov_disclosure.publishing.explorer").joinpath("static", "phrases.json").read_text(encoding="utf-8")
    return {key: (zh, en) for key, (zh, en) in json.loads(text).items()}


def list_provinces() -> list[Mapping[str, str | None]]:
    """Province-level divisions in the official order."""
    by_slug = {province.slug: province for province in load_provinces()}
    found = (by_slug[slug] for slug in REGIONS)
    return [
        {
            "slug": p.slug, "code": p.code, "name": p.name, "short": p.short_name,
            "latin": romanise_stem(p.code, p.short_name),
        }
        for p in found
    ]  # fmt: skip


def _describe_series(series: Series) -> Words:
    return {
        "key": series.key, "zh": series.label_zh, "en": series.label_en,
        **_describe_units(series.unit, list_series_units(series, _TABLES)),
        "cells": {form: _describe_expression(expression) for form, expression in series.cells.items()},
        "joins": {"".join(pair): join for pair, join in series.joins.items()},
        "why_zh": series.why_zh, "why_en": series.why_en,
    }  # fmt: skip


def _describe_expression(expression: Expression) -> Words:
    return {"table": _TABLES[expression.table], "terms": _describe_terms(expression.terms)}


def _describe_terms(terms: tuple[Term, ...]) -> list[list[Any]]:
    return [[term.name, term.factor] for term in terms]


def _describe_indicator(indicator: DerivedIndicator) -> Words:
    return {
        "key": indicator.key, "zh": indicator.label_zh, "en": indicator.label_en,
        **_describe_units(indicator.unit, list_indicator_units(indicator, _TABLES)), "yes_no": indicator.is_yes_no,
        "numerator": _describe_terms(indicator.numerator), "denominator": _describe_terms(indicator.denominator),
        "forms": indicator.forms, "minimum": indicator.minimum, "note_zh": indicator.note_zh, "note_en": indicator.note_en,
        "joins": {pair: indicator.join(*pair) for pair in ("AB", "BC", "CD")},
    }  # fmt: skip


def _describe_units(unit: str, by_form: Mapping[str, Pair]) -> Words:
    """That of the newest form, and those of forms whose reports print another one."""
    known = [(form, pair) for form, pair in by_form.items() if pair[0] == unit]
    if not known:
        return {"unit": None, "units": {}}
    newest = known[-1][1]
    return {"unit": newest, "units": {form: pair for form, pair in by_form.items() if pair[0] != unit}}


def _name_unit(unit: str | None, table: str, key: str) -> Pair:
    return name_unit(unit, table, key) if unit else ("", "")


def _list_cells() -> Mapping[str, Mapping[str, list[str]]]:
    """Names of all cells by table and key."""
    found: dict[str, dict[str, list[str]]] = {}
    for record in list_indicators():
        unit = _name_unit(record["unit"], record["table"], record["key"])
        name = [record["label_zh"], record["label_en"], *unit]
        found.setdefault(record["table"], {})[record["key"]] = name
    return found


def _describe_layout(table: Any) -> Words:
    return {
        "rows": [[row.key, row.label, row.label_en, row.kind, row.ordinal] for row in table.rows],
        "columns": [[column.key, column.label, column.label_en] for column in table.columns],
    }


def _list_terms() -> Mapping[str, Mapping[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for row in read_reference("terms.csv"):
        found.setdefault(row["column"], {})[row["term"]] = [row["label_zh"], row["label_en"]]
    return found
