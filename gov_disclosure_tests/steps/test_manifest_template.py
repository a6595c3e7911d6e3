"""A manifest to fill in, opened by a spreadsheet and read back."""

import csv
from datetime import date
from pathlib import Path

import pytest

from gov_disclosure.frames.arrow import build_table_of_records
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.manifest_template import count_abstained, is_too_new, write_manifest_template
from gov_disclosure.storage.manifest import read_manifest
from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure.vocabulary.regions import REPORT_YEARS

BEGINNINGS = ("=", "+", "-", "@", "'=", "''=", "＝")
NEXT = REPORT_YEARS[-1] + 1
REFUSED = {
    "source_sha256": "0" * 64,
    "size_bytes": 1,
    "media_type": "text/plain",
    "status": "rejected",
    "reason": "region_unknown",
    "is_current": False,
    "text_report_year": 2019,
}


@pytest.fixture
def names(tmp_path: Path) -> list[str]:
    """A register of documents that abstained, with names and issuers that a spreadsheet would run."""
    names = sorted(f"{beginning}cmd|' C'!A{place}.txt" for place, beginning in enumerate(BEGINNINGS))
    rows = [REFUSED | {"source_file": name, "manifest_issuer": f"{name[:2]}HYPERLINK(1)"} for name in names]
    spec = TABLES["document_register"]
    with Warehouse(str(tmp_path / "warehouse")).open_writer(spec) as writer:
        writer.append(build_table_of_records(spec, rows))
    return names


@pytest.mark.parametrize(
    ("detail", "text_year", "is_listed"),
    [
        (str(NEXT), None, False),  # of the text or of the manifest: no line helps before there is another version
        (str(NEXT), NEXT - 6, True),  # only the manifest says so
        (f"{NEXT}、{NEXT - 1}", None, True),
        ("2099", None, True),  # not begun: misread
        ("2007", None, True),
    ],
)
def test_a_year_that_this_version_does_not_know_yet_waits_for_no_line(
    detail: str, text_year: int | None, is_listed: bool
) -> None:
    row = {"reason": "year_out_of_range", "detail": detail, "text_report_year": text_year}
    assert is_too_new(row, this_year=NEXT + 1) is not is_listed
    assert not is_too_new(row | {"reason": "year_ambiguous"}, this_year=NEXT + 1)


def test_only_what_a_line_resolves_is_listed_and_counted(tmp_path: Path) -> None:
    out = {"reason": "year_out_of_range", "text_report_year": None}
    rows = [REFUSED | out | {"source_file": f"{year}.txt", "detail": str(year)} for year in (NEXT, 2099)]
    warehouse, template = Warehouse(str(tmp_path / "warehouse")), tmp_path / "todo.csv"
    with warehouse.open_writer(TABLES["document_register"]) as writer:
        writer.append(build_table_of_records(TABLES["document_register"], rows))
    listed = {2099} if date.today().year >= NEXT else {NEXT, 2099}
    assert write_manifest_template(warehouse, template) == count_abstained(warehouse) == len(listed)
    paths = {line["path"] for line in csv.DictReader(template.read_text(encoding="utf-8-sig").splitlines())}
    assert paths == {f"{year}.txt" for year in listed}


def test_no_cell_is_a_formula_and_each_is_read_back(names: list[str], tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    assert write_manifest_template(Warehouse(str(tmp_path / "warehouse")), manifest) == len(names)
    cells = [cell for row in csv.reader(manifest.read_text(encoding="utf-8-sig").splitlines()) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@＝\t\r")]
    read = read_manifest(tmp_path)
    assert read.problems == ()
    assert {path: line.issuer for path, line in read.lines.items()} == {
        name: f"{name[:2]}HYPERLINK(1)" for name in names
    }
