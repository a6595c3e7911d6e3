"""The examples of the page about the panel print what the page shows."""

import contextlib
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gov_disclosure.analysis.choice import RANKS
from gov_disclosure.cli import main
from gov_disclosure.frames.analysis_tables import MARKS, REASONS, STATUSES
from gov_disclosure_tests.builders import SAMPLES

PAGE = (Path(__file__).parent.parent / "docs" / "panel.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n+```text\n(.*?)```", PAGE, re.S)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `make run` leaves it."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(SAMPLES, folder / "data" / "raw")
    places = {"GOV_DISCLOSURE_RAW": None, "GOV_DISCLOSURE_WAREHOUSE": None, "DAGSTER_HOME": None}
    with contextlib.chdir(folder):
        result = CliRunner(env=places).invoke(main, ["run"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return folder


def test_examples(project: Path) -> None:
    known: dict[str, Any] = {}
    for code, shown in EXAMPLES:
        printed = io.StringIO()
        with contextlib.chdir(project), contextlib.redirect_stdout(printed):
            exec(compile(code, "panel.md", "exec"), known)
        lines = [[line.rstrip() for line in text.strip().splitlines()] for text in (printed.getvalue(), shown)]
        assert lines[0] == lines[1]
    assert len(EXAMPLES) == 4


def test_every_word_is_explained() -> None:
    words = set(re.findall(r"`([a-z_]+)`", PAGE))
    assert {*STATUSES, *MARKS, *REASONS, *RANKS} <= words
