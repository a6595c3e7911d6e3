"""The commands that the pages of docs show print what the pages show."""

import contextlib
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from gov_disclosure.cli import main

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reporting_office.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```sh\ngov-disclosure (.*?)\n```(?:\n+```text\n(.*?)```)?", PAGE, re.S)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    return folder


@pytest.mark.parametrize(("command", "shown"), COMMANDS)
def test_command(project: Path, command: str, shown: str) -> None:
    with contextlib.chdir(project):
        result = CliRunner().invoke(main, command.split())
    assert result.exit_code == 1
    assert not shown or result.output == shown


def test_the_page_that_a_command_writes_is_there(project: Path) -> None:
    assert (project / "page.html").exists()


def test_there_are_commands_with_and_without_output() -> None:
    assert [bool(shown) for _, shown in COMMANDS] == [True, False, True]


def test_every_option_is_explained() -> None:
    check = main.commands["check"]
    options = {name for parameter in check.params for name in parameter.opts if name.startswith("--")}
    assert options - {"--help"} == set(re.findall(r"^\| `(--[a-z-]+)", PAGE, re.M))
