"""A browser and a running Dagster for one module of tests; skipped, with the reason, where there is no browser."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gov_disclosure_tests.ui.pages import Pages
from gov_disclosure_tests.ui.server import ROOT, Server, read_end, serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# A page of this machine only: the sandbox asks for rights that containers do not give.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking")


@pytest.fixture(scope="module")
def page() -> Iterator["Page"]:
    playwright = pytest.importorskip("playwright.sync_api", reason="no browser test without the package playwright")
    with playwright.sync_playwright() as started:
        own = Path(started.chromium.executable_path)  # there after `playwright install chromium`
        found = next(filter(None, map(shutil.which, BROWSERS)), str(own) if own.exists() else None)
        if found is None:
            pytest.skip(f"no browser test without a browser: none of {', '.join(BROWSERS)} is installed")
        with contextlib.closing(started.chromium.launch(executable_path=found, args=FLAGS)) as browser:
            page = browser.new_page(viewport={"width": 1600, "height": 1000})
            page.set_default_timeout(60_000)
            yield page


@pytest.fixture(scope="module")
def server(page: "Page", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Started after the browser, so that nothing is started where there is none."""
    with serve(tmp_path_factory.mktemp("dagster"), ROOT / "data" / "raw") as running:
        yield running
        print(read_end(running.log))  # shown where a test failed


@pytest.fixture(scope="module")
def pages(page: "Page", server: Server) -> Pages:
    return Pages(page, server.url)
