"""What the pages on the catalogue, on SQL and on releases show is what happens."""

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from gov_disclosure.cli import main
from gov_disclosure.publishing.release import Wish, write_release
from gov_disclosure.storage.warehouse import Warehouse

DOCS = Path(__file__).parents[2] / "docs"
QUESTIONS = re.findall(
    r"^## (\d+)\..*?```sql\n(.*?)```\n+```text\n(.*?)```", (DOCS / "sql.md").read_text(encoding="utf-8"), re.S | re.M
)


def list_blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.S)


@pytest.fixture(scope="module")
def project(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `make run` leaves it, with a release."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("raw", "warehouse"):
        shutil.copytree(samples / name, folder / "data" / name)
    made = write_release(Warehouse(str(samples / "warehouse")), Wish(tmp_path_factory.mktemp("releases"))).path
    shutil.copytree(made, folder / "release")
    return folder


@pytest.mark.parametrize("place", ["data/warehouse/catalog.duckdb", "release/gov_disclosure.duckdb"])
@pytest.mark.parametrize(("number", "query", "shown"), QUESTIONS, ids=[number for number, *_ in QUESTIONS])
def test_a_question_has_the_answer_of_the_page(project: Path, place: str, number: str, query: str, shown: str) -> None:
    with duckdb.connect(str(project / place), read_only=True) as database:
        answer = str(database.sql(query))
    assert [line.rstrip() for line in answer.strip().splitlines()] == shown.strip().splitlines()


def test_there_are_ten_questions() -> None:
    assert [int(number) for number, *_ in QUESTIONS] == list(range(1, 11))


@pytest.mark.parametrize("page", ["catalogue.md", "release.md"])
def test_every_line_of_python_runs(project: Path, page: str) -> None:
    blocks = list_blocks(page, "python")
    assert blocks
    for block in blocks:
        with contextlib.chdir(project), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(block, page, "exec"), {})


@pytest.mark.parametrize("page", ["catalogue.md", "sql.md"])
def test_every_line_for_the_command_line_of_duckdb_runs(project: Path, page: str) -> None:
    lines = [line for block in list_blocks(page, "sh") for line in block.splitlines() if line.startswith("duckdb ")]
    assert lines
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for line in lines:
        told = subprocess.run(
            shlex.split(line), cwd=project, env=os.environ | {"PATH": path}, input="SELECT 1;\n",
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (told.returncode, told.stderr) == (0, "")


def test_the_rows_of_a_release_go_into_a_database_of_their_own(project: Path) -> None:
    (line,) = re.findall(r"^`(duckdb .*ATTACH.*)`\.$", (DOCS / "release.md").read_text(encoding="utf-8"), re.M)
    command = [str(Path(sys.executable).with_name("duckdb")), *shlex.split(line)[1:]]
    subprocess.run(command, cwd=project / "release", check=True, capture_output=True)
    with duckdb.connect(str(project / "release" / "rows.duckdb"), read_only=True) as database:
        assert database.execute("SELECT count(*) FROM fact_requests").fetchall() == [(644,)]


@pytest.mark.parametrize(("command", "page"), [("release", "release.md")])
def test_every_option_of_the_command_is_told(command: str, page: str) -> None:
    options = {name for parameter in main.commands[command].params for name in parameter.opts if name.startswith("--")}
    told = (DOCS / page).read_text(encoding="utf-8")
    assert {name for name in options - {"--help", "--raw", "--warehouse"} if f"`{name}`" not in told} == set()


def test_the_command_of_the_page_writes_a_release(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RAW", "WAREHOUSE"):  # `make` sets them
        monkeypatch.delenv(f"GOV_DISCLOSURE_{name}", raising=False)
    with contextlib.chdir(project):
        (command,) = [block.split()[1:] for block in list_blocks("release.md", "sh")]
        result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    assert (project / "data" / "releases" / "LATEST").exists()
