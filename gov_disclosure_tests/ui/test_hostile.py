"""The UI over documents, names and a manifest that are full of scripts: they are shown, and do not run; and nobody else sees it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gov_disclosure.steps.check import check_document
from gov_disclosure.steps.check_page import write_page
from gov_disclosure.steps.explain import explain_file
from gov_disclosure.steps.explain_page import build_page
from gov_disclosure_tests.builders import File
from gov_disclosure_tests.hostile import markup
from gov_disclosure_tests.hostile.trying import run_command
from gov_disclosure_tests.ui.listening import list_beyond_loopback, list_listening
from gov_disclosure_tests.ui.pages import Pages
from gov_disclosure_tests.ui.server import Server, serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
SCRIPT = markup.SCRIPT
NAMED = SCRIPT.replace("/", "\\")
MARKDOWN = "[a](javascript:acted()) ![b](x) <svg onload=acted()>"
VIEWS = (
    "/assets/document_register?view=overview",
    "/assets/document_register?view=checks&checkDetail=conservation",
    "/assets/document_register?view=checks&checkDetail=manifest",
    "/assets/document_register?view=checks&checkDetail=waivers",
    "/assets/document_register?view=events",
    "/assets/fact_finding?view=checks&checkDetail=arithmetic",
    "/assets/coverage_region_year?view=overview",
    "/runs",
)


@pytest.fixture(scope="module")
def watched(page: "Page") -> "Page":
    """A browser page that notes whether a script of a document ran."""
    page.add_init_script("window.acted = () => { window.ran = true }; window.alert = window.acted")
    return page


@pytest.fixture(scope="module")
def hostile(watched: "Page", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    raw = tmp_path_factory.mktemp("raw")
    (raw / f"{NAMED}.html").write_bytes(markup.write_scripts())
    (raw / f"{NAMED}.link").symlink_to("/etc/passwd")
    cells = f'"{NAMED}.html",,,,"{SCRIPT}"', f'"{SCRIPT}{MARKDOWN}",,410900,2019,', f"a.txt,,{SCRIPT},,"
    (raw / "manifest.csv").write_text("\n".join(["path,url,region_code,report_year,issuer", *cells]), encoding="utf-8")
    waiver = f'"{SCRIPT}","{SCRIPT}","{SCRIPT}",2024-01-01'
    (raw / "waivers.csv").write_text(f"finding_id,reason,author,date\n{waiver}\n", encoding="utf-8")
    with serve(tmp_path_factory.mktemp("dagster"), raw) as running:
        done = run_command(
            "run", "--raw", raw, "--warehouse", running.warehouse, DAGSTER_HOME=str(running.log.parent / "home")
        )
        assert done.returncode == 0, done.stdout
        yield running


@pytest.mark.parametrize("view", VIEWS)
def test_no_script_runs_in_the_ui(watched: "Page", hostile: Server, view: str) -> None:
    watched.goto(f"{hostile.url}{view}")
    watched.wait_for_load_state("networkidle")
    assert watched.evaluate("window.ran") is None
    assert watched.locator("img[src=x]").count() == 0


def test_the_scripts_are_shown(watched: "Page", hostile: Server) -> None:
    pages = Pages(watched, hostile.url)
    assert pages.find_missing_in_check("document_register", "conservation", [f"{NAMED}.link"]) == []
    assert pages.find_missing_in_check("document_register", "manifest", [SCRIPT]) == []


def test_a_summary_shows_its_picture_with_its_numbers(watched: "Page", hostile: Server) -> None:
    pytest.importorskip("vl_convert", reason="the library of the charts is an extra")
    dialog = Pages(watched, hostile.url).open_markdown("coverage_region_year", "findings: picture")
    image = dialog.locator("img[alt]")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    assert (image.get_attribute("alt") or "").startswith("警告 warning 1")
    dialog = Pages(watched, hostile.url).open_markdown("coverage_region_year", "what there is: tables")
    assert "北京 beijing" in dialog.locator("table").last.inner_text()


def test_no_script_runs_in_the_pages_of_the_command_line(watched: "Page", tmp_path: Path) -> None:
    source = tmp_path / f"{NAMED}.html"
    source.write_bytes(markup.write_scripts())
    explained, checked = tmp_path / "explained.html", tmp_path / "checked.html"
    explained.write_text(build_page(explain_file(source)), encoding="utf-8")  # type: ignore[arg-type]
    write_page([check_document(File(source.name, source.read_bytes()))], checked)
    for written in (explained, checked):
        watched.goto(written.as_uri())
        assert SCRIPT in watched.locator("body").inner_text()
        assert watched.locator("img, script, svg, iframe").count() == 0
        assert watched.evaluate("window.ran") is None


def test_nothing_listens_beyond_this_machine(hostile: Server) -> None:
    home = f"DAGSTER_HOME={hostile.log.parent / 'home'}"
    port = int(hostile.url.rsplit(":", 1)[1])
    assert f"0100007F:{port:04X}" in list_listening(home)
    assert list_beyond_loopback(home) == []
