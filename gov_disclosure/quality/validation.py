"""Rows that break the contract are set aside with their reasons; none is lost and none stops the others."""

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from gov_disclosure.frames.contract_library import SchemaErrors
from gov_disclosure.frames.facts import CELL_KEYS, as_declared
from gov_disclosure.frames.schemas import TableSpec

PASSES = 3
"""A check over several columns can fail only after another has set its row aside; three passes were enough in all trials."""


class StructuralError(ValueError):
    """A frame whose columns are not those of its table: a mistake of the program, not of a document."""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Rows that satisfy their schema, and `rejected_cell` rows for those that do not."""

    valid: pd.DataFrame
    rejected: pd.DataFrame


def quarantine(frame: pd.DataFrame, spec: TableSpec) -> Quarantine:
    """Validate the rows of a fact table.

    A cell that fails stays in the table as `unreadable`, its characters in `raw_text`, so that every cell that the form
    asks for keeps its row; the number goes to `rejected_cell`. A figure of the prose that fails leaves the table.
    """
    frame = frame.reset_index(drop=True)
    reasons = find_failures(frame, spec)
    if not len(reasons):
        return Quarantine(frame, as_declared("rejected_cell", frame.head(0).assign(table="", keys="", reason="")))
    failed = frame.loc[reasons.index].assign(reason=reasons)
    rejected = failed.assign(table=spec.name, keys=_spell_keys(failed, spec))
    valid = _withhold(frame, reasons.index) if spec.name in CELL_KEYS else frame.drop(index=reasons.index)
    valid = valid.reset_index(drop=True)
    still = find_failures(valid, spec)
    if len(still):
        valid = valid.drop(index=still.index).reset_index(drop=True)
    return Quarantine(valid, as_declared("rejected_cell", rejected.reset_index(drop=True)))


def find_failures(frame: pd.DataFrame, spec: TableSpec) -> "pd.Series[str]":
    """Reasons by row of those that fail, separated by `; `.

    Raises:
        StructuralError: a column is missing, added or of another type.
    """
    found: list[pd.Series[str]] = []
    rest = frame
    for _ in range(PASSES):
        reasons = _failures(rest, spec)
        if not len(reasons):
            break
        found.append(reasons)
        rest = rest.drop(index=reasons.index)
    return pd.concat(found).sort_index() if found else pd.Series(dtype="object")


def _failures(frame: pd.DataFrame, spec: TableSpec) -> "pd.Series[str]":
    try:
        spec.model.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.dropna(subset=["index"])
        if cases.empty:
            raise StructuralError(f"{spec.name}: {errors}") from errors
        checks = (
            cases["check"]
            .astype(str)
            .where(cases["schema_context"] != "Column", cases["column"].astype(str) + ": " + cases["check"].astype(str))
        )
        rows = checks.groupby(cases["index"].astype("int64"))
        return pd.Series({row: "; ".join(dict.fromkeys(failed)) for row, failed in rows}, dtype="object")
    return pd.Series(dtype="object")


def _spell_keys(rows: pd.DataFrame, spec: TableSpec) -> "pd.Series[str]":
    keys = [rows[name].astype(pd.ArrowDtype(pa.string())).fillna("") for name in spec.key[1:]]
    spelled = keys[0]
    for key in keys[1:]:
        spelled = spelled + "|" + key
    return spelled


def _withhold(frame: pd.DataFrame, rows: "pd.Index[int]") -> pd.DataFrame:
    kept = frame.copy()
    kept.loc[rows, "value"] = None
    kept.loc[rows, "value_status"] = "unreadable"
    kept.loc[rows, "precision"] = 0
    kept.loc[rows, "bound"] = None
    return as_declared_like(kept, frame)


def as_declared_like(frame: pd.DataFrame, model: pd.DataFrame) -> pd.DataFrame:
    """The frame with the dtypes of another: an assignment may widen an Arrow column to object."""
    return frame.astype(model.dtypes.to_dict())
