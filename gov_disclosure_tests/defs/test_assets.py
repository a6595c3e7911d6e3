"""What a run shows: metadata of each partition, checks one can read, empty partitions, changed documents."""

import shutil
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow.parquet as pq
import pytest

from gov_disclosure.definitions import defs
from gov_disclosure.defs.assets import COMPARING_TABLES, REGISTER_TABLES, REPORT_TABLES
from gov_disclosure.defs.launch import list_stale_keys
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure_tests.defs.launching import get_metadata, hash_files, launch, launch_range, settings

RangeRun = tuple[dg.ExecuteInProcessResult, Warehouse]
HENAN, HUBEI = PartitionKey("henan", 2019), PartitionKey("hubei", 2019)


def get_check(result: dg.ExecuteInProcessResult, asset: str, name: str) -> tuple[bool, str, dict[str, Any]]:
    (check,) = [
        check
        for check in result.get_asset_check_evaluations()
        if (check.asset_key, check.check_name) == (dg.AssetKey(asset), name)
    ]
    return check.passed, check.description or "", {name: value.value for name, value in check.metadata.items()}


def test_every_table_of_the_contract_is_one_asset_with_group_owner_kinds_and_columns() -> None:
    graph = defs.resolve_asset_graph()
    assert {key.path[-1] for key in graph.get_all_asset_keys()} == {*TABLES, "catalogue"}
    for name, spec in TABLES.items():
        node = graph.get(dg.AssetKey(name))
        schema = node.metadata["dagster/column_schema"]
        assert [column.name for column in schema.columns] == spec.arrow_schema.names
        assert [column.constraints.nullable for column in schema.columns] == [f.nullable for f in spec.arrow_schema]
        assert all(column.description for column in schema.columns)
        assert node.group_name in {"register", "reading", "parsing", "facts", "quality", "reference", "analysis"}
        assert node.owners == ["team:gov-disclosure"]
        assert "parquet" in node.kinds
        assert node.description.startswith("One row per")
        assert node.code_version


def test_partitioned_assets_take_many_keys_in_one_run() -> None:
    graph = defs.resolve_asset_graph()
    for name in (*REPORT_TABLES, *COMPARING_TABLES):
        node = graph.get(dg.AssetKey(name))
        assert node.backfill_policy == dg.BackfillPolicy.single_run()
        assert node.partitions_def.get_num_partitions() == 33 * 18


def test_a_run_of_many_writes_each_partition_and_nothing_else(range_run: RangeRun) -> None:
    result, warehouse = range_run
    assert result.success
    regions = ("shandong", "henan", "hubei")
    expected = {f"{table}/region={region}/year=2019/part-0.parquet" for table in REPORT_TABLES for region in regions}
    expected |= {f"{name}/part-0.parquet" for name in REGISTER_TABLES}
    assert set(hash_files(Path(warehouse.root))) == expected


def test_a_partition_without_documents_has_an_empty_typed_file(range_run: RangeRun) -> None:
    _, warehouse = range_run
    for table in REPORT_TABLES:
        path = warehouse.find_path(TABLES[table], HUBEI)
        assert pq.read_metadata(path).num_rows == 0
        assert pq.read_schema(path).equals(TABLES[table].arrow_schema)
    assert warehouse.count_rows(TABLES["fact_requests"], HENAN) == 161


def test_each_partition_has_its_own_metadata(range_run: RangeRun) -> None:
    result, _ = range_run
    henan, hubei = (get_metadata(result, "report_text", f"{region}|2019") for region in ("henan", "hubei"))
    assert (henan["dagster/partition_row_count"], henan["reports"], henan["form_C"]) == (1, 1, 1)
    assert (hubei["dagster/partition_row_count"], hubei["reports"]) == (0, 0)
    assert henan["path"].endswith("report_text/region=henan/year=2019/part-0.parquet")
    cells = get_metadata(result, "fact_requests", "henan|2019")
    assert cells["dagster/partition_row_count"] == cells["reported"] + cells.get("blank", 0) == 161
    assert cells["rejected"] == 0


def test_the_time_of_parsing_is_shown_for_each_partition_and_for_the_slowest_documents(range_run: RangeRun) -> None:
    result, _ = range_run
    henan, hubei = (get_metadata(result, "report_element", f"{region}|2019") for region in ("henan", "hubei"))
    assert (henan["reports"], hubei["reports"], hubei["milliseconds"]) == (1, 0, 0)
    _, _, metadata = get_check(result, "report_element", "conservation")
    slowest = [record.data for record in metadata["slowest documents"].records]
    assert {row["source_file"] for row in slowest} == {"reports/jiyang_2019.txt", "reports/puyang_2019.txt"}
    times = [float(str(row["milliseconds"])) for row in slowest]
    assert times == sorted(times, reverse=True)
    assert times[-1] > 0


def test_conservation_counts_every_file(range_run: RangeRun) -> None:
    result, _ = range_run
    passed, description, metadata = get_check(result, "document_register", "conservation")
    assert (passed, description) == (True, "9 files, 9 of them read: 5 accepted, 1 duplicate, 3 rejected, 0 gone")
    assert metadata["files"] == 9


def test_arithmetic_names_reports_and_cells_in_a_table(range_run: RangeRun) -> None:
    result, warehouse = range_run
    passed, _, metadata = get_check(result, "fact_finding", "arithmetic")
    findings = warehouse.read(TABLES["fact_finding"], HENAN).to_pylist()
    serious = [f for f in findings if f["severity"] in ("error", "warning")]
    assert serious
    assert not passed
    shown = [record.data for record in metadata["details"].records]
    assert {(row["report_id"], row["message_zh"]) for row in shown} >= {
        (finding["report_id"], finding["message_zh"]) for finding in serious
    }


@pytest.mark.parametrize(
    ("asset", "name"),
    [("report_text", "documents_unchanged"), ("report_element", "conservation"), ("dim_report", "conservation")],
)
def test_checks_without_problems_pass(range_run: RangeRun, asset: str, name: str) -> None:
    passed, description, metadata = get_check(range_run[0], asset, name)
    assert passed, metadata
    assert description.startswith("0 ")


def test_checks_are_not_left_planned_after_a_run_of_many(range_run: RangeRun, instance: dg.DagsterInstance) -> None:
    keys = [check.asset_check_key for check in range_run[0].get_asset_check_evaluations()]
    records = instance.event_log_storage.get_latest_asset_check_execution_by_key(keys)
    assert len(records) == len(keys) == 12
    assert {record.status.value for record in records.values()} <= {"SUCCEEDED", "FAILED"}


def test_warnings_do_not_fail_the_run_and_errors_of_the_program_are_marked_so(range_run: RangeRun) -> None:
    severities = {
        (check.asset_key.path[-1], check.check_name): check.severity
        for check in range_run[0].get_asset_check_evaluations()
    }
    assert severities["fact_finding", "arithmetic"] == dg.AssetCheckSeverity.WARN
    assert severities["fact_requests", "schema"] == dg.AssetCheckSeverity.WARN
    assert severities["document_register", "conservation"] == dg.AssetCheckSeverity.ERROR


@pytest.fixture
def own(raw: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A raw folder and a warehouse that a test may change."""
    shutil.copytree(raw, tmp_path / "raw")
    return tmp_path / "raw", tmp_path / "warehouse"


def test_a_document_that_changed_or_vanished_after_registration_is_left_out_and_named(
    own: tuple[Path, Path], instance: dg.DagsterInstance
) -> None:
    with settings(*own):
        assert launch(instance, "register").success
        changed = own[0] / "reports/jiyang_2019.txt"
        changed.write_bytes(changed.read_bytes() + "\n补充".encode())
        (own[0] / "reports/puyang_2019.txt").unlink()
        result = launch(instance, "reports", tags=range_tags("shandong", "hubei"))
        assert result.success
        passed, _, metadata = get_check(result, "report_text", "documents_unchanged")
        assert not passed
        assert {(r.data["source_file"], r.data["what"]) for r in metadata["details"].records} == {
            ("reports/jiyang_2019.txt", "changed"),
            ("reports/puyang_2019.txt", "No such file or directory"),
        }
        assert not get_check(result, "dim_report", "conservation")[0]
        assert Warehouse(str(own[1])).count_rows(TABLES["fact_requests"], HENAN) == 0
        again = launch_range(instance, "shandong", "hubei", 2019)
    assert get_check(again, "report_text", "documents_unchanged")[0]
    assert get_check(again, "dim_report", "conservation")[0]
    assert Warehouse(str(own[1])).count_rows(TABLES["fact_requests"], HENAN) == 161  # its copy stood in


def test_a_document_that_was_away_for_a_moment_is_not_forgotten(
    own: tuple[Path, Path], instance: dg.DagsterInstance
) -> None:
    document, away = own[0] / "reports/jiyang_2019.txt", own[0].parent / "away.txt"
    key = PartitionKey("shandong", 2019)
    with settings(*own):
        assert launch(instance, "register").success
        document.rename(away)
        assert launch(instance, "reports", tags=range_tags("shandong", "shandong")).success
        away.rename(document)
        assert key in list_stale_keys([2019], ["shandong"])
        assert launch(instance, "reports", tags=range_tags("shandong", "shandong")).success
        assert key not in list_stale_keys([2019], ["shandong"])
    assert Warehouse(str(own[1])).count_rows(TABLES["dim_report"], key) == 1


def range_tags(first: str, last: str) -> dict[str, str]:
    return {
        "dagster/asset_partition_range_start": f"{first}|2019",
        "dagster/asset_partition_range_end": f"{last}|2019",
    }


def test_a_partition_whose_documents_are_gone_becomes_empty(
    own: tuple[Path, Path], instance: dg.DagsterInstance
) -> None:
    with settings(*own):
        assert launch_range(instance, "henan", "henan", 2019).success
        for path in (own[0] / "reports/puyang_2019.txt", own[0] / "twice.txt"):
            path.unlink()
        assert launch_range(instance, "henan", "henan", 2019).success
    warehouse = Warehouse(str(own[1]))
    assert {table: warehouse.count_rows(TABLES[table], HENAN) for table in REPORT_TABLES} == dict.fromkeys(
        REPORT_TABLES, 0
    )


def test_a_bad_line_of_the_manifest_is_a_warning_with_its_number(
    own: tuple[Path, Path], instance: dg.DagsterInstance
) -> None:
    (own[0] / "manifest.csv").write_text("path,report_year\nreports/anxi_2020.txt,20x0\ngone.txt,\n", encoding="utf-8")
    with settings(*own):
        result = launch(instance, "register")
    passed, _, metadata = get_check(result, "document_register", "manifest")
    assert result.success
    assert not passed
    assert [record.data["message"] for record in metadata["details"].records] == [
        "report_year '20x0' of reports/anxi_2020.txt is no year of four digits; it was not used",
        "gone.txt is not in the raw folder",
    ]
    assert get_check(result, "document_register", "conservation")[2]["files"] == 9


def test_a_partition_of_an_asset_whose_input_is_missing_says_what_to_run(
    own: tuple[Path, Path], instance: dg.DagsterInstance
) -> None:
    with settings(*own):
        result = launch(instance, "reports", partition_key="henan|2019")
    assert not result.success
    (failure,) = [event for event in result.all_events if event.is_step_failure]
    assert "document_register is not there yet" in str(failure.step_failure_data.error)
    assert hash_files(own[1]) == {}
