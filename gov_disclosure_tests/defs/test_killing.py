"""Killed at any moment, a run leaves every file whole: the old one or the new one."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import dagster as dg

from gov_disclosure_tests.defs.launching import hash_files, launch_range, settings

ROUNDS = 30


def build_reference(raw: Path, warehouse: Path, instance: dg.DagsterInstance) -> dict[str, str]:
    with settings(raw, warehouse):
        assert launch_range(instance, "shandong", "hubei", 2019).success
    return hash_files(warehouse)


def test_thirty_kills_leave_no_broken_file_and_a_rerun_completes(
    raw: Path, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(raw, other)
    for name in ("jiyang_2019.txt", "puyang_2019.txt"):
        report = other / "reports" / name
        report.write_bytes(report.read_bytes() + "\n（完）\n".encode())
    (other / "twice.txt").unlink()
    old, new = (build_reference(folder, tmp_path / str(i), instance) for i, folder in enumerate((raw, other)))
    assert old.keys() == new.keys()
    assert old != new

    warehouse = tmp_path / "killed"
    command = [sys.executable, "-m", "gov_disclosure_tests.defs.killing", warehouse, raw, other, str(ROUNDS)]
    output = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout
    rounds = [json.loads(line) for line in output.splitlines()]
    assert len(rounds) == ROUNDS
    for files in rounds:
        whole = {path: digest for path, digest in files.items() if not Path(path).name.startswith(".")}
        assert {path: digest for path, digest in whole.items() if digest not in (old[path], new[path])} == {}
    assert len({json.dumps(files) for files in rounds}) > ROUNDS / 3, "the kills came at different moments"

    after = build_reference(raw, warehouse, instance)
    assert {path: digest for path, digest in after.items() if not Path(path).name.startswith(".")} == old
