"""The tables that are computed from all others as pandera models: panel, indicators, coverage.

Belongs here: their columns and the words they may hold; those of the wide tables come from the vocabulary of series and
indicators. Does not belong here: all other tables (`schemas.py`), which lists these too.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from gov_disclosure.frames.columns import (
    FORMS,
    ISSUER_KINDS,
    REGION_LEVELS,
    SCOPES,
    Day,
    Flag,
    Integer,
    Number,
    Share,
    StrictModel,
    Text,
    column,
)
from gov_disclosure.vocabulary.definitions import INDICATOR, SERIES
from gov_disclosure.vocabulary.measure_words import ColumnWords, describe_measure
from gov_disclosure.vocabulary.series import DerivedIndicator, Series, list_derived_indicators, list_series

STATUSES = (
    "reported", "rounded", "derived", "not_applicable", "dash", "blank", "absent", "unreadable", "ambiguous", "below_zero",
    "not_in_form", "no_text_before", "other_body_before", "no_report_before", "contested", "not_written", "other_scope",
    "refused", "no_report",
)  # fmt: skip
"""From the best to the worst: a sum of cells is in the worst state of its parts. The first three have a value; the last five
are those of a region and year without a report."""
MARKS = ("same", "bounded", "break", "not_comparable")
REASONS = ("interval", "definition", "scope", "area", "no_number_before")
FLAGS = ("ok", "small", "zero", "contradictory")
COVERAGE_STATES = (
    "present", "prose_only", "attachment", "contested", "not_written", "other_scope", "refused", "missing",
)  # fmt: skip
BASES = ("stated", "assumed")
CHOICES = ("only", "scope", "issuer", "tables", "contested")
TIMELINESS = ("on_time", "late", "unknown")

_STATUS = "Whether there is a number, and if not, why"
_MARK = "How it stands to the year before: same, bounded, break or not_comparable; null without a number"
_WHY = "Why it is not simply the same"
_LEAST, _MOST = "The least that it can be", "The most that it can be; null where nothing bounds it"


class AreaColumns(StrictModel):
    """The region of a row, as it was in that year."""

    region_code: Text = column("GB/T 2260 code valid in the report year", str_matches=r"^\d{6}$")
    report_year: Integer = column("Year that the statistics cover", ge=2008)
    region_name: Text = column("Name of the region in the report year")
    region_level: Text = column("Level of the region", isin=REGION_LEVELS)
    parent_code: Text = column("Code of the next higher division", nullable=True)
    province_code: Text = column("Code of the province-level division")
    region: Text = column("Province-level partition key")
    area_id: Text = column("Name of the area as long as it stays the same: its first code, and the year of it")


class ChosenColumns(StrictModel):
    """The report that stands for the region in that year."""

    report_id: Text = column("Report that stands for the region and year", nullable=True)
    form: Text = column("Generation of the form that it follows", nullable=True, isin=FORMS)
    basis: Text = column("Whether it states its scope, or its issuer lets assume it", nullable=True, isin=BASES)
    choice: Text = column("Why this report", nullable=True, isin=CHOICES)
    candidates: Integer = column("Reports that could stand for the region and year", ge=0)
    issuer: Text = column("Body that issued the report, as it names itself", nullable=True)
    issuer_kind: Text = column("Kind of issuer", nullable=True, isin=ISSUER_KINDS)
    scope: Text = column("Scope as the report states it", nullable=True, isin=SCOPES)
    published_on: Day = column("Date of publication, where printed", nullable=True)


class CoverageRegionYear(ChosenColumns, AreaColumns):
    """One row per region of the register and report year: what there is, and what is missing."""

    state: Text = column("What there is", isin=COVERAGE_STATES)
    timeliness: Text = column("Published by 31 March of the year after", nullable=True, isin=TIMELINESS)
    reports: Integer = column("Current reports of all bodies of the region", ge=0)
    replaced: Integer = column("Versions that a later one replaced", ge=0)
    refused: Integer = column("Documents refused whose region and year are known", ge=0)
    refused_reasons: Text = column("Why, separated by blanks", nullable=True)
    findings_error: Integer = column("Errors found in the report that stands for the region, waived or not", ge=0)
    findings_warning: Integer = column("Warnings, likewise", ge=0)
    findings_info: Integer = column("Notices, likewise", ge=0)
    seams: Integer = column(
        "Findings between it and other reports, likewise; null where it was not compared", nullable=True, ge=0
    )


class PanelSeries(StrictModel):
    """One row per region, year and series: the number, what is known of it, and the cells that it came from."""

    region_code: Text = column("GB/T 2260 code valid in the report year", str_matches=r"^\d{6}$")
    report_year: Integer = column("Year that the statistics cover", ge=2008)
    region_name: Text = column("Name of the region in the report year")
    area_id: Text = column("Name of the area as long as it stays the same")
    series: Text = column("Key of the series")
    value: Number = column(
        "The number, in the unit that `dim_definition` has for series and form; of rounded figures the printed one",
        nullable=True,
    )
    low: Number = column(_LEAST, nullable=True)
    high: Number = column(_MOST, nullable=True)
    status: Text = column(_STATUS, isin=STATUSES)
    in_doubt: Flag = column("Whether an error or a warning of `fact_finding` names one of its cells, waived or not")
    comparability: Text = column(_MARK, nullable=True, isin=MARKS)
    comparability_reason: Text = column(_WHY, nullable=True, isin=REASONS)
    form: Text = column("Generation of the form", nullable=True, isin=FORMS)
    basis: Text = column("Whether the report states its scope", nullable=True, isin=BASES)
    report_id: Text = column("Report that stands for the region and year", nullable=True)
    fact_table: Text = column("Fact table of the cells", nullable=True)
    cell_keys: Text = column(
        "Cells that are added, `row|column`, separated by `; `; `-` before one that is taken off", nullable=True
    )


class IndicatorSeries(StrictModel):
    """One row per region, year and indicator: numerator, denominator, and the quotient where it says anything."""

    region_code: Text = column("GB/T 2260 code valid in the report year", str_matches=r"^\d{6}$")
    report_year: Integer = column("Year that the statistics cover", ge=2008)
    region_name: Text = column("Name of the region in the report year")
    area_id: Text = column("Name of the area as long as it stays the same")
    indicator: Text = column("Key of the indicator")
    numerator: Number = column("Numerator; of a count the count", nullable=True)
    denominator: Number = column("Denominator; null for a count", nullable=True)
    value: Share = column("numerator / denominator, not rounded; null where the flag is not ok", nullable=True)
    low: Share = column(_LEAST, nullable=True)
    high: Share = column(_MOST, nullable=True)
    status: Text = column(_STATUS, isin=STATUSES)
    flag: Text = column(
        "Of a rate: ok; small, its denominator is under the minimum; zero, it is or may be 0; contradictory, less than its part",
        nullable=True,
        isin=FLAGS,
    )
    in_doubt: Flag = column(
        "Whether an error or a warning of `fact_finding` names a cell of numerator or denominator, waived or not"
    )
    comparability: Text = column(_MARK, nullable=True, isin=MARKS)
    comparability_reason: Text = column(_WHY, nullable=True, isin=REASONS)
    form: Text = column("Generation of the form", nullable=True, isin=FORMS)
    basis: Text = column("Whether the report states its scope", nullable=True, isin=BASES)
    report_id: Text = column("Report that stands for the region and year", nullable=True)


Fields = Iterator[tuple[str, Any, Any]]


def _describe(words: ColumnWords, **checks: Any) -> Any:
    return column(words.meaning_en, unit=words.unit, zh=words.zh, meaning_zh=words.meaning_zh, **checks)


def _list_series_fields(series: Series) -> Fields:
    key, words = series.key, describe_measure(SERIES, series.key)
    yield key, Number, _describe(words[""], nullable=True)
    yield f"{key}_in_doubt", Flag, _describe(words["in_doubt"])
    yield f"{key}_low", Number, _describe(words["low"], nullable=True)
    yield f"{key}_high", Number, _describe(words["high"], nullable=True)
    yield from _list_states(key, words)


def _list_indicator_fields(indicator: DerivedIndicator) -> Fields:
    key, words = indicator.key, describe_measure(INDICATOR, indicator.key)
    yield key, Share, _describe(words[""], nullable=True)
    if indicator.is_rate:
        yield f"{key}_numerator", Number, _describe(words["numerator"], nullable=True)
        yield f"{key}_denominator", Number, _describe(words["denominator"], nullable=True)
        yield f"{key}_flag", Text, _describe(words["flag"], nullable=True, isin=FLAGS)
    yield f"{key}_in_doubt", Flag, _describe(words["in_doubt"])
    yield f"{key}_low", Share, _describe(words["low"], nullable=True)
    yield f"{key}_high", Share, _describe(words["high"], nullable=True)
    yield from _list_states(key, words)


def _list_states(key: str, words: Mapping[str, ColumnWords]) -> Fields:
    yield f"{key}_status", Text, _describe(words["status"], isin=STATUSES)
    yield f"{key}_comparability", Text, _describe(words["comparability"], nullable=True, isin=MARKS)


def _build_wide(name: str, doc: str, groups: Iterator[Fields]) -> type[StrictModel]:
    """A model with the columns of regions and reports, and those that a vocabulary gives."""
    fields = [field for group in groups for field in group]
    members: Mapping[str, Any] = {
        "__doc__": doc,
        "__module__": __name__,
        "__annotations__": {key: dtype for key, dtype, _ in fields},
        **{key: field for key, _, field in fields},
    }
    model: type[StrictModel] = type(name, (ChosenColumns, AreaColumns), dict(members))
    return model


PanelRegionYear = _build_wide(
    "PanelRegionYear",
    "One row per region and year: every series side by side, from the report that stands for the region.",
    map(_list_series_fields, list_series()),
)
IndicatorRegionYear = _build_wide(
    "IndicatorRegionYear",
    "One row per region and year: every indicator side by side.",
    map(_list_indicator_fields, list_derived_indicators()),
)

ANALYSES = (
    ("coverage_region_year", CoverageRegionYear, ()),
    ("panel_region_year", PanelRegionYear, ()),
    ("panel_series", PanelSeries, ("series",)),
    ("indicator_region_year", IndicatorRegionYear, ()),
    ("indicator_series", IndicatorSeries, ("indicator",)),
)
"""Name, model, and what identifies a row beside region and year."""
