"""The tables made from all partitions: from the samples, when they are written again, and what is left out of them."""

import shutil
from pathlib import Path

import dagster as dg
import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner

from gov_disclosure.cli import main
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.analysis import ANALYSIS_TABLES, is_analysis_stale, write_analysis
from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure_tests.builders import SAMPLES
from gov_disclosure_tests.defs.launching import hash_files

LOCATED = {
    "370115": "present",
    "410900": "present",
    "350524": "present",
    "510402": "attachment",
    "520200": "other_scope",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project after its first run."""
    folder = tmp_path_factory.mktemp("analysis")
    shutil.copytree(SAMPLES, folder / "raw")
    run(folder)
    return folder


@pytest.fixture
def project(written: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(written, tmp_path / "project"))


def run(folder: Path, **settings: str) -> str:
    places = {
        "GOV_DISCLOSURE_RAW": str(folder / "raw"),
        "GOV_DISCLOSURE_WAREHOUSE": str(folder / "warehouse"),
        "DAGSTER_HOME": None,
    }
    result = CliRunner(env=places | settings).invoke(main, ["run"])
    return "" if result.exit_code == 0 else result.output


def read(folder: Path, table: str) -> pd.DataFrame:
    frame: pd.DataFrame = pd.read_parquet(folder / "warehouse" / table, dtype_backend="pyarrow")
    return frame


def list_analysed(folder: Path) -> dict[str, str]:
    return {
        path: digest for path, digest in hash_files(folder / "warehouse").items() if path.startswith(ANALYSIS_TABLES)
    }


@pytest.mark.parametrize("table", ANALYSIS_TABLES)
def test_every_row_satisfies_the_contract_and_its_key_names_it(written: Path, table: str) -> None:
    rows = Warehouse(str(written / "warehouse")).read(TABLES[table])
    frame = rows.to_pandas(types_mapper=pd.ArrowDtype)
    TABLES[table].model.validate(frame)
    assert len(frame)
    assert not frame.duplicated(list(TABLES[table].key)).any()
    assert frame.sort_values(list(TABLES[table].key[:2]), kind="stable").index.equals(frame.index)


def test_coverage_has_every_region_of_the_register_and_tells_the_samples_apart(written: Path) -> None:
    coverage = read(written, "coverage_region_year")
    assert coverage.groupby("report_year").size().between(3_000, 3_400).all()
    found = coverage[coverage["state"] != "missing"]
    assert dict(zip(found["region_code"], found["state"], strict=True)) == LOCATED


PARTS = {
    "": "value",
    "_in_doubt": "in_doubt",
    "_low": "low",
    "_high": "high",
    "_status": "status",
    "_comparability": "comparability",
}


@pytest.mark.parametrize(
    ("wide", "long", "key"),
    [("panel_region_year", "panel_series", "series"), ("indicator_region_year", "indicator_series", "indicator")],
)
def test_wide_and_long_tables_say_the_same(written: Path, wide: str, long: str, key: str) -> None:
    side, rows = read(written, wide).set_index(["report_year", "region_code"]), read(written, long)
    for name, own in rows.groupby(key):
        own = own.set_index(["report_year", "region_code"])
        for end, column in PARTS.items():
            assert side[f"{name}{end}"].equals(own[column]), (name, column)


def test_a_number_is_followed_to_its_characters(written: Path) -> None:
    tables = {name: f"read_parquet('{written}/warehouse/{name}/**/*.parquet')" for name in TABLES}
    rows = duckdb.sql(f"""
        SELECT p.value::INT, f.value::INT, text[f.source_start + 1 : f.source_end] = f.raw_text
        FROM {tables["panel_series"]} p
        JOIN {tables["fact_requests"]} f ON f.report_id = p.report_id AND f.disposition || '|' || f.applicant = p.cell_keys
        JOIN {tables["report_text"]} t ON t.report_id = f.report_id
        WHERE p.series = 'requests_received' AND p.region_code = '410900' AND p.value IS NOT NULL
    """).fetchall()
    assert rows == [(270, 270, True)]


def test_a_run_that_changes_nothing_writes_nothing(project: Path, tmp_path: Path) -> None:
    paths = [project / "warehouse" / path for path in list_analysed(project)]
    before = [path.stat().st_mtime_ns for path in paths]
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "dagster.yaml").touch()
    assert not run(project, DAGSTER_HOME=str(tmp_path / "home"))
    with dg.DagsterInstance.from_config(str(tmp_path / "home")) as instance:
        assert [record.job_name for record in instance.get_runs()] == ["register"]
    assert [path.stat().st_mtime_ns for path in paths] == before
    assert len(paths) == len(ANALYSIS_TABLES)


def test_a_document_that_goes_leaves_the_panel(project: Path) -> None:
    (project / "raw" / "puyang_2019.txt").unlink()
    assert not run(project)
    coverage = read(project, "coverage_region_year")
    assert set(coverage["region_code"][coverage["state"] != "missing"]) == LOCATED.keys() - {"410900"}
    assert "410900" not in set(read(project, "panel_series")["region_code"])


def test_facts_that_are_not_those_of_the_register_are_left_out(project: Path) -> None:
    warehouse = Warehouse(str(project / "warehouse"))
    assert not is_analysis_stale(warehouse)
    (project / "warehouse/fact_requests/region=henan/year=2019/part-0.parquet").unlink()
    assert is_analysis_stale(warehouse)
    assert write_analysis(warehouse).unwritten == 1
    coverage = read(project, "coverage_region_year")
    assert coverage["state"][coverage["region_code"] == "410900"].to_list().count("not_written") == 1
    panel = read(project, "panel_series")
    assert set(panel["status"][panel["region_code"] == "410900"]) == {"no_report", "not_written"}
    assert not run(project)
    assert not is_analysis_stale(warehouse)


def test_the_rule_of_choice_is_a_setting(project: Path) -> None:
    assert not run(project, GOV_DISCLOSURE_PANEL_RULE="own_body")
    coverage = read(project, "coverage_region_year")
    chosen = coverage[coverage["report_id"].notna()]
    assert set(chosen["region_code"]).isdisjoint({"370115", "410900", "350524"})
    said = run(project, GOV_DISCLOSURE_PANEL_RULE="all")
    assert "must be one of whole_area, stated, own_body" in " ".join(said.split())


def test_the_same_facts_give_the_same_bytes_and_their_findings_are_counted(project: Path) -> None:
    before = list_analysed(project)
    counted = write_analysis(Warehouse(str(project / "warehouse"))).overview.findings
    assert list_analysed(project) == before
    found = read(project, "fact_finding").groupby(["rule", "severity"]).size().to_dict()
    assert counted.groupby(["rule", "severity"])["findings"].sum().to_dict() == found
    assert counted["waived"].sum() == 0


def test_an_empty_warehouse_has_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    assert not run(tmp_path)
    coverage = read(tmp_path, "coverage_region_year")
    assert set(coverage["state"]) == {"missing"}
    for table in ANALYSIS_TABLES[1:]:
        assert Warehouse(str(tmp_path / "warehouse")).read(TABLES[table]).num_rows == 0
