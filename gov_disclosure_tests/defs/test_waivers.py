"""Checks that turn red or amber by what was found, and waivers that take findings out of them."""

import shutil
from pathlib import Path
from typing import Any

import dagster as dg

from gov_disclosure.defs.launch import list_stale_keys
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure.vocabulary.regions import REPORT_YEARS
from gov_disclosure_tests.defs.launching import get_metadata, launch, settings

SAMPLES = Path(__file__).parents[2] / "data" / "raw"
KEY = PartitionKey("fujian", 2020)


def read_findings(location: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = Warehouse(str(location)).read(TABLES["fact_finding"], KEY).to_pylist()
    return rows


def run(instance: dg.DagsterInstance) -> dg.AssetCheckEvaluation:
    """Everything of one partition; the check of its findings."""
    assert launch(instance, "register").success
    result = launch(instance, "reports", partition_key="fujian|2020")
    assert result.success
    counts = get_metadata(result, "fact_finding", "fujian|2020")
    (check,) = [c for c in result.get_asset_check_evaluations() if c.check_name == "arithmetic"]
    assert counts["errors_and_warnings"] == check.metadata["problems"].value
    return check


def write_waivers(folder: Path, findings: list[dict[str, Any]]) -> None:
    lines = [f"{row['finding_id']},as printed,Li,2024-03-31\n" for row in findings]
    (folder / "waivers.csv").write_text("finding_id,reason,author,date\n" + "".join(lines), encoding="utf-8")


def test_an_error_is_red_a_warning_amber_and_what_is_waived_neither(
    instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    raw, location = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    shutil.copy(SAMPLES / "anxi_2020.txt", raw)
    with settings(raw, location):
        check = run(instance)
        assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.ERROR)
        shown = [record.data for record in check.metadata["details"].value.records]
        assert all(row["source_file"] == "anxi_2020.txt" and row["finding_id"] and row["cell_keys"] for row in shown)

        errors = [row for row in read_findings(location) if row["severity"] == "error"]
        before = read_findings(location)
        write_waivers(raw, errors)
        assert list_stale_keys(REPORT_YEARS, ["fujian"]) == [KEY]
        check = run(instance)
        serious = [row for row in before if row["severity"] == "warning"]
        assert check.passed == (not serious)
        assert check.severity == dg.AssetCheckSeverity.WARN
        waived = {"waived_by": "Li", "waived_reason": "as printed"}
        assert read_findings(location) == [row | waived if row in errors else row for row in before]
        assert KEY not in list_stale_keys(REPORT_YEARS, ["fujian"])

        write_waivers(raw, [*errors, *serious])
        assert run(instance).passed
        (raw / "waivers.csv").unlink()
        assert list_stale_keys(REPORT_YEARS, ["fujian"]) == [KEY]
        run(instance)
        assert read_findings(location) == before


def test_a_waiver_lasts_as_long_as_the_text_whatever_else_changes_in_the_file(
    instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    raw, location = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    document = raw / "anxi_2020.txt"
    text = (SAMPLES / "anxi_2020.txt").read_bytes()
    document.write_bytes(text)
    with settings(raw, location):
        run(instance)
        write_waivers(raw, read_findings(location))
        document.write_bytes(text + b"\n\n")
        assert run(instance).passed
        assert {row["waived_by"] for row in read_findings(location)} == {"Li"}
        document.write_bytes(text + "本报告由县政府办公室负责解释。\n".encode())
        assert not run(instance).passed
        assert {row["waived_by"] for row in read_findings(location)} == {None}
