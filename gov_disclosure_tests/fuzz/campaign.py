"""All targets in turn, each in a process of its own, within so many minutes and inputs; and the account of it.

Belongs here: sharing the time, starting the processes, printing what came of them. Does not belong here: the fuzzer
(`engine`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from gov_disclosure_tests.fuzz.targets import TARGETS


def run_targets(names: Sequence[str], folder: Path, minutes: float, runs: int) -> bool:
    """Fuzz some targets; whether all promises were kept."""
    shares = sum(TARGETS[name].share for name in names)
    kept = True
    for name in names:
        share = TARGETS[name].share / shares
        limits = (f"--seconds={max(1, round(60 * minutes * share))}", f"--runs={max(1, round(runs * share))}")
        command = (sys.executable, "-m", "gov_disclosure_tests.fuzz", name, "--engine", f"--out={folder}", *limits)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").unlink(missing_ok=True)
        with (folder / f"{name}.log").open("w") as log:
            code = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False).returncode
        kept = _report(name, folder, code) and kept
    return kept


def _report(name: str, folder: Path, code: int) -> bool:
    path = folder / f"{name}.json"
    account = (
        json.loads(path.read_text()) if path.exists() else {"inputs": 0, "seconds": 0, "failures": {}, "slowest": []}
    )
    share, seconds, length = account["slowest"] or (0, 0, 0)
    log = (folder / f"{name}.log").read_text(errors="replace").split()
    print(
        f"{name:10}{find_last(log, 'stat::number_of_executed_units:'):>10} inputs in {account['seconds']:.0f} s;"
        f" {find_last(log, 'cov:')} branches;"
        f" slowest {seconds:.3f} s for {length} bytes, {share:.0%} of its bound"
    )
    for kind, reproducer in account["failures"].items():
        print(f"  {kind}\n    python -m gov_disclosure_tests.fuzz {name} --input {reproducer}")
    if code:
        print(f"  the fuzzer ended with {code}: see {folder / name}.log", flush=True)
    return not account["failures"] and code == 0


def find_last(words: Sequence[str], name: str) -> str:
    """What the fuzzer last said of something in its log; `?` where it said nothing."""
    places = [i for i, word in enumerate(words[:-1]) if word == name]
    return words[places[-1] + 1] if places else "?"
