"""All tables of some reports in one pass: the same whatever is derived beside them, and one bad report harms no other."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps import derived
from gov_disclosure.steps.accepted import AcceptedReports, pack_reports, select_accepted
from gov_disclosure.steps.derived import DERIVATIONS, DerivationTask, derive_batch, stream_derived
from gov_disclosure.steps.reading import stream_elements, stream_texts
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.steps.streams import Assignment, Tally, sort_keys
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.partitions import StampedParts, write_partitions
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure_tests.steps.registering import register

SAMPLES = Path(__file__).parents[2] / "data" / "raw"
SHANDONG, HENAN, HUBEI = (PartitionKey(region, 2019) for region in ("shandong", "henan", "hubei"))
KEYS = sort_keys([SHANDONG, HENAN, HUBEI, PartitionKey("fujian", 2020), PartitionKey("guizhou", 2020)])


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Texts and elements of the samples."""
    return fill(Warehouse(str(tmp_path_factory.mktemp("derived"))), SAMPLES)


def fill(opened: Warehouse, raw: Path, keys: Sequence[PartitionKey] = KEYS) -> Warehouse:
    register(raw, opened)
    reports = select_accepted(StoredTable(opened, TABLES["document_register"]), keys)
    texts, elements = TABLES["report_text"], TABLES["report_element"]
    parts = stream_texts(Assignment(keys, reports, Workers()), raw, Tally())
    list(write_partitions(opened, [texts], keys, StampedParts(parts)))
    parts = stream_elements(keys, StoredTable(opened, texts), Workers(), Tally())
    list(write_partitions(opened, [elements], keys, StampedParts(parts)))
    return opened


@pytest.fixture
def reports(warehouse: Warehouse) -> AcceptedReports:
    return select_accepted(StoredTable(warehouse, TABLES["document_register"]), KEYS)


def build_task(warehouse: Warehouse, tables: Sequence[str] = tuple(DERIVATIONS)) -> DerivationTask:
    elements, texts = (StoredTable(warehouse, TABLES[name]) for name in ("report_element", "report_text"))
    return DerivationTask(tuple(tables), elements, texts, {})


def derive(
    warehouse: Warehouse, reports: AcceptedReports, keys: Sequence[PartitionKey], tables: Sequence[str]
) -> tuple[dict[tuple[PartitionKey, str], pa.Table], dict[str, Tally]]:
    tallies = {table: Tally() for table in tables}
    assignment = Assignment(keys, reports, Workers())
    parts = stream_derived(build_task(warehouse, tables), assignment, tallies)
    return {(key, table): rows for key, tables in parts for table, rows in tables.items()}, tallies


def test_every_partition_has_its_rows_of_every_table_and_an_empty_one_has_none(
    warehouse: Warehouse, reports: AcceptedReports
) -> None:
    rows, tallies = derive(warehouse, reports, KEYS, tuple(DERIVATIONS))
    assert set(rows) == {(key, table) for key in KEYS for table in DERIVATIONS}
    assert all(rows[HUBEI, table].num_rows == 0 for table in DERIVATIONS)
    assert all(rows[key, table].schema.equals(TABLES[table].arrow_schema) for key, table in rows)
    assert rows[HENAN, "fact_requests"].num_rows == 161
    assert tallies["fact_requests"].counts[HENAN]["reported"] + tallies["fact_requests"].counts[HENAN]["blank"] == 161
    assert tallies["fact_requests"].counts[HUBEI] == {"reported": 0, "blank": 0, "unreadable": 0, "rejected": 0}


def test_what_is_derived_of_a_report_does_not_depend_on_the_reports_and_tables_beside_it(
    warehouse: Warehouse, reports: AcceptedReports
) -> None:
    together, _ = derive(warehouse, reports, KEYS, tuple(DERIVATIONS))
    for key in KEYS:
        for table in DERIVATIONS:
            alone, _ = derive(warehouse, reports, [key], [table])
            assert alone == {(key, table): together[key, table]}


def test_one_text_for_two_years_has_its_findings_in_both(tmp_path: Path) -> None:
    raw, keys = tmp_path / "raw", [PartitionKey("shandong", 2018), SHANDONG]
    raw.mkdir()
    text = (SAMPLES / "jiyang_2019.txt").read_text(encoding="utf-8")
    (raw / "a.txt").write_text(text, encoding="utf-8")
    (raw / "b.txt").write_text(text + "\n", encoding="utf-8")
    (raw / "manifest.csv").write_text("path,report_year\na.txt,2019\nb.txt,2018\n", encoding="utf-8")
    warehouse = fill(Warehouse(str(tmp_path / "warehouse")), raw, keys)
    accepted = select_accepted(StoredTable(warehouse, TABLES["document_register"]), keys)
    together, _ = derive(warehouse, accepted, keys, ("fact_finding",))
    names = [together[key, "fact_finding"]["finding_id"].to_pylist() for key in keys]
    assert all(names)
    assert not set(names[0]) & set(names[1])
    for key in keys:
        alone, _ = derive(warehouse, accepted, [key], ("fact_finding",))
        assert alone[key, "fact_finding"] == together[key, "fact_finding"]


def test_a_report_whose_facts_cannot_be_built_is_named_and_the_others_are_derived(
    warehouse: Warehouse, reports: AcceptedReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = derived.build_fact

    def fail_on_henan(table: str, elements: pd.DataFrame, register: pd.DataFrame) -> Any:
        if (register["report_year"] == 2019).any() and register["source_file"].str.contains("puyang").any():
            raise ZeroDivisionError("of a rule")
        return build(table, elements, register)

    expected, _ = derive(warehouse, reports, KEYS, tuple(DERIVATIONS))
    monkeypatch.setattr(derived, "build_fact", fail_on_henan)
    rows, tallies = derive(warehouse, reports, KEYS, tuple(DERIVATIONS))
    assert all(rows[key, table] == expected[key, table] for key, table in rows if key != HENAN)
    assert all(rows[HENAN, table].num_rows == 0 for table in DERIVATIONS)
    (problem,) = tallies["dim_report"].problems
    assert problem["source_file"] == "puyang_2019.txt"
    assert problem["what"] == "ZeroDivisionError: of a rule"


def test_what_fails_for_every_report_is_raised_and_replaces_nothing(
    warehouse: Warehouse, reports: AcceptedReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Any:
        raise ZeroDivisionError("of the program")

    monkeypatch.setattr(derived, "build_fact", fail)
    batch = tuple((key, reports.read(key)) for key in KEYS)
    with pytest.raises(ZeroDivisionError, match="of the program"):
        derive_batch(replace(build_task(warehouse), batch=batch))


def test_a_report_that_was_replaced_is_no_hindrance_whatever_is_in_doubt_in_it(tmp_path: Path) -> None:
    """It keeps its row among the reports, and has no facts and no findings: numbers left over in it are nobody's."""
    raw, warehouse = tmp_path / "raw", Warehouse(str(tmp_path / "warehouse"))
    raw.mkdir()
    row = "(七) 总计\t\t199\t9\t0\t0\t61\t1\t270"
    text = (SAMPLES / "puyang_2019.txt").read_text(encoding="utf-8")
    assert row in text
    (raw / "puyang.txt").write_text(text.replace(row, f"{row}\t5\t6\t7"), encoding="utf-8")
    fill(warehouse, raw)
    elements = StoredTable(warehouse, TABLES["report_element"]).read(HENAN)["element"].to_pylist()
    assert elements.count("left_over") > 0
    reports = select_accepted(StoredTable(warehouse, TABLES["document_register"]), KEYS)
    rows = reports.read(HENAN)
    place = rows.schema.get_field_index("is_current")
    replaced = pack_reports([rows.set_column(place, rows.schema.field(place), pa.array([False]))])
    derived_rows, tallies = derive(warehouse, replaced, KEYS, tuple(DERIVATIONS))
    assert [tally.problems for tally in tallies.values()] == [[] for _ in tallies]
    counts = {table: derived_rows[HENAN, table].num_rows for table in ("dim_report", "fact_requests", "fact_finding")}
    assert counts == {"dim_report": 1, "fact_requests": 0, "fact_finding": 0}
