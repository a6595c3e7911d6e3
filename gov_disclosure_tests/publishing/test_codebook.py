"""The codebook tells everything that there is, in both languages, and needs nothing else."""

from pathlib import Path

import duckdb
import lxml.html
import pytest
from click.testing import CliRunner

from gov_disclosure.cli import main
from gov_disclosure.publishing.codebook import build_markdown, build_page
from gov_disclosure.publishing.dictionary import build_dictionary
from gov_disclosure.publishing.lists import list_indicators, list_reasons, list_rules


@pytest.fixture(scope="module")
def page() -> lxml.html.HtmlElement:
    return lxml.html.fromstring(build_page())


def test_the_page_has_every_table_and_column_with_its_names(page: lxml.html.HtmlElement) -> None:
    for table in build_dictionary().values():
        (section,) = page.xpath(f"//section[h3[@id='{table.name}']]")
        rows = section.xpath(".//tbody/tr")
        assert [row.xpath("string(td[1])") for row in rows] == [column.name for column in table.columns]
        for row, column in zip(rows, table.columns, strict=True):
            assert row.xpath("string(td[2])") == column.label_zh
            assert row.xpath("string(td[4])").startswith(column.meaning_en)
            assert row.xpath("td[last()]/ul/li/code/text()") == [term.term for term in column.terms]
        assert section.xpath(".//td[@class='key']/code/text()") == [
            c.name for c in table.columns if c.name in table.key
        ]


def test_every_link_of_the_page_leads_to_a_place_of_it(page: lxml.html.HtmlElement) -> None:
    places = {f"#{place}" for place in page.xpath("//@id")}
    assert set(page.xpath("//@href")) <= places
    assert not page.xpath("//script | //img | //link | //@src")
    assert "default-src 'none'" in page.xpath("string(//meta[@http-equiv]/@content)")


def test_the_lists_are_whole(page: lxml.html.HtmlElement) -> None:
    counts = {"cells": len(list_indicators()), "rules": len(list_rules()), "reasons": len(list_reasons())}
    for place, count in counts.items():
        assert len(page.xpath(f"//h2[@id='{place}']/following-sibling::div[1]//tbody/tr")) == count
    assert counts["cells"] > 300
    assert counts["reasons"] > 20


def test_markdown_has_as_many_cells_in_each_row_as_its_table(page: lxml.html.HtmlElement) -> None:
    lines = build_markdown().splitlines()
    width = 0
    for before, line in zip(["", *lines], lines, strict=False):
        cells = line.replace("\\|", "").count("|")
        width = cells if line.startswith("|") and not before.startswith("|") else width
        assert not line.startswith("|") or cells == width, line
    assert sum(line.startswith("### ") for line in lines) == len(build_dictionary())


def test_every_rule_that_found_something_is_told(warehouse: Path) -> None:
    found = duckdb.sql(f"SELECT DISTINCT rule FROM '{warehouse}/fact_finding/*/*/*.parquet'").fetchall()
    assert found
    assert [rule for (rule,) in found if not any(entry.covers(rule) for entry in list_rules())] == []


def test_every_rule_has_its_words() -> None:
    assert [rule.rule for rule in list_rules() if not (rule.zh and rule.en)] == []


def test_the_command_writes_both(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["codebook", "--to", str(tmp_path / "book")])
    assert result.exit_code == 0
    assert (tmp_path / "book" / "codebook.html").read_text(encoding="utf-8") == build_page()
    assert (tmp_path / "book" / "codebook.md").read_text(encoding="utf-8") == build_markdown()
