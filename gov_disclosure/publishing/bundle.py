"""The files of a release, each made from the tables, none from the clock.

Belongs here: writing them into a folder. Does not belong here: the version and where the folder goes (`release.py`), the changes
since the last one (`changes.py`).

Parquet is one file per table: Excel, Power BI and most people open one file, a release is copied and summed more than it is
queried, and a reader who wants a year or region alone still skips the row groups of the others, because rows stand in the order of
the partitions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.publishing import changes, codebook, panel_changes
from gov_disclosure.publishing.dictionary import build_dictionary
from gov_disclosure.publishing.spreadsheets import Rows, write_csv
from gov_disclosure.publishing.sql import quote_text
from gov_disclosure.publishing.tables import list_released, write_whole
from gov_disclosure.storage.warehouse import Warehouse

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PARQUET, CSV = "parquet", "csv"
DATABASE = "gov_disclosure.duckdb"
_SHOWN = 200
"""Changes that the page of them shows."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files of the tables.

    Attributes:
        rows: of each table.
        csv: the CSV files of each table that has any.
    """

    rows: Mapping[str, int]
    csv: Mapping[str, Sequence[Path]]


def write_tables(warehouse: Warehouse, database: "DuckDBPyConnection", folder: Path) -> Bundle:
    """Write every table for readers as Parquet and, unless it holds running text, as CSV."""
    (folder / CSV).mkdir()
    rows, files = {}, {}
    for spec in list_released():
        path = folder / PARQUET / f"{spec.name}.parquet"
        rows[spec.name] = write_whole(warehouse, spec, path)
        if not build_dictionary()[spec.name].has_running_text:
            files[spec.name] = _write_csv(database, path, spec.arrow_schema, folder / CSV / f"{spec.name}.csv")
    return Bundle(rows, files)


def _write_csv(database: "DuckDBPyConnection", parquet: Path, schema: pa.Schema, path: Path) -> list[Path]:
    query = f"SELECT *, file_row_number AS row_number FROM read_parquet({quote_text(parquet.as_posix())}, file_row_number = true)"
    return write_csv(database, Rows(query, schema, pq.read_metadata(parquet).num_rows), path)


def write_codebook(folder: Path, *, is_release: bool = False) -> None:
    """Write the codebook, as a page and as Markdown; that of a release tells the tables which it has."""
    (folder / "codebook.html").write_text(codebook.build_page(is_release=is_release), encoding="utf-8")
    (folder / "codebook.md").write_text(codebook.build_markdown(is_release=is_release), encoding="utf-8")


def write_changes(database: "DuckDBPyConnection", folder: Path, count: int, panel_count: int | None) -> None:
    """Write the changes that the database holds; those of the panel unless they are not known."""
    _write_changed(database, folder / "changes.csv", (changes, count))
    if panel_count is not None:
        _write_changed(database, folder / "panel_changes.csv", (panel_changes, panel_count))


def _write_changed(database: "DuckDBPyConnection", path: Path, told: tuple[ModuleType, int]) -> None:
    module, count = told
    query = f"SELECT *, row_number() OVER (ORDER BY {module.ORDER}) - 1 AS row_number FROM {module.TABLE}"
    write_csv(database, Rows(query, module.SCHEMA, count, is_sorted=False), path)


def list_shown_changes(database: "DuckDBPyConnection") -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Counts by reason and table, and the first changes of documents that were there before; of facts and of the panel."""
    return {
        "counted": changes.count_changes(database),
        "shown": _list_first(database, changes),
        "panel_counted": panel_changes.count_panel_changes(database),
        "panel_shown": _list_first(database, panel_changes),
    }


def _list_first(database: "DuckDBPyConnection", module: ModuleType) -> Sequence[Mapping[str, object]]:
    names = [field.name for field in module.SCHEMA]
    rows = database.execute(
        f"SELECT * FROM {module.TABLE} WHERE reason NOT IN ('document_new', 'document_gone') ORDER BY {module.ORDER}"
        f" LIMIT {_SHOWN}"
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def find_newest_year(folder: Path) -> int | None:
    """The newest year of a report in a release."""
    place = TABLES["dim_report"].arrow_schema.names.index("report_year")
    metadata = pq.read_metadata(folder / PARQUET / "dim_report.parquet")
    years = [metadata.row_group(number).column(place).statistics for number in range(metadata.num_row_groups)]
    return max((int(found.max) for found in years if found is not None and found.has_min_max), default=None)
