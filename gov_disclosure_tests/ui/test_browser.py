"""What a person sees and does in the browser, on the real `dagster dev`: judged by the page and by the files."""

from collections import defaultdict
from collections.abc import Mapping

import dagster as dg
import pyarrow.parquet as pq
import pytest

from gov_disclosure.definitions import defs
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.vocabulary.regions import REGIONS
from gov_disclosure_tests.ui.pages import REPORTS, Pages
from gov_disclosure_tests.ui.server import ROOT, Server

pytestmark = pytest.mark.browser

PARTITIONED = [name for name, spec in TABLES.items() if spec.partitioned]
BESIDE = tuple(name for name, spec in TABLES.items() if spec.compares)
"""The tables that look at the years beside: Dagster writes them after a backfill of a year, in a run of its own."""
CELLS_OF_FORM_C = {"fact_proactive_disclosure": 22, "fact_requests": 161, "fact_review_litigation": 15}
REPORTS_OF_2019 = ("henan", "shandong")

Files = Mapping[str, int]


def list_files(server: Server) -> Files:
    """All files of the tables, with the time of their last writing."""
    found = [path for path in server.warehouse.glob("[!.]*/**/*") if path.is_file()]
    return {path.relative_to(server.warehouse).as_posix(): path.stat().st_mtime_ns for path in found}


def find_file(table: str, region: str) -> str:
    return f"{table}/region={region}/year=2019/part-0.parquet"


def count_rows(server: Server, region: str) -> dict[str, int]:
    """Rows of each partitioned table for a region, read from its files, whose columns must be those of the contract."""
    rows = {}
    for table in PARTITIONED:
        if table in BESIDE:
            continue
        content = pq.ParquetFile(server.warehouse / find_file(table, region)).read()
        assert content.schema.equals(TABLES[table].arrow_schema)
        rows[table] = content.num_rows
    return rows


@pytest.fixture(scope="module")
def registered(pages: Pages, server: Server) -> Files:
    """The register, materialised by clicks."""
    pages.launch('group:"register"', assets=2)
    assert pages.wait_for_run() == "Success"
    return list_files(server)


@pytest.fixture(scope="module")
def one_partition(registered: Files, pages: Pages, server: Server) -> Files:
    """One partition of everything that has partitions, materialised by clicks."""
    pages.launch(REPORTS, len(PARTITIONED), ("henan", "2019"))
    assert pages.wait_for_run() == "Success"
    return list_files(server)


@pytest.fixture(scope="module")
def whole_year(one_partition: Files, pages: Pages, server: Server) -> Files:
    """All regions of a year, one of them for the second time, by a backfill launched by clicks."""
    pages.launch(REPORTS, len(PARTITIONED), (None, "2019"))
    assert pages.wait_for_run_of_backfill() == "Success"
    return list_files(server)


def test_the_lineage_lists_every_asset_below_its_group(pages: Pages) -> None:
    groups: dict[str, list[str]] = defaultdict(list)
    for node in defs.resolve_asset_graph().asset_nodes:
        groups[node.group_name].append(node.key.path[-1])
    assert {asset for assets in groups.values() for asset in assets} == {*TABLES, "catalogue"}
    shown = pages.read_lineage(sorted(groups))
    assert {group: sorted(assets) for group, assets in shown.items()} == {g: sorted(a) for g, a in groups.items()}


def test_an_asset_tells_its_grain_owner_kinds_and_columns(pages: Pages) -> None:
    words = [
        "One row per disposition and applicant",
        "收到和处理政府信息公开申请情况",
        "Owners gov-disclosure",
        "Pandera",
    ]
    columns = TABLES["fact_requests"].arrow_schema.names
    assert pages.find_missing_in_overview("fact_requests", [*words, *columns]) == []


def test_the_register_is_written_and_its_check_counts_the_files(
    registered: Files, pages: Pages, server: Server
) -> None:
    assert set(registered) == {"document_register/part-0.parquet", "rejected_document/part-0.parquet"}
    documents = len(list((ROOT / "data" / "raw").glob("*.txt")))
    assert pq.read_metadata(server.warehouse / "document_register/part-0.parquet").num_rows == documents
    words = ["Evaluation result Passed", f"{documents} files, {documents} of them read: {documents} accepted"]
    assert pages.find_missing_in_check("document_register", "conservation", words) == []


def test_one_partition_is_written_with_its_rows_and_no_other(
    registered: Files, one_partition: Files, server: Server
) -> None:
    assert set(one_partition) == {*registered, *(find_file(table, "henan") for table in PARTITIONED)}
    assert {name: one_partition[name] for name in registered} == registered
    rows = count_rows(server, "henan")
    assert rows.items() >= {**CELLS_OF_FORM_C, "fact_statistics": 0, "rejected_cell": 0}.items()
    assert rows["report_text"] == rows["dim_report"] == 1


@pytest.mark.usefixtures("one_partition")
def test_a_partition_shows_its_rows_and_its_file(pages: Pages, server: Server) -> None:
    shown = pages.read_partition("fact_requests", "henan|2019")
    assert shown["dagster/partition_row_count"] == "161"
    assert shown["path"] == str(server.warehouse / find_file("fact_requests", "henan"))
    assert shown["reported"] == "161"


@pytest.mark.usefixtures("one_partition")
@pytest.mark.parametrize(
    ("asset", "check"),
    [("report_element", "conservation"), ("dim_report", "conservation"), ("fact_requests", "schema")],
)
def test_a_check_that_passed_says_so_and_what_it_means(pages: Pages, asset: str, check: str) -> None:
    meaning = defs.resolve_asset_graph().get_check_spec(dg.AssetCheckKey(dg.AssetKey(asset), check)).description
    assert meaning
    assert pages.find_missing_in_check(asset, check, ["Evaluation result Passed", meaning]) == []


@pytest.mark.usefixtures("one_partition")
def test_the_arithmetic_check_names_the_report_and_the_cell(pages: Pages, server: Server) -> None:
    findings = pq.ParquetFile(server.warehouse / find_file("fact_finding", "henan")).read().to_pylist()
    wrong = [finding for finding in findings if finding["severity"] != "info"]
    assert {finding["issuer"] for finding in wrong} == {"濮阳市人民政府"}
    columns = ["report_id", "issuer", "rule", "cell_keys", "message_zh", "message_en"]
    words = ["Evaluation result Failed", *columns, *(finding[column] for finding in wrong for column in columns)]
    assert pages.find_missing_in_check("fact_finding", "arithmetic", words) == []


@pytest.mark.usefixtures("registered")
class TestYearBackfill:
    def test_every_partition_asked_for_is_written_and_no_other(self, one_partition: Files, whole_year: Files) -> None:
        asked = {find_file(table, region) for table in PARTITIONED if table not in BESIDE for region in REGIONS}
        changed = {name for name, when in whole_year.items() if one_partition.get(name) != when}
        assert {name for name in changed if not name.startswith(BESIDE)} == asked
        assert len(asked) == len(REGIONS) * (len(PARTITIONED) - len(BESIDE)) == 363

    @pytest.mark.usefixtures("whole_year")
    def test_rows_stand_where_the_reports_are_and_nowhere_else(self, server: Server) -> None:
        rows = {region: count_rows(server, region) for region in REGIONS}
        with_rows = {region for region, counts in rows.items() if any(counts.values())}
        assert with_rows == set(REPORTS_OF_2019)
        for region in REPORTS_OF_2019:
            assert rows[region].items() >= CELLS_OF_FORM_C.items()

    @pytest.mark.usefixtures("whole_year")
    def test_each_partition_shows_its_own_rows(self, pages: Pages) -> None:
        for region, rows in (("shandong", "161"), ("beijing", "0")):
            assert pages.read_partition("fact_requests", f"{region}|2019")["dagster/partition_row_count"] == rows

    @pytest.mark.usefixtures("whole_year")
    def test_the_arithmetic_check_names_the_reports_of_all_regions(self, pages: Pages) -> None:
        issuers = ["濮阳市人民政府", "济南市济阳区人民政府"]
        assert pages.find_missing_in_check("fact_finding", "arithmetic", issuers) == []
