"""From elements to sections, facts, findings and reports: a few hundred whole reports at a time, all tables in one pass.

Belongs here: which tables are derived from `report_element`, and their stream. Does not belong here: how a row is made
(`frames/`) and when it is right (`quality/`). Elements are read once and every fact is built once, whichever tables are
asked for: reading them again for each table took a fifth of a run over 8,000 reports.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.frames.arrow import empty_frame, list_records, to_frame, to_table
from gov_disclosure.frames.dimensions import build_reports
from gov_disclosure.frames.facts import FACT_TABLES, build_fact, build_sections
from gov_disclosure.frames.finding_tables import SEVERITIES
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.derivation import derive_values
from gov_disclosure.quality.findings import build_findings
from gov_disclosure.quality.validation import Quarantine, quarantine
from gov_disclosure.quality.waivers import apply_waivers, select_unwaived
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.steps.streams import Assignment, ReportBatch, Tally, split_reports
from gov_disclosure.storage.partitions import Parts
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure.vocabulary.waivers import Waiver

_REJECTED_SHOWN = ("report_id", "issuer", "keys", "raw_text", "reason")
_FINDINGS_SHOWN = (
    "severity", "region_name", "issuer", "report_year", "message_zh", "observed", "expected", "cell_keys", "rule",
    "message_en", "report_id", "finding_id",
)  # fmt: skip


@dataclass
class Reports:
    """Some accepted reports as frames, from one or several partitions, and what several tables are made from.

    Attributes:
        register, elements, texts: their rows of `document_register`, `report_element` and `report_text`.
        waivers: by finding.
    """

    register: pd.DataFrame
    elements: pd.DataFrame
    texts: pd.DataFrame
    waivers: Mapping[str, Waiver] = field(default_factory=dict)

    @cached_property
    def current(self) -> pd.DataFrame:
        """Register rows of the reports that count in the facts: not those that a later version replaced."""
        return self.register[self.register["is_current"]]

    @cached_property
    def checked(self) -> Mapping[str, Quarantine]:
        """Every fact table, validated; cells that fail their schema stay as unreadable."""
        facts = {table: build_fact(table, self.elements, self.register) for table in FACT_TABLES}
        return {table: quarantine(fact, TABLES[table]) for table, fact in facts.items()}

    @cached_property
    def facts(self) -> Mapping[str, pd.DataFrame]:
        """The fact tables of the current reports, with what follows for cells without a number."""
        return {name: derive_values(name, self.select(c.valid), self.elements) for name, c in self.checked.items()}

    @cached_property
    def rejected(self) -> pd.DataFrame:
        """`rejected_cell` of all of them."""
        rejected = pd.concat([checked.rejected for checked in self.checked.values()], ignore_index=True)
        return rejected.sort_values(["report_id", "table", "source_start", "keys"], kind="stable")

    def restrict(self, register: pd.DataFrame) -> "Reports":
        """Those of some register rows alone."""
        elements, texts = (
            frame[frame["report_id"].isin(register["report_id"])] for frame in (self.elements, self.texts)
        )
        return Reports(register, elements, texts, self.waivers)

    def select(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Those rows that belong to current reports."""
        if len(self.current) == len(self.register):
            return rows
        return rows[rows["report_id"].isin(self.current["report_id"])].reset_index(drop=True)


Built = tuple[pd.DataFrame, pd.DataFrame]
"""Rows of a table, and problems that a reader should know, which name their report."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a table is made from some reports.

    Attributes:
        counted: column whose values are counted for each partition.
        values: those of them that a reader looks for, also where there are none.
        problem: what the problems are called in these counts.
    """

    build: Callable[[Reports], Built]
    counted: str | None = None
    values: tuple[str, ...] = ()
    problem: str = "problems"


def _build_sections(reports: Reports) -> Built:
    sections = build_sections(reports.elements, reports.texts, reports.register)
    return sections, sections.head(0)


def _build_fact(table: str, reports: Reports) -> Built:
    return reports.facts[table], reports.select(reports.checked[table].rejected)[list(_REJECTED_SHOWN)]


def _build_rejected_cells(reports: Reports) -> Built:
    return reports.rejected, reports.rejected.head(0)


def _build_findings(reports: Reports) -> Built:
    facts = {**reports.facts, "report_element": reports.select(reports.elements)}
    findings = apply_waivers(build_findings(facts, reports.current), reports.waivers)
    serious = select_unwaived(findings[findings["severity"].isin(["error", "warning"])])
    files = reports.register[["report_id", "source_file"]]
    return findings, serious[list(_FINDINGS_SHOWN)].merge(files, on="report_id", how="left")


def _build_reports(reports: Reports) -> Built:
    """`dim_report`; an accepted document that gave no report is named."""
    built = build_reports(reports.elements, reports.rejected, reports.register)
    missing = reports.register[~reports.register["report_id"].isin(built["report_id"])]
    return built, missing[["report_id", "source_file", "issuer"]]


_STATUSES_SHOWN = ("reported", "blank", "unreadable")
DERIVATIONS: Mapping[str, Derivation] = {
    "report_section": Derivation(_build_sections),
    **{
        table: Derivation(partial(_build_fact, table), "value_status", _STATUSES_SHOWN, "rejected")
        for table in FACT_TABLES
    },
    "rejected_cell": Derivation(_build_rejected_cells, "table"),
    "fact_finding": Derivation(_build_findings, "severity", SEVERITIES, "errors_and_warnings"),
    "dim_report": Derivation(_build_reports, problem="missing"),
}
"""The tables that are derived from elements, in the order in which they are handed over."""


class DerivedPart(NamedTuple):
    """What a table has of one piece of a partition: where its rows end, what was counted in them, and the problems."""

    end: int
    counts: Mapping[str, int]
    problems: Sequence[dict[str, Any]]


class DerivedTable(NamedTuple):
    """Rows of a table for a batch of reports, in the order of its pieces."""

    rows: pa.Table
    parts: Sequence[DerivedPart]


@dataclass(frozen=True, slots=True)
class DerivationTask:
    """What a worker derives from a batch of reports, and where it reads `report_element` and `report_text`."""

    tables: tuple[str, ...]
    elements: StoredTable
    texts: StoredTable
    waivers: Mapping[str, Waiver]
    batch: ReportBatch = ()

    def list_files(self) -> Iterator[tuple[StoredTable, PartitionKey]]:
        """The partitions that it reads."""
        return ((table, key) for table in (self.elements, self.texts) for key, _ in self.batch)


def stream_derived(task: DerivationTask, assignment: Assignment, tallies: Mapping[str, Tally]) -> Parts:
    """Rows of some derived tables, partition by partition, through the workers; `tallies` by table."""
    tasks = (replace(task, batch=batch) for batch in split_reports(assignment))
    for keys, derived in assignment.workers.map(derive_batch, tasks):
        starts = dict.fromkeys(task.tables, 0)
        for place, key in enumerate(keys):
            yield key, {table: _take_part(table, key, place, derived, starts, tallies) for table in task.tables}


def _take_part(
    table: str,
    key: PartitionKey,
    place: int,
    derived: Mapping[str, DerivedTable],
    starts: dict[str, int],
    tallies: Mapping[str, Tally],
) -> pa.Table:
    """The next rows of a table, told to its tally."""
    part, start = derived[table].parts[place], starts[table]
    starts[table] = part.end
    tallies[table].counts[key].update(part.counts)
    tallies[table].add_problems(part.problems)
    return derived[table].rows.slice(start, part.end - start)


def derive_batch(task: DerivationTask) -> tuple[tuple[PartitionKey, ...], Mapping[str, DerivedTable]]:
    """Task of a worker: the rows of some tables for some reports, piece by piece of the batch."""
    register = pa.concat_tables([piece for _, piece in task.batch])
    elements, texts = (_read_rows(table, task.batch) for table in (task.elements, task.texts))
    reports = Reports(to_frame(register), to_frame(elements), to_frame(texts), task.waivers)
    built = _build_all(task, reports) if register.num_rows else {table: _build_nothing(table) for table in task.tables}
    sizes = [piece.num_rows for _, piece in task.batch]
    derived = {table: _sort_pieces(table, rows, register["report_id"], sizes) for table, rows in built.items()}
    return tuple(key for key, _ in task.batch), derived


def _read_rows(table: StoredTable, batch: ReportBatch) -> pa.Table:
    """Rows of a table for the reports of a batch."""
    return pa.concat_tables([table.read_reports(key, register["report_id"]) for key, register in batch])


def _build_nothing(table: str) -> Built:
    return empty_frame(TABLES[table]), pd.DataFrame(columns=["report_id"])


class _BuiltPart(NamedTuple):
    """The tables of some reports, or the one report of which they cannot be built, and why."""

    tables: Mapping[str, Built]
    failed: dict[str, str]
    error: Exception | None = None


def _build_all(task: DerivationTask, reports: Reports) -> Mapping[str, Built]:
    """All tables, with the reports as problems for which they cannot be built.

    What fails for every one of several reports is a mistake of the program, and raised: nothing is replaced then.
    """
    parts = list(_build_parts(task, reports))
    if len(parts) == 1 and parts[0].error is None:
        return parts[0].tables
    errors = [part.error for part in parts if part.error is not None]
    if len(errors) == len(parts) > 1:
        raise errors[0]
    told = pd.DataFrame([part.failed for part in parts if part.failed])
    tables = {table: [part.tables[table] for part in parts if part.tables] for table in task.tables}
    return {
        table: (pd.concat([rows for rows, _ in built]), pd.concat([*(problems for _, problems in built), told]))
        for table, built in ((table, built or [_build_nothing(table)]) for table, built in tables.items())
    }


def _build_parts(task: DerivationTask, reports: Reports) -> Iterator[_BuiltPart]:
    """All reports at once; where that fails one half and the other, so that few reports are built alone.

    A frame costs tens of milliseconds however few rows it has: a thousand reports one by one take a minute.
    """
    try:
        yield _BuiltPart({table: DERIVATIONS[table].build(reports) for table in task.tables}, {})
    except Exception as error:
        half = len(reports.register) // 2
        if not half:
            (row,) = reports.register[["report_id", "source_file"]].to_dict("records")
            yield _BuiltPart({}, {**row, "what": f"{type(error).__name__}: {error}"}, error)  # type: ignore[dict-item]
            return
    else:
        return
    for rows in (reports.register.iloc[:half], reports.register.iloc[half:]):
        yield from _build_parts(task, reports.restrict(rows))


def _sort_pieces(table: str, built: Built, report_ids: pa.ChunkedArray, sizes: Sequence[int]) -> DerivedTable:
    """Rows and problems of a table by piece; `sizes` tells how many of the reports belong to each."""
    frame, problems = built
    rows = to_table(TABLES[table], frame)
    pieces = np.repeat(np.arange(len(sizes)), sizes)
    places = pc.index_in(rows["report_id"], value_set=report_ids.combine_chunks()).to_numpy()
    numbers = pieces[places]
    if (numbers[1:] < numbers[:-1]).any():
        order = np.argsort(numbers, kind="stable")
        rows, numbers = rows.take(pa.array(order)), numbers[order]
    ends = np.searchsorted(numbers, np.arange(1, len(sizes) + 1)).tolist()
    told: list[list[dict[str, Any]]] = [[] for _ in sizes]
    piece_of = dict(zip(report_ids.to_pylist(), pieces.tolist(), strict=True)) if len(problems) else {}
    for problem in list_records(problems):
        told[piece_of[problem["report_id"]]].append(problem)
    starts = [0, *ends[:-1]]
    counts = [
        _count(table, rows.slice(start, end - start), len(p)) for start, end, p in zip(starts, ends, told, strict=True)
    ]
    return DerivedTable(rows, [DerivedPart(*part) for part in zip(ends, counts, told, strict=True)])


def _count(table: str, rows: pa.Table, problems: int) -> Mapping[str, int]:
    derivation = DERIVATIONS[table]
    found = pc.value_counts(rows[derivation.counted]).to_pylist() if derivation.counted else []
    counted = {item["values"]: item["counts"] for item in found}
    return {**dict.fromkeys(derivation.values, 0), **counted, derivation.problem: problems}
