"""Documents that were accepted once and lie in the raw folder no more.

Belongs here: finding them in the register that is about to be replaced. Does not belong here: what their deletion does
to the facts: their partition is stale until it is written again.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage.merging import merge_sorted
from gov_disclosure.storage.warehouse import TableNotWrittenError, Warehouse

_SPEC = TABLES["document_register"]
_FILE = "file"
_TELLING = ("source_file", "report_id", "status")


def list_gone(warehouse: Warehouse, present: pa.Table) -> pa.Table:
    """Rows of the last register whose documents are gone.

    Args:
        warehouse: holds the last register.
        present: `source_file` and `report_id` of the documents that are there. One that was only moved is not gone.
    """
    names, reports = (present[name].combine_chunks() for name in ("source_file", "report_id"))

    def is_gone(group: pa.Table) -> pa.ChunkedArray:
        known = pc.or_(pc.is_in(group["source_file"], names), pc.is_in(group["report_id"], reports))
        return pc.and_(pc.is_in(group["status"], pa.array(["accepted", "gone"])), pc.invert(known))

    # Most registrations lose nothing: the few columns that tell are read first, and all of them only where they have to be.
    empty = _SPEC.arrow_schema.empty_table()
    if not any(pc.any(is_gone(group)).as_py() for group in _read_last(warehouse, _TELLING)):
        return empty
    return _mark_gone(pa.concat_tables([empty, *(group.filter(is_gone(group)) for group in _read_last(warehouse))]))


def find_hidden(warehouse: Warehouse, folders: Collection[str]) -> str | None:
    """A document of the last register that lies in a folder that cannot be looked into: nobody knows whether it is gone."""
    inside = tuple(f"{folder}/" for folder in folders)
    for group in _read_last(warehouse, ("source_file", "status")) if inside else ():
        held = group.filter(pc.not_equal(group["status"], "gone"))["source_file"].to_pylist()
        found = next((name for name in held if name.startswith(inside)), None)
        if found is not None:
            return str(found)
    return None


def stream_with_gone(groups: Iterable[pa.Table], gone: pa.Table) -> Iterator[pa.Table]:
    """Groups of the register in the order of their files, with the rows of `gone` among them."""
    left = (_add_file(group) for group in groups)
    merged = merge_sorted(left, iter([_add_file(gone).sort_by(_FILE)]), _FILE)
    return (group.drop_columns([_FILE]) for group in merged)


def _read_last(warehouse: Warehouse, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """The last register; nothing if there is none, or one with other columns."""
    try:
        yield from warehouse.read_groups(_SPEC, columns=columns)
    except TableNotWrittenError:
        return


def _mark_gone(rows: pa.Table) -> pa.Table:
    count = rows.num_rows
    changed = {
        "status": pa.repeat(pa.scalar("gone"), count),
        "is_current": pa.repeat(pa.scalar(False), count),
        "supersedes": pa.nulls(count, pa.string()),
        "conflicts_with": pa.nulls(count, pa.string()),
        "version_evidence": pa.nulls(count, pa.string()),
    }
    return pa.table([changed.get(name, rows[name]) for name in rows.column_names], schema=_SPEC.arrow_schema)


def _add_file(rows: pa.Table) -> pa.Table:
    return rows.append_column(_FILE, pc.coalesce(rows["container"], rows["source_file"]))
