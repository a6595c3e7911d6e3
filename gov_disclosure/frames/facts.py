"""Elements become the fact tables: each row joined with the report it belongs to.

Belongs here: which element becomes which row of which table. Does not belong here: whether the row is right (`quality/`).
"""

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from gov_disclosure.frames.arrow import to_frame
from gov_disclosure.frames.columns import ReportColumns
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.vocabulary.forms import form_table

REPORT_COLUMNS = tuple(ReportColumns.to_schema().columns)
CELL_KEYS: Mapping[str, tuple[str, ...]] = {
    "fact_proactive_disclosure": ("category", "measure"),
    "fact_requests": ("disposition", "applicant"),
    "fact_review_litigation": ("channel", "outcome"),
    "fact_statistics": ("indicator",),
}
CELL_TABLES = tuple(CELL_KEYS)
FACT_TABLES = (*CELL_TABLES, "fact_narrative_figure")
_TEXT = pd.ArrowDtype(pa.string())


def build_fact(table: str, elements: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Rows of one fact table from `report_element` and `document_register` rows of a partition."""
    if table == "fact_narrative_figure":
        rows = elements[elements["element"] == "figure"].rename(columns={"table": "indicator"})
    else:
        rows = elements[(elements["element"] == "cell") & (elements["table"] == table)]
        rows = rows.rename(columns=dict(zip(("row_key", "column_key"), CELL_KEYS[table], strict=False)))
    rows = rows.assign(value_derived=None, derivation=None)
    if table == "fact_proactive_disclosure":
        rows = rows.assign(article_item=rows["category"].map(_article_items()).astype(_TEXT))
    return _join(table, rows, register)


def build_sections(elements: pd.DataFrame, texts: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """`report_section` from elements and the texts they point into."""
    rows = elements[elements["element"] == "section"]
    text_of = dict(zip(texts["report_id"], texts["text"], strict=True))
    spans = zip(rows["report_id"], rows["source_start"], rows["source_end"], strict=True)
    rows = rows.assign(text=[text_of[report][start:end] for report, start, end in spans])
    return _join("report_section", rows.rename(columns={"table": "section", "note": "heading"}), register)


def _join(table: str, rows: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Rows with the columns of their report, in the order of reports and, inside a report, of the form."""
    reports = accepted_reports(register)[list(REPORT_COLUMNS)]
    joined = rows.merge(reports, on="report_id", how="inner").sort_values("report_id", kind="stable")
    return as_declared(table, joined)


def as_declared(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of a table, in its order and with its dtypes."""
    schema = TABLES[table].arrow_schema
    columns = {field.name: frame[field.name].astype(pd.ArrowDtype(field.type)) for field in schema}
    return pd.DataFrame(columns).reset_index(drop=True) if len(frame) else to_frame(schema.empty_table())


def accepted_reports(register: pd.DataFrame) -> pd.DataFrame:
    """Register rows of accepted documents."""
    return register[register["status"] == "accepted"]


def _article_items() -> dict[str, str]:
    """Item of article 20 by category: the block of the table in which the row stands."""
    tables = [t for t in (form_table("C", "proactive"), form_table("D", "proactive")) if t]
    return {
        r.key: r.parent.removeprefix("item_").replace("_", "-") for t in tables for r in t.rows if r.kind != "title"
    }
