"""The command line as a user meets it: in processes of its own, judged by its words, its exit status and the files."""

import csv
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gov_disclosure.cli import main
from gov_disclosure.defs.assets import COMPARING_TABLES, REPORT_TABLES
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure.vocabulary.regions import REPORT_YEARS
from gov_disclosure_tests.defs.launching import hash_files

SAMPLES = Path(__file__).parents[1] / "data" / "raw"


def run_command(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", "from gov_disclosure.cli import main; main()"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GOV_", "DAGSTER_"))}
    return subprocess.run(
        [*command, *map(str, arguments)],
        env=environment | {"COLUMNS": "160", "NO_COLOR": "1"} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def get_files(warehouse: Path, table: str) -> set[str]:
    folder = warehouse / table
    return {f"{path.parts[-3]}/{path.parts[-2]}" for path in folder.rglob("part-0.parquet") if "year=" in str(path)}


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    shutil.copytree(SAMPLES, folder, dirs_exist_ok=True)
    shutil.copy(SAMPLES / "anxi_2020.txt", folder / "again.txt")
    (folder / "empty.txt").touch()
    return folder


def test_run_writes_the_partitions_that_have_or_had_documents(raw: Path, tmp_path: Path) -> None:
    raw, warehouse = shutil.copytree(raw, tmp_path / "raw"), tmp_path / "warehouse"
    first = run_command("run", "--raw", raw, "--warehouse", warehouse)
    assert (first.returncode, first.stderr) == (0, "")
    found = {f"region={r}/year={y}" for r, y in [("fujian", 2020), ("guizhou", 2020), ("sichuan", 2017)]}
    found |= {"region=henan/year=2019", "region=shandong/year=2019"}
    assert all(get_files(warehouse, table) == found for table in REPORT_TABLES)
    assert "7     │ 5 accepted, 1 duplicate, 1 rejected" in first.stdout
    assert re.search(r"cells +│ 792 +│ \d+ reported, \d+ blank, 0 dash", first.stdout)
    assert re.search(r"findings +│ \d+ +│ \d+ error, \d+ warning, \d+ info", first.stdout)
    assert re.search(r"empty.txt +│ empty_file", first.stdout)
    assert f"Parquet: {warehouse}/<table>/region=<region>/year=<year>/part-0.parquet" in first.stdout

    for name in ("anxi_2020.txt", "again.txt"):
        (raw / name).unlink()
    second = run_command("run", "--year", "2020", GOV_DISCLOSURE_RAW=str(raw), GOV_DISCLOSURE_WAREHOUSE=str(warehouse))
    assert second.returncode == 0
    assert "in 1 partitions (region × year), 1 written" in second.stdout
    assert "4 accepted, 0 duplicate, 1 rejected, 1 gone" in second.stdout
    key = PartitionKey("fujian", 2020)
    assert {Warehouse(str(warehouse)).count_rows(TABLES[table], key) for table in REPORT_TABLES} == {0}

    before = hash_files(warehouse)
    third = run_command("run", "--raw", raw, "--warehouse", warehouse)
    assert "4 partitions (region × year), 0 written" in third.stdout.replace("in ", "")
    assert hash_files(warehouse) == before


def test_one_changed_document_changes_the_files_of_its_partition_alone(raw: Path, tmp_path: Path) -> None:
    raw, warehouse = shutil.copytree(raw, tmp_path / "raw"), tmp_path / "warehouse"
    places = ("--raw", raw, "--warehouse", warehouse)
    assert run_command("run", *places).returncode == 0
    before = hash_files(warehouse)
    report = raw / "puyang_2019.txt"
    report.write_text(report.read_text(encoding="utf-8").replace("行政机关", "行政机构"), encoding="utf-8")
    changed = run_command("run", *places)
    assert "5 partitions (region × year), 1 written" in changed.stdout.replace("in ", "")
    after = hash_files(warehouse)
    differing = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path for path in differing if "region=" in path} <= {
        f"{table}/region=henan/year=2019/part-0.parquet" for table in (*REPORT_TABLES, *COMPARING_TABLES)
    }
    assert "document_register/part-0.parquet" in differing
    (warehouse / "fact_requests/region=henan/year=2019/part-0.parquet").unlink()
    assert ", 1 written" in run_command("run", *places).stdout
    assert hash_files(warehouse) == after


def test_register_lists_what_abstained_and_writes_a_manifest_that_resolves_it(raw: Path, tmp_path: Path) -> None:
    raw, template = shutil.copytree(raw, tmp_path / "raw"), tmp_path / "todo.csv"
    text = (raw / "anxi_2020.txt").read_text(encoding="utf-8")
    (raw / "nameless.txt").write_text(text.replace("安溪", "本"), encoding="utf-8")
    places = ("--raw", raw, "--warehouse", tmp_path / "warehouse")
    first = run_command("register", *places, "--template", template)
    assert (first.returncode, first.stderr) == (0, "")
    assert re.search(r"again.txt +│ 350524 +│ .*安溪县 +│ 2020 +│ [CD] ", first.stdout)
    assert re.search(r"nameless.txt +│ region_", first.stdout)
    assert "8 documents: 5 accepted, 1 duplicate, 2 rejected, 0 gone" in first.stdout
    assert "1 lines to fill in" in first.stdout
    (line,) = csv.DictReader(template.read_text(encoding="utf-8-sig").splitlines())
    assert (line["path"], line["region_code"], line["report_year"]) == ("nameless.txt", "", "2020")
    assert "region_code" in line["note"]

    again = run_command("register", *places, "--template", template)
    assert again.returncode == 1
    assert "todo.csv" in again.stderr
    filled = template.read_text(encoding="utf-8-sig").replace("nameless.txt,,,", "nameless.txt,,350525,")
    (raw / "manifest.csv").write_text(filled, encoding="utf-8")
    second = run_command("register", *places)
    assert re.search(r"nameless.txt +│ 350525 +│ .*永春县 +│ 2020", second.stdout)
    assert "6 accepted, 1 duplicate, 1 rejected" in second.stdout


def test_backfill_writes_every_partition_of_the_range_and_dagster_home_remembers_it(raw: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(Path(__file__).parents[1] / "data/dagster_home/dagster.yaml", home)
    chosen = ("--raw", raw, "--warehouse", tmp_path / "w", "--executor", "processes:2", "--region", "henan", "hubei")
    result = run_command("backfill", "2018:2019", *chosen, DAGSTER_HOME=str(home))
    assert (result.returncode, result.stderr) == (0, "")
    expected = {f"region={region}/year={year}" for region in ("henan", "hubei") for year in (2018, 2019)}
    assert all(get_files(tmp_path / "w", table) == expected for table in REPORT_TABLES)
    assert ", 4 written" in result.stdout
    assert (home / "history" / "runs.db").exists()


def test_a_failed_run_says_why_and_ends_with_1(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "fact_requests/region=henan/year=2019/part-0.parquet/in the way").mkdir(parents=True)
    result = run_command("run", "--raw", raw, "--warehouse", tmp_path, "--region", "henan")
    assert result.returncode == 1
    assert "reports failed" in result.stdout
    assert "derive_reports: IsADirectoryError" in result.stdout
    assert "fact_requests/region=henan/year=2019/part-0.parquet" in "".join(result.stdout.split())
    assert "Traceback" not in result.stdout + result.stderr


@pytest.mark.parametrize("folder", ["", "tables"])
def test_a_warehouse_among_the_documents_is_refused_before_anything_is_written(raw: Path, folder: str) -> None:
    before = sorted(raw.rglob("*"))
    result = run_command("run", "--raw", raw, "--warehouse", raw / folder)
    assert (result.returncode, "all files of which are documents" in " ".join(result.stderr.split())) == (2, True)
    assert sorted(raw.rglob("*")) == before


def test_a_closed_terminal_ends_a_run_as_term_does(raw: Path, tmp_path: Path) -> None:
    """Both leave no temporary file behind, and a run after them completes what is left."""
    for ending in (signal.SIGHUP, signal.SIGTERM):
        home = tmp_path / ending.name
        command = [
            sys.executable,
            "-c",
            "from gov_disclosure.cli_start import start; start()",
            "run",
            "--raw",
            raw,
            "--warehouse",
            home,
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while not list(home.glob("report_text/**/*.parquet")):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(ending)
        told, _ = process.communicate(timeout=120)
        assert (process.returncode, list(home.rglob("*.tmp"))) == (1, []), told
        assert "Aborted" in told or "run it again" in " ".join(told.split())


def test_a_warehouse_that_cannot_be_used_is_told_in_one_line(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "report_text").write_text("a file where a folder should be")
    result = run_command("run", "--raw", raw, "--warehouse", tmp_path, "--region", "henan")
    assert result.returncode == 1
    assert "Error: " in result.stderr
    assert "report_text" in result.stderr
    assert "Traceback" not in result.stdout + result.stderr


def test_help_needs_neither_dagster_nor_pandas() -> None:
    code = (
        "import sys; from gov_disclosure.cli import main\n"
        "try: main(['run', '--help'])\n"
        "except SystemExit: pass\n"
        "print({'dagster', 'pandas', 'pyarrow'} & set(sys.modules))"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "--region" in output
    assert output.endswith("set()\n")


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "--year", "2007"], f"'2007' is not within 2008 to {REPORT_YEARS[-1]}, the years of the partitions"),
        (["run", "--year", "2019:2099"], f"'2019:2099' is not within 2008 to {REPORT_YEARS[-1]}"),
        (["run", "--year", "2020:2019"], "'2020:2019' ends before it begins"),
        (["run", "--year", "last"], "'last' is no year or range of years such as 2019 or 2014:2018"),
        (["backfill", "2019:"], "'2019:' is no year or range of years"),
        (["run", "--region", "honan"], "honan: not among beijing tianjin hebei"),
        (["run", "--region", "henan", "honan"], "honan: not among"),
        (["run", "henan"], "unexpected argument 'henan'"),
        (["run", "--raw", "/nowhere/at/all"], "the folder /nowhere/at/all does not exist"),
        (
            ["run", "--executor", "threads"],
            "the executor 'threads' is none of serial, processes, processes:N or dask://host:port",
        ),
        (
            ["run", "--executor", "dask://127.0.0.1:1"],
            "no dask scheduler answers at 127.0.0.1:1: start `dask scheduler`",
        ),
        (["backfill"], "Missing argument"),
    ],
)
def test_a_bad_option_says_what_would_be_right(
    arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RAW", "EXECUTOR"):
        monkeypatch.setenv(f"GOV_DISCLOSURE_{name}", "")
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "1")
    monkeypatch.setattr("gov_disclosure.steps.cluster.CONNECTING_SECONDS", 0.5)
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


def test_what_the_arithmetic_implies_stands_beside_the_blank_cell(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    text = (SAMPLES / "puyang_2019.txt").read_text(encoding="utf-8")
    blanked = text.replace("\t199\t9\t0\t0\t61\t1\t270\t\t\n二、", "\t199\t9\t0\t0\t61\t1\t\t\t\n二、")
    assert blanked != text
    (raw / "puyang.txt").write_text(blanked, encoding="utf-8")
    assert run_command("run", "--raw", raw, "--warehouse", warehouse).returncode == 0
    rows = Warehouse(str(warehouse)).read(TABLES["fact_requests"], PartitionKey("henan", 2019)).to_pylist()
    total = next(r for r in rows if (r["disposition"], r["applicant"]) == ("new", "total"))
    assert (total["value"], total["value_derived"], total["derivation"]) == (None, 270, "T3.1")


def test_every_bad_file_is_refused_with_its_own_reason_and_the_others_are_unharmed(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    shutil.copy(SAMPLES / "anxi_2020.txt", raw)
    text = (SAMPLES / "liupanshui_2020.txt").read_text(encoding="utf-8")
    bad = {
        "empty_file": b"",
        "binary_file": bytes(range(256)) * 100,
        "too_large": "一二三四五六七八九十".encode() * (50_000_000 // 30),
        "unknown_encoding": "Отчёт о раскрытии информации. ".encode("cp1251") * 50,
        "needs_ocr": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "year_unknown": re.sub(r"20\d\d", "", text).encode(),
        "region_unknown": re.sub("六盘水|贵州|钟山|0858|553[0-9]{3}|黔", "某", text).encode(),
        "guide": "安溪县政府信息公开指南\n为便于公众获取政府信息,编制本指南。\n一、公开内容\n二、申请方式\n".encode(),
    }
    for reason, data in bad.items():
        (raw / f"{reason}.txt").write_bytes(data)
    done = run_command("run", "--raw", raw, "--warehouse", warehouse)
    assert (done.returncode, done.stderr) == (0, "")
    rejected = Warehouse(str(warehouse)).read(TABLES["rejected_document"]).to_pylist()
    assert {row["source_file"].removesuffix(".txt"): row["reason"] for row in rejected} == {r: r for r in bad}
    assert all(row["message_zh"] and row["message_en"] for row in rejected)
    assert Warehouse(str(warehouse)).read(TABLES["fact_requests"], PartitionKey("fujian", 2020)).num_rows == 161
