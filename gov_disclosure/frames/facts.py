"""Elements become the fact tables: each row joined with the report it belongs to.

Belongs here: which element becomes which row of which table. Does not belong here: whether the row is right (`quality/`).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

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


def build_fact(table: str, elements: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Rows of one fact table from `report_element` and `document_register` rows of a partition."""
    if table == "fact_narrative_figure":
        rows, names = elements[elements["element"] == "figure"], {"table": "indicator"}
    else:
        rows = elements[(elements["element"] == "cell") & (elements["table"] == table)]
        names = dict(zip(("row_key", "column_key"), CELL_KEYS[table], strict=False))
    return to_frame(_join(table, rows, names, register))


def build_sections(elements: pd.DataFrame, texts: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """`report_section` from elements and the texts they point into."""
    rows = elements[elements["element"] == "section"]
    text_of = dict(zip(texts["report_id"], texts["text"], strict=True))
    spans = zip(rows["report_id"], rows["source_start"], rows["source_end"], strict=True)
    rows = rows.assign(text=[text_of[report][start:end] for report, start, end in spans])
    return to_frame(_join("report_section", rows, {"table": "section", "note": "heading"}, register))


def _join(table: str, rows: pd.DataFrame, names: Mapping[str, str], register: pd.DataFrame) -> pa.Table:
    """Rows with the columns of their report, in the order of reports and, inside a report, of the form.

    `names` are those of the table for columns of `rows`. Columns that neither side has are null.
    """
    reports = accepted_reports(register)
    place = pc.index_in(_column(rows, "report_id"), _column(reports, "report_id"))
    order = _sort_stable(_column(rows, "report_id"), place)
    place = place.take(order)
    given = {names.get(str(name), str(name)): str(name) for name in rows.columns}
    columns = {}
    for field in TABLES[table].arrow_schema:
        if field.name in REPORT_COLUMNS:
            columns[field.name] = _column(reports, field.name).take(place).cast(field.type)
        elif field.name in given:
            columns[field.name] = _column(rows, given[field.name]).take(order).cast(field.type)
        else:
            columns[field.name] = pa.nulls(len(order), field.type)
    if table == "fact_proactive_disclosure":
        items = _article_items()
        at = pc.index_in(columns["category"], pa.array(list(items), pa.string()))
        columns["article_item"] = pa.array(list(items.values()), pa.string()).take(at)
    return pa.table(columns, schema=TABLES[table].arrow_schema)


def _column(frame: pd.DataFrame, name: str) -> pa.Array:
    array = pa.array(frame[name])
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _sort_stable(report_ids: pa.Array, place: pa.Array) -> pa.Array:
    """Rows of known reports, sorted by report, those of one report as they stand."""
    keys = pa.table({"report_id": report_ids, "at": pa.array(np.arange(len(report_ids)))}).filter(pc.is_valid(place))
    return keys.sort_by([("report_id", "ascending"), ("at", "ascending")])["at"].combine_chunks()


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
