"""The whole way for a generated country, and the panel against the truth: `python -m gov_disclosure_tests.analysis`."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench.corpus import list_bodies
from gov_disclosure_tests.analysis.difference import Difference
from gov_disclosure_tests.analysis.truth import check_corpus


def main() -> None:
    """Print what was compared; end with 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5_000)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        found = check_corpus(Path(folder), list_bodies(parser.parse_args().documents), "processes")
        print(f"{time.perf_counter() - began:.0f} s")
    for table, difference in found.items():
        _print(table, difference)
    sys.exit(any(difference.count or difference.guessed for difference in found.values()))


def _print(table: str, found: Difference) -> None:
    print(f"{table}: {found.compared:,} rows compared, {found.count:,} differ, {found.lost:,} cannot be judged")
    print(f"  numbers of tables that the package has and the documents do not decide: {found.guessed}")
    for row in found.wrong:
        print(" ", *row)


if __name__ == "__main__":
    main()
