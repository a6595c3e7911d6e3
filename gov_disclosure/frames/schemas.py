"""The data contract as pandera models: one model per table of the warehouse.

Belongs here: columns, dtypes, constraints, descriptions and keys of every table. The Arrow schema of the files, the
columns shown in the Dagster UI and the codebook are derived from these models and never written a second time.
Does not belong here: how rows are made (`build.py`) or what happens to rows that fail (`quality/validation.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import pandas as pd
import pyarrow as pa

from gov_disclosure.frames.analysis_tables import ANALYSES
from gov_disclosure.frames.columns import (
    BOUNDS,
    FORMS,
    ISSUER_KINDS,
    REGION_LEVELS,
    REPORT,
    SCOPES,
    VALUE_STATUSES,
    CountColumns,
    Day,
    FigureKeys,
    Flag,
    Integer,
    Number,
    ProactiveKeys,
    ReportColumns,
    RequestKeys,
    ReviewKeys,
    Share,
    Size,
    StatisticsKeys,
    StrictModel,
    Text,
    ValueColumns,
    column,
    is_whole,
)
from gov_disclosure.frames.contract_library import pandera
from gov_disclosure.frames.dimension_tables import DimDefinition, DimIndicator, DimRegion
from gov_disclosure.frames.finding_tables import FactFinding, FactSeam
from gov_disclosure.frames.reuse_table import FactTextReuse


class DocumentRegister(StrictModel):
    """One row per document of the raw folder (file, or member of an archive): what it is and whose, or why it gave no report."""

    source_file: Text = column("Path of the file, relative to the raw folder; a member of an archive stands below it")
    container: Text = column("Archive that holds the document, relative to the raw folder", nullable=True)
    source_url: Text = column("Address of the page, where the manifest tells", nullable=True)
    source_sha256: Text = column("SHA-256 of the document's bytes", str_matches=r"^([0-9a-f]{64})?$")
    text_sha256: Text = column("SHA-256 of its text, white space around it apart", nullable=True)
    size_bytes: Size = column("Size of the document", unit="byte", ge=0)
    media_type: Text = column("Media type, from the content")
    encoding: Text = column("Character encoding that decoded the text", nullable=True)
    status: Text = column(
        "What became of the document; `gone` if it was accepted and lies in the raw folder no more",
        isin=("accepted", "duplicate", "rejected", "gone"),
    )
    reason: Text = column("Reason code of a rejected document or a duplicate", nullable=True)
    detail: Text = column("What was found, for the reader who has to decide", nullable=True)
    duplicate_of: Text = column("Accepted document with the same content", nullable=True)
    is_current: Flag = column("Whether this document counts in the facts")
    supersedes: Text = column("Report that this one replaces", nullable=True)
    conflicts_with: Text = column(
        "Reports of the same body for the same year that say something else, where no order can be told", nullable=True
    )
    version_evidence: Text = column("How it is known what replaces what, or what is the same", nullable=True)
    report_id: Text = column("Report, by the content of its document", nullable=True)
    region: Text = column("Province-level partition key", nullable=True)
    region_code: Text = column("GB/T 2260 code valid in the report year", nullable=True)
    region_name: Text = column("Name of the region in the report year", nullable=True)
    region_level: Text = column("Level of the region", nullable=True, isin=REGION_LEVELS)
    province_code: Text = column("Code of the province-level division", nullable=True)
    issuer: Text = column("Body that issued the report, as it names itself", nullable=True)
    issuer_kind: Text = column("Kind of issuer", nullable=True, isin=ISSUER_KINDS)
    scope: Text = column("Own body, sum over the whole area, or unknown", nullable=True, isin=SCOPES)
    body_key: Text = column("Region, year and body: reports that share it may be versions of one", nullable=True)
    revision_mark: Text = column("Words by which it says that it replaces an earlier report", nullable=True)
    form: Text = column("Generation of the statutory form", nullable=True, isin=FORMS)
    report_year: Integer = column("Year that the statistics cover", nullable=True)
    title: Text = column("Title of the report", nullable=True)
    published_on: Day = column("Date of publication, where printed", nullable=True)
    text_region_code: Text = column("Region by the text alone", nullable=True)
    text_report_year: Integer = column("Year by the text alone", nullable=True)
    manifest_issuer: Text = column("Issuer by the manifest", nullable=True)
    manifest_supersedes: Text = column("File that this one replaces, by the manifest", nullable=True)
    identity_evidence: Text = column("Evidence used for region and year, as JSON", nullable=True)
    identity_confidence: Share = column("Confidence of the identity", nullable=True, ge=0, le=1)


class ReportText(StrictModel):
    """One row per accepted document version: the decoded text, the space that every span refers to."""

    report_id: Text = column("Report, by the content of its document", refers=REPORT)
    source_file: Text = column("Path of the file, relative to the raw folder")
    form: Text = column("Generation of the statutory form", isin=FORMS)
    report_year: Integer = column("Year that the statistics cover")
    text: Text = column("The decoded text, tables laid out as cells")


class ReportElement(StrictModel):
    """One row per thing the parser recognised in a text: section, table, cell, figure, number left over, or doubt. Staging."""

    report_id: Text = column("Report, by the content of its document", refers=REPORT)
    element: Text = column("Kind of element", isin=("section", "table", "cell", "figure", "left_over", "doubt"))
    table: Text = column("Table, section key, or indicator of the element", nullable=True)
    row_key: Text = column("Row key of a cell", nullable=True)
    column_key: Text = column("Column key of a cell", nullable=True)
    value: Number = column(
        "The number printed, in base units; of a doubt, the readings that remain or the other copy's", nullable=True
    )
    value_status: Text = column("How it was read", nullable=True, isin=VALUE_STATUSES)
    precision: Number = column("Half-width of the rounding interval", nullable=True)
    bound: Text = column("How firmly the number is stated", nullable=True, isin=BOUNDS)
    unit: Text = column("Unit after normalisation", nullable=True)
    raw_text: Text = column("The characters as printed", nullable=True)
    source_start: Integer = column("First character in `report_text.text`", nullable=True)
    source_end: Integer = column("Character after the last", nullable=True)
    note: Text = column("How it was placed: label matched, reading chosen, or heading", nullable=True)
    subject_year: Integer = column("Year a figure speaks of", nullable=True)
    is_current_year: Flag = column("Whether that is the report year", nullable=True)
    sentence: Text = column("Sentence of a figure", nullable=True)


class DimReport(ReportColumns):
    """One row per accepted document version."""

    title: Text = column("Title of the report", nullable=True)
    published_on: Day = column("Date of publication, where printed", nullable=True)
    source_file: Text = column("Path of the file, relative to the raw folder")
    source_url: Text = column("Address of the page, where the manifest tells", nullable=True)
    source_sha256: Text = column("SHA-256 of the file's bytes", str_matches=r"^[0-9a-f]{64}$")
    media_type: Text = column("Media type, from the content")
    encoding: Text = column("Character encoding that decoded the text", nullable=True)
    is_current: Flag = column("Whether this version counts in the facts")
    supersedes: Text = column("Report that this one replaces", nullable=True)
    identity_evidence: Text = column("Evidence used for region and year, as JSON", nullable=True)
    identity_confidence: Share = column("Confidence of the identity", nullable=True)
    cells_reported: Integer = column("Cells with a number", unit="cell", ge=0)
    cells_blank: Integer = column("Cells printed empty", unit="cell", ge=0)
    cells_dash: Integer = column("Cells with a dash", unit="cell", ge=0)
    cells_not_applicable: Integer = column("Cells that say 无 or the like", unit="cell", ge=0)
    cells_unreadable: Integer = column("Cells whose text is no number", unit="cell", ge=0)
    cells_absent: Integer = column("Cells the document does not print", unit="cell", ge=0)
    cells_rejected: Integer = column("Cells that failed their schema", unit="cell", ge=0)
    numbers_left_over: Integer = column("Numbers in a recognised table that belong to no cell", unit="number", ge=0)
    figures: Integer = column("Figures stated in running text", unit="figure", ge=0)


class ReportSection(ReportColumns):
    """One row per section of a report."""

    section: Text = column("Section key")
    heading: Text = column("Heading as printed")
    text: Text = column("Text below the heading")
    source_start: Integer = column("First character of `text` in `report_text.text`", ge=0)
    source_end: Integer = column("Character after the last of `text`", ge=0)


class FactProactiveDisclosure(ValueColumns, ProactiveKeys, ReportColumns):
    """One row per category and measure of table 二 (主动公开政府信息情况), forms C and D."""

    @pandera.dataframe_check(error="only 本年增/减 may be negative")
    @classmethod
    def only_changes_are_signed(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        return (frame["measure"] == "change_items") | frame["value"].isna() | (frame["value"] >= 0)

    @pandera.dataframe_check(error="only amounts of money may have decimals")
    @classmethod
    def only_money_has_decimals(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        return (frame["measure"] == "amount") | is_whole(frame["value"])


class FactRequests(CountColumns, RequestKeys, ReportColumns):
    """One row per disposition and applicant of table 三 (收到和处理政府信息公开申请情况), forms C and D."""


class FactReviewLitigation(CountColumns, ReviewKeys, ReportColumns):
    """One row per channel and outcome of table 四 (行政复议、行政诉讼情况), forms C and D."""


class FactStatistics(ValueColumns, StatisticsKeys, ReportColumns):
    """One row per indicator of the 政府信息公开情况统计表, form B."""

    @pandera.dataframe_check(error="a number of the statistics table is never negative")
    @classmethod
    def never_negative(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        return frame["value"].isna() | (frame["value"] >= 0)


class FactNarrativeFigure(ValueColumns, FigureKeys, ReportColumns):
    """One row per figure stated in running text."""


class RejectedDocument(StrictModel):
    """One row per input file that gave no report (rejected or duplicate)."""

    source_file: Text = column("Path of the file, relative to the raw folder")
    source_sha256: Text = column("SHA-256 of the file's bytes")
    reason: Text = column("Reason code")
    detail: Text = column("What was found", nullable=True)
    message_zh: Text = column("What to do about it, in Chinese")
    message_en: Text = column("What to do about it, in English")


class RejectedCell(ReportColumns):
    """One row per cell that failed its schema; the fact table keeps the cell as `unreadable`."""

    table: Text = column("Fact table")
    keys: Text = column("Keys of the row, joined by `|`")
    raw_text: Text = column("The characters of the cell as printed", nullable=True)
    reason: Text = column("Checks that failed, separated by `; `")
    source_start: Integer = column("First character of `raw_text` in `report_text.text`", nullable=True)
    source_end: Integer = column("Character after the last of `raw_text`", nullable=True)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table of the warehouse.

    Attributes:
        model: its pandera model.
        key: columns that identify a row.
        partitioned: one file per region and year, or one file in all.
        compares: whether a partition is made from those of the years beside it too.
        staging: whether other tables are made from it and have all that a reader wants.
        analyses: whether it is made from all partitions together.
    """

    name: str
    model: type[StrictModel]
    key: tuple[str, ...]
    partitioned: bool = True
    compares: bool = False
    staging: bool = False
    analyses: bool = False

    @property
    def arrow_schema(self) -> pa.Schema:
        """Arrow schema of every file of this table."""
        return _build_arrow_schema(self.model)


@cache
def _build_arrow_schema(model: type[StrictModel]) -> pa.Schema:
    columns = model.to_schema().columns
    return pa.schema([pa.field(n, c.dtype.type.pyarrow_dtype, nullable=c.nullable) for n, c in columns.items()])


_SPECS = (
    TableSpec("document_register", DocumentRegister, ("source_file",), partitioned=False),
    TableSpec("rejected_document", RejectedDocument, ("source_file",), partitioned=False),
    TableSpec("dim_region", DimRegion, ("code", "valid_from_year"), partitioned=False),
    TableSpec("dim_indicator", DimIndicator, ("table", "key"), partitioned=False),
    TableSpec("dim_definition", DimDefinition, ("table", "key", "form"), partitioned=False),
    TableSpec("report_text", ReportText, ("report_id",)),
    TableSpec(
        "report_element",
        ReportElement,
        ("report_id", "element", "table", "row_key", "column_key", "source_start"),
        staging=True,
    ),
    TableSpec("report_section", ReportSection, ("report_id", "source_start")),
    TableSpec("fact_proactive_disclosure", FactProactiveDisclosure, ("report_id", "category", "measure")),
    TableSpec("fact_requests", FactRequests, ("report_id", "disposition", "applicant")),
    TableSpec("fact_review_litigation", FactReviewLitigation, ("report_id", "channel", "outcome")),
    TableSpec("fact_statistics", FactStatistics, ("report_id", "indicator")),
    TableSpec("fact_narrative_figure", FactNarrativeFigure, ("report_id", "source_start", "indicator")),
    TableSpec("rejected_cell", RejectedCell, ("report_id", "table", "keys")),
    TableSpec("fact_finding", FactFinding, ("finding_id",)),
    TableSpec("dim_report", DimReport, ("report_id",)),
    TableSpec("fact_seam", FactSeam, ("finding_id",), compares=True),
    TableSpec("fact_text_reuse", FactTextReuse, ("report_id",), compares=True),
)
_ANALYSES = (
    TableSpec(name, model, ("report_year", "region_code", *key), partitioned=False, analyses=True)
    for name, model, key in ANALYSES
)
TABLES: Mapping[str, TableSpec] = MappingProxyType({spec.name: spec for spec in (*_SPECS, *_ANALYSES)})
