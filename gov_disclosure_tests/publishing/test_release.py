"""A release: the same bytes when nothing has changed, and exactly the values concerned in the changes when something has."""

import csv
import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner
from frictionless import Package, system

from gov_disclosure.cli import main
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.publishing.release import write_release
from gov_disclosure.publishing.standing import ReleaseError, Wish
from gov_disclosure.publishing.tables import WarehouseChangedError, list_released
from gov_disclosure.publishing.views import list_views
from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure_tests.publishing.conftest import SAMPLES, run_all
from gov_disclosure_tests.storage.object_stores import running_store

ROOT = Path(__file__).parents[2]
REPORT = "fact_requests"
MARK = ("comparability", "comparability_reason")


def hash_all(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def read_changes(release: Path) -> list[dict[str, str]]:
    with (release / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def first(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first release of the sample reports; not to be changed."""
    written = write_release(Warehouse(str(warehouse)), Wish(tmp_path_factory.mktemp("first")))
    assert (written.is_new, written.previous, written.changes) == (True, None, None)
    return written.path


@pytest.fixture
def place(samples: Path, first: Path, tmp_path: Path) -> Path:
    """Documents, warehouse and releases that a test may change."""
    return copy_place(samples, first, tmp_path)


def copy_place(samples: Path, first: Path, to: Path) -> Path:
    for name in ("raw", "warehouse"):
        shutil.copytree(samples / name, to / name)
    shutil.copytree(first.parent, to / "releases")
    return to


@pytest.fixture(scope="module")
def corrected(samples: Path, first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release after one number of one document was corrected, beside its warehouse; not to be changed."""
    place = copy_place(samples, first, tmp_path_factory.mktemp("corrected"))
    path = place / "raw" / "puyang_2019.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("61\t1\t270", "61\t1\t271", 1), encoding="utf-8")
    return release_again(place)


def release_again(place: Path) -> Path:
    """Bring the warehouse up to date and release it."""
    run_all(place / "raw", place / "warehouse")
    return write_release(Warehouse(str(place / "warehouse")), Wish(place / "releases")).path


def test_it_has_every_table_for_readers_as_parquet_with_the_schema_of_the_contract(
    first: Path, warehouse: Path
) -> None:
    stored = Warehouse(str(warehouse))
    assert {path.stem for path in (first / "parquet").iterdir()} == {spec.name for spec in list_released()}
    assert {spec.name for spec in TABLES.values()} - {spec.name for spec in list_released()} == {"report_element"}
    for spec in list_released():
        file = pq.ParquetFile(first / "parquet" / f"{spec.name}.parquet")
        assert file.schema_arrow.equals(spec.arrow_schema)
        keys = stored.list_keys(spec) if spec.partitioned else [None]
        assert file.metadata.num_rows == sum(stored.count_rows(spec, key) for key in keys)


def test_its_papers_tell_of_nothing_that_it_has_not(first: Path, corrected: Path) -> None:
    for release in (first, corrected):
        named = set(re.findall(r"`([\w.]+\.\w+)`", (release / "README.md").read_text(encoding="utf-8")))
        assert {name for name in named if not (release / name).exists()} == set()
        for name in ("codebook.html", "codebook.md"):
            assert "report_element" not in (release / name).read_text(encoding="utf-8")
    assert "`changes.csv`, `panel_changes.csv`" in (corrected / "README.md").read_text(encoding="utf-8")


def test_its_csv_files_say_what_the_parquet_files_say(first: Path) -> None:
    for path in sorted((first / "csv").iterdir()):
        table = pq.read_table(first / "parquet" / f"{path.stem}.parquet")
        assert path.read_bytes().startswith("\ufeff".encode())
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == table.column_names
        assert [[cell.removeprefix("'") for cell in row] for row in rows[1:]] == [
            [spell(value) for value in record.values()] for record in table.to_pylist()
        ]


def spell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if value is None else str(value)


def test_its_database_answers_from_a_moved_folder_and_is_told_in_both_languages(first: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(first, tmp_path / "别处 elsewhere")
    with duckdb.connect(str(moved / "gov_disclosure.duckdb"), read_only=True) as database:
        rows = json.loads((first / "release.json").read_text())["rows"]
        assert {table: len(database.execute(f"FROM {table}").fetchall()) for table in rows} == rows
        for view in list_views():
            assert database.execute(f"SELECT count(*) FROM {view.name}").fetchall()[0][0] > 0
        untold = "SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
        assert database.execute(untold).fetchall() == [(0,)]
        differing = "SELECT count(*) FROM view_context WHERE text_here <> raw_text"
        assert database.execute(differing).fetchall() == [(0,)]


def test_its_data_package_is_valid_with_its_keys_and_references(first: Path) -> None:
    with system.use_context(trusted=True):
        package = Package(str(first / "datapackage.json"))
        report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])[:10]
    references = [key for resource in package.resources for key in resource.schema.foreign_keys]
    assert len(references) > 5
    assert {key["reference"]["resource"] for key in references} == {"dim-report"}


def test_the_data_package_is_not_valid_when_a_row_refers_to_nothing(first: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(first, tmp_path / "copy")
    path = copy / "csv" / "dim_report.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    with system.use_context(trusted=True):
        report = Package(str(copy / "datapackage.json")).validate()
    assert {error for (error,) in report.flatten(["type"])} >= {"foreign-key", "hash-count"}


def test_its_sums_are_right_and_cover_every_file(first: Path) -> None:
    told = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=first, capture_output=True, check=False)
    assert told.returncode == 0, told.stderr
    lines = (first / "SHA256SUMS").read_text().splitlines()
    assert {line.split("  ")[1] for line in lines} == set(hash_all(first)) - {"SHA256SUMS"}


def test_its_citation_can_be_read(first: Path) -> None:
    citation = yaml.safe_load((first / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["cff-version"], citation["version"]) == ("1.2.0", first.name)
    assert first.name.startswith("2020-")
    assert {"message", "title", "authors"} <= set(citation)


def test_the_same_warehouse_gives_the_same_bytes_elsewhere(first: Path, warehouse: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(warehouse, tmp_path / "other" / "warehouse")
    again = write_release(Warehouse(str(copy)), Wish(tmp_path / "releases"))
    assert hash_all(again.path) == hash_all(first)


def test_a_warehouse_in_an_object_store_gives_them_too(first: Path, warehouse: Path, tmp_path: Path) -> None:
    with running_store() as store:
        stored = Warehouse(store.put_folder(warehouse, "reports/w"))
        again = write_release(stored, Wish(tmp_path / "releases"))
    assert hash_all(again.path) == hash_all(first)


def test_nothing_is_written_when_nothing_has_changed(place: Path) -> None:
    before = hash_all(place / "releases")
    again = write_release(Warehouse(str(place / "warehouse")), Wish(place / "releases"))
    assert not again.is_new
    assert hash_all(place / "releases") == before


def test_a_release_that_was_killed_before_it_was_told_is_told_by_the_next(place: Path) -> None:
    before = hash_all(place / "releases")
    (place / "releases" / "LATEST").unlink()
    again = write_release(Warehouse(str(place / "warehouse")), Wish(place / "releases"))
    assert not again.is_new
    assert hash_all(place / "releases") == before


def list_values(warehouse: Path) -> dict[tuple[str, str, str], tuple[object, ...]]:
    """Every cell of the tables of the form, by its place."""
    with duckdb.connect(str(warehouse / "catalog.duckdb"), read_only=True) as database:
        rows = database.execute(
            """SELECT region_code, "table", key, value, value_status, value_derived FROM view_values
            WHERE "table" <> 'fact_narrative_figure'"""
        ).fetchall()
    return {(region, table, key): tuple(rest) for region, table, key, *rest in rows}


def select(changes: list[dict[str, str]], *tables: str) -> list[dict[str, str]]:
    return [row for row in changes if row["table"] in tables]


def test_after_a_corrected_document_exactly_its_corrected_values_are_changes(corrected: Path, warehouse: Path) -> None:
    found, before = read_changes(corrected), list_values(warehouse)
    after = list_values(corrected.parents[1] / "warehouse")
    differing = {key for key in before if before[key] != after[key]}
    assert differing == {("410900", REPORT, "new|total")}
    cells = [row for row in found if not row["table"].startswith(("fact_finding", "fact_narrative"))]
    assert [(row["table"], row["key"], row["old_value"], row["new_value"], row["changed"]) for row in cells] == [
        (REPORT, "new|total", "270", "271", "value")
    ]
    assert {(row["reason"], row["region_code"], row["report_year"]) for row in found} == {
        ("document_corrected", "410900", "2019")
    }
    findings = {(row["key"].split("|")[0], row["change"]) for row in select(found, "fact_finding")}
    assert {("T3.1", "added"), ("T3.2", "added")} <= findings
    assert not select(found, "fact_narrative_figure")
    page = (corrected / "CHANGES.md").read_text(encoding="utf-8")
    assert "| 2019 | 濮阳市 |" in page
    assert "270 reported | 271 reported | document_corrected" in page


def read_panel_changes(release: Path) -> dict[tuple[str, str, str, str], dict[str, str]]:
    with (release / "panel_changes.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(r["table"], r["region_code"], r["report_year"], r["series"]): r for r in csv.DictReader(file)}


LONG = {
    "panel_series": ("series", ("value", "low", "high", "status", "in_doubt", *MARK)),
    "indicator_series": (
        "indicator",
        ("value", "low", "high", "numerator", "denominator", "status", "flag", "in_doubt", *MARK),
    ),
}


def read_long(release: Path) -> dict[tuple[str, str, str, str], tuple[object, ...]]:
    """Every row of panel and indicators in which a report stands, by its place."""
    rows = {}
    for table, (key, columns) in LONG.items():
        for row in pq.read_table(release / "parquet" / f"{table}.parquet").to_pylist():
            if row["status"] != "no_report":
                place = table, row["region_code"], str(row["report_year"]), row[key]
                rows[place] = tuple(row[column] for column in columns)
    return rows


def find_differing(old: Path, new: Path) -> set[tuple[str, str, str, str]]:
    before, after = read_long(old), read_long(new)
    return {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}


def test_after_a_corrected_document_exactly_the_panel_and_indicators_it_concerns_are_told(
    corrected: Path, first: Path
) -> None:
    found = read_panel_changes(corrected)
    assert set(found) == find_differing(first, corrected)
    assert {(row["region_code"], row["reason"], row["change"]) for row in found.values()} == {
        ("410900", "document_corrected", "changed")
    }
    received = found["panel_series", "410900", "2019", "requests_received"]
    assert (float(received["old_value"]), float(received["new_value"])) == (270, 271)
    valued = {place[3] for place, row in found.items() if row["changed"] != "in_doubt"}
    assert valued == {
        "requests_received",
        "caseload",
        "clearance_ratio",
        "response_rate",
        "dispute_conversion",
        "natural_person_share",
        "carry_over_rate",
    }
    assert received["changed"] == "value, low, high"
    rate = found["indicator_series", "410900", "2019", "clearance_ratio"]
    assert (float(rate["old_value"]), float(rate["new_value"]), rate["new_status"]) == (1, 270 / 271, "reported")
    assert found["indicator_series", "410900", "2019", "denied_rate"]["changed"] == "in_doubt"
    record = json.loads((corrected / "release.json").read_text(encoding="utf-8"))
    assert record["panel_changes"] == len(found)
    page = (corrected / "CHANGES.md").read_text(encoding="utf-8")
    assert "| 2019 | 濮阳市 | panel_series | requests_received | 270 reported" in page


def test_a_document_that_came_and_one_that_went_are_told_with_their_values(place: Path) -> None:
    (place / "raw" / "anxi_2020.txt").unlink()
    found = read_changes(release_again(place))
    assert {(row["reason"], row["change"], row["region_name"]) for row in found} == {
        ("document_gone", "removed", "安溪县")
    }
    assert len(select(found, REPORT)) == 161
    gone = read_panel_changes(place / "releases" / (place / "releases" / "LATEST").read_text().strip())
    assert {(row["reason"], row["change"], row["region_name"]) for row in gone.values()} == {
        ("document_gone", "removed", "安溪县")
    }
    assert float(gone["panel_series", "350524", "2020", "requests_received"]["old_value"]) == 46
    shutil.copy(SAMPLES / "anxi_2020.txt", place / "raw")
    back = release_again(place)
    found = read_changes(back)
    assert back.name.endswith(".2")
    assert {(row["reason"], row["change"], row["region_name"]) for row in found} == {
        ("document_new", "added", "安溪县")
    }
    assert len(select(found, REPORT)) == 161


def test_a_waiver_is_a_change_of_its_finding_alone(place: Path) -> None:
    (finding,) = duckdb.sql(
        f"SELECT finding_id FROM '{place}/warehouse/fact_finding/*/*/*.parquet' WHERE rule = 'T4.1'"
    ).fetchall()[0]
    (place / "raw" / "waivers.csv").write_text(
        f"finding_id,reason,author,date\n{finding},=as printed,Li,2024-03-31\n", encoding="utf-8"
    )
    (row,) = read_changes(release_again(place))
    assert (row["reason"], row["table"], row["change"]) == ("waiver", "fact_finding", "changed")
    assert row["changed"] == "waived_by, waived_reason"
    assert row["key"].startswith("T4.1|fact_review_litigation|")


def test_a_value_that_another_version_reads_otherwise_is_told_as_such(place: Path) -> None:
    (old,) = (place / "releases").glob("20*")
    record = json.loads((old / "release.json").read_text(encoding="utf-8"))
    (old / "release.json").write_text(
        json.dumps(record | {"program": "another", "content": "another"}), encoding="utf-8"
    )
    path = old / "parquet" / f"{REPORT}.parquet"
    with duckdb.connect() as database:
        database.execute(
            "CREATE TABLE t AS SELECT * EXCLUDE (bound) REPLACE"  # a column that came later
            f" (CASE WHEN disposition = 'granted' AND applicant = 'total' THEN 7 ELSE value END"
            f" AS value) FROM '{path}'"
        )
        database.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    wish = Wish(place / "releases", version="next")
    found = read_changes(write_release(Warehouse(str(place / "warehouse")), wish).path)
    assert {(row["reason"], row["key"], row["old_value"]) for row in found} == {("program", "granted|total", "7")}
    assert len(found) == 4


DYING = """
import os, signal, sys
from pathlib import Path
from gov_disclosure.publishing.release import write_release
from gov_disclosure.publishing.standing import Wish
from gov_disclosure.storage.warehouse import Warehouse

def die(stage):
    if stage == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

write_release(Warehouse(sys.argv[1]), Wish(Path(sys.argv[2]), version="other"), die)
"""


def test_a_killed_release_leaves_nothing_that_a_reader_sees(place: Path, first: Path, warehouse: Path) -> None:
    before = hash_all(place / "releases")
    for stage in ("tables", "changes since the last release", "sums"):
        command = [sys.executable, "-c", DYING, str(warehouse), str(place / "releases"), stage]
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    seen = {name: digest for name, digest in hash_all(place / "releases").items() if not name.startswith(".")}
    assert seen == before
    assert len(list((place / "releases").glob(".release.*"))) == 3
    again = write_release(Warehouse(str(warehouse)), Wish(place / "releases", version="other"))
    assert (again.is_new, again.changes) == (True, 0)


def test_what_cannot_be_released_is_said(place: Path) -> None:
    stored, releases = Warehouse(str(place / "warehouse")), place / "releases"
    for name in ("../escape", "LATEST"):
        with pytest.raises(ReleaseError, match="is no version"):
            write_release(stored, Wish(releases, version=name))
    with pytest.raises(ReleaseError, match="is no release"):
        write_release(stored, Wish(releases, previous=place / "raw"))
    write_release(stored, Wish(releases, version="one"))
    (place / "raw" / "anxi_2020.txt").unlink()
    run_all(place / "raw", place / "warehouse")
    with pytest.raises(ReleaseError, match="is another release"):
        write_release(stored, Wish(releases, version="one"))
    shutil.rmtree(releases / "one")
    with pytest.raises(ReleaseError, match="LATEST names it: put it back, name another release with --since"):
        write_release(stored, Wish(releases))


def test_a_warehouse_that_changes_while_it_is_read_is_not_released(place: Path) -> None:
    def write(_: str) -> None:
        (path,) = (place / "warehouse" / REPORT / "region=henan").rglob("*.parquet")
        shutil.copy(path, path.with_name(".copy"))
        path.with_name(".copy").replace(path)

    with pytest.raises(WarehouseChangedError, match="a run wrote"):
        write_release(Warehouse(str(place / "warehouse")), Wish(place / "other"), write)
    assert not list((place / "other").glob("*"))


def run(place: Path, *arguments: str) -> tuple[int, str]:
    places = ["--raw", str(place / "raw"), "--warehouse", str(place / "warehouse"), "--to", str(place / "releases")]
    result = CliRunner().invoke(main, ["release", *places, *arguments])
    return result.exit_code, result.output


def test_the_command_tells_what_it_did_and_refuses_a_stale_warehouse(place: Path) -> None:
    register = ["register", "--raw", str(place / "raw"), "--warehouse", str(place / "warehouse")]
    CliRunner().invoke(main, register)
    status, told = run(place)
    assert (status, "nothing has changed since" in told) == (0, True)
    panel = place / "warehouse" / "panel_series" / "part-0.parquet"
    panel.rename(panel.with_name("away"))
    status, told = run(place)
    assert (status, "panel and indicators are not what this program would write now" in told) == (1, True)
    panel.with_name("away").rename(panel)
    (place / "raw" / "anxi_2020.txt").unlink()
    with (place / "raw" / "puyang_2019.txt").open("a", encoding="utf-8") as file:
        file.write("\n")
    status, told = run(place)
    assert (status, "1 files are new or changed and 1 gone since they were read: gov-disclosure run" in told) == (
        1,
        True,
    )
    CliRunner().invoke(main, register)
    status, told = run(place)
    assert (status, "2 partitions are not what this program would write now" in told) == (1, True)
    status, told = run(place, "--as-it-is", "--version", "2020.1")
    assert (status, "2020.1: written" in told) == (0, True)
    assert (place / "releases" / "LATEST").read_text() == "2020.1\n"


def test_without_a_warehouse_the_command_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    status, told = run(tmp_path)
    assert (status, "gov-disclosure run" in told) == (1, True)
