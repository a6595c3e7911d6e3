"""The command line of the fuzzer.

python -m gov_disclosure_tests.fuzz [TARGET ...] --minutes 60 --runs 1000000
python -m gov_disclosure_tests.fuzz TARGET --input FILE
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

OUT = Path("data/fuzz")


def main(arguments: list[str] | None = None) -> None:
    """Fuzz some targets, or run one input again."""
    parser = argparse.ArgumentParser(prog="python -m gov_disclosure_tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", help="all where none is named")
    parser.add_argument("--minutes", type=float, default=60, help="time for all targets together")
    parser.add_argument("--runs", type=int, default=1_000_000, help="inputs for all targets together")
    parser.add_argument("--out", type=Path, default=OUT, help=f"what is kept between runs, {OUT} unless told")
    parser.add_argument("--input", type=Path, help="run this input alone, without the fuzzer")
    parser.add_argument("--engine", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=int, default=60, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.engine:
        from gov_disclosure_tests.fuzz.engine import fuzz

        return fuzz(asked.targets[0], asked.out.resolve(), asked.runs, asked.seconds)
    from gov_disclosure_tests.fuzz.campaign import run_targets
    from gov_disclosure_tests.fuzz.targets import TARGETS

    unknown = sorted(set(asked.targets) - set(TARGETS))
    if unknown:
        parser.error(f"no target {', '.join(unknown)}: there are {', '.join(TARGETS)}")
    if asked.input:
        for name in asked.targets:
            print(f"{name}: {TARGETS[name].run(asked.input.read_bytes()):.3f} s")
        return None
    return sys.exit(not run_targets(asked.targets or list(TARGETS), asked.out.resolve(), asked.minutes, asked.runs))


if __name__ == "__main__":
    main()
