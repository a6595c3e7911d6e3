"""The pages hold what the tables hold, and the same bytes from the same tables."""

import hashlib
import json
import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.cli import main
from gov_disclosure.frames.columns import VALUE_STATUSES
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.publishing.explorer import words
from gov_disclosure.publishing.explorer.areas import Area, AreaIndex, build_index_chunk, read_areas
from gov_disclosure.publishing.explorer.chunks import spell_json, write_chunk
from gov_disclosure.publishing.explorer.editions import open_release, open_warehouse
from gov_disclosure.publishing.explorer.measures import KINDS, read_measures
from gov_disclosure.publishing.explorer.reports import spell_decimal
from gov_disclosure.publishing.explorer.site import ExplorerError, write_explorer
from gov_disclosure.publishing.release import write_release
from gov_disclosure.publishing.standing import ReleaseError, Wish
from gov_disclosure.steps.analysis import write_analysis
from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure_tests.publishing.unpacking import read_piece

pytest.importorskip("vl_convert", reason="the library of the charts is an extra")
ANXI = "fujian/350524-2008"
SITE = Path(words.__file__).parent / "static"


def hash_all(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def read_rows(warehouse: Path, table: str) -> list[dict[str, Any]]:
    files = sorted((warehouse / table).rglob("*.parquet"))
    return [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]


def unfold(layouts: list[list[str]], report: dict[str, Any], table: str) -> dict[str, dict[str, Any]]:
    """The cells of a report as the pages unfold them."""
    packed, at, cells = report["cells"][table], 0, {}
    for place, key in enumerate(layouts[packed["k"]]):
        start = at + packed["p"][place]
        length = packed["n"][place]
        at = start + length if length >= 0 else at
        cells[key] = {
            "value": packed["v"][place],
            "value_status": VALUE_STATUSES[ord(packed["s"][place]) - ord("a")],
            "unit": layouts[packed["u"]][place],
            "span": (start, start + length) if length >= 0 else None,
        }
    return cells


@pytest.fixture(scope="module")
def site(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "explorer"
    result = CliRunner().invoke(main, ["explore", "--warehouse", str(warehouse), "--to", str(folder)])
    assert result.exit_code == 0, result.output
    assert "5 reports" in result.output
    return folder


def test_every_cell_of_every_report_is_there_with_its_characters(site: Path, warehouse: Path) -> None:
    seen = 0
    for table, keys in CELL_KEYS.items():
        for row in read_rows(warehouse, table):
            path = next((site / "data" / "area").rglob(f"{row['region_code']}-*.js"), None)
            path = path or next((site / "data" / "area").rglob("370125-2008.js"))  # 济阳 was a county before
            name = path.relative_to(site / "data" / "area").with_suffix("").as_posix()
            piece = read_piece(site, f"area/{name}")
            report = next(report for report in piece["reports"] if report["report_id"] == row["report_id"])
            cell = unfold(read_piece(site, "layouts"), report, table)["|".join(row[key] for key in keys)]
            assert (cell["value"], cell["value_status"]) == (spell_decimal(row["value"]), row["value_status"])
            assert cell["unit"] == (row["unit"] or "")
            if row["raw_text"] is None:
                assert cell["span"] is None
            else:
                text = read_piece(site, f"text/{name}")[row["report_id"]]
                assert text[slice(*cell["span"])] == row["raw_text"]
            seen += 1
    assert seen > 700


def test_the_series_of_an_area_are_those_of_the_panel(site: Path, warehouse: Path) -> None:
    piece, years = read_piece(site, f"area/{ANXI}"), read_overview(site)["years"]
    rows = [
        row
        for row in read_rows(warehouse, "panel_series")
        if row["region_code"] == "350524" and row["value"] is not None
    ]
    assert rows
    for row in rows:
        part = piece["series"][row["series"]]
        assert part["value"][row["report_year"] - years[0]] == spell_decimal(row["value"])
    whole = read_piece(site, "series/requests_received")
    place = whole["areas"].index(find_place(site, "350524@2008"))
    own = whole["value"][place * len(years) : (place + 1) * len(years)]
    assert own == piece["series"]["requests_received"]["value"]


def read_overview(site: Path) -> Any:
    page = (site / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="overview">(.*?)</script>', page, re.S)
    assert found is not None
    return json.loads(found[1])


def find_place(site: Path, area_id: str) -> int:
    return [area[0] for area in read_piece(site, "areas")["areas"]].index(area_id)


def test_coverage_counts_every_region_of_every_year_once(site: Path, warehouse: Path) -> None:
    overview = read_overview(site)
    rows = [row for row in read_rows(warehouse, "coverage_region_year") if row["report_year"] in overview["years"]]
    told = dict.fromkeys(overview["states"], 0)
    for counts in overview["coverage"].values():
        for state, years in zip(overview["states"], counts, strict=False):
            told[state] += sum(years)
    assert told == {state: sum(row["state"] == state for row in rows) for state in told}
    assert sum(told.values()) == len(rows)


def test_the_same_tables_give_the_same_bytes_and_older_pages_give_way(
    site: Path, warehouse: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    for _ in range(2):
        write_explorer(open_warehouse(str(warehouse)), other)
    assert hash_all(other) == hash_all(site)
    assert [path.name for path in tmp_path.iterdir()] == ["other"]
    other.rename(tmp_path / ".other.1.ab.tmp.old")  # as a process leaves it that is killed between two renames
    stood: list[bool] = []
    write_explorer(open_warehouse(str(warehouse)), other, lambda _: stood.append((other / "index.html").exists()))
    assert all(stood)
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_a_release_gives_the_same_data_as_its_warehouse(site: Path, warehouse: Path, tmp_path: Path) -> None:
    write_release(Warehouse(str(warehouse)), Wish(tmp_path / "releases"))
    edition = open_release(tmp_path / "releases")
    write_explorer(edition, tmp_path / "pages")
    assert hash_all(tmp_path / "pages" / "data") == hash_all(site / "data")
    assert read_overview(tmp_path / "pages")["version"] == edition.version != ""


def test_a_folder_with_something_else_is_left_alone(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(ExplorerError, match="no explorer"):
        write_explorer(open_warehouse(str(warehouse)), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_series_that_this_program_does_not_know_writes_over_no_other(warehouse: Path, tmp_path: Path) -> None:
    """As of a release that an older program has written."""
    write_release(Warehouse(str(warehouse)), Wish(tmp_path / "releases"))
    source = open_release(tmp_path / "releases").source
    index, kind = read_areas(source), KINDS[0]
    whole = read_measures(source, index, kind)
    gone = replace(kind, keys=kind.keys[1:])
    for name, array in read_measures(source, index, gone).numbers.items():
        assert np.array_equal(array, whole.numbers[name][1:], equal_nan=True)


def test_the_parent_of_a_county_is_what_its_code_meant_then() -> None:
    """A prefecture with another code later, and a code of two prefectures, one after the other."""
    tongren = Area(
        "522200@2008", "guizhou", "prefecture", ["铜仁市", "铜仁地区"], ["520600", "522200"], None, 0, ["a", "a"]
    )
    wanshan = Area("522230@2008", "guizhou", "county", ["万山特区"], ["522230"], "522200", 1, ["a", " "])
    jinan = Area("370100@2008", "shandong", "prefecture", ["济南市"], ["370100"], None, 2, ["a", " "])
    larger = Area("370100@2011", "shandong", "prefecture", ["济南市"], ["370100"], None, 3, [" ", "a"])
    earlier = Area("370199@2008", "shandong", "county", ["甲县"], ["370199"], "370100", 4, ["a", " "])
    lasting = Area("370102@2008", "shandong", "county", ["历下区"], ["370102"], "370100", 5, ["a", "a"])
    body = Area("370098@", "shandong", "county", ["某局"], ["370098"], None, 6)
    places = {("522200", 2010): 0, ("520600", 2011): 0, ("370100", 2010): 2, ("370100", 2011): 3}
    areas = [tongren, wanshan, jinan, larger, earlier, lasting, body]
    rows = build_index_chunk(AreaIndex(areas, range(2010, 2012), places))["areas"]
    assert [row[5] for row in rows] == [-1, 0, -1, -1, 2, 3, -1]
    assert [row[8] for row in rows] == [(0, 1), (0, 0), (0, 0), (1, 1), (0, 0), (0, 1), None]


def test_what_is_no_release_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no release"):
        open_release(tmp_path)


def test_a_warehouse_without_tables_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["explore", "--warehouse", str(tmp_path), "--to", str(tmp_path / "pages")])
    assert result.exit_code == 1
    assert "gov-disclosure run" in result.output


def test_a_panel_of_other_facts_is_refused_and_otherwise_named(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a run was killed before the analysis, or the rule is another one now."""
    place, pages = tmp_path / "warehouse", tmp_path / "pages"
    shutil.copytree(samples / "warehouse", place)
    arguments = ["explore", "--raw", str(samples / "raw"), "--warehouse", str(place), "--to", str(pages)]
    own = open_warehouse(str(place)).content
    monkeypatch.setenv("GOV_DISCLOSURE_PANEL_RULE", "own_body")
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, pages.exists()) == (1, False)
    assert "panel and indicators are not what this program would write now: gov-disclosure run, or explore" in " ".join(
        result.output.split()
    )
    write_analysis(Warehouse(str(place)), "own_body")
    assert open_warehouse(str(place)).content != own
    monkeypatch.delenv("GOV_DISCLOSURE_PANEL_RULE")
    assert CliRunner().invoke(main, arguments).exit_code == 1
    assert CliRunner().invoke(main, [*arguments, "--as-it-is"]).exit_code == 0


def test_every_phrase_that_a_page_asks_for_is_there_in_both_languages() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted(SITE.glob("*.js")))
    asked = set(re.findall(r'\bt\("([a-z_.]+)"', scripts))
    phrases = words.load_phrases()
    assert asked <= set(phrases)
    assert all(zh.strip() and en.strip() for zh, en in phrases.values())
    names = {"search_placeholder", "other_language"}
    assert not [key for key, (_, en) in phrases.items() if key not in names and re.search(r"[\u4e00-\u9fff]", en)]


def test_every_word_of_a_closed_list_has_a_name_in_both_languages() -> None:
    told = words.build_words()
    columns = {
        "status": "status",
        "mark": "comparability",
        "reason": "comparability_reason",
        "value_status": "value_status",
    }
    for name, column in columns.items():
        assert all(all(told["terms"][column][word]) for word in told["lists"][name])


def test_units_are_told_by_what_is_counted_and_by_form() -> None:
    told = words.build_words()
    units = {one["key"]: (one["unit"], one["units"]) for one in (*told["indicators"], *told["series"])}
    english = {
        "requests_received": "requests", "normative_issued": "documents", "normative_docs_issued": "documents",
        "licensing_decisions": "decisions", "review_total": "cases", "complaints": "complaints",
    }  # fmt: skip
    assert {key: units[key] for key in english} == {key: (("件", en), {}) for key, en in english.items()}
    assert units["normative_published"] == (("件", "documents"), {"B": ("条", "items")})
    assert units["request_fees"] == (("元", "yuan"), {})
    assert units["on_time"] == (("是/否", "yes/no"), {})
    assert units["denied_rate"] == (None, {})
    cells = [cell for table in told["cells"].values() for cell in table.values()]
    assert not [cell for cell in (*cells, *told["figures"].values()) if cell[2] and cell[2] == cell[3]]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_a_piece_is_one_harmless_statement(tmp_path_factory: pytest.TempPathFactory, content: Any) -> None:
    folder = tmp_path_factory.getbasetemp() / "pieces"
    write_chunk(folder / "data", "a", content)
    assert read_piece.__wrapped__(folder, "a") == json.loads(spell_json(content))


def test_a_name_cannot_leave_its_text(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot name"):
        write_chunk(tmp_path, 'a",alert(1),"', None)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**13), max_value=10**13))
def test_no_number_is_rounded_on_its_way(value: Decimal) -> None:
    told = json.loads(json.dumps(spell_decimal(value)))
    assert Decimal(str(told)) == value
