"""Damage to clean documents at growing rates: how much is still read, and how much of it is wrong.

Belongs here: the runs and their tables. Does not belong here: the kinds of damage (`harms`), the truth about a damaged
document (`judgement`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from bench.contenders import parse_text
from bench.copies import Copy, copy_text
from bench.harms import HARMS, Rows
from bench.judgement import LUCKY, MISSED, NONE, RIGHT, WRONG, judge, list_printed
from bench.samples import generate_clean
from bench.tables import Table
from gov_disclosure.parsing.report import ParsedReport
from gov_disclosure.reading.document import Document, read_document
from gov_disclosure_tests.generator import Truth
from gov_disclosure_tests.generator.layouts import LAYOUTS
from gov_disclosure_tests.generator.recipe import MARKUPS

RATES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2)
TOGETHER = "all together"
KINDS = (*HARMS, TOGETHER)
"""Each kind of damage alone, and all of them, each at its share of the rate."""
BLANKS_IN = 5
"""One document in so many has blank cells beside its zeros: many layouts leave no trace of them, damaged or not."""
MOST_EXAMPLES = 25
_NOTE = (
    "Recall: of the numbers that the damaged document still prints whole, the share that is read, in percent. Behind the stroke, "
    "wrong numbers in 10,000 cells of the form (see bench/judgement.py for what is wrong)."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run: clean documents by layout and seed, and the rates at which each kind of damage is done to them."""

    layouts: tuple[str, ...] = (*LAYOUTS, *MARKUPS)
    seeds: range = range(5_000, 5_020)
    rates: tuple[float, ...] = RATES


FULL = Plan()
QUICK = Plan(("tab_rows", "cell_lines", "spans"), range(5_001, 5_002), (0.0, 0.05))


@dataclass(frozen=True, slots=True)
class Case:
    """One clean document and one damage to it."""

    layout: str
    seed: int
    kind: str
    rate: float


@dataclass(frozen=True, slots=True)
class Wrong:
    """A number that a reader gave and the document does not print in that cell."""

    case: Case
    key: str
    given: Decimal
    printed: Decimal | None
    around: str


@dataclass(frozen=True, slots=True)
class Result:
    """What reading the document of one case gave."""

    case: Case
    counts: Counter[str]
    wrong: tuple[Wrong, ...]


def list_damage_tables(quick: bool) -> Iterator[Table]:
    """By layout and by kind of damage, each against the rate; then examples of wrong numbers."""
    plan = QUICK if quick else FULL
    results = list(run_cases(plan))
    yield _tabulate("Damage by layout", "layout", {r.case: r.case.layout for r in results}, results)
    yield _tabulate("Damage by kind", "kind of damage", {r.case: r.case.kind for r in results}, results)
    yield _sum_up(results)
    examples = [wrong for result in results for wrong in result.wrong]
    rows = [
        [e.case.layout, e.case.kind, e.case.rate, e.case.seed, e.key, e.given, e.printed, repr(e.around)]
        for e in _spread(examples)
    ]
    columns = ("layout", "damage", "rate", "seed", "cell", "given", "printed", "around")
    yield Table("Wrong numbers", f"{len(examples)} in all, at most {MOST_EXAMPLES} shown.", columns, rows)


def run_cases(plan: Plan) -> Iterator[Result]:
    """Read every clean document, and with every damage."""
    for layout in plan.layouts:
        for seed in plan.seeds:
            yield from _run_document(layout, seed, plan.rates)


def _run_document(layout: str, seed: int, rates: tuple[float, ...]) -> Iterator[Result]:
    medium = "text" if layout in LAYOUTS else "html"
    blanks = {"empty": "blank", "place": "some_zeros"} if seed % BLANKS_IN == 0 else {"empty": ""}
    made = generate_clean(medium, layout, seed, notation="plain", signs="minus", **blanks)
    original, truth = made.data.decode(), made.truth
    for kind in KINDS:
        for rate in rates:
            if rate or kind == KINDS[0]:  # without damage all kinds are the same
                case = Case(layout, seed, kind if rate else "none", rate)
                yield _read(case, original, truth, damage(original, truth, case))


def damage(original: str, truth: Truth, case: Case) -> Copy:
    """A copy of a document with the damage of a case."""
    rng = Random(f"{case.layout} {case.seed} {case.kind} {case.rate}")
    copy = copy_text(original)
    together = case.kind == TOGETHER
    for kind, harm in HARMS.items():
        if together or kind == case.kind:
            rows = Rows(truth.form or "", list(truth.cells), copy.find_places(truth.places))
            copy = harm(copy, rows, case.rate / len(HARMS) if together else case.rate, rng)
    return copy


def _read(case: Case, original: str, truth: Truth, copy: Copy) -> Result:
    document = read_document(copy.text.encode())
    text = document.text if isinstance(document, Document) else ""
    report = parse_text(text, truth.report_year or 0)
    found = {_name(c.table, c.row, c.column): c for c in report.cells}
    printed = list_printed(truth, original, copy, copy.find_places(truth.places))
    counts, wrong = judge(truth, printed, _values(report))
    examples = []
    for key in wrong:
        cell = found[key]
        around = text[max(0, (cell.start or 0) - 60) : (cell.end or 0) + 20]
        examples.append(Wrong(case, key, cell.reading.value or Decimal(0), printed.get(key), around))
    return Result(case, counts, tuple(examples))


def _values(report: ParsedReport) -> dict[str, Decimal | None]:
    return {_name(c.table, c.row, c.column): c.reading.value for c in report.cells}


def _name(table: str, row: str, column: str) -> str:
    return f"{table}|{row}" if table == "statistics" else f"{table}|{row}|{column}"


def _tabulate(title: str, first: str, names: dict[Case, str], results: list[Result]) -> Table:
    """Recall and wrong rate, a row for each name, a column for each rate."""
    counts: defaultdict[tuple[str, float], Counter[str]] = defaultdict(Counter)
    rates = sorted({result.case.rate for result in results})
    for result in results:
        counts[names[result.case], result.case.rate] += result.counts
    rows = [
        [name, *(_show(counts[name, rate]) if (name, rate) in counts else "" for rate in rates)]
        for name in dict.fromkeys(names.values())
    ]
    return Table(title, _NOTE, (first, *(f"{rate:.0%}" for rate in rates)), rows)


def _show(counts: Counter[str]) -> str:
    printed = counts[RIGHT] + counts[MISSED]
    recall = 100 * counts[RIGHT] / printed if printed else 100.0
    return f"{recall:.1f} / {10_000 * counts[WRONG] / counts.total():.1f}"


def _sum_up(results: list[Result]) -> Table:
    rows = []
    for rate in sorted({result.case.rate for result in results}):
        counts: Counter[str] = Counter()
        for result in results:
            counts += result.counts if result.case.rate == rate else Counter()
        cells = counts.total()
        wrong = f"{10_000 * counts[WRONG] / cells:.2f}" if cells else "–"
        rows.append(
            [
                f"{rate:.0%}",
                *(f"{n:,}" for n in (cells, *(counts[v] for v in (RIGHT, MISSED, NONE, LUCKY, WRONG)))),
                wrong,
            ]
        )
    note = (
        "Cells of all documents: read, printed but not read, without a number and left so, given by luck (no longer printed, and "
        "what the author meant), wrong."
    )
    return Table("All damage", note, ("rate", "cells", *(RIGHT, MISSED, NONE, LUCKY, WRONG), "wrong in 10,000"), rows)


def _spread(examples: list[Wrong]) -> list[Wrong]:
    """Examples of as many layouts and kinds of damage as possible."""
    first = {(e.case.layout, e.case.kind): e for e in reversed(examples)}
    return list(first.values())[::-1][:MOST_EXAMPLES]
