"""Column types, the two column groups that every fact table shares, and the keys of each.

Belongs here: the Arrow-backed pandas dtypes of the warehouse and the groups that the tables are put together from.
Does not belong here: tables (see `schemas.py`). Source: the data contract, "Tables" and "The value columns".
"""

from typing import Annotated, Any

import pandas as pd
import pyarrow as pa

from gov_disclosure.frames.contract_library import pandera

Text = Annotated[pd.ArrowDtype, pa.string()]
Number = Annotated[pd.ArrowDtype, pa.decimal128(18, 4)]
Integer = Annotated[pd.ArrowDtype, pa.int32()]
Size = Annotated[pd.ArrowDtype, pa.int64()]
Share = Annotated[pd.ArrowDtype, pa.float64()]
Flag = Annotated[pd.ArrowDtype, pa.bool_()]
Day = Annotated[pd.ArrowDtype, pa.date32()]

FORMS = ("A", "B", "C", "D")
REGION_LEVELS = ("central", "province", "prefecture", "county")
ISSUER_KINDS = ("government", "government_office", "department", "township", "zone", "other")
SCOPES = ("own_body", "area_sum", "unknown")
BOUNDS = ("exact", "approximate", "at_least")
VALUE_STATUSES = ("reported", "blank", "dash", "not_applicable", "unreadable", "absent")


REPORT = ("dim_report", "report_id")
"""Where every report is that a row of another table may belong to."""


def column(
    description: str,
    *,
    nullable: bool = False,
    unit: str | None = None,
    refers: tuple[str, str] | None = None,
    zh: str | None = None,
    meaning_zh: str | None = None,
    **checks: Any,
) -> Any:
    """A pandera field with what the UI and the codebook show of it.

    Args:
        description: what it holds, in English.
        nullable: whether a row may have no value.
        unit: unit of its numbers.
        refers: table and column in which each of its values is found, other than the table itself.
        zh, meaning_zh: its Chinese name and what it holds, where a vocabulary gives them; those of other columns are in
            `vocabulary/reference/column_labels.csv`.
        checks: constraints.
    """
    told = {"unit": unit, "refers": refers, "zh": zh, "meaning_zh": meaning_zh}
    metadata = {name: value for name, value in told.items() if value}
    return pandera.Field(nullable=nullable, description=description, metadata=metadata or None, **checks)


class StrictModel(pandera.DataFrameModel):
    """Base of all tables: no column missing, none added, no silent conversion."""

    class Config:
        strict = True
        coerce = False


class ReportColumns(StrictModel):
    """Which report a row belongs to: repeated in every fact table, so that a file makes sense when read alone."""

    report_id: Text = column("Report, by the content of its document", refers=REPORT, str_length={"min_value": 1})
    region_code: Text = column(
        "GB/T 2260 code valid in the report year; 66XXXX and 00XXXX for bodies without one",
        str_matches=r"^\d{6}$",
    )
    region_name: Text = column("Name of the region in the report year")
    region_level: Text = column("Level of the region", isin=REGION_LEVELS)
    province_code: Text = column("Code of the province-level division", str_matches=r"^\d{6}$")
    issuer: Text = column("Body that issued the report, as it names itself", nullable=True)
    issuer_kind: Text = column("Kind of issuer", isin=ISSUER_KINDS)
    scope: Text = column("Own body, sum over the whole area, or unknown", isin=SCOPES)
    form: Text = column("Generation of the statutory form", isin=FORMS)
    report_year: Integer = column("Year that the statistics cover", ge=2008)


class ValueColumns(StrictModel):
    """One number of a report: what was printed, how it was read, and the exact characters it came from."""

    value: Number = column("The number printed, in base units; never filled in, never corrected", nullable=True)
    value_status: Text = column("How the cell was read", isin=VALUE_STATUSES)
    value_derived: Number = column("What the form's arithmetic implies where it decides, beside `value`", nullable=True)
    derivation: Text = column("Rule that gives `value_derived`", nullable=True)
    precision: Number = column("Half-width of the rounding interval; 0 for exact numbers", ge=0)
    bound: Text = column(
        "exact; approximate (约, 近, 左右); at_least (余, 多, 以上), up to `precision` more", nullable=True, isin=BOUNDS
    )
    unit: Text = column("Unit after normalisation", nullable=True)
    raw_text: Text = column(
        "The characters of the cell as printed; null where nothing was printed for it", nullable=True
    )
    source_start: Integer = column("First character of `raw_text` in `report_text.text`", nullable=True, ge=0)
    source_end: Integer = column("Character after the last of `raw_text`", nullable=True, ge=0)

    @pandera.dataframe_check(error="value stands exactly where the status is reported")
    @classmethod
    def value_stands_where_reported(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        return frame["value"].notna() == (frame["value_status"] == "reported")

    @pandera.dataframe_check(error="raw_text comes with its span")
    @classmethod
    def text_comes_with_its_span(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        known = frame["raw_text"].notna()
        length = frame["raw_text"].str.len().fillna(0)
        span = (frame["source_end"] - frame["source_start"]).fillna(0)
        return (known == frame["source_start"].notna()) & (length == span)


class ProactiveKeys(StrictModel):
    article_item: Text = column("Item of article 20", isin=("20-1", "20-5", "20-6", "20-8", "20-9"))
    category: Text = column("Row of the table")
    measure: Text = column("Column of the table")


class RequestKeys(StrictModel):
    disposition: Text = column("Row of the table: how the request was disposed of")
    applicant: Text = column("Column of the table: kind of applicant")


class ReviewKeys(StrictModel):
    channel: Text = column("Review or litigation")
    outcome: Text = column("Outcome")


class StatisticsKeys(StrictModel):
    indicator: Text = column("Row of the statistics table of 2014 to 2018")


class FigureKeys(StrictModel):
    indicator: Text = column("Indicator of the closed list, `unlisted` otherwise")
    subject_year: Integer = column("Year the figure speaks of", nullable=True)
    is_current_year: Flag = column("Whether that is the report year")
    sentence: Text = column("Sentence that states it")


class CountColumns(ValueColumns):
    """Values of a table of counts: whole and never negative."""

    @pandera.dataframe_check(error="a count is a whole number that is not negative")
    @classmethod
    def counts_are_whole(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        return is_whole(frame["value"]) & (frame["value"].isna() | (frame["value"] >= 0))


def is_whole(values: "pd.Series[float]") -> "pd.Series[bool]":
    """Where a number has no decimals, or there is none."""
    return values.isna() | (values.round(0) == values)
