"""Small inputs for tests of the upper floors: files as the raw folder gives them, and fact tables from a few numbers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd

from gov_disclosure.frames.arrow import to_frame
from gov_disclosure.frames.elements import FACT_OF_TABLE, build_elements, build_texts
from gov_disclosure.frames.facts import CELL_KEYS, FACT_TABLES, as_declared, build_fact
from gov_disclosure.frames.register import build_refusals, build_register, build_register_row
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.validation import quarantine
from gov_disclosure.vocabulary.forms import form_table

SAMPLES = Path(__file__).parent.parent / "data" / "raw"
REPORT = {
    "region_code": "410900",
    "region_name": "濮阳市",
    "region_level": "prefecture",
    "province_code": "410000",
    "issuer": None,
    "issuer_kind": "government",
    "scope": "unknown",
    "report_year": 2019,
}


@dataclass(frozen=True)
class File:
    """A raw file with its bytes."""

    source_file: str
    data: bytes | None
    problem: str | None = None
    detail: str | None = None
    container: str | None = None

    @property
    def size_bytes(self) -> int:
        return len(self.data or b"")

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data or b"").hexdigest()


@dataclass(frozen=True)
class Partition:
    """Everything the lower floors make of some files."""

    register: pd.DataFrame
    rejected_documents: pd.DataFrame
    texts: pd.DataFrame
    elements: pd.DataFrame
    facts: Mapping[str, pd.DataFrame]
    rejected_cells: pd.DataFrame


def build_partition(files: list[File]) -> Partition:
    register = build_register(build_register_row(file) for file in files)
    rejected = build_refusals(register)
    data = {file.source_file: file.data for file in files}
    accepted = [row for row in register.to_pylist() if row["status"] == "accepted"]
    texts = build_texts((row, data[row["source_file"]]) for row in accepted)
    elements, frame = to_frame(build_elements(texts)), to_frame(register)
    checked = {table: quarantine(build_fact(table, elements, frame), TABLES[table]) for table in FACT_TABLES}
    return Partition(
        frame,
        to_frame(rejected),
        to_frame(texts),
        elements,
        {table: c.valid for table, c in checked.items()},
        pd.concat([c.rejected for c in checked.values()], ignore_index=True),
    )


def build_fact_of(form: str, table: str, numbers: Mapping[str, object], report_id: str = "r1") -> pd.DataFrame:
    """A fact table of one report: cells by `row|column` (or `row` in form B); the others are blank.

    A value that is no number is taken for a value status.
    """
    layout = form_table(form, table)
    assert layout is not None
    fact = FACT_OF_TABLE[table]
    rows = []
    for row, column in layout.cells():
        key = row.key if table == "statistics" else f"{row.key}|{column.key}"
        given = numbers.get(key, "blank")
        status = given if isinstance(given, str) else "reported"
        record = dict(zip(CELL_KEYS[fact], (row.key, column.key), strict=False))
        record |= {"value": None if isinstance(given, str) else Decimal(str(given)), "value_status": status}
        record |= {
            "value_derived": None,
            "derivation": None,
            "unit": "件",
            "article_item": row.parent[-4:].replace("_", "-"),
        }
        record |= {
            "precision": Decimal(0),
            "bound": None if isinstance(given, str) else "exact",
            "raw_text": None,
            "source_start": None,
            "source_end": None,
        }
        rows.append(REPORT | {"report_id": report_id, "form": form} | record)
    return as_declared(fact, pd.DataFrame(rows))
