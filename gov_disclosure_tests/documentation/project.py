"""A folder as whoever follows the pages has it, and what happens there.

Belongs here: running one block as its language asks. Does not belong here: what a page promises (`test_pages.py`).
"""

import contextlib
import io
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from gov_disclosure.cli import main
from gov_disclosure_tests.documentation.blocks import ROOT, Block

PROGRAM = "gov-disclosure"
STATUSES = {"check": (0, 1)}
"""Where another exit status than 0 is an answer."""
DATABASES = ("data/warehouse/catalog.duckdb", "data/releases/2020-1/gov_disclosure.duckdb")
_SET_ELSEWHERE = ("GOV_DISCLOSURE_", "DAGSTER_HOME", "COLUMNS", "MAKE", "MFLAGS")


@dataclass
class Project:
    """A folder, and what its first commands have printed there.

    Attributes:
        told: output by the words of a command, in a line of its own, that pages may show and that is not run again.
        names: of Python, which go on from block to block of a page.
    """

    folder: Path
    told: dict[tuple[str, ...], str] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)

    def copy(self, folder: Path) -> "Project":
        """The same at another place, for one page."""
        shutil.copytree(self.folder, folder, symlinks=True, dirs_exist_ok=True)
        return Project(folder, self.told)

    def run(self, block: Block) -> list[str]:
        """What a block prints; SQL is asked of the warehouse and of the release."""
        if block.language == "sh":
            lines = {line: self.told.get(tuple(line.split())) for line in block.code.splitlines()}
            rest = "\n".join(line for line, told in lines.items() if told is None)
            return ["".join(told for told in lines.values() if told) + self.run_shell(rest)]
        if block.language == "sql":
            return [self._ask(place, block.code) for place in DATABASES]
        return [self._execute(block)]

    def run_shell(self, code: str) -> str:
        """Commands of the program in this process, which saves the start of another; any other block in a shell."""
        commands = [words for line in _join_lines(code) if (words := shlex.split(line, comments=True))]
        if all(words[0] == PROGRAM and not {"|", ">", "&&", ";"} & set(words) for words in commands):
            return "".join(self._call(words[1:]) for words in commands)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", code], cwd=self.folder, env=_clean_environment(), check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert done.returncode == 0, f"{code}\n{done.stdout}"
        return done.stdout

    def _call(self, arguments: list[str]) -> str:
        with pytest.MonkeyPatch.context() as patch, contextlib.chdir(self.folder):
            for name in os.environ:
                if name.startswith(_SET_ELSEWHERE):
                    patch.delenv(name)
            result = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert result.exit_code in STATUSES.get(arguments[0], (0,)), f"{arguments}\n{result.output}"
        return result.output

    def _ask(self, place: str, query: str) -> str:
        with duckdb.connect(str(self.folder / place), read_only=True) as database:
            return str(database.sql(query))

    def _execute(self, block: Block) -> str:
        printed = io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(printed):
            exec(compile(block.code, block.place, "exec"), self.names)
        return printed.getvalue()


def make_project(folder: Path) -> Project:
    """A clone without its history: sample documents, Makefile, and the environment that the tests run in."""
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    (folder / "data" / "dagster_home").mkdir()
    shutil.copy(ROOT / "data" / "dagster_home" / "dagster.yaml", folder / "data" / "dagster_home")
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy2(ROOT / name, folder)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (folder / ".venv" / ".ready").touch()
    return Project(folder)


def _clean_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_SET_ELSEWHERE)}
    return {**kept, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"}


def _join_lines(code: str) -> list[str]:
    return code.replace("\\\n", " ").splitlines()
