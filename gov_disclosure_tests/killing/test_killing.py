"""Killed at any moment, a run leaves every file whole; a run that loses a worker, or comes after, ends as if nothing had been."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from gov_disclosure_tests.killing.campaign import SHARES
from gov_disclosure_tests.killing.material import Material

KILLS = 30


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="workers are found in /proc, which this system has not"
)
def test_thirty_kills_break_no_file_and_reruns_complete() -> None:
    command = [sys.executable, "-m", "gov_disclosure_tests.killing", "--kills", str(KILLS), "--documents", "6"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    told = {line["kind"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert {kind: line["problems"] for kind, line in told.items() if line["problems"]} == {}, done.stderr
    assert done.returncode == 0, done.stderr
    assert told.keys() == {kind for kind in SHARES if "dask" not in kind or find_spec("distributed")}
    assert sum(line["kills"] for line in told.values()) >= KILLS * 0.7
    assert all(line["completed"] > 0 for line in told.values())
    assert told["run, serial"]["states"] > 3, "the kills came at different moments"


def test_damage_is_told(tmp_path: Path) -> None:
    written = tmp_path / "fact" / "part-0.parquet"
    written.parent.mkdir()
    written.write_bytes(b"half a fi")
    cache = tmp_path / ".register" / "rows.parquet"
    cache.parent.mkdir()
    cache.write_bytes(b"PAR1")
    whole = {"fact/part-0.parquet": "another hash"}
    found = Material((tmp_path, tmp_path), (whole, whole)).list_damage(tmp_path)
    assert found[0] == "fact/part-0.parquet"
    assert str(cache) in found[1]
