"""The command line: so many kills, a line for each kind, and an exit status of 1 if anything was broken."""

from __future__ import annotations

import argparse
import json
import sys
import time

from gov_disclosure_tests.killing.campaign import SHARES, run_campaign

SHOWN = 10
"""Problems of a kind that are printed."""


def main() -> None:
    """Run a campaign."""
    parser = argparse.ArgumentParser(prog="python -m gov_disclosure_tests.killing", description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--documents", type=int, default=12, help="that each run reads")
    parser.add_argument("--seed", type=int, default=20191231, help="of the moments")
    parser.add_argument("--only", nargs="*", default=list(SHARES), choices=list(SHARES))
    asked = parser.parse_args()
    kills = {kind: max(1, round(asked.kills * share)) for kind, share in SHARES.items() if kind in asked.only}
    broken, began = False, time.monotonic()
    for kind, verdict in run_campaign(kills, asked.documents, asked.seed):
        broken |= bool(verdict.problems)
        told = {
            "kind": kind,
            "kills": verdict.kills,
            "states": len(verdict.states),
            "torn": verdict.torn,
            "completed": verdict.reruns,
            "missed": verdict.missed,
            "problems": dict(verdict.problems.most_common(SHOWN)),
            "seconds": round(time.monotonic() - began, 1),
        }
        print(json.dumps(told, ensure_ascii=False), flush=True)
    sys.exit(broken)


if __name__ == "__main__":
    main()
