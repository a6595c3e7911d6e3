"""Wrong numbers put into right reports: how many are told, and how many are located; what the checks cost beside parsing.

Belongs here: the runs and their tables. Does not belong here: the slips (`slips`), printing them and reading them back
(`injections`), what could be told at all (`equations`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.contenders import parse_text
from bench.equations import find_parts
from bench.injections import AT_ONCE, Outcome, Print, check_partition, inject, read_print
from bench.samples import PLAIN
from bench.slips import Slip, draw_pair, list_cell_slips, list_row_slips
from bench.stopwatch import measure
from bench.tables import Table
from gov_disclosure.quality.findings import build_findings
from gov_disclosure_tests.builders import SAMPLES, File, Partition, build_partition
from gov_disclosure_tests.generator import Generated, choose_recipe, generate

LAYOUTS = ("tab_rows", "pipe_rows", "cell_lines")
_FIRST_SEED = 8_000
_SHARES = "Shares in percent of the slips that could be told; a dash where none could."
_CELL_NOTE = (
    "One cell at a time, every cell that prints a number, every kind of slip; text to findings. `could be told`: a rule of the "
    "form is certainly broken by what is printed then. `told`: there is a finding of severity error (a number below zero is told "
    "in every cell). `named`: the cell is among the candidates; `number`: with the number it had, which an inequality cannot tell; "
    f"`first`: named first; `only`: named alone; `could be only`: no other change of one cell would repair every rule. {_SHARES}"
)
_PAIR_NOTE = (
    "Two cells of one table, drawn at random. `could be told`: both stand in broken rules, and no change of one cell would "
    f"repair what they broke. {_SHARES}"
)
_ROW_NOTE = (
    "A row of table three or four shifted by a column, copied from the row above, left out, or with two of its cells exchanged. "
    "Rows with the same number of changes are alike to the sums: which row it was they cannot always tell, and ten candidates "
    f"are named at most. {_SHARES}"
)
_CLEAN_NOTE = "Reports whose numbers add up, of every form, layout, wording and notation: findings by severity."
_TIME_NOTE = (
    "Milliseconds of CPU time a report. `parse`: text to cells, figures and sections. `check`: facts to findings, with "
    f"locating, {AT_ONCE} reports at once as a run does. `alone`: the same for a report by itself, the slowest of them; the "
    "larger part of it does not depend on the report. `many wrong cells`: eight of them at random in table three. `as found on the "
    "web`: all layouts, media and notations, with blanks, damage and contradictions."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is run: reports by form, pairs in each, right reports, reports that are timed; whether the samples are."""

    reports: int = 6
    pairs: int = 600
    clean: int = 2_000
    timed: int = 75
    samples: bool = True
    step: int = 1


FULL = Plan()
QUICK = Plan(reports=1, pairs=6, clean=12, timed=3, samples=False, step=23)
"""One cell in 23: a few seconds."""


def list_trust_tables(quick: bool) -> Iterator[Table]:
    """Slips in one cell, in two and in a row; right reports; time."""
    plan = QUICK if quick else FULL
    prints = [read_generated(form, number) for form in "BCD" for number in range(plan.reports)]
    cells = [outcome for own in prints for outcome in inject_cells(own, plan.step)]
    yield _list_cells("One wrong cell, by table", cells, lambda o: f"{o.form}, {o.table}")
    yield _list_cells("One wrong cell, by kind of slip", cells, lambda o: o.slip.kind)
    yield _list_several("Two wrong cells", _PAIR_NOTE, (o for own in prints for o in inject_pairs(own, plan.pairs)))
    yield _list_several("A row spoiled", _ROW_NOTE, (o for own in prints for o in inject_rows(own, plan.step)))
    if plan.samples:
        sampled = [outcome for own in read_samples() for outcome in inject_cells(own)]
        yield _list_cells("One wrong cell in the sample reports", sampled, lambda o: f"{o.form}, {o.table}")
    yield Table("Right reports", _CLEAN_NOTE, ("reports", "error", "warning", "info"), [count_findings(plan.clean)])
    yield Table("Time", _TIME_NOTE, ("reports", "parse", "check", "alone"), list(_time(plan.timed)))


def read_generated(form: str, number: int) -> Print:
    """A right report in plain print, and its numbers."""
    own = {
        "notation": "plain",
        "empty": "",
        "signs": "minus",
        "medium": "text",
        "layout": LAYOUTS[number % len(LAYOUTS)],
    }
    made = generate(choose_recipe(_FIRST_SEED + number, form=form, local=False, **(PLAIN | own)))
    return read_print(made.file_name, made.data)


def read_samples() -> Iterator[Print]:
    """The sample reports as they are, mistakes included."""
    for path in sorted(Path(SAMPLES).glob("*.txt")):
        yield read_print(path.name, path.read_bytes())


def inject_cells(prints: Print, step: int = 1) -> Iterator[Outcome]:
    """Every kind of slip in every cell, or in one of `step`."""
    rng, parts = Random(prints.name), find_parts(prints.form)
    cells = list(prints.numbers)[::step]
    return inject(prints, (s for c in cells for s in list_cell_slips(prints.numbers, c, parts.get(c, ()), rng)))


def inject_pairs(prints: Print, count: int) -> Iterator[Outcome]:
    """Two cells at a time."""
    rng = Random(prints.name)
    return inject(prints, (draw_pair(prints.numbers, rng) for _ in range(count)))


def inject_rows(prints: Print, step: int = 1) -> Iterator[Outcome]:
    """Every kind of slip in every row, or in one of `step`."""
    return inject(prints, list(list_row_slips(prints.numbers, Random(prints.name)))[::step])


def count_findings(count: int) -> tuple[int, int, int, int]:
    """Reports that were read, and their findings by severity."""
    read, found = 0, Counter[str]()
    for first in range(0, count, AT_ONCE):
        seeds = range(first, min(first + AT_ONCE, count))
        made = build_partition([_file(_generate_right(seed)) for seed in seeds])
        read += int((made.register["status"] == "accepted").sum())
        found.update(str(row["severity"]) for rows in check_partition(made).values() for row in rows)
    return read, found["error"], found["warning"], found["info"]


def _generate_right(seed: int) -> Generated:
    return generate(choose_recipe(seed, form="BCD"[seed % 3], stray="", damage=(), breaks="none"))


def _file(made: Generated) -> File:
    return File(f"{made.recipe.seed}_{made.file_name}", made.data)


def _list_cells(title: str, outcomes: Iterable[Outcome], group: Callable[[Outcome], str]) -> Table:
    rows = []
    for name, own in _group(outcomes, group).items():
        tellable = [o for o in own if o.is_broken]
        shares = (
            [o.is_among for o in tellable],
            [o.is_exact for o in tellable],
            [o.is_first for o in tellable],
            [o.is_only for o in tellable],
            [o.repairs == 1 for o in tellable],
        )
        cells = len({(o.form, *o.slip.printed) for o in own})
        told = _share(["error" in o.told for o in tellable])
        rows.append((name, cells, len(own), len(tellable), told, *map(_share, shares)))
    columns = ("", "cells", "slips", "could be told", "told", "named", "number", "first", "only", "could be only")
    return Table(title, _CELL_NOTE, columns, rows)


def _list_several(title: str, note: str, outcomes: Iterable[Outcome]) -> Table:
    rows = []
    for name, own in _group(outcomes, lambda o: f"{o.form}, {o.table}, {o.slip.kind}").items():
        tellable = [o for o in own if o.is_tellable]
        told = _share(["error" in o.told for o in tellable])
        shares = ([o.is_among for o in tellable], [o.is_exact for o in tellable], [o.is_first for o in tellable])
        rows.append((name, len(own), len(tellable), told, *map(_share, shares)))
    return Table(title, note, ("", "slips", "could be told", "told", "named", "number", "first"), rows)


def _group(outcomes: Iterable[Outcome], group: Callable[[Outcome], str]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[group(outcome)].append(outcome)
    return groups


def _share(hits: list[bool]) -> str:
    """Percent, rounded down: 100.0 means all."""
    return f"{sum(hits) * 1000 // len(hits) / 10:.1f}" if hits else "–"


def _time(count: int) -> Iterator[tuple[str, ...]]:
    prints = [read_generated("CD"[seed % 2], seed) for seed in range(count)]
    drawn = [_file(generate(choose_recipe(seed, form="BCD"[seed % 3], stray=""))) for seed in range(count)]
    samples = {
        "right": [_overprint(own, 0) for own in prints],
        "one wrong cell": [_overprint(own, 1) for own in prints],
        "many wrong cells": [_overprint(own, 8) for own in prints],
        "as found on the web": drawn,
    }
    for name, files in samples.items():
        made = build_partition(files)
        read = list(zip(made.texts["text"], made.texts["report_year"], strict=True))
        parse = measure(lambda read=read: [parse_text(text, year) for text, year in read], 3)  # type: ignore[misc]
        alone = max(_measure_check(build_partition([file])) for file in files)
        yield (
            name,
            *(f"{seconds * 1_000:.1f}" for seconds in (parse / len(read), _measure_check(made) / len(read), alone)),
        )


def _overprint(prints: Print, wrong: int) -> File:
    """A report with some wrong cells in table three."""
    rng = Random(prints.name)
    cells = rng.sample([cell for cell in prints.numbers if cell.startswith("requests|")], wrong) if wrong else []
    slip = Slip("", {cell: prints.numbers[cell] + rng.randint(1, 99) for cell in cells})
    return File(prints.name, prints.overprint(slip.printed).encode())


def _measure_check(made: Partition) -> float:
    tables = {**made.facts, "report_element": made.elements}
    return measure(lambda: build_findings(tables, made.register), 3)
