"""The README's examples print what the README shows."""

import contextlib
import io
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from gov_disclosure.cli import main

ROOT = Path(__file__).parent.parent
EXAMPLES = re.findall(
    r"```python\n(.*?)```\n+```text\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `make run` leaves it."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    places = {"GOV_DISCLOSURE_RAW": None, "GOV_DISCLOSURE_WAREHOUSE": None, "DAGSTER_HOME": None}
    with contextlib.chdir(folder):
        result = CliRunner(env=places).invoke(main, ["run"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return folder


@pytest.mark.parametrize(("code", "shown"), EXAMPLES)
def test_example(project: Path, code: str, shown: str) -> None:
    printed = io.StringIO()
    with contextlib.chdir(project), contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})

    def lines(text: str) -> list[str]:
        return [line.rstrip() for line in text.strip().splitlines()]

    assert lines(printed.getvalue()) == lines(shown)


def test_there_are_two_examples() -> None:
    assert len(EXAMPLES) == 2


def test_commands_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"make ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"))) <= targets
    commands = set(re.findall(r"gov-disclosure ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert commands <= set(main.commands)
