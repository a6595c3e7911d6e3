"""Seams through Dagster: documents that arrive in any order, years that change, findings that are waived."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import dagster as dg
import pytest

from gov_disclosure.definitions import defs
from gov_disclosure.defs.launch import Launcher, list_stale_keys, list_stale_seams
from gov_disclosure.defs.partitions import YEARS_BESIDE
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.doubts import ELEMENTS
from gov_disclosure.steps.summary import list_notices
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure.vocabulary.regions import REPORT_YEARS
from gov_disclosure_tests.defs.launching import hash_files, settings
from gov_disclosure_tests.generator.series import (
    draw_series,
    open_carry_over,
    open_items,
    open_public,
    open_stock,
    restate_stock,
    write_series,
)
from gov_disclosure_tests.quality.texts import count_naively

YEARS = range(2011, 2026)
PLACE = {"region_code": "410900", "body": "government"}
HEADER = "finding_id,reason,author,date\n"


@pytest.fixture(scope="module")
def documents() -> dict[int, bytes]:
    """Fifteen years of one city, with gaps."""
    series = draw_series(YEARS, "city", 5)
    open_all = (
        open_carry_over(series, 2021, "natural_person", 12),
        open_stock(series, 2023, "normative_docs", 30),
        open_items(series, 2020, "penalty", 7),
        open_public(series, 2020, "normative_docs", 2),
        restate_stock(series, 2022, "rules", 3),
    )
    for gaps in open_all:
        assert list(gaps)
    return {year: made.data for year, made in write_series(series, **PLACE).items()}


GAPS = {
    (2020, "X.3", "penalty|prev_year_items", 7),
    (2020, "X.4", "normative_docs|public_total", 2),
    (2021, "X.1", "carried_in|natural_person", 12),
    (2021, "X.1", "carried_in|total", 12),
    (2022, "X.2", "rules|in_force", 3),
    (2023, "X.2", "normative_docs|in_force", 30),
    (2024, "X.2", "normative_docs|in_force", -30),
}


class Place:
    """A raw folder and its warehouse, kept up to date as the command line does."""

    def __init__(self, folder: Path, instance: dg.DagsterInstance) -> None:
        self.raw, self.location = folder / "raw", folder / "warehouse"
        self.raw.mkdir()
        self.launcher = Launcher(defs, instance)

    @property
    def warehouse(self) -> Warehouse:
        return Warehouse(str(self.location))

    def put(self, documents: Mapping[int, bytes]) -> None:
        for year, data in documents.items():
            (self.raw / f"{year}.txt").write_bytes(data)

    def run(self) -> tuple[list[int], list[int]]:
        """Years whose facts and whose seams were written."""
        with settings(self.raw, self.location):
            assert self.launcher.run_register() is None
            facts = list_stale_keys(REPORT_YEARS, ["henan"])
            failures = [self.launcher.run_reports(facts)] if facts else []
            seams = list_stale_seams(REPORT_YEARS, ["henan"])
            failures += [self.launcher.run_seams(seams)] if seams else []
            assert failures == [None] * len(failures)
            assert list_stale_keys(REPORT_YEARS, ["henan"]) == list_stale_seams(REPORT_YEARS, ["henan"]) == []
        return [key.year for key in facts], [key.year for key in seams]

    def read(self, table: str, year: int) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = self.warehouse.read(TABLES[table], PartitionKey("henan", year)).to_pylist()
        return rows

    def find_gaps(self) -> set[tuple[int, str, str, Decimal]]:
        rows = [(year, row) for year in YEARS for row in self.read("fact_seam", year)]
        return {(year, r["rule"], str(r["cell_keys"]).split("; ")[0], r["difference"]) for year, r in rows}  # type: ignore[misc]


@pytest.fixture(scope="module")
def place(
    documents: dict[int, bytes], instance: dg.DagsterInstance, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """All fifteen years at once; tests leave it as they found it."""
    made = Place(tmp_path_factory.mktemp("series"), instance)
    made.put(documents)
    assert made.run() == (list(YEARS), list(YEARS))
    yield made
    assert made.find_gaps() == GAPS


def read_forms(place: Place, year: int) -> set[object]:
    return {row["form"] for row in place.read("dim_report", year)}


def test_every_value_of_the_warehouse_is_what_its_characters_say(place: Place) -> None:
    compared = 0
    for year in YEARS:
        read = {(e["table"], e["source_start"], e["row_key"], e["column_key"]): e for e in place.read(ELEMENTS, year)}
        texts = {row["report_id"]: str(row["text"]) for row in place.read("report_text", year)}
        for table, keys in CELL_KEYS.items():
            for row in place.read(table, year):
                names = [row[key] for key in keys]
                element = read[table, row["source_start"], names[0], names[1] if len(names) > 1 else "value"]
                assert (row["value"], row["raw_text"]) == (element["value"], element["raw_text"])
                if row["value"] is not None:
                    printed = texts[row["report_id"]][slice(row["source_start"], row["source_end"])]
                    assert Decimal(printed) == row["value"]
                    compared += 1
    assert compared > 1_500


def test_all_gaps_are_found_with_their_sizes_and_none_is_invented(place: Place) -> None:
    assert place.find_gaps() == GAPS
    assert {form for year in YEARS for form in read_forms(place, year)} == set("ABCD")
    (restated,) = [row for row in place.read("fact_seam", 2022) if row["rule"] == "X.2"]
    assert (restated["borne_out"], restated["other_year"]) == ("observed", 2021)
    (gap,) = [row for row in place.read("fact_seam", 2023) if row["rule"] == "X.2"]
    (follower,) = {row["report_id"] for row in place.read("dim_report", 2024)}
    assert (gap["borne_out"], gap["borne_out_by"]) == ("expected", follower)
    texts = {row["report_id"]: str(row["text"]) for year in (2022, 2023) for row in place.read("report_text", year)}
    for side in ("", "other_"):
        span = slice(gap[f"{side}source_start"], gap[f"{side}source_end"])
        assert texts[str(gap[f"{side}report_id"])][span].isdigit()


def pick_prose(place: Place, year: int) -> str:
    """A report without its headings and without its tables, whose rows but for the titles have tabs in these texts."""
    (text,) = (str(row["text"]) for row in place.read("report_text", year))
    for row in reversed(place.read("report_section", year)):
        before, below = text[: row["source_start"]], text[row["source_start"] :]  # type: ignore[misc]
        text = before.rstrip().removesuffix(str(row["heading"])) + "\n" + below
    return "\n".join(line for line in text.splitlines() if "\t" not in line and not line.startswith("第二十条"))


def test_each_text_is_compared_with_that_of_the_year_before(place: Place) -> None:
    shares = []
    assert place.read("fact_text_reuse", YEARS[0]) == []
    for year in YEARS[1:]:
        (row,) = place.read("fact_text_reuse", year)
        (before,) = place.read("dim_report", year - 1)
        assert (row["other_report_id"], row["other_year"]) == (before["report_id"], year - 1)
        own, past = pick_prose(place, year), pick_prose(place, year - 1)
        assert (row["own_characters"], row["shared_characters"]) == count_naively(own, past)
        assert row["other_own_characters"] == count_naively(past, "")[0]
        shares.append(row["shared_characters"] / row["own_characters"])  # type: ignore[operator]
    assert min(shares) < 0.5 < max(shares)


def test_the_files_are_the_same_in_whatever_order_the_years_arrive(
    place: Place, documents: dict[int, bytes], instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    other = Place(tmp_path, instance)
    waves = ([2025, 2012, 2022, 2019], [2021, 2024, 2011, 2014, 2017], [2020, 2023, 2013, 2015, 2016, 2018])
    for wave in waves:
        other.put({year: documents[year] for year in wave})
        other.run()
    one, two = ({p: h for p, h in hash_files(at.location).items() if "fact_" in p} for at in (place, other))
    assert one == two


def test_a_year_that_changes_is_compared_again_with_both_years_beside_it(
    place: Place, documents: dict[int, bytes]
) -> None:
    before = hash_files(place.location)
    place.put({2019: documents[2019] + "\n(此件公开发布)".encode()})
    assert place.run() == ([2019], [2018, 2019, 2020])
    assert place.find_gaps() == GAPS
    (place.raw / "2019.txt").unlink()
    assert place.run() == ([2019], [2018, 2019, 2020])
    assert place.find_gaps() == {gap for gap in GAPS if gap[0] != 2020}
    place.put(documents)
    assert place.run() == ([2019], [2018, 2019, 2020])
    after = hash_files(place.location)
    assert {path: after[path] for path in after if "fact_" in path} == {p: before[p] for p in before if "fact_" in p}


def test_a_waiver_concerns_its_partition_alone_and_expires_when_the_text_changes(
    place: Place, documents: dict[int, bytes]
) -> None:
    (gap,) = [row for row in place.read("fact_seam", 2023) if row["rule"] == "X.2"]
    line = f"{gap['finding_id']},revised count,Li,2024-03-31\n"
    (place.raw / "waivers.csv").write_text(HEADER + line, encoding="utf-8")
    assert place.run() == ([], [2023])
    (waived,) = [row for row in place.read("fact_seam", 2023) if row["finding_id"] == gap["finding_id"]]
    assert waived == gap | {"waived_by": "Li", "waived_reason": "revised count"}
    assert list_notices(place.raw, place.warehouse) == []
    assert place.run() == ([], [])

    place.put({2022: documents[2022] + "\n(此件公开发布)".encode()})
    assert place.run() == ([2022], [2021, 2022, 2023])
    assert all(row["waived_by"] is None for row in place.read("fact_seam", 2023))
    (notice,) = list_notices(place.raw, place.warehouse)
    assert "waivers.csv, line 2" in notice
    assert str(gap["finding_id"]) in notice
    place.put(documents)
    (place.raw / "waivers.csv").unlink()
    place.run()
    assert place.read("fact_seam", 2023) == [
        gap if row["finding_id"] == gap["finding_id"] else row for row in place.read("fact_seam", 2023)
    ]


def test_dagster_knows_which_years_a_partition_is_made_from() -> None:
    graph = defs.resolve_asset_graph()
    node = graph.get(dg.AssetKey("fact_seam"))
    assert node.partition_mappings[dg.AssetKey("fact_requests")] == YEARS_BESIDE
    partitions = node.partitions_def
    with dg.DagsterInstance.ephemeral() as instance:
        subset = partitions.empty_subset().with_partition_keys(["henan|2020", "henan|2008"])
        result = YEARS_BESIDE.get_upstream_mapped_partitions_result_for_partitions(
            subset, partitions, partitions, dynamic_partitions_store=instance
        )
    expected = {f"henan|{year}" for year in (2008, 2009, 2019, 2020, 2021)}
    assert set(result.partitions_subset.get_partition_keys()) == expected
