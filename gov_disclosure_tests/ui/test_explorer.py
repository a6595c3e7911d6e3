"""The pages of the explorer in a real browser: on a desk and on a phone, in both languages, by clicks and by keyboard."""

import itertools
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from gov_disclosure.publishing.explorer.editions import open_warehouse
from gov_disclosure.publishing.explorer.site import write_explorer
from gov_disclosure_tests.builders import SAMPLES
from gov_disclosure_tests.hostile import markup
from gov_disclosure_tests.hostile.trying import run_command

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
SCRIPT = markup.SCRIPT
HOSTILE = "henan/411000-2008"
ANXI, PUYANG = "fujian/350524-2008", "henan/410900-2008"
ROUTES = (
    "overview",
    "overview?show=missing",
    "province/henan",
    "map/indicator/substantive_disclosure_rate",
    "map/series/requests_received?province=henan&of=prefecture",
    "map/indicator/on_time?province=fujian&in=350500@2008",
    "ranking/indicator/requests_received?year=2019&level=prefecture",
    f"region/{PUYANG}",
    f"region/{ANXI}?what=series/requests_received",
    f"region/{ANXI}?what=indicator/on_time",
    f"number/{PUYANG}/indicator/substantive_disclosure_rate/2019",
    f"compare?a={PUYANG}&ay=2019&b={ANXI}&by=2020",
    "compare",
    "findings",
    "findings/cells.blank/info?province=shandong",
    "search?q=安溪",
    "about",
)
WIDTHS = {"desk": 1280, "phone": 360}
WIDTH_NAMES = {width: name for name, width in WIDTHS.items()}
#: Nothing is loaded anew: the policy of the pages forbids even what axe would ask for.
AXE = {"preload": False, "resultTypes": ["violations"]}
SERIOUS = ("serious", "critical")
CHINESE = """[...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3
    && /[\\u4e00-\\u9fff]/.test(n.data)) && !e.closest('[lang=zh-CN], script, noscript, option, svg, td.key, #skip'))
    .map(e => e.outerHTML.slice(0, 120))"""
"""Elements with Chinese that is not said to be: only names and texts of documents may be in it."""
READY = "main:not([aria-busy]) h1"
EVERYWHERE = pytest.mark.parametrize(
    ("language", "width"),
    list(itertools.product(("zh", "en"), WIDTHS.values())),
    ids=lambda one: WIDTH_NAMES.get(one, one),
)


MARK = "document.querySelector('main').setAttribute('aria-busy', 'true')"
"""Lets a page that stands look as one that is being made: the next one that stands is another."""


class Site:
    """The pages of a folder, and what the browser said while they were open."""

    def __init__(self, page: "Page", folder: Path) -> None:
        self.page, self.folder = page, folder
        self.messages: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.messages.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.messages.append(f"error: {error}"))
        page.on("request", lambda request: self.requests.append(request.url))
        page.add_init_script("window.acted = () => { window.ran = true }; window.alert = window.acted")

    def open(self, route: str, language: str = "zh") -> None:
        """Open one page anew."""
        self.page.goto("about:blank")
        self.page.goto(f"{(self.folder / 'index.html').as_uri()}#/{language}/{route}")
        self.wait()

    def turn(self, route: str, language: str) -> None:
        """Go on to another page as a link does, without opening everything anew."""
        self.page.evaluate(f"address => {{ {MARK}; location.hash = address }}", f"#/{language}/{route}")
        self.wait()

    def wait(self) -> None:
        """Wait until a page stands."""
        self.page.wait_for_selector(READY)

    def click(self, selector: str) -> None:
        """Follow a link to another page."""
        before = self.page.url
        self.page.evaluate(MARK)  # the address changes before the page does
        self.page.locator(selector).first.click()
        self.page.wait_for_url(lambda url: url != before)
        self.wait()

    def find_barriers(self) -> list[tuple[str, str]]:
        """What keeps people out, seriously, as axe finds it: the rule and the first element."""
        from axe_playwright_python.sync_playwright import Axe

        if self.page.evaluate("typeof axe") == "undefined":
            self.page.evaluate(Axe().axe_script)
        found = self.page.evaluate("options => axe.run(options)", AXE)["violations"]
        return [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in SERIOUS]

    def read_rows(self, warehouse: Path, table: str, **wanted: Any) -> list[dict[str, Any]]:
        """Rows of a table of the warehouse."""
        rows = (
            row for path in (warehouse / table).rglob("*.parquet") for row in pq.ParquetFile(path).read().to_pylist()
        )
        return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


@pytest.fixture(scope="module")
def warehouse(page: "Page", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the sample reports and one that is full of scripts; made by another process, as this one's loop is the browser's."""
    folder = tmp_path_factory.mktemp("explorer")
    shutil.copytree(SAMPLES, folder / "raw")
    named = f"{SCRIPT}.html".replace("/", "\\")
    (folder / "raw" / named).write_text(markup.write_scripts().decode().replace("濮阳", "许昌"), encoding="utf-8")
    done = run_command("run", "--raw", folder / "raw", "--warehouse", folder / "warehouse")
    assert done.returncode == 0, done.stdout
    return folder / "warehouse"


@pytest.fixture(scope="module")
def site(page: "Page", warehouse: Path) -> Site:
    pytest.importorskip("vl_convert", reason="the library of the charts is an extra")
    folder = warehouse.parent / "pages"
    write_explorer(open_warehouse(str(warehouse)), folder)
    return Site(page, folder)


@pytest.fixture(autouse=True)
def quiet(site: Site) -> Iterator[None]:
    """No page may complain, or ask for anything that does not lie in its folder."""
    site.messages.clear()
    site.requests.clear()
    yield
    assert site.messages == []
    assert [
        url for url in site.requests if not url.startswith((site.folder.as_uri(), "about:", "data:", "blob:"))
    ] == []


@pytest.fixture(scope="module")
def documents(site: Site, warehouse: Path) -> tuple[str, ...]:
    """Pages of one report, of a cell and a figure in it, with its text marked; these have names of their own in every warehouse."""
    (report,) = site.read_rows(warehouse, "dim_report", region_code="410900")
    (cell,) = site.read_rows(warehouse, "fact_requests", region_code="410900", disposition="new", applicant="total")
    figure = site.read_rows(warehouse, "fact_narrative_figure", region_code="410900")[0]
    own = f"{PUYANG}/{report['report_id']}"
    return (
        f"report/{own}",
        f"report/{own}?at={cell['source_start']}-{cell['source_end']}",
        f"cell/{own}/fact_requests/new%7Ctotal",
        f"cell/{own}/fact_narrative_figure/{figure['indicator']}.0",
    )


@EVERYWHERE
def test_every_page_stands_fits_keeps_nobody_out_and_has_no_word_of_the_other_language(
    site: Site, documents: tuple[str, ...], language: str, width: int
) -> None:
    page = site.page
    page.set_viewport_size({"width": width, "height": 900})
    site.open("overview", language)
    for route in (*ROUTES[1:], *documents, "overview"):
        site.turn(route, language)
        assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), route
        assert not re.search(r"undefined|NaN|\[object|null", page.locator("main").inner_text()), route
        assert language == "zh" or page.evaluate(CHINESE) == [], route
        assert site.find_barriers() == [], route


@EVERYWHERE
def test_a_number_is_followed_by_clicks_down_to_its_characters(
    site: Site, warehouse: Path, language: str, width: int
) -> None:
    site.page.set_viewport_size({"width": width, "height": 900})
    site.open("overview", language)
    site.click("table a[href$='province/henan']")
    site.click(f"table a[href$='region/{PUYANG}']")
    assert site.page.locator("h1").inner_text() == {"zh": "濮阳市", "en": "Puyang 濮阳市"}[language]
    (row,) = site.read_rows(
        warehouse, "panel_series", region_code="410900", report_year=2019, series="requests_received"
    )
    site.page.locator("section > details > summary").last.click()
    site.click(f"details td a[href$='number/{PUYANG}/series/requests_received/2019'] >> visible=true")
    assert re.findall(r"[\d,]+", site.page.locator("#value").inner_text()) == [f"{row['value']:,.0f}"]
    key = {"region_code": "410900", "disposition": "new", "applicant": "total"}
    (fact,) = site.read_rows(warehouse, "fact_requests", **key)
    assert fact["value"] == row["value"]
    site.click("section table tbody th a")
    assert site.page.locator("#raw").inner_text() == fact["raw_text"] == site.page.locator("#here").inner_text()
    site.click(f"a.button[href$='at={fact['source_start']}-{fact['source_end']}']")
    marked = site.page.locator(".whole #here")
    assert marked.inner_text() == fact["raw_text"]
    assert marked.evaluate("e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }")
    (text,) = (row["text"] for row in site.read_rows(warehouse, "report_text", report_id=fact["report_id"]))
    before = site.page.locator(".whole").evaluate("e => e.firstChild.data")
    assert before == text[: fact["source_start"]].replace("\r\n", "\n")
    (report,) = site.read_rows(warehouse, "dim_report", report_id=fact["report_id"])
    assert report["source_sha256"] in site.page.locator("main").inner_text()


def test_a_line_ends_where_numbers_do_not_go_on(site: Site) -> None:
    site.open(f"region/{PUYANG}?what=series/requests_received")
    site.page.locator("summary:has-text('图中的数字')").click()
    assert "不可比 — 上一年没有数字" in site.page.locator("details tr:has(th:text-is('2019'))").first.inner_text()
    marks = ["not_comparable", "same", "break", "bounded", None, "same"]
    points = [
        {"year": 2017 + i, "point": {"value": None if m is None else 1, "comparability": m}}
        for i, m in enumerate(marks)
    ]
    cut = "points => Explorer.areas.cutOwn(points).map(one => one.segment)"
    assert site.page.evaluate(cut, points) == [1, 1, 2, 2, 3, 4]
    years = [{"year": year, "n": 5, "value": 1} for year in range(2012, 2022)]
    cut = "rows => Explorer.areas.cutPeers(Explorer.measures.find('series', 'requests_received'), rows).map(one => one.segment)"
    assert site.page.evaluate(cut, years) == [1, 1, 2, 2, 2, 2, 2, 3, 3, 3]


def test_a_province_has_its_direct_counties_and_two_areas_of_one_name_apart(site: Site) -> None:
    site.page.set_viewport_size({"width": WIDTHS["desk"], "height": 900})
    site.open("province/henan")
    assert site.page.locator("tbody th").all_inner_texts().count("济源市") == 1
    site.turn("province/shandong", "zh")
    jinan = ["济南市 2017", "济南市 2018–2020"]
    named = [name for name in site.page.locator("tbody th").all_inner_texts() if name.startswith("济南市")]
    drawn = [name for name in site.page.locator("svg text").all_text_contents() if name.startswith("济南市")]
    assert named == drawn == jinan
    assert site.page.locator("option:has-text('济南市')").all_inner_texts() == jinan


def test_a_prefecture_has_no_number_of_its_only_county_and_no_county_is_left_out(site: Site) -> None:
    site.open("map/series/requests_received?province=fujian&of=county")
    (row,) = site.page.locator("tbody tr").all_inner_texts()
    assert re.fullmatch(r"泉州市\t.*1 个.*", row), row
    assert site.page.locator("option:text-is('泉州市')").count() == 1
    rows = """async slug => {
        const areas = (await Explorer.measures.loadAreas()).map(area => ({ ...area, documented: true }));
        const province = Explorer.overview.provinces.find(one => one.slug === slug);
        const rows = Explorer.ui.listMapRows(areas, province, null, 'county');
        const counties = areas.filter(area => area.slug === slug && area.level === 'county');
        return [rows.filter(row => row.itself).map(row => row.name), rows.flatMap(row => row.areas).length - counties.length];
    }"""
    assert site.page.evaluate(rows, "henan") == [["济源市"], 0]


def test_only_nothing_is_told_as_nothing_and_only_all_as_all(site: Site) -> None:
    site.open("about")
    told = site.page.evaluate(
        "values => values.map(Explorer.percent)", [0, 1 / 3000, 0.0005, 0.5, 1999 / 2000, 1, 1.0001]
    )
    assert told == ["0.0%", "<0.1%", "0.1%", "50.0%", ">99.9%", "100.0%", ">100.0%"]


def test_a_finding_leads_to_the_figure_that_it_is_about_and_back(site: Site, warehouse: Path) -> None:
    (report,) = site.read_rows(warehouse, "dim_report", region_code="410900")
    (finding,) = site.read_rows(warehouse, "fact_finding", report_id=report["report_id"], rule="prose.channels")
    first = finding["cell_keys"].split("; ")[0]
    figure = next(
        row
        for row in site.read_rows(warehouse, "fact_narrative_figure", report_id=report["report_id"])
        if row["indicator"] == first
    )
    site.open(f"report/{PUYANG}/{report['report_id']}")
    site.click(f".findings a[href*='fact_narrative_figure/{first}.']")
    assert site.page.locator("#raw").inner_text() == figure["raw_text"]
    assert finding["message_zh"] in site.page.locator(".findings").inner_text()


def test_a_rate_is_said_to_be_computed_and_from_what(site: Site, warehouse: Path) -> None:
    wanted = {"region_code": "410900", "report_year": 2019, "indicator": "denied_rate"}
    (row,) = site.read_rows(warehouse, "indicator_series", **wanted)
    site.open(f"number/{PUYANG}/indicator/denied_rate/2019")
    assert site.page.locator(".tag").inner_text() == "由印出的数算得"
    assert site.page.locator("#quotient").inner_text() == (
        f"不予公开合计 {row['numerator']:.0f} ÷ 办结申请 {row['denominator']:.0f}"
    )
    assert "报告没有印出这个数：它由下列各数算得" in site.page.locator(".notes").inner_text()
    site.open(f"number/{PUYANG}/series/requests_received/2019")
    assert site.page.locator(".tag").inner_text() == "印有数字"


def test_what_is_in_doubt_or_contradicts_itself_is_marked_and_the_latter_counts_nowhere(site: Site) -> None:
    site.open("about")
    show = """points => {
        const rate = Explorer.measures.find('indicator', 'denied_rate');
        const told = points.map(one => Explorer.ui.value(rate, one).textContent);
        return [told, Explorer.measures.summarise(points, rate).n, Explorer.ui.listCautions(rate, points[2], null, 'D')[1]];
    }"""
    point = {"status": "reported", "value": 0.5, "flag": "ok", "in_doubt": False}
    hidden = {"value": None, "flag": "contradictory", "in_doubt": True}
    told, counted, caution = site.page.evaluate(show, [point, point | {"in_doubt": True}, point | hidden])
    assert told == ["50.0%", "50.0%!", "自相矛盾!"]
    assert counted == 2
    assert caution[0].startswith("核对时发现的错误或警告")


def test_a_number_in_doubt_is_marked_in_lists_and_leads_to_the_findings_about_it(site: Site, warehouse: Path) -> None:
    wanted = {"region_code": "350524", "report_year": 2020, "indicator": "dispute_conversion"}
    (row,) = site.read_rows(warehouse, "indicator_series", **wanted)
    assert (row["in_doubt"], row["flag"]) == (True, "ok")
    told = f"{row['value']:.1%}!"
    site.open("ranking/indicator/dispute_conversion?year=2020&level=county")
    assert told in site.page.locator("tbody tr").first.inner_text()
    assert "标 ! 的 1 个" in site.page.locator("main").inner_text()
    site.open(f"region/{ANXI}")
    number = f"number/{ANXI}/indicator/dispute_conversion/2020"
    assert site.page.locator(f"table a[href$='{number}']").inner_text().removeprefix("‖ ") == told
    site.open(number)
    assert site.page.locator("#value").inner_text().removeprefix("‖ ") == told
    site.page.locator(".notes a").click()
    assert site.page.evaluate("document.activeElement.id") == "findings"
    (finding,) = site.read_rows(warehouse, "fact_finding", region_code="350524", rule="T4.1")
    assert finding["message_zh"] in site.page.locator("#findings").inner_text()


def test_two_regions_are_not_compared_by_a_rate_that_says_nothing_but_told_of_it(site: Site) -> None:
    site.open(f"compare?a={ANXI}&ay=2020&b={PUYANG}&by=2019")
    row = site.page.locator("tr:has(th:text-is('诉讼纠错率'))").inner_text().split("\t")
    assert row[1].startswith("样本过小")
    assert row[3:] == ["", "样本过小"]


def test_what_is_yes_or_no_is_told_so_and_not_ranked(site: Site) -> None:
    site.open(f"region/{ANXI}?what=indicator/on_time")
    assert site.page.locator("tr:has(th:text-is('2020')) td").first.inner_text() == "是"
    site.open("ranking/indicator/on_time?year=2020&level=county")
    assert site.page.locator("thead th").all_inner_texts() == ["地区", "按时公布", "省份"]
    assert site.page.locator("tbody tr").all_inner_texts() == ["安溪县\t是\t福建"]
    assert "不排名。“是”1 个，“否”0 个" in site.page.locator("main").inner_text()
    share = """values => Explorer.measures.summarise(values.map(value => ({ value, flag: null })),
        Explorer.measures.find('indicator', 'on_time'))"""
    assert site.page.evaluate(share, [1, 1, 0, 1]) == {"n": 4, "median": 0.75, "low": None, "high": None}


def test_breaks_are_told_once_and_between_years_that_have_numbers(site: Site) -> None:
    site.open("map/indicator/requests_received")
    shown = """years => ['requests_received', 'denied_rate', 'on_time'].map(key =>
        Explorer.ui.listShownBreaks(Explorer.measures.find('indicator', key), years))"""
    assert site.page.evaluate(shown, [2012, 2013, 2017, 2018, 2019]) == [[2019], [], []]
    assert site.page.evaluate(shown, [2019, 2020]) == [[], [], []]
    assert (
        site.page.evaluate("Explorer.measures.join(Explorer.measures.find('series', 'request_fees'), 'C', 'D')") == "no"
    )
    told = """[...Explorer.ui.breaksNote(Explorer.measures.find('indicator', 'requests_closed'), [2017, 2020])
        .querySelectorAll('li')].map(one => one.textContent)"""
    items = site.page.evaluate(told)
    assert len(items) == len(set(items)) == 2
    assert all(item.endswith("。") for item in items)


def test_no_word_about_a_number_is_too_long_for_a_phone(site: Site) -> None:
    site.page.set_viewport_size({"width": 360, "height": 900})
    site.open(f"number/{PUYANG}/indicator/denied_rate/2019", "en")
    words = """() => { const chip = document.querySelector('.tag'), lists = ['status', 'flag', 'value_status'];
        const told = lists.flatMap(list => Object.values(Explorer.words.terms[list]).map(pair => pair[1]));
        const own = Object.entries(Explorer.overview.phrases).filter(([key]) => key.startsWith('made'));
        told.push(...own.map(([, pair]) => pair[1]));
        return told.filter(text => { chip.textContent = text; return document.documentElement.scrollWidth > innerWidth }) }"""
    assert site.page.evaluate(words) == []


def test_findings_are_listed_by_region_and_regions_found_by_either_name(site: Site, warehouse: Path) -> None:
    (report,) = site.read_rows(warehouse, "dim_report", region_code="370115")
    found = site.read_rows(warehouse, "fact_finding", report_id=report["report_id"], rule="cells.blank")
    site.open("findings/cells.blank/info?province=shandong", "en")
    assert site.page.locator("tbody tr").all_inner_texts() == [f"Jiyang 济阳区\t{len(found)}\t2019"]
    for asked in ("Puyang", "puy", "濮阳", "410900"):
        site.open(f"search?q={asked}", "en")
        assert site.page.locator("tbody tr th").all_inner_texts() == ["Puyang 濮阳市"], asked


def test_a_blank_is_told_as_blank_and_never_as_zero(site: Site, warehouse: Path) -> None:
    (report,) = site.read_rows(warehouse, "dim_report", region_code="370115")
    site.open(f"cell/shandong/370125-2008/{report['report_id']}/fact_requests/result_total%7Ctotal")
    assert site.page.locator("#value").inner_text() == "空白"
    assert "空白不等于零" in site.page.locator(".notes").inner_text()


def test_a_count_that_the_form_does_not_ask_for_is_not_called_a_missing_report(site: Site) -> None:
    site.open(f"number/{ANXI}/series/staff_total/2020")
    assert site.page.locator("#value").inner_text() == "表中无此项"
    site.open(f"number/{ANXI}/series/staff_total/2019")
    assert site.page.locator("#value").inner_text() == "没有报告"


def test_prose_is_compared_as_prose_whatever_its_year(site: Site) -> None:
    site.open(f"compare?a=sichuan/510402-2008&ay=2017&b={ANXI}&by=2020", "en")
    told = site.page.locator("main").inner_text()
    assert "prose without the tables of the form" in told
    assert "2014 to 2018, statistics table" not in told


def test_the_language_stays_and_the_switch_keeps_the_page(site: Site) -> None:
    site.page.set_viewport_size({"width": 1280, "height": 900})
    site.open(f"region/{ANXI}")
    site.click(".switch")
    assert "Trend" in site.page.locator("main").inner_text()
    assert site.page.url.endswith(f"#/en/region/{ANXI}")
    site.page.goto("about:blank")
    site.page.goto((site.folder / "index.html").as_uri())
    site.wait()
    assert site.page.locator("html").get_attribute("lang") == "en"


def test_a_page_is_used_with_the_keyboard_alone(site: Site) -> None:
    site.open("overview", "en")
    site.page.keyboard.press("Tab")
    assert site.page.evaluate("document.activeElement.id") == "skip"
    site.page.keyboard.press("Enter")
    assert site.page.evaluate("document.activeElement.id") == "main"
    for _ in range(2):
        site.page.keyboard.press("Tab")
    site.page.locator("main select").focus()
    site.page.keyboard.press("ArrowDown")
    site.page.wait_for_url("**show=late**")
    site.wait()
    assert site.page.evaluate("document.activeElement.tagName") == "SELECT"


def test_scripts_of_documents_are_shown_and_do_not_run(site: Site, warehouse: Path) -> None:
    (report,) = site.read_rows(warehouse, "dim_report", region_code="411000")
    cell = f"cell/{HOSTILE}/{report['report_id']}/fact_requests/new%7Ctotal"
    for route in (f"report/{HOSTILE}/{report['report_id']}", cell, f"search?q={SCRIPT}", f"region/{HOSTILE}"):
        site.open(route)
        assert SCRIPT in site.page.locator("main").inner_text() or route.startswith("region"), route
        assert site.page.locator("main img, main script, main iframe").count() == 0
        assert site.page.evaluate("window.ran") is None


def test_a_wrong_address_is_told(site: Site) -> None:
    site.open("region/henan/999999-2008")
    assert "没有这一页" in site.page.locator("h1").inner_text()
