"""Texts and elements: what is left out is named, and one bad document does not stop the others."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps import reading
from gov_disclosure.steps.accepted import AcceptedReports, select_accepted
from gov_disclosure.steps.reading import check_spans, stream_elements, stream_texts
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.steps.streams import Assignment, Tally
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.partitions import StampedParts, write_partitions
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure_tests.steps.registering import register

SAMPLES = Path(__file__).parents[2] / "data" / "raw"
KEYS = [PartitionKey("shandong", 2019), PartitionKey("henan", 2019), PartitionKey("hubei", 2019)]
TEXTS = TABLES["report_text"]


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """A warehouse with the register of the samples."""
    opened = Warehouse(str(tmp_path / "warehouse"))
    register(SAMPLES, opened)
    return opened


@pytest.fixture
def reports(warehouse: Warehouse) -> AcceptedReports:
    return select_accepted(StoredTable(warehouse, TABLES["document_register"]), KEYS)


def write_texts(warehouse: Warehouse, reports: AcceptedReports, root: Path = SAMPLES) -> Tally:
    tally = Tally()
    parts = stream_texts(Assignment(KEYS, reports, Workers()), root, tally)
    list(write_partitions(warehouse, [TEXTS], KEYS, StampedParts(parts)))
    return tally


def test_reports_of_other_partitions_are_not_read(reports: AcceptedReports) -> None:
    assert [reports.read(key).num_rows for key in KEYS] == [1, 1, 0]
    assert sum(every for every, _ in reports.counts.values()) == 2


def test_a_text_whose_parser_fails_is_named_and_the_others_are_parsed(
    warehouse: Warehouse, reports: AcceptedReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_texts(warehouse, reports)
    build = reading.build_elements

    def fail_on_henan(texts: pa.Table) -> pa.Table:
        if "puyang_2019.txt" in texts["source_file"].to_pylist():
            raise RecursionError("too deep")
        return build(texts)

    monkeypatch.setattr(reading, "build_elements", fail_on_henan)
    tally = Tally()
    streamed = stream_elements(KEYS, StoredTable(warehouse, TEXTS), Workers(), tally)
    parts = {key: rows["report_element"] for key, rows in streamed}
    assert [parts[key].num_rows > 0 for key in KEYS] == [True, False, False]
    assert [(p["source_file"], p["what"]) for p in tally.problems] == [("puyang_2019.txt", "RecursionError: too deep")]


def test_a_document_that_cannot_be_decoded_any_more_is_named(
    warehouse: Warehouse, reports: AcceptedReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = reading.build_texts

    def fail_on_henan(documents: Any) -> pa.Table:
        documents = list(documents)
        if any(row["source_file"] == "puyang_2019.txt" for row, _ in documents):
            raise ValueError("no report")
        return build(documents)

    monkeypatch.setattr(reading, "build_texts", fail_on_henan)
    tally = write_texts(warehouse, reports)
    assert [warehouse.count_rows(TEXTS, key) for key in KEYS] == [1, 0, 0]
    assert [(p["source_file"], p["what"]) for p in tally.problems] == [("puyang_2019.txt", "ValueError: no report")]


def test_every_cell_stands_in_the_text_where_it_says_and_none_on_the_same_characters(
    warehouse: Warehouse, reports: AcceptedReports
) -> None:
    write_texts(warehouse, reports)
    texts = warehouse.read(TEXTS, KEYS[1])
    elements = dict(stream_elements(KEYS, StoredTable(warehouse, TEXTS), Workers(), Tally()))[KEYS[1]]["report_element"]
    assert check_spans(texts, elements) == []
    cells = elements.filter(pc.equal(elements["element"], "cell"))
    printed = cells.filter(pc.greater(pc.utf8_length(pc.fill_null(cells["raw_text"], "")), 0))
    assert {p["what"] for p in check_spans(texts, pa.concat_tables([printed, printed.slice(0, 1)]))} == {
        "the same characters are read twice"
    }
    start = elements.schema.get_field_index("source_start")
    moved = printed.set_column(start, "source_start", pc.subtract(printed["source_start"], pa.scalar(1, pa.int32())))
    assert "the text has other characters there" in {p["what"] for p in check_spans(texts, moved)}
