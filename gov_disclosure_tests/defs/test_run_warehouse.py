"""What holds for a whole run: it writes just the partitions that were chosen, and nobody else writes them meanwhile."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from gov_disclosure.definitions import defs
from gov_disclosure.defs.assets import REPORT_TABLES
from gov_disclosure.defs.locks import holding
from gov_disclosure.defs.partitions import build_range_tags
from gov_disclosure.defs.run_warehouse import list_places
from gov_disclosure.defs.sensors import build_request
from gov_disclosure.storage.row_cache import find_cache_folder
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure_tests.defs.launching import QUIET, hash_files, launch, settings

RangeRun = tuple[dg.ExecuteInProcessResult, Warehouse]
SCATTERED = [PartitionKey("shandong", 2019), PartitionKey("hubei", 2020)]


def execute(instance: dg.DagsterInstance, request: dg.RunRequest) -> dg.ExecuteInProcessResult:
    config: dict[str, Any] = {**request.run_config, **QUIET}
    job = defs.resolve_job_def(request.job_name or "")
    return job.execute_in_process(instance=instance, tags=request.tags, run_config=config, raise_on_error=False)


def test_one_run_writes_scattered_partitions_and_no_others(
    raw: Path, range_run: RangeRun, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    with settings(raw, tmp_path):
        assert launch(instance, "register").success
        result = execute(instance, build_request("reports", SCATTERED, "test"))
        assert result.success
    keys = {"region=shandong/year=2019", "region=hubei/year=2020"}
    written = {path for path in hash_files(tmp_path) if "region=" in path}
    assert written == {f"{table}/{key}/part-0.parquet" for table in REPORT_TABLES for key in keys}
    told = [(e.asset_key.path[-1], str(e.partition)) for e in result.get_asset_materialization_events() if e.asset_key]
    assert sorted(told) == sorted((table, key) for table in REPORT_TABLES for key in ("shandong|2019", "hubei|2020"))
    alone = "fact_requests/region=shandong/year=2019/part-0.parquet"
    assert hash_files(tmp_path)[alone] == hash_files(Path(range_run[1].root))[alone]


def test_the_run_after_it_writes_what_its_tags_say(raw: Path, instance: dg.DagsterInstance, tmp_path: Path) -> None:
    with settings(raw, tmp_path):
        assert launch(instance, "register").success
        assert execute(instance, build_request("reports", SCATTERED, "test")).success
        before = hash_files(tmp_path)
        assert launch(instance, "reports", tags=build_range_tags(*[PartitionKey("hubei", 2019)] * 2)).success
    written = {path.split("/", 1)[1] for path in hash_files(tmp_path).keys() - before.keys()}
    assert written == {"region=hubei/year=2019/part-0.parquet"}


def test_dagster_plans_one_partition_of_a_run_with_a_list(
    raw: Path, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    request = build_request("reports", SCATTERED, "test")
    assert request.tags["gov_disclosure/partitions"] == "2"
    with settings(raw, tmp_path):
        run_id = execute(instance, request).run_id
    planned = instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED)
    assert len(planned) == len(REPORT_TABLES)


def run_elsewhere(raw: Path, warehouse: Path, region: str) -> "subprocess.Popen[str]":
    """The command line in a process of its own."""
    command = [sys.executable, "-c", "from gov_disclosure.cli import main; main()", "backfill", "2019"]
    places = ["--raw", str(raw), "--warehouse", str(warehouse), "--region", region]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GOV_", "DAGSTER_"))}
    return subprocess.Popen([*command, *places], env=environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def registering_run(instance: dg.DagsterInstance) -> dg.DagsterRun:
    return instance.create_run_for_job(defs.resolve_job_def("register"))


def test_a_run_waits_until_another_process_has_written_the_same_partition(
    raw: Path, registering_run: dg.DagsterRun, tmp_path: Path
) -> None:
    folder = find_cache_folder(Warehouse(str(tmp_path)))
    places = list_places(registering_run, [PartitionKey("henan", 2019)])
    with holding(folder, places, pytest.fail):
        other = run_elsewhere(raw, tmp_path, "henan")
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(8)
        assert hash_files(tmp_path) == {}
    assert other.communicate(timeout=60)[0]
    assert other.returncode == 0
    assert "fact_requests/region=henan/year=2019/part-0.parquet" in hash_files(tmp_path)


def test_a_killed_run_leaves_no_lock_behind(raw: Path, registering_run: dg.DagsterRun, tmp_path: Path) -> None:
    folder = find_cache_folder(Warehouse(str(tmp_path)))
    code = "import sys, time; from pathlib import Path; from gov_disclosure.defs.locks import holding\n"
    code += "with holding(Path(sys.argv[1]), [0, 3], print): print('held', flush=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", code, folder], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        process.kill()
    with holding(folder, list_places(registering_run, []), pytest.fail):
        pass


def test_where_no_lock_can_be_had_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with holding(tmp_path / "file", [1], pytest.fail):
        pass
