"""A process that starts runs and kills them at random moments, looking at the files after each.

Run as a module: `killing.py WAREHOUSE RAW_A RAW_B ROUNDS`. Prints one line of JSON per round: the hash of every file.
The runs are forked, so that 30 of them need not import Dagster 30 times; they are real processes that get SIGKILL.
"""

import itertools
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import dagster as dg

from gov_disclosure_tests.defs.launching import hash_files, launch_range, settings


def write_without_end(warehouse: Path, folders: list[Path]) -> None:
    """Write the same partitions from one raw folder and the other in turn."""
    with dg.DagsterInstance.ephemeral() as instance:
        for raw in itertools.cycle(folders):
            with settings(raw, warehouse):
                launch_range(instance, "shandong", "hubei", 2019)


def kill_one(warehouse: Path, folders: list[Path], seconds: float) -> None:
    """Start a process that writes, and kill it after some time."""
    child = os.fork()
    if child == 0:
        write_without_end(warehouse, folders)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def kill_many(warehouse: Path, folders: list[Path], rounds: int) -> None:
    """Write everything twice, to warm up and to see how long it takes here and now; then let children write it again."""
    with dg.DagsterInstance.ephemeral() as instance, settings(folders[0], warehouse):
        for _ in range(2):
            began = time.monotonic()
            launch_range(instance, "shandong", "hubei", 2019)
    longest = 2 * (time.monotonic() - began)
    moments = random.Random(20191231)
    for number in range(rounds):
        kill_one(warehouse, folders[:: 1 if number % 2 else -1], moments.uniform(0.02, 1.0) * longest)
        print(json.dumps(hash_files(warehouse)), flush=True)


if __name__ == "__main__":
    location, *raws, rounds_to_do = sys.argv[1:]
    kill_many(Path(location), [Path(raw) for raw in raws], int(rounds_to_do))
