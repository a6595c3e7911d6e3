"""One document explained: what a reader sees on the terminal and on the page, and that a document cannot act there."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from rich.console import Console

from gov_disclosure.cli import main
from gov_disclosure.steps.explain import explain_document, explain_file
from gov_disclosure.steps.explain_page import Mark, build_marks, build_page, list_pieces
from gov_disclosure.steps.explain_terminal import print_explanation
from gov_disclosure.steps.explanation import ExplainedCell, ExplainedTable, Explanation, Refused
from gov_disclosure_tests.builders import SAMPLES, File

NAMES = sorted(path.name for path in SAMPLES.glob("*.txt"))
REPORT = """濮阳市人民政府2019年政府信息公开工作年度报告
本报告所列数据的统计期限自2019年1月1日起至2019年12月31日止。
一、总体情况
2019年,全市主动公开政府信息62044条。{prose}
二、主动公开政府信息情况
第二十条第(一)项
信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量
规章\t{rules}
规范性文件\t6\t-\t6
四、政府信息公开行政复议、行政诉讼情况
"""


def explain(text: str) -> Explanation:
    explanation = explain_document(File("report.txt", text.encode()))
    assert isinstance(explanation, Explanation)
    return explanation


@pytest.fixture(scope="module")
def samples() -> dict[str, Explanation]:
    return {n: e for n in NAMES if isinstance(e := explain_file(SAMPLES / n), Explanation)}


def get_cell(explanation: Explanation, name: str) -> ExplainedCell:
    (cell,) = (cell for table in explanation.tables for cell in table.cells if cell.name == name)
    return cell


def print_plain(explanation: Explanation) -> str:
    output = io.StringIO()
    print_explanation(Console(file=output, width=160, highlight=False), explanation)
    return output.getvalue()


def get_shown_cell(page: html.HtmlElement, key: str) -> html.HtmlElement:
    (cell,) = page.xpath("//td[@id=$key]", key=key)
    return cell


def test_the_blank_total_of_jiyang_is_shown_blank(samples: dict[str, Explanation]) -> None:
    explanation = samples["jiyang_2019.txt"]
    cell = get_cell(explanation, "总计/总计")
    assert (cell.status, cell.value) == ("blank", "")
    line = next(line for line in print_plain(explanation).splitlines() if "(七)总计" in line)
    assert line.split() == ["(七)总计", "〃", *"·······"]
    shown = get_shown_cell(html.fromstring(build_page(explanation)), "fact_requests:result_total|total")
    assert (shown.text_content(), shown.get("class")) == ("·", "n blank")
    told = [f.message for f in explanation.findings if f.severity == "warning"]
    assert any("合计项未填写" in message and "62" in message for message in told)


def test_the_contradiction_of_anxi_is_told_with_the_cells_concerned(samples: dict[str, Explanation]) -> None:
    explanation = samples["anxi_2020.txt"]
    (error,) = (finding for finding in explanation.findings if finding.severity == "error")
    assert "左边为 5，右边为 0" in error.message
    assert error.cells[0] == ("fact_review_litigation:litigation_direct|total", "未经复议直接起诉/总计")
    assert get_cell(explanation, "未经复议直接起诉/总计").value == "5"
    assert "错误（报告原文如此）" in print_plain(explanation)
    page = html.fromstring(build_page(explanation))
    assert page.xpath("//li[b='错误']//a/@href")[0] == "#fact_review_litigation:litigation_direct|total"


def test_identity_comes_with_its_evidence_and_prose_with_its_sentence(samples: dict[str, Explanation]) -> None:
    explanation = samples["panzhihua_dongqu_2017.txt"]
    facts = dict(explanation.facts)
    assert facts["地区"] == "攀枝花市东区（510402，县级）"
    assert facts["分区"] == "region=sichuan / year=2017"
    assert facts["表格格式"].startswith("A")
    told = {(e.name, e.text): e.meaning for e in explanation.evidence}
    assert told["电话区号", "0812"] == "510400"
    (figure,) = (f for f in explanation.figures if f.name == "主动公开政府信息数")
    assert (figure.value, figure.year, figure.raw_text) == ("49125", 2017, "49125条")
    assert "累计主动公开政府信息49125条" in figure.sentence
    assert "没有统一表格" in print_plain(explanation)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_to_the_characters_it_speaks_of(samples: dict[str, Explanation], name: str) -> None:
    explanation = samples[name]
    page = html.fromstring(build_page(explanation))
    assert page.get_element_by_id("text").text_content() == explanation.text
    assert not page.xpath("//mark[@data-of]")
    anchors = page.xpath("//*/@id")
    assert len(anchors) == len(set(anchors))
    assert {link.removeprefix("#") for link in page.xpath("//a/@href")} <= set(anchors)
    for cell in list_cells(explanation.tables):
        links = get_shown_cell(page, cell.key).findall("a")
        assert len(links) == (cell.span is not None)
        for link in links:
            mark = page.get_element_by_id(link.get("href").removeprefix("#"))
            assert mark.tag == "mark"
            assert mark.text_content() == cell.raw_text


def list_cells(tables: tuple[ExplainedTable, ...]) -> Iterator[ExplainedCell]:
    return (cell for table in tables for cell in table.cells)


def test_each_status_has_its_sign_and_what_is_left_over_is_told() -> None:
    explanation = explain(REPORT.format(prose="", rules="约三四件\t0\t4\t77"))
    signs = {name: get_cell(explanation, f"规范性文件/{name}").status for name in ("本年新制作数量", "本年新公开数量")}
    assert signs == {"本年新制作数量": "reported", "本年新公开数量": "dash"}
    shown = print_plain(explanation)
    assert next(line for line in shown.splitlines() if "规范性文件" in line).split()[1:] == ["〃", "6", "—", "6"]
    assert get_cell(explanation, "行政许可/上一年项目数量").status == "absent"
    assert [number.text for table in explanation.tables for number in table.left_over] == ["0", "4", "77"]
    assert "? 规章/本年新制作数量 等 3 格：「0 4 77」" in shown
    assert "剩余数字 77 规章 约三四件 0 4 【77】 规范性文件" in shown
    assert "文件中没有印出这张表" in shown


def test_the_label_that_decides_the_form_is_linked() -> None:
    explanation = explain(REPORT.format(prose="", rules="0\t0\t0"))
    evidence = explanation.evidence[-1]
    assert (evidence.name, evidence.text, evidence.meaning[0]) == ("表格格式", "本年新制作数量", "C")
    page = html.fromstring(build_page(explanation))
    (link,) = page.xpath("//table//a[text()='本年新制作数量']/@href")
    assert page.get_element_by_id(link.removeprefix("#")).text_content() == "本年新制作数量"


def test_forms_that_share_a_label_are_told_by_the_year_and_no_label_is_form_a() -> None:
    shared = "\n三、行政机关收到和处理政府信息公开申请情况\n"
    by_year = explain(REPORT.split("第二十条")[0].format(prose="") + shared).evidence[-1]
    assert (by_year.text, by_year.meaning) == (
        "收到和处理政府信息公开申请",
        "C，C、D 两种格式都印这个标签，按报告年度定",
    )
    none = explain(REPORT.split("第二十条")[0].format(prose="")).evidence[-1]
    assert (none.span, none.meaning[0]) == (None, "A")


def test_the_label_of_a_row_is_linked_and_its_certainty_told() -> None:
    text = REPORT.format(prose="", rules="0\t0\t0").replace("\n规范性文件", "\n规范性档案")
    explanation = explain(text + "规章\t9\t9\t9\n")
    rows = {row.label: row for table in explanation.tables for row in table.rows}
    assert [rows[name].certainty for name in ("规章", "规范性文件", "行政许可")] == ["same", "variant", ""]
    page = html.fromstring(build_page(explanation))
    for name, shown in (("规章", "〃"), ("规范性文件", "规范性档案")):
        (link,) = page.xpath("//tr[td[1]=$name]/td[2]/a", name=name)
        mark = page.get_element_by_id(link.get("href").removeprefix("#"))
        assert (link.text, mark.text_content()) == (shown, rows[name].printed)
    assert "规范性档案（异写）" in print_plain(explanation)


def test_a_label_that_named_no_row_is_told() -> None:
    text = REPORT.format(prose="", rules="0\t0\t0").replace("规范性文件\t", "规章\t7\t7\t7\n规范性文件\t")
    explanation = explain(text)
    unused = [label for table in explanation.tables for label in table.unused_labels]
    assert [label.text for label in unused] == ["规章"]
    assert "没有用到的行名 规章" in print_plain(explanation)


def test_numbers_of_a_local_table_are_figures_or_left_over() -> None:
    head = REPORT.split("第二十条")[0].format(prose="")
    table = "\n指标名称计量单位2019年度历年累计主动公开信息数条4251516受理依申请公开信息总数条00附件"
    explanation = explain(head + table)
    assert [number.text for number in explanation.left_over] == ["4251516"]
    assert "剩余数字 4251516" in print_plain(explanation)
    assert ("收到申请数", "0", 2019) in [(f.name, f.value, f.year) for f in explanation.figures]
    page = html.fromstring(build_page(explanation))
    (link,) = page.xpath("//li/a[text()='4251516']/@href")
    assert page.get_element_by_id(link.removeprefix("#")).get("class") == "left_over"


HOSTILE = (
    '<script>alert(1)</script><img src=x onerror="alert(2)">&lt;b&gt;[bold red]红[/bold red][link=http://x.example]'
)
STEERING = "\x1b[2J\x1b]0;t\x07\x9b31m\u202e反\u2066"


def test_nothing_in_a_document_becomes_part_of_the_page() -> None:
    explanation = explain(REPORT.format(prose=f"其中{HOSTILE}网站公开{HOSTILE}33条。", rules=f"{HOSTILE}\t0\t0"))
    page = html.fromstring(build_page(explanation))
    assert not page.xpath("//script | //img | //iframe | //*[@onerror] | //link | //form")
    assert page.get_element_by_id("text").text_content() == explanation.text
    assert all(link.startswith("#") for link in page.xpath("//@href | //@src"))
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
    shown = build_page(explain_document(File('"><b>.txt', explanation.text.encode())))  # type: ignore[arg-type]
    assert '"><b>' not in shown


def test_nothing_in_a_document_steers_the_terminal() -> None:
    text = REPORT.format(prose=f"其中{STEERING}[bold red]网站[/]公开33条[/nonsense]。", rules="0\t[red]\t0")
    explanation = explain(text)
    output = io.StringIO()
    print_explanation(Console(file=output, width=400, highlight=False, force_terminal=False), explanation)
    shown = output.getvalue()
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u2066")
    assert "[bold red]网站[/]公开33条[/nonsense]" in shown


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda ends: (min(ends), max(ends)))))
def test_marks_nest_and_each_holds_its_stretch(spans: list[tuple[int, int]]) -> None:
    """Marks that cross are cut and go on: together the pieces are the stretch."""
    text = "abcdefghijkl"
    marks = {span: Mark(f"c{i}") for i, span in enumerate(sorted(set(spans)))}
    held = dict.fromkeys((mark.anchor for mark in marks.values()), "")
    begun: list[str] = []
    stack: list[str] = []
    for piece in list_pieces(text, marks):
        if piece.mark:
            begun += [piece.mark.anchor] if piece.is_first else []
            stack.append(piece.mark.anchor)
        elif not piece.text:
            stack.pop()
        held |= {anchor: held[anchor] + piece.text for anchor in stack}
    assert not stack
    assert sorted(begun) == sorted(held)
    assert held == {mark.anchor: text[start:end] for (start, end), mark in marks.items()}


def test_cells_that_share_a_stretch_share_its_mark() -> None:
    explanation = explain(REPORT.format(prose="", rules="396"))
    unsure = [cell for cell in list_cells(explanation.tables) if cell.name.startswith("规章/") and cell.span]
    assert [cell.status for cell in unsure] == ["unreadable"] * 3
    marks = build_marks(explanation)
    assert {marks[cell.span].anchor for cell in unsure if cell.span} == {marks[unsure[0].span].anchor}  # type: ignore[index]


def test_the_manifest_beside_a_document_counts(tmp_path: Path) -> None:
    text = REPORT.format(prose="", rules="0\t0\t0").replace("濮阳市", "本市").replace("全市", "")
    (tmp_path / "a").mkdir()
    (tmp_path / "a/report.txt").write_text(text, encoding="utf-8")
    refused = explain_file(tmp_path / "a/report.txt")
    assert isinstance(refused, Refused)
    assert refused.reason == "region_unknown"
    (tmp_path / "manifest.csv").write_text("path,region_code\na/report.txt,410900\n", encoding="utf-8")
    explanation = explain_file(tmp_path / "a/report.txt")
    assert isinstance(explanation, Explanation)
    assert dict(explanation.facts)["清单给出"] == "区划代码 410900"


def test_a_manifest_that_a_run_would_not_use_counts_only_outside_the_raw_folder(tmp_path: Path) -> None:
    text = REPORT.format(prose="", rules="0\t0\t0").replace("濮阳市", "本市").replace("全市", "")
    (tmp_path / "a").mkdir()
    (tmp_path / "a/report.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a/manifest.csv").write_text("path,region_code\nreport.txt,410900\n", encoding="utf-8")
    assert isinstance(explain_file(tmp_path / "a/report.txt", tmp_path), Refused)
    assert isinstance(explain_file(tmp_path / "a/report.txt", tmp_path / "b"), Explanation)


def test_the_command_prints_writes_the_page_and_ends_with_0(tmp_path: Path) -> None:
    code = "import sys; from gov_disclosure.cli import main\ntry: main()\nfinally: print('dagster' in sys.modules)"
    page = tmp_path / "page.html"
    arguments = ["explain", str(SAMPLES / "puyang_2019.txt"), "--html", str(page)]
    environment = {**os.environ, "COLUMNS": "160", "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, "")
    assert "濮阳市（410900，地级）" in result.stdout
    assert result.stdout.endswith("False\n")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_refused_document_says_why_and_ends_with_1(tmp_path: Path) -> None:
    file, page = tmp_path / "[bold]guide.txt", tmp_path / "page.html"
    file.write_text("", encoding="utf-8")
    result = CliRunner().invoke(main, ["explain", str(file), "--html", str(page)])
    assert result.exit_code == 1
    assert "[bold]guide.txt" in result.output
    assert "empty_file 文件是空的" in result.output
    assert not page.exists()


def test_the_page_never_replaces_the_document(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes((SAMPLES / "anxi_2020.txt").read_bytes())
    result = CliRunner().invoke(main, ["explain", str(file), "--html", str(file)])
    assert result.exit_code == 2
    assert file.read_bytes() == (SAMPLES / "anxi_2020.txt").read_bytes()
