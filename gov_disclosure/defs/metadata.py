"""What the UI shows of a table before anything was run: columns, constraints, kinds, owners.

Belongs here: the translation of the pandera models for Dagster. Does not belong here: the models (`frames/schemas.py`).
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from gov_disclosure.frames.schemas import TableSpec

OWNERS = ["team:gov-disclosure"]


def build_column_schema(spec: TableSpec) -> dg.TableSchema:
    """Columns of a table with type, description and constraints, all from its model."""
    schema = spec.model.to_schema()
    arrow = spec.arrow_schema
    columns = [
        dg.TableColumn(
            name=name,
            type=str(arrow.field(name).type),
            description=_describe(column),
            constraints=dg.TableColumnConstraints(
                nullable=column.nullable,
                unique=spec.key == (name,),
                other=[str(check.error or check.name) for check in column.checks],
            ),
        )
        for name, column in schema.columns.items()
    ]
    wide = [str(check.error or check.name) for check in schema.checks]
    key = f"one row per {', '.join(spec.key)}"
    return dg.TableSchema(columns=columns, constraints=dg.TableConstraints(other=[key, *wide]))


def _describe(column: Any) -> str:
    unit = (column.metadata or {}).get("unit")
    return f"{column.description} ({unit})" if unit else str(column.description)


def describe_table(spec: TableSpec) -> str:
    """The first words of the model: the grain of the table."""
    return " ".join((spec.model.__doc__ or spec.name).split())


def describe_asset(spec: TableSpec, group: str, kinds: set[str], code_version: str) -> dict[str, Any]:
    """What an asset is declared with."""
    return {
        "group_name": group,
        "kinds": kinds | {"parquet"},
        "description": describe_table(spec),
        "metadata": build_definition_metadata(spec),
        "owners": OWNERS,
        "code_version": code_version,
    }


def build_definition_metadata(spec: TableSpec) -> Mapping[str, Any]:
    """Metadata of the asset itself."""
    return {
        "dagster/column_schema": build_column_schema(spec),
        "dagster/table_name": spec.name,
        "key": ", ".join(spec.key),
    }
