"""How long an input may take, by its length, and which inputs took longest.

Belongs here: the bound, measured in seconds of the processor, and the record of the slowest inputs. Does not belong here:
what is measured (`targets`). The bound is generous, some fifty times what a plain document takes, so that a busy machine
never breaks it and work that grows faster than the length always does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

from gov_disclosure_tests.fuzz.oracle import BrokenPromiseError

MOST_KEPT = 20
ATTEMPTS = 3


class SlowInputError(BrokenPromiseError):
    """An input took longer than its length allows."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Seconds that any input may take, and seconds for each thousand of its characters or bytes."""

    seconds: float
    seconds_per_thousand: float

    def of(self, length: int) -> float:
        return self.seconds + self.seconds_per_thousand * length / 1000


def check_time(run: Callable[[bytes], None], data: bytes, bound: float) -> float:
    """Run, and raise if every attempt takes longer than the bound; the seconds of the fastest."""
    fastest = float("inf")
    for _ in range(ATTEMPTS):
        start = process_time()
        run(data)
        fastest = min(fastest, process_time() - start)
        if fastest <= bound:
            return fastest
    raise SlowInputError(f"{fastest:.2f} s for {len(data)} bytes, {bound:.2f} s allowed")


@dataclass(slots=True)
class Slowest:
    """The inputs that took the largest part of their bound, kept as files with a list beside them."""

    folder: Path
    kept: list[tuple[float, str, float, int]] = field(default_factory=list)

    def note(self, data: bytes, seconds: float, bound: float) -> None:
        """Keep an input if it is among the slowest."""
        share = seconds / bound
        if len(self.kept) >= MOST_KEPT and share <= self.kept[-1][0]:
            return
        name = hashlib.sha256(data).hexdigest()[:16]
        if any(name == other for _, other, *_ in self.kept):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(data)
        self.kept = sorted([*self.kept, (share, name, seconds, len(data))], reverse=True)
        for _, old, *_ in self.kept[MOST_KEPT:]:
            (self.folder / old).unlink()
        del self.kept[MOST_KEPT:]
        (self.folder / "slowest.json").write_text(json.dumps(self.kept, indent=1))
