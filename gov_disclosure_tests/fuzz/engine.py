"""atheris over one target, in a process of its own: it guides the damage by the branches that were reached.

Belongs here: the loop, and what is kept of it: each kind of failure once, with the input that showed it first, and the
slowest inputs. Does not belong here: what is run (`targets`), and running several (`campaign`). Only `gov_disclosure` is
instrumented, so atheris must be imported before it, and this module imports neither until it runs.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import traceback
import warnings
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from random import Random
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gov_disclosure_tests.fuzz.clock import Slowest
    from gov_disclosure_tests.fuzz.targets import Target

PACKAGE = "gov_disclosure"
READERS = ("html", "docx", "xlsx", "xls", "pdf")
"""Modules that are loaded with the first file of their kind; they are loaded at once to be instrumented."""
HANG_SECONDS = 120
MEMORY_MB = 3000
LONGEST_INPUT = 60_000
SAVE_EVERY = 5.0


@dataclass(slots=True)
class Account:
    """What came of a target: inputs run, failures by kind with the file of each, the slowest input."""

    name: str
    inputs: int = 0
    seconds: float = 0.0
    failures: dict[str, str] = field(default_factory=dict)
    slowest: list[float] = field(default_factory=list)

    def save(self, folder: Path) -> None:
        (folder / f"{self.name}.json").write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False))


def fuzz(name: str, folder: Path, runs: int, seconds: int) -> None:
    """Fuzz one target; never returns, for the fuzzer ends the process.

    Args:
        name: the target.
        folder: where the corpus, the failures, the slowest inputs and the account are kept.
        runs: inputs to try at most.
        seconds: time to take at most.
    """
    import atheris  # an optional group of dependencies

    with atheris.instrument_imports(include=[PACKAGE]):
        targets = import_module("gov_disclosure_tests.fuzz.targets")
        clock = import_module("gov_disclosure_tests.fuzz.clock")
        mutation = import_module("gov_disclosure_tests.fuzz.mutation")
        for reader in READERS:
            import_module(f"{PACKAGE}.reading.{reader}")
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    target: Target = targets.TARGETS[name]
    corpus = write_corpus(target, folder / "corpus" / name)
    loop = Loop(target, folder, clock.Slowest(folder / "slowest" / name))

    def mutate(data: bytes, largest: int, seed: int) -> bytes:
        try:
            return target.mutate(data, Random(seed))[:largest]
        except Exception:  # parts damaged before may be beyond the mutator's own libraries
            return mutation.mutate_bytes(data, Random(seed))[:largest]

    crashes = folder / "crashes"
    crashes.mkdir(parents=True, exist_ok=True)
    options = {
        "runs": runs,
        "max_total_time": seconds,
        "max_len": LONGEST_INPUT,
        "len_control": 0,
        "timeout": HANG_SECONDS,
        "rss_limit_mb": MEMORY_MB,
        "artifact_prefix": f"{crashes}/{name}-",
        "print_final_stats": 1,
        "verbosity": 1,
    }
    arguments = [sys.argv[0], *(f"-{option}={value}" for option, value in options.items()), str(corpus)]
    atheris.Setup(arguments, loop.run_one, custom_mutator=mutate)
    atheris.Fuzz()


def write_corpus(target: Target, folder: Path) -> Path:
    """The folder of inputs that are worth damaging; what earlier runs found there stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for data in target.seeds():
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    return folder


class Loop:
    """One input after the other; a failure is kept and does not end the loop."""

    def __init__(self, target: Target, folder: Path, slowest: Slowest) -> None:
        self.target = target
        self.folder = folder
        self.slowest = slowest
        self.account = Account(target.name)
        self.started = monotonic()
        self.saved = 0.0

    def run_one(self, data: bytes) -> None:
        """Run one input and keep what came of it."""
        self.account.inputs += 1
        try:
            seconds = self.target.run(data)
        except Exception as error:
            self._keep(data, error)
        else:
            allowed = self.target.allowed(data)
            self.slowest.note(data, seconds, allowed)
            self.account.slowest = max(self.account.slowest, [seconds / allowed, seconds, len(data)])
        if monotonic() - self.saved > SAVE_EVERY:
            self._save()

    def _keep(self, data: bytes, error: Exception) -> None:
        kind = name_failure(error)
        if kind in self.account.failures:
            return
        path = self.folder / "crashes" / f"{self.target.name}-{hashlib.sha256(data).hexdigest()[:16]}"
        path.write_bytes(data)
        self.account.failures[kind] = str(path)
        traceback.print_exception(error, limit=-4)
        print(f"again: python -m gov_disclosure_tests.fuzz {self.target.name} --input {path}", flush=True)
        self._save()

    def _save(self) -> None:
        self.saved = monotonic()
        self.account.seconds = self.saved - self.started
        self.account.save(self.folder)


def name_failure(error: BaseException) -> str:
    """Kind of a failure: the promise that is broken, else the type and the innermost line of the package."""
    if type(error).__name__ == "BrokenPromiseError":
        return f"broken: {str(error).partition(':')[0]}"
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if f"/{PACKAGE}/" in frame.filename] or frames
    return f"{type(error).__name__} in {Path(inside[-1].filename).name}:{inside[-1].lineno}"
