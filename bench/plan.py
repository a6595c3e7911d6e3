"""What a department-level corpus would take, from what was measured: the cost that stays, and the cost of every document more.

Belongs here: the straight line through the two largest sizes. That the cost is one is seen in the table of sizes; where it
would stop to be one is told in docs/planning.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bench.pipeline import STAGES, Run
from bench.tables import Table

PLANNED = 1_500_000
_HOUR = 3600.0
_NOTE = (
    "The straight line through {sizes}, continued. `each`: what one document more takes. Hours are those of the machine that "
    "this was measured on; CPU hours are spread over as many cores as there are."
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: what its run took, and the bytes and files that lie there afterwards."""

    documents: int
    accepted: int
    run: Run
    partitions: int
    files: int
    written: int
    raw: int
    home: int


def _find_stage(stage: str, measured: Measured) -> float:
    return measured.run.stages[stage]


@dataclass(frozen=True, slots=True)
class _Quantity:
    """Something that is planned: where it is found, its unit, and the unit of what one document takes."""

    name: str
    find: Callable[[Measured], float]
    unit: float
    each: float
    each_name: str


_QUANTITIES = (
    _Quantity("CPU, hours", lambda m: m.run.usage.cpu_seconds, _HOUR, 1e-3, "ms"),
    *(_Quantity(f"{stage}, hours", partial(_find_stage, stage), _HOUR, 1e-3, "ms") for stage in STAGES),
    _Quantity("whole run, hours", lambda m: m.run.usage.seconds, _HOUR, 1e-3, "ms"),
    _Quantity("memory, GB", lambda m: m.run.usage.megabytes * 1e6, 1e9, 1.0, "bytes"),
    _Quantity("raw files, GB", lambda m: m.raw, 1e9, 1.0, "bytes"),
    _Quantity("warehouse, GB", lambda m: m.written, 1e9, 1.0, "bytes"),
    _Quantity("files of the warehouse", lambda m: m.files, 1.0, 1.0, ""),
    _Quantity("records of Dagster, GB", lambda m: m.home, 1e9, 1.0, "bytes"),
)


def plan(sizes: Sequence[Measured]) -> Table:
    """One table: the largest size measured, and the planned one."""
    rows = []
    for quantity in _QUANTITIES:
        each, there = _continue(sizes, quantity.find)
        now = f"{quantity.find(sizes[-1]) / quantity.unit:,.2f}"
        more = f"{each / quantity.each:,.2f} {quantity.each_name}".strip()
        rows.append([quantity.name, now, more, f"{there / quantity.unit:,.1f}"])
    note = _NOTE.format(sizes=" and ".join(f"{measured.documents:,}" for measured in sizes[-2:]))
    return Table("A plan", note, ("quantity", f"{sizes[-1].documents:,}", "each", f"{PLANNED:,}"), rows)


def _continue(sizes: Sequence[Measured], find: Callable[[Measured], float]) -> tuple[float, float]:
    """The cost of one document more, and the cost of the planned size."""
    last = sizes[-1]
    if len(sizes) == 1:
        slope = find(last) / last.documents
    else:
        slope = (find(last) - find(sizes[-2])) / (last.documents - sizes[-2].documents)
    return slope, find(last) + slope * (PLANNED - last.documents)
