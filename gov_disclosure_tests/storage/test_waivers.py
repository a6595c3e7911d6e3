"""`waivers.csv`: what can be used, and what is said about the rest."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.storage.corpus import list_raw_files
from gov_disclosure.storage.waivers import parse_waivers, read_waivers

HEADER = "finding_id,reason,author,date\n"


def test_lines_are_read_with_their_numbers(tmp_path: Path) -> None:
    text = f'{HEADER}aa,"two lines,\nas printed",李,2024-03-31\nbb,known,Li,2024-04-01\n'
    (tmp_path / "waivers.csv").write_text(text, encoding="utf-8-sig")
    waivers = read_waivers(tmp_path)
    assert waivers.problems == ()
    assert {name: (w.author, w.reason) for name, w in waivers.by_finding.items()} == {
        "aa": ("李", "two lines,\nas printed"),
        "bb": ("Li", "known"),
    }
    assert waivers.lines == {"aa": 3, "bb": 4}
    assert list(list_raw_files(tmp_path)) == []
    assert read_waivers(tmp_path / "none").by_finding == {}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("id,reason\naa,x", 1, "must name the columns"),
        (f"{HEADER}aa,x,Li,last week", 2, "'last week' of aa is no date"),
        (f"{HEADER}aa,x,,", 2, "aa has no author and no date"),
        (f"{HEADER},x,Li,2024-03-31", 2, "has no finding_id"),
        (f"{HEADER}aa,x,Li,2024-03-31\naa,y,Li,2024-03-31", 3, "aa stands twice"),
    ],
)
def test_what_cannot_be_used_is_told(text: str, line: int, message: str) -> None:
    waivers = parse_waivers(text)
    (problem,) = waivers.problems
    assert problem.line == line
    assert message in problem.message
    assert [w.reason for w in waivers.by_finding.values()] == (["x"] if "twice" in message else [])


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x0b", "\x0c"])
def test_only_line_ends_end_a_line(mark: str) -> None:
    waivers = parse_waivers(f"{HEADER}aa,as{mark}printed,Li,2024-03-31\r\nbb,,Li,2024-03-31\r")
    assert waivers.by_finding["aa"].reason == f"as{mark}printed"
    assert [problem.line for problem in waivers.problems] == [3]


def test_what_a_chinese_spreadsheet_saves_is_read_and_other_bytes_waive_nothing(tmp_path: Path) -> None:
    (tmp_path / "waivers.csv").write_bytes(f"{HEADER}aa,原文如此,李,2024-03-31\n".encode("gb18030"))
    assert read_waivers(tmp_path).by_finding["aa"].reason == "原文如此"
    (tmp_path / "waivers.csv").write_bytes(b"\xff\xfe\x00")
    (problem,) = read_waivers(tmp_path).problems
    assert "save it as CSV UTF-8" in problem.message


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert parse_waivers(text).by_finding.keys() == parse_waivers(text).lines.keys()
