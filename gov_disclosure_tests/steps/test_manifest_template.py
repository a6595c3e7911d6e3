"""A manifest to fill in, opened by a spreadsheet and read back."""

import csv
from pathlib import Path

import pytest

from gov_disclosure.frames.arrow import build_table_of_records
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.manifest_template import write_manifest_template
from gov_disclosure.storage.manifest import read_manifest
from gov_disclosure.storage.warehouse import Warehouse

BEGINNINGS = ("=", "+", "-", "@", "'=", "''=", "＝")
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
