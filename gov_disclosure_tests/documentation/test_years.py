"""The years that the pages name are those that the program knows."""

from pathlib import Path

import pytest

from gov_disclosure.vocabulary.regions import REPORT_YEARS

DOCS = Path(__file__).parents[2] / "docs"
FIRST, LAST = REPORT_YEARS[0], REPORT_YEARS[-1]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("operating.md", f"This version knows reports on {FIRST} to {LAST}"),
        ("operating.md", f"`range({FIRST}, {LAST + 2})`"),
        ("readers/operator.en.md", f"This version knows reports on {FIRST} to {LAST}"),
        ("readers/operator.zh.md", f"本版本只收 {FIRST} 至 {LAST} 年度的年报"),
    ],
)
def test_the_last_year_is_the_one_that_the_program_knows(page: str, words: str) -> None:
    assert words in (DOCS / page).read_text(encoding="utf-8")
