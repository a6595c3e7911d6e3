"""Documents come, change, move and go in any order: the register and what counts are those of a first run at the end.

Copies, revisions and conflicts are among them, and registrations in between, as a folder lives for years.
"""

import html
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.accepted import read_stamps
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure_tests.steps.registering import register

SAMPLES = Path(__file__).parents[2] / "data" / "raw"
ANXI, PUYANG = ((SAMPLES / f"{name}.txt").read_text(encoding="utf-8") for name in ("anxi_2020", "puyang_2019"))
TITLE = "濮阳市人民政府2019年政府信息公开工作年度报告"
REVISED = PUYANG.replace(TITLE, f"{TITLE}（修订版）").replace("62044", "62045")
CONTENTS: Mapping[str, bytes] = {
    "report": ANXI.encode(),
    "in another encoding": ANXI.encode("gb18030"),
    "as a page": f"<html><body><pre>{html.escape(ANXI)}</pre></body></html>".encode(),
    "first version": PUYANG.encode(),
    "revised version": REVISED.encode(),
    "contradiction": ANXI.replace("46", "47").encode(),
    "no report": "面包、牛奶、鸡蛋，周五前买好。\n".encode(),
}
PATHS = ("a.txt", "b/c.txt", "b/d.html", "e.txt", "f.txt", "g.txt")
FINAL: Mapping[str, str] = {
    "a.txt": "first version",
    "b/c.txt": "report",
    "b/d.html": "as a page",
    "e.txt": "contradiction",
    "f.txt": "revised version",
    "g.txt": "no report",
}
Event = tuple[str, str, str]


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Documents that come and go at random, then what there is at the end, in any order, registered now and then."""
    wandering = st.one_of(
        st.tuples(st.just("write"), st.sampled_from(PATHS), st.sampled_from(sorted(CONTENTS))),
        st.tuples(st.just("delete"), st.sampled_from(PATHS), st.just("")),
        st.tuples(st.just("move"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
        st.just(("register", "", "")),
    )
    end = [("write", path, content) for path, content in FINAL.items()]
    rest = draw(st.permutations(end + [("register", "", "")] * draw(st.integers(0, 2))))
    return [*draw(st.lists(wandering, max_size=6)), *rest]


def happen(event: Event, raw: Path, warehouse: Warehouse) -> None:
    kind, name, other = event
    path = raw / name
    if kind == "register":
        assert register(raw, warehouse).is_conserved
    elif kind == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(CONTENTS[other])
    elif path.exists() and kind == "delete":
        path.unlink()
    elif path.exists() and kind == "move":
        (raw / other).parent.mkdir(exist_ok=True)
        path.replace(raw / other)


def read_register(warehouse: Warehouse) -> list[dict[str, Any]]:
    rows = warehouse.read(TABLES["document_register"]).to_pylist()
    return [row for row in rows if row["status"] != "gone"]


def find_stamps(warehouse: Warehouse) -> Mapping[PartitionKey, str]:
    return dict(read_stamps(StoredTable(warehouse, TABLES["document_register"])))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(histories())
def test_the_end_is_that_of_a_first_run_whatever_came_before(history: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        raw, lived, fresh = Path(folder, "raw"), Warehouse(f"{folder}/lived"), Warehouse(f"{folder}/fresh")
        raw.mkdir()
        for event in history:
            happen(event, raw, lived)
        assert register(raw, lived).is_conserved
        register(raw, fresh)
        assert read_register(lived) == read_register(fresh)
        assert find_stamps(lived) == find_stamps(fresh)
        assert lived.read(TABLES["rejected_document"]).equals(fresh.read(TABLES["rejected_document"]))


def test_what_counts_is_what_a_clean_folder_gives(tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    dirty, tidy = Warehouse(str(tmp_path / "dirty")), Warehouse(str(tmp_path / "tidy"))
    for path, content in FINAL.items():
        happen(("write", path, content), _made(raw), dirty)
    register(raw, dirty)
    rows = {row["source_file"]: row for row in read_register(dirty)}
    assert {path: (row["status"], row["is_current"]) for path, row in rows.items()} == {
        "a.txt": ("accepted", False),
        "b/c.txt": ("accepted", True),
        "b/d.html": ("duplicate", False),
        "e.txt": ("accepted", True),
        "f.txt": ("accepted", True),
        "g.txt": ("rejected", False),
    }
    assert rows["f.txt"]["supersedes"] == rows["a.txt"]["report_id"]
    assert rows["b/c.txt"]["conflicts_with"] == rows["e.txt"]["report_id"]
    assert rows["e.txt"]["conflicts_with"] == rows["b/c.txt"]["report_id"]
    for path, row in rows.items():
        if row["is_current"]:
            (_made(clean) / path).parent.mkdir(exist_ok=True)
            shutil.copy(raw / path, clean / path)
    register(clean, tidy)
    current = [row | {"supersedes": None, "version_evidence": None} for row in rows.values() if row["is_current"]]
    assert [row | {"version_evidence": None} for row in read_register(tidy)] == current


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder
