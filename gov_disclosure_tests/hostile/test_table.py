"""The page tells what the tests find: its tables are those of the cases."""

from pathlib import Path

from gov_disclosure_tests.hostile.table import write_tables

PAGE = Path(__file__).parents[2] / "docs" / "hostile.md"


def test_the_page_has_a_row_for_each_case_and_no_other() -> None:
    shown = PAGE.read_text(encoding="utf-8").split("<!-- cases -->\n\n")[1]
    assert shown.splitlines() == list(write_tables())
