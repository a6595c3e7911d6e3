"""The dimension tables: reports, regions, keys of the facts, definitions of the panel."""

import pandas as pd

from gov_disclosure.frames.arrow import build_table_of_records, to_frame
from gov_disclosure.frames.dimension_tables import INDICATORS, PANEL
from gov_disclosure.frames.elements import FACT_OF_TABLE
from gov_disclosure.frames.facts import CELL_TABLES, accepted_reports, as_declared
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.vocabulary.definitions import NARRATIVE, SERIES, Definition, list_definitions
from gov_disclosure.vocabulary.forms import FORMS_WITH_TABLES, FormColumn, FormRow, form_tables
from gov_disclosure.vocabulary.indicators import list_narrative_indicators
from gov_disclosure.vocabulary.regions import load_spans
from gov_disclosure.vocabulary.zones import list_zone_spans

_FIGURES = "fact_narrative_figure"
_STATUSES = ("reported", "blank", "dash", "not_applicable", "unreadable", "absent")


def build_reports(elements: pd.DataFrame, rejected_cells: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """`dim_report`: the accepted reports of a partition, with what was read in each.

    A cell that failed its schema counts as `unreadable`, as the fact table keeps it, and again in `cells_rejected`.
    """
    reports = accepted_reports(register).sort_values("report_id").set_index("report_id", drop=False)
    reports = reports[reports["report_id"].isin(elements["report_id"])]
    cells = elements[(elements["element"] == "cell") & elements["table"].isin(CELL_TABLES)]
    rejected = rejected_cells.groupby("report_id").size() if len(rejected_cells) else pd.Series(dtype="int64")
    columns = {f"cells_{s}": cells[cells["value_status"] == s].groupby("report_id").size() for s in _STATUSES}
    columns["cells_rejected"] = rejected
    columns["numbers_left_over"] = _count(elements, "left_over")
    columns["figures"] = _count(elements, "figure")
    counted = {name: counts.reindex(reports.index).fillna(0).astype("int64") for name, counts in columns.items()}
    in_cells = rejected_cells[rejected_cells["table"].isin(CELL_TABLES)].groupby("report_id").size()
    moved = in_cells.reindex(reports.index).fillna(0).astype("int64") if len(in_cells) else 0
    counted["cells_reported"] = counted["cells_reported"] - moved
    counted["cells_unreadable"] = counted["cells_unreadable"] + moved
    return as_declared("dim_report", reports.assign(**counted))


def build_regions() -> pd.DataFrame:
    """`dim_region` from the register of regions, bodies without a code of their own behind those that have one."""
    names = TABLES["dim_region"].arrow_schema.names
    records = (
        {n: getattr(span, n) for n in names} | {"successor_codes": " ".join(span.successor_codes) or None}
        for span in load_spans() + list_zone_spans()
    )
    return to_frame(build_table_of_records(TABLES["dim_region"], records))


def build_indicators() -> pd.DataFrame:
    """`dim_indicator`: every key of every fact table, from the vocabularies."""
    cells: dict[tuple[str, str], dict[str, object]] = {}
    for form in FORMS_WITH_TABLES:
        for layout in form_tables(form):
            for row, column in layout.cells():
                record = _cell_record(layout.key, row, column, layout.unit_of(row, column))
                known = cells.setdefault((str(record["table"]), str(record["key"])), record)
                known["forms"] = f"{known.get('forms', '')}{form}"
    figures = [
        {
            "table": _FIGURES,
            "key": i.key,
            "label_zh": i.label_zh,
            "label_en": i.label_en,
            "unit": i.unit or None,
            "type": "money_yuan" if i.unit == "元" else "count",
            "parent": i.parent or None,
            "forms": "ABCD",
            "comparability": "care",
            "source_clause": "running text",
        }
        for i in list_narrative_indicators()
    ]
    return to_frame(build_table_of_records(TABLES["dim_indicator"], [*cells.values(), *figures]))


def build_definitions() -> pd.DataFrame:
    """`dim_definition`: what each series and each indicator is in each form, from the vocabularies."""
    return to_frame(build_table_of_records(TABLES["dim_definition"], map(_definition_record, list_definitions())))


def name_fact_table(layout: str) -> str | None:
    """The fact table of a table of the form, or of the running text.

    >>> name_fact_table("narrative")
    'fact_narrative_figure'
    """
    return {**FACT_OF_TABLE, NARRATIVE: _FIGURES}.get(layout)


def _definition_record(definition: Definition) -> dict[str, object]:
    above, below = definition.numerator, definition.denominator
    same = ("key", "form", "label_zh", "label_en", "measure", "minimum", "joins")
    return {
        **{name: getattr(definition, name) for name in same},
        "table": PANEL if definition.kind == SERIES else INDICATORS,
        "unit": definition.unit or None,
        "fact_table": name_fact_table(definition.table),
        "numerator": above.keys, "numerator_zh": above.zh, "numerator_en": above.en,
        "denominator": below and below.keys, "denominator_zh": below and below.zh, "denominator_en": below and below.en,
        "note_zh": definition.note_zh or None, "note_en": definition.note_en or None,
    }  # fmt: skip


def _cell_record(table: str, row: FormRow, column: FormColumn, unit: str) -> dict[str, object]:
    single = table == "statistics"
    return {
        "table": FACT_OF_TABLE[table],
        "key": row.key if single else f"{row.key}|{column.key}",
        "label_zh": row.label if single else f"{row.label} / {column.label}",
        "label_en": row.label_en if single else f"{row.label_en}: {column.label_en}",
        "unit": unit or None,
        "type": column.type or row.type,
        "parent": row.parent if single else f"{row.parent}|{column.key}" if row.parent == "result_total" else None,
        "source_clause": row.source,
    }


def _count(elements: pd.DataFrame, kind: str) -> "pd.Series[int]":
    return elements[elements["element"] == kind].groupby("report_id").size()
