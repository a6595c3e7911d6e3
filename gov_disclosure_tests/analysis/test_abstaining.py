"""Where the facts leave a cell without a number the panel derives none either, and gives no bounds that may not hold."""

import re
from collections.abc import Mapping

import pyarrow as pa
import pytest

from gov_disclosure.analysis.cells import KEYS, build_cells, select_needed
from gov_disclosure.analysis.years import build_year
from gov_disclosure.frames.arrow import to_table
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.derivation import derive_values
from gov_disclosure.quality.findings import build_findings
from gov_disclosure.vocabulary.series import list_series
from gov_disclosure_tests.analysis.measuring import Known, Report, build_regions, tell_known
from gov_disclosure_tests.builders import SAMPLES, File, build_partition

TEXT = (SAMPLES / "anxi_2020.txt").read_text(encoding="utf-8")
GRANTED = "(一)予以公开"
PARTIAL = "(二)部分公开(区分处理的,只计这一情形,不计其他情形)"
SECRET, FORBIDDEN = "1.属于国家秘密", "2.其他法律行政法规禁止公开"
LOCAL = "(二之一)转交其他部门处理"


def print_row(label: str, number: str) -> str:
    """A row of the table: all requests are those of natural persons."""
    return f"{label} |\n{number} |\n" + "0 |\n" * 5 + f"{number} |\n"


def print_text(printed: Mapping[str, str], local: str) -> str:
    """The sample with other numbers in some rows, and one fourth of its requests no longer granted."""
    text = TEXT
    for label, number in ({GRANTED: "25"} | printed).items():
        row = re.search(re.escape(label) + r" \|\n(\S+ \|\n){7}", text)
        assert row is not None
        own = print_row(label, number) + (f"|\n{print_row(LOCAL, local)}" if local and label == GRANTED else "")
        text = text.replace(row[0], own)
    return text


def read_panel(printed: Mapping[str, str], local: str = "") -> Mapping[str, Known]:
    """What the panel knows of each series, the whole way from the text."""
    made = build_partition([File("r.txt", print_text(printed, local).encode())])
    facts = {name: derive_values(name, fact, made.elements) for name, fact in made.facts.items()}
    found = build_findings({**facts, "report_element": made.elements}, made.register)
    ids = pa.array(made.register["report_id"].astype("object").to_list(), pa.string())
    rows = {name: select_needed(name, to_table(TABLES[name], facts[name])) for name in KEYS}
    regions = build_regions(Report("C", {}, year=2020)).assign(report_id=ids[0].as_py())
    year = build_year(regions, build_cells(rows, ids), ids, to_table(TABLES["fact_finding"], found))
    return {series.key: tell_known(year.series, at) for at, series in enumerate(list_series())}


def test_what_the_facts_derive_is_derived() -> None:
    assert read_panel({PARTIAL: "-"})["partially_granted"] == (8, 8, 8, "derived")


@pytest.mark.parametrize(
    ("printed", "local", "series", "known"),
    [
        ({PARTIAL: "-"}, "8", "partially_granted", (None, None, None, "dash")),
        ({SECRET: "-", FORBIDDEN: "-"}, "8", "denied", (None, None, None, "dash")),
        ({PARTIAL: "3?1"}, "", "partially_granted", (None, None, None, "unreadable")),
        ({PARTIAL: "-3"}, "", "partially_granted", (None, None, None, "unreadable")),
    ],
)
def test_what_they_leave_open_stays_open(printed: Mapping[str, str], local: str, series: str, known: Known) -> None:
    assert read_panel(printed, local)[series] == known
