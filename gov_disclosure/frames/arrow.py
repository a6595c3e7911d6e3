"""Rows become Arrow tables of the contract.

Belongs here: the one place where Python values meet the Arrow schema of a table, and where Arrow meets pandas.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from gov_disclosure.frames.schemas import TableSpec


def build_table(spec: TableSpec, rows: Iterable[Sequence[Any]]) -> pa.Table:
    """Rows whose values stand in the order of the schema, as a table of exactly that schema."""
    schema = spec.arrow_schema
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def build_table_of_records(spec: TableSpec, records: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The same from mappings; a column that a mapping does not have is null."""
    names = spec.arrow_schema.names
    return build_table(spec, ([record.get(name) for name in names] for record in records))


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Arrow-backed pandas frame of a table: the same types, nothing converted."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def to_table(spec: TableSpec, frame: pd.DataFrame) -> pa.Table:
    """Table of the contract's schema from a frame that has its columns."""
    table = pa.Table.from_pandas(frame[spec.arrow_schema.names], schema=spec.arrow_schema, preserve_index=False)
    return table.replace_schema_metadata()


def list_records(frame: pd.DataFrame, names: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Rows as mappings of Python values, None for a null: a tenth of the time that `to_dict` takes with Arrow columns."""
    wanted = list(frame.columns) if names is None else list(names)
    columns = [pa.array(frame[name]).to_pylist() for name in wanted]
    return [dict(zip(wanted, values, strict=True)) for values in zip(*columns, strict=True)]


def group_records(
    frame: pd.DataFrame, keys: Sequence[str], names: Sequence[str] | None = None
) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """The same, by the values of some columns, groups and rows in the order of the frame."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    key_columns = [pa.array(frame[name]).to_pylist() for name in keys]
    for key, record in zip(zip(*key_columns, strict=True), list_records(frame, names), strict=True):
        groups.setdefault(key, []).append(record)
    return groups


def empty_frame(spec: TableSpec) -> pd.DataFrame:
    """A frame without rows and with every column of the table."""
    return to_frame(spec.arrow_schema.empty_table())
