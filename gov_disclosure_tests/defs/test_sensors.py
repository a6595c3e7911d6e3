"""Whatever arrives, changes or goes is registered, and exactly the partitions that it concerns are written, in few runs."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from gov_disclosure.definitions import defs
from gov_disclosure.defs import sensors
from gov_disclosure.defs.arrivals import STATE
from gov_disclosure.defs.assets import REPORT_TABLES
from gov_disclosure.defs.launch import list_all_keys
from gov_disclosure.defs.run_warehouse import list_places
from gov_disclosure.defs.sensors import Seen, find_busy, find_pause, read_seen
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage.row_cache import find_cache_folder
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS
from gov_disclosure_tests.defs.launching import hash_files, launch, launch_range, settings
from gov_disclosure_tests.defs.ticking import Ticker

SAMPLES = Path(__file__).parents[2] / "data" / "raw"
CHANGING = "the raw folder has changed: waiting until it is the same at two ticks"
WAVE = ["register", "reports", "seams", "analysis"]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLES, tmp_path / "raw"))


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


@pytest.fixture
def ticker(raw: Path, warehouse: Path) -> Iterator[Ticker]:
    with settings(raw, warehouse), dg.DagsterInstance.ephemeral() as instance:
        yield Ticker(instance)


def list_changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    differing = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    return {path for path in differing if "region=" in path}


def add_line(path: Path, line: str = "本报告由办公室负责解释。") -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")


def test_everything_that_is_there_takes_four_runs_and_then_none(ticker: Ticker, warehouse: Path) -> None:
    assert ticker.tick() == CHANGING
    assert ticker.run_until_quiet() == WAVE
    with duckdb.connect(str(warehouse / "catalog.duckdb"), read_only=True) as catalogue:
        assert catalogue.execute("SELECT count(*) FROM view_reports").fetchall() == [(5,)]
    assert [ticker.tick() for _ in range(3)] == ["nothing has changed"] * 3


def test_a_change_a_new_file_and_a_deletion_write_their_partitions_alone(
    ticker: Ticker, raw: Path, warehouse: Path
) -> None:
    ticker.run_until_quiet()
    before = hash_files(warehouse)
    add_line(raw / "puyang_2019.txt")
    text = (raw / "anxi_2020.txt").read_text(encoding="utf-8")
    (raw / "new.txt").write_text(text.replace("安溪", "永春").replace("2020", "2021"), encoding="utf-8")
    (raw / "liupanshui_2020.txt").unlink()
    assert ticker.run_until_quiet() == WAVE
    touched = {Path(path).parts[1:3] for path in list_changed(before, hash_files(warehouse))}
    concerned = {("henan", 2019), ("fujian", 2021), ("guizhou", 2020)}
    beside = {(region, year + offset) for region, year in concerned for offset in (-1, 0, 1)}
    assert touched <= {(f"region={region}", f"year={year}") for region, year in beside}
    *_, reports, _, _ = ticker.ran
    planned = [event.partition for event in list_materialised(ticker, reports)]
    assert {str(key) for key in planned} == {"henan|2019", "fujian|2021", "guizhou|2020"}
    assert len(planned) == 3 * len(REPORT_TABLES)
    assert Warehouse(str(warehouse)).count_rows(TABLES["dim_report"], PartitionKey("guizhou", 2020)) == 0


def list_materialised(ticker: Ticker, run: dg.DagsterRun) -> list[dg.DagsterEvent]:
    logs = ticker.instance.all_logs(run.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
    return [entry.dagster_event for entry in logs if entry.dagster_event]


def test_what_arrives_while_runs_are_made_waits_for_no_other_change(
    ticker: Ticker, raw: Path, warehouse: Path, tmp_path: Path
) -> None:
    ticker.tick()
    ticker.run(ticker.tick())
    add_line(raw / "puyang_2019.txt")  # registered, and not yet written
    (raw / "jiyang_2019.txt").unlink()
    ticker.run_until_quiet()
    add_line(raw / "puyang_2019.txt", "又及。")
    ticker.run_until_quiet()
    other = tmp_path / "other"
    with settings(raw, other):
        assert launch_range(ticker.instance, "henan", "henan", 2019).success
    path = "fact_requests/region=henan/year=2019/part-0.parquet"
    assert hash_files(warehouse)[path] == hash_files(other)[path]


def register(ticker: Ticker) -> str:
    """What made it necessary to register, which is asked for at the second tick."""
    assert ticker.tick() == CHANGING
    request = ticker.tick()
    assert isinstance(request, dg.RunRequest)
    assert (request.job_name, request.run_key) == ("register", None), "Dagster never makes a second run of one key"
    assert ticker.run(request).success
    return request.tags[STATE]


def test_a_file_that_comes_and_goes_leaves_nothing_behind(ticker: Ticker, raw: Path, warehouse: Path) -> None:
    manifest = raw / "manifest.csv"
    before = register(ticker)
    manifest.write_text("path,region_code,report_year\npuyang_2019.txt,410900,2018\n", encoding="utf-8")
    register(ticker)
    rows = Warehouse(str(warehouse)).read(TABLES["document_register"]).to_pylist()
    assert [row["report_year"] for row in rows if row["source_file"] == "puyang_2019.txt"] == [2018]
    manifest.unlink()
    assert register(ticker) == before, "the folder is what it was at first"
    rows = Warehouse(str(warehouse)).read(TABLES["document_register"]).to_pylist()
    assert [row["report_year"] for row in rows if row["source_file"] == "puyang_2019.txt"] == [2019]


def test_a_register_that_somebody_else_made_of_this_state_is_not_made_again(ticker: Ticker) -> None:
    assert launch(ticker.instance, "register").success
    request = ticker.tick()
    assert isinstance(request, dg.RunRequest)
    assert request.job_name == "reports"


def test_a_folder_that_never_rests_is_registered_all_the_same(ticker: Ticker, raw: Path) -> None:
    ticker.run_until_quiet()
    answers = []
    for number in range(4):
        (raw / f"arriving {number}.txt").touch()
        answers.append(ticker.tick())
    assert answers == [CHANGING] * 4
    ticker.age(sensors.LONGEST_WAIT_SECONDS)
    (raw / "arriving at last.txt").touch()
    request = ticker.tick()
    assert isinstance(request, dg.RunRequest)
    assert request.job_name == "register"


@pytest.mark.parametrize("status", [dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTED])
def test_no_run_is_asked_for_while_another_is_under_way(ticker: Ticker, status: dg.DagsterRunStatus) -> None:
    run = ticker.instance.create_run_for_job(defs.resolve_job_def("refresh"), status=status)
    assert [ticker.tick() for _ in range(2)] == [f"run {run.run_id} (refresh) is {status.value.lower()}"] * 2
    ticker.instance.delete_run(run.run_id)
    assert ticker.tick() == CHANGING


def test_a_run_of_the_command_line_that_was_killed_holds_nothing_up(ticker: Ticker, warehouse: Path) -> None:
    run = ticker.instance.create_run_for_job(defs.resolve_job_def("refresh"), status=dg.DagsterRunStatus.STARTED)
    with hold_elsewhere(warehouse, [0]):
        assert find_busy(ticker.instance, Warehouse(str(warehouse)), time.time() + 3600) is not None
    assert find_busy(ticker.instance, Warehouse(str(warehouse)), time.time() + 3600) is None
    assert ticker.tick() == f"run {run.run_id} (refresh) is started", "it may only just have begun"


@pytest.mark.parametrize("job", ["analysis", "publish"])
def test_what_is_written_as_a_whole_has_a_place_of_its_own(ticker: Ticker, warehouse: Path, job: str) -> None:
    run = ticker.instance.create_run_for_job(defs.resolve_job_def(job), status=dg.DagsterRunStatus.STARTED)
    assert find_busy(ticker.instance, Warehouse(str(warehouse)), time.time() + 3600) is None, "it was killed"
    places = list_places(run, [])
    assert min(places) > max(list_places(None, list_all_keys(REPORT_YEARS, REGIONS)))
    with hold_elsewhere(warehouse, places):
        assert find_busy(ticker.instance, Warehouse(str(warehouse)), time.time() + 3600) is not None


@contextmanager
def hold_elsewhere(warehouse: Path, places: list[int]) -> Iterator[None]:
    """Locks of a warehouse, in another process."""
    code = "import sys; from pathlib import Path; from gov_disclosure.defs.locks import holding\n"
    code += f"with holding(Path(sys.argv[1]), {places}, print): print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(find_cache_folder(Warehouse(str(warehouse))))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield
        process.kill()


@pytest.mark.parametrize("name", ["manifest.csv", "waivers.csv"])
def test_an_edit_of_a_list_is_registered(ticker: Ticker, raw: Path, name: str) -> None:
    ticker.run_until_quiet()
    (raw / name).write_text("path,note\nanxi_2020.txt,seen\n", encoding="utf-8")
    assert ticker.run_until_quiet() == ["register"]


def test_a_folder_that_is_empty_as_a_whole_empties_no_partition(ticker: Ticker, raw: Path, tmp_path: Path) -> None:
    ticker.run_until_quiet()
    raw.rename(tmp_path / "not mounted")
    raw.mkdir()
    assert [ticker.tick() for _ in range(3)] == [sensors.EMPTY] * 3
    raw.rmdir()
    (tmp_path / "not mounted").rename(raw)
    assert ticker.tick() == "nothing has changed"


def test_a_waiver_is_written_into_the_partition_of_its_finding_alone(
    ticker: Ticker, raw: Path, warehouse: Path
) -> None:
    ticker.run_until_quiet()
    before = hash_files(warehouse)
    found = Warehouse(str(warehouse)).read(TABLES["fact_finding"], PartitionKey("fujian", 2020)).to_pylist()
    line = f"{found[0]['finding_id']},as printed,Li,2024-03-31\n"
    (raw / "waivers.csv").write_text(f"finding_id,reason,author,date\n{line}", encoding="utf-8")
    assert ticker.run_until_quiet()[:2] == ["register", "reports"]
    changed = {path for path in list_changed(before, hash_files(warehouse)) if path.startswith("fact_finding")}
    assert changed == {"fact_finding/region=fujian/year=2020/part-0.parquet"}


def test_a_partition_that_somebody_deleted_is_written_again_within_a_day(
    ticker: Ticker, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticker.run_until_quiet()
    (warehouse / "fact_requests/region=henan/year=2019/part-0.parquet").unlink()
    assert ticker.tick() == "nothing has changed"
    now = sensors.time.time()
    monkeypatch.setattr(sensors.time, "time", lambda: now + 86_400)
    assert ticker.run_until_quiet() == ["reports"]


def test_a_run_that_fails_is_tried_again_with_growing_pauses_and_at_once_when_something_changes(
    ticker: Ticker, raw: Path, warehouse: Path
) -> None:
    ticker.run_until_quiet()
    register = warehouse / "document_register/part-0.parquet"
    register.unlink()
    (register / "in the way").mkdir(parents=True)
    add_line(raw / "puyang_2019.txt")
    ticker.tick()
    request = ticker.tick()
    assert not ticker.run(request).success
    assert str(ticker.tick()).startswith("registering went wrong: next try in ")
    assert isinstance(request, dg.RunRequest)
    (record,) = ticker.instance.get_run_records(limit=1)
    assert find_pause(ticker.instance, "register", request.tags[STATE], record.end_time or 0.0) == 60
    shutil.rmtree(register)
    add_line(raw / "puyang_2019.txt", "又及。")
    assert ticker.run_until_quiet() == WAVE


def test_pauses_grow_up_to_some_hours(ticker: Ticker) -> None:
    job = defs.resolve_job_def("register")
    pauses = []
    for _ in range(8):
        run = ticker.instance.create_run_for_job(job, tags={STATE: "broken"}, status=dg.DagsterRunStatus.STARTED)
        ticker.instance.report_run_failed(run)
        (record,) = ticker.instance.get_run_records(limit=1)
        pauses.append(find_pause(ticker.instance, "register", "broken", record.end_time or 0.0))
    assert pauses == [60, 240, 960, 3840, 15360, 21600, 21600, 21600]
    assert find_pause(ticker.instance, "register", "another", 0.0) == 0
    ticker.instance.create_run_for_job(job, tags={STATE: "another"}, status=dg.DagsterRunStatus.SUCCESS)
    assert find_pause(ticker.instance, "register", "broken", 0.0) == 0, (
        "it comes a second time: nothing was made in vain"
    )


def test_a_cursor_that_cannot_be_read_is_none() -> None:
    assert {read_seen(cursor) for cursor in (None, "", "{", '{"other": 1}', "[]")} == {Seen()}
