"""Faults around a run: told in words, no file broken, and all well when they have passed and the command is run again."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from gov_disclosure_tests.hostile.surroundings import CHANGES, FAULTS, Fault, Outcome

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def outcomes() -> Iterator[Mapping[str, Outcome]]:
    """All faults, below a folder that everybody may look into: some are tried as somebody without rights."""
    if sys.platform != "linux":
        pytest.skip("faults are brought about by means of Linux")
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o777)
        command = [sys.executable, "-m", "gov_disclosure_tests.hostile.surroundings", name]
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("DAGSTER_", "GOV_"))}
        done = subprocess.run(
            command, cwd=ROOT, env=inherited, capture_output=True, text=True, check=False, timeout=900
        )
        assert done.returncode == 0, done.stderr
        yield {outcome.name: outcome for outcome in (Outcome(**json.loads(line)) for line in done.stdout.splitlines())}


@pytest.mark.parametrize("fault", [*FAULTS, *CHANGES], ids=lambda fault: fault.name)
def test_it_is_told_breaks_nothing_and_passes(outcomes: Mapping[str, Outcome], fault: Fault) -> None:
    outcome = outcomes[fault.name]
    if "cannot mount" in outcome.output:
        pytest.skip("this process may not mount a file system")
    assert (outcome.status, outcome.second_status) == (fault.status, 0), outcome.output + outcome.second_output
    assert fault.says in " ".join(outcome.output.split())
    assert "Traceback" not in outcome.output
    assert outcome.broken == []
    if fault.written and fault.status:
        assert outcome.kept
    if fault in FAULTS:
        assert outcome.files == outcomes["undisturbed"].files
    else:
        assert outcome.files != outcomes["undisturbed"].files
