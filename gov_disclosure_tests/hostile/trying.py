"""Putting all hostile things into one raw folder, running the command line over it, and reading what became of each.

Belongs here: the run, with the most memory that it took, and the outcomes. Does not belong here: what they should be.
"""

import os
import re
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage.names import spell_name
from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure_tests.hostile import archives, markup, papers, texts
from gov_disclosure_tests.hostile.case import Case
from gov_disclosure_tests.hostile.folder import THINGS, Thing, put_report

CASES: tuple[Case, ...] = (*archives.CASES, *markup.CASES, *papers.CASES, *texts.CASES)
LEFT_OUT = re.compile(r"^not used (.*): ([^:]*), left out$", re.M)
COMMAND = [sys.executable, "-W", "error", "-c", "from gov_disclosure.cli import main; main()"]


@dataclass(frozen=True)
class Trial:
    """What became of everything.

    Attributes:
        outcomes: by the name of the file, as `Case.comes_to` spells them.
        output: of the command line.
        peak: bytes of the largest of its processes.
    """

    warehouse: Warehouse
    outcomes: Mapping[str, str]
    output: str
    status: int
    peak: int


def fill(raw: Path) -> None:
    """Put everything into the raw folder."""
    put_report(os.fsencode(raw / "0_plain.txt"))
    for case in CASES:
        (raw / case.name).write_bytes(case.build())
    for thing in THINGS:
        thing.put(os.path.join(os.fsencode(raw), thing.name))


def try_all(raw: Path, location: Path) -> Trial:
    """Run the command line over a raw folder."""
    done = run_command("run", "--raw", raw, "--warehouse", location)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    warehouse = Warehouse(str(location))
    return Trial(warehouse, read_outcomes(warehouse), done.stdout + done.stderr, done.returncode, peak)


def run_command(*arguments: object, **variables: str) -> "subprocess.CompletedProcess[str]":
    """The command line in a process of its own, with a terminal wide enough for its sentences."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GOV_", "DAGSTER_"))}
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=environment | {"COLUMNS": "1000", "NO_COLOR": "1"} | variables,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def read_outcomes(warehouse: Warehouse) -> Mapping[str, str]:
    """Rows of the register by the file they come from: a reason or a status, or several with their numbers."""
    found: dict[str, Counter[str]] = {}
    for row in warehouse.read(TABLES["document_register"]).to_pylist():
        outcome = row["status"] if row["status"] != "rejected" else row["reason"]
        found.setdefault(row["container"] or row["source_file"], Counter())[outcome] += 1
    return {name: spell_counts(counts) for name, counts in found.items()}


def spell_counts(counts: Counter[str]) -> str:
    """One outcome by its name, several with their numbers."""
    if counts.total() == 1:
        return next(iter(counts))
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))


def find_outcome(trial: Trial, thing: Case | Thing) -> str:
    """What became of one thing: a row of the register, a sentence of the command line, or nothing."""
    name = thing.name if isinstance(thing, Case) else spell_name(os.fsdecode(thing.name))
    left_out = [why for place, why in LEFT_OUT.findall(trial.output) if place == name or place.startswith(f"{name}/")]
    return trial.outcomes.get(name) or (f"left out: {left_out[0]}" if left_out else "no row")
