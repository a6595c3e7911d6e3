"""Views that join tables the way readers mostly want them, over whatever tables the contract has.

Belongs here: their SQL and what they are told to be. Does not belong here: where the tables lie: the same views stand in the
catalogue of a warehouse and in the database of a release.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gov_disclosure.frames.columns import ReportColumns, ValueColumns
from gov_disclosure.frames.finding_tables import WaiverColumns
from gov_disclosure.frames.schemas import TABLES, TableSpec
from gov_disclosure.publishing.sql import quote_name, quote_text
from gov_disclosure.vocabulary.labels import find_column_label

_REPORT = tuple(ReportColumns.to_schema().columns)
_VALUE = tuple(ValueColumns.to_schema().columns)
_FINDING = ("finding_id", "rule", "severity", "verdict", "table", "cell_keys", "observed", "expected", "difference",
            "message_zh", "message_en", "waived_by", "waived_reason")  # fmt: skip
_AROUND = 40
"""Characters of the report shown on either side of a number."""
_SPAN = ("source_start",)
"""Part of a key only because one report may state the same thing twice."""


@dataclass(frozen=True, slots=True)
class View:
    """A joined view: `columns` are those that no table has, with their names in both languages."""

    name: str
    zh: str
    en: str
    query: str
    columns: Mapping[str, str] = field(default_factory=dict)

    def list_statements(self) -> Iterator[str]:
        """What makes it."""
        yield f"CREATE VIEW {quote_name(self.name)} AS {self.query}"
        yield f"COMMENT ON VIEW {quote_name(self.name)} IS {quote_text(f'{self.zh}。{self.en}')}"

    def comment_on(self, column: str) -> str:
        """The statement that tells one of its columns."""
        label = find_column_label("", column)
        text = self.columns.get(column) or (f"{label.zh}：{label.meaning_zh}" if label else column)
        return f"COMMENT ON COLUMN {quote_name(self.name)}.{quote_name(column)} IS {quote_text(text)}"


def list_key_columns(spec: TableSpec) -> list[str]:
    """The columns that tell the rows of one report apart, its characters left aside."""
    return [name for name in spec.key if name != "report_id" and name not in _SPAN]


def list_value_tables() -> list[TableSpec]:
    """Tables with one number of a report in each row."""
    return [
        spec
        for spec in TABLES.values()
        if issubclass(spec.model, ValueColumns) and issubclass(spec.model, ReportColumns)
    ]


def list_finding_tables() -> list[TableSpec]:
    """Tables with one finding in each row."""
    return [spec for spec in TABLES.values() if issubclass(spec.model, WaiverColumns)]


def list_views() -> list[View]:
    """All joined views, each after those that it is made from."""
    return [_build_reports(), _build_values(), _build_context(), _build_findings()]


def _build_reports() -> View:
    columns = ", ".join(f"r.{quote_name(name)}" for name in TABLES["dim_report"].arrow_schema.names)
    return View(
        "view_reports",
        "有效报告及其所属省份的名称",
        "Reports that count in the facts, with the name of their province.",
        f"SELECT {columns}, p.name AS province_name FROM dim_report r LEFT JOIN dim_region p ON p.code = r.province_code"
        " AND r.report_year BETWEEN p.valid_from_year AND coalesce(p.valid_to_year, 9999) WHERE r.is_current",
        {"province_name": "省份：报告年度的省级行政区名称。Name of the province-level division in the report year"},
    )


def _build_values() -> View:
    columns = ", ".join(f"v.{quote_name(name)}" for name in (*_REPORT, "table", "key"))
    values = ", ".join(f"v.{quote_name(name)}" for name in _VALUE)
    rows = " UNION ALL ".join(map(_select_values, list_value_tables()))
    return View(
        "view_values",
        "各事实表的全部数值，附指标的中英文名称",
        "Every number of every fact table, with the names of its indicator.",
        f'SELECT {columns}, i.label_zh, i.label_en, {values} FROM ({rows}) v LEFT JOIN dim_indicator i ON i."table" = v."table"'
        " AND i.key = v.key",
    )


def _select_values(spec: TableSpec) -> str:
    key = " || '|' || ".join(map(quote_name, list_key_columns(spec)))
    names = ", ".join(map(quote_name, (*_REPORT, *_VALUE)))
    return f'SELECT {names}, {quote_text(spec.name)} AS "table", {key} AS key FROM {quote_name(spec.name)}'


def _build_context() -> View:
    before = f"substring(t.text, greatest(v.source_start - {_AROUND}, 0) + 1, least(v.source_start, {_AROUND}))"
    after = f"substring(t.text, v.source_end + 1, {_AROUND})"
    return View(
        "view_context",
        "每个数值及其前后的原文",
        "Every number with the characters of the report around it.",
        f"SELECT v.*, {before} AS text_before, substring(t.text, v.source_start + 1, v.source_end - v.source_start) AS text_here,"
        f" {after} AS text_after FROM view_values v JOIN report_text t ON t.report_id = v.report_id"
        " WHERE v.source_start IS NOT NULL",
        {
            "text_before": f"前文：原文之前的 {_AROUND} 个字符。The {_AROUND} characters before the number",
            "text_here": "原文：按位置从全文中取出，应与 raw_text 相同。The characters at its place; the same as raw_text",
            "text_after": f"后文：原文之后的 {_AROUND} 个字符。The {_AROUND} characters behind it",
        },
    )


def _build_findings() -> View:
    names = ", ".join(map(quote_name, (*_REPORT, *_FINDING)))
    rows = (
        f"SELECT {quote_text(spec.name)} AS found_in, {names} FROM {quote_name(spec.name)}"
        for spec in list_finding_tables()
    )
    return View(
        "view_findings",
        "报告之内与报告之间的全部问题",
        "All findings, within a report and between reports.",
        " UNION ALL ".join(rows),
        {"found_in": "所在表：报告内问题或报告间问题。The table that has the finding"},
    )
