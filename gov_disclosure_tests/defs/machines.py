"""A machine that writes the same partitions again and again, beside another one that does the same.

Run as a module: `machines.py RAW WAREHOUSE ROUNDS`. Prints a line when it is ready and one after each run.
"""

import sys

import dagster as dg

from gov_disclosure_tests.defs.launching import launch_range, settings


def write_often(raw: str, warehouse: str, rounds: int) -> None:
    with dg.DagsterInstance.ephemeral() as instance, settings(raw, warehouse):
        print("ready", flush=True)
        sys.stdin.readline()
        for _ in range(rounds):
            print(launch_range(instance, "shandong", "hubei", 2019).success, flush=True)


if __name__ == "__main__":
    write_often(sys.argv[1], sys.argv[2], int(sys.argv[3]))
