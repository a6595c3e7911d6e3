"""The five sample reports, from bytes to findings, without Dagster."""

import json
from pathlib import Path

import pytest

from gov_disclosure.frames.dimensions import build_reports
from gov_disclosure.frames.elements import FACT_OF_TABLE
from gov_disclosure.frames.facts import CELL_KEYS, build_sections
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.findings import build_findings
from gov_disclosure.vocabulary.forms import form_tables
from gov_disclosure_tests.builders import SAMPLES, File, Partition, build_partition

EXPECTED = json.loads((Path(__file__).parent / "cases" / "samples.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def samples() -> Partition:
    return build_partition([File(name, (SAMPLES / name).read_bytes()) for name in sorted(EXPECTED)])


def rows_of(samples: Partition, table: str, name: str) -> list[dict]:
    report = samples.register.set_index("source_file").loc[name, "report_id"]
    frame = samples.facts[table]
    return frame[frame["report_id"] == report].to_dict("records")


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_who_where_when(samples: Partition, name: str) -> None:
    row = samples.register.set_index("source_file").loc[name]
    for column in ("report_year", "region_code", "region_name", "region_level", "form"):
        assert row[column] == EXPECTED[name][column], column


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_cell(samples: Partition, name: str) -> None:
    short = {fact: table for table, fact in FACT_OF_TABLE.items()}
    read = {
        "|".join([short[fact], *(row[key] for key in keys)]): row["value"]
        for fact, keys in CELL_KEYS.items()
        for row in rows_of(samples, fact, name)
    }
    read = {key: None if value is None or value != value else float(value) for key, value in read.items()}
    assert read == EXPECTED[name]["cells"]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_cell_of_the_form_has_its_row_in_the_forms_order(samples: Partition, name: str) -> None:
    for layout in form_tables(EXPECTED[name]["form"]):
        fact = FACT_OF_TABLE[layout.key]
        rows = [tuple(row[key] for key in CELL_KEYS[fact]) for row in rows_of(samples, fact, name)]
        assert rows == [(row.key, column.key) for row, column in layout.cells()]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_figures_of_the_prose(samples: Partition, name: str) -> None:
    rows = rows_of(samples, "fact_narrative_figure", name)
    stated = {(row["indicator"], float(row["value"])) for row in rows if row["is_current_year"]}
    assert set(EXPECTED[name]["narrative"].items()) <= stated


def test_spans_give_the_printed_characters(samples: Partition) -> None:
    texts = samples.texts.set_index("report_id")["text"]
    checked = 0
    for frame in samples.facts.values():
        for row in frame[frame["raw_text"].notna()].to_dict("records"):
            assert texts[row["report_id"]][row["source_start"] : row["source_end"]] == row["raw_text"]
            checked += 1
    assert checked > 800


def test_contradictions_are_found_and_nothing_else_is_an_error(samples: Partition) -> None:
    findings = build_findings(samples.facts, samples.register)
    files = samples.register.set_index("report_id")["source_file"]
    found = {
        (files[r["report_id"]], r["severity"], r["rule"])
        for r in findings.to_dict("records")
        if r["severity"] != "info"
    }
    assert found == {
        ("puyang_2019.txt", "warning", "prose.requests_received"),
        ("anxi_2020.txt", "error", "T4.1"),
        ("jiyang_2019.txt", "warning", "T3.3C.blank_total"),
    }
    noted = {(files[r["report_id"]], r["rule"]) for r in findings.to_dict("records") if r["severity"] == "info"}
    assert noted == {
        ("puyang_2019.txt", "prose.channels"),
        ("anxi_2020.txt", "location"),
        ("jiyang_2019.txt", "cells.blank"),
    }


def test_findings_tell_an_editor_what_is_wrong(samples: Partition) -> None:
    findings = build_findings(samples.facts, samples.register).set_index("rule")
    broken = findings.loc["T4.1"]
    assert (broken["observed"], broken["expected"], broken["difference"]) == (5, 0, 5)
    assert "未经复议直接起诉" in broken["message_zh"]
    assert "litigation_direct|total" in broken["cell_keys"]
    prose = findings.loc["prose.requests_received"]
    assert (prose["observed"], prose["expected"]) == (199, 270)
    assert "本年新收政府信息公开申请数量/自然人" in prose["message_zh"]


def test_sections_cover_the_six_titles(samples: Partition) -> None:
    sections = build_sections(samples.elements, samples.texts, samples.register)
    TABLES["report_section"].model.validate(sections)
    texts = samples.texts.set_index("report_id")["text"]
    for row in sections.to_dict("records"):
        assert texts[row["report_id"]][row["source_start"] : row["source_end"]] == row["text"]
    six = ["overview", "proactive", "requests", "disputes", "problems", "other"]
    for _, group in sections[sections["form"] == "C"].groupby("report_id"):
        assert [key for key in group["section"] if key != "preamble"] == six


def test_reports_count_their_cells(samples: Partition) -> None:
    reports = build_reports(samples.elements, samples.rejected_cells, samples.register)
    TABLES["dim_report"].model.validate(reports)
    jiyang = reports[reports["region_code"] == "370115"].iloc[0]
    assert (jiyang["cells_reported"], jiyang["cells_blank"], jiyang["cells_absent"]) == (53, 145, 0)
    assert (reports["numbers_left_over"] == 0).all()
