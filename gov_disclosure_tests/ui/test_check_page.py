"""The page of `check` in a real browser: on the screen, followed by its links, and on paper."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gov_disclosure.steps.check import check_document
from gov_disclosure.steps.check_page import write_page
from gov_disclosure_tests.builders import SAMPLES, File

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
INERT = "<script>document.title = 'acted'</script>"


def test_the_page_is_read_followed_and_printed(page: "Page", tmp_path: Path) -> None:
    text = (SAMPLES / "anxi_2020.txt").read_text(encoding="utf-8")
    written = tmp_path / "page.html"
    write_page([check_document(File("anxi.txt", f"{text}\n{INERT}".encode()))], written)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(written.as_uri())
    assert page.locator(".verdict").inner_text().startswith("结论")
    assert page.title() != "acted"

    cell = page.locator("td.m-repair").filter(has_text="5").locator(":scope > a")
    cell.click()
    target = page.locator("mark:target")
    assert target.inner_text() == "5"
    assert target.evaluate("e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }")
    page.locator("td.m-repair sup a").first.click()
    assert "对不上" in page.locator("section:target").inner_text()

    page.emulate_media(media="print")
    assert not page.locator("aside").is_visible()
    assert page.locator("table.form").first.is_visible()
    page.set_viewport_size({"width": 720, "height": 1000})  # A4 less its margins
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1600, "height": 1000})
    assert requests == [written.as_uri()]
