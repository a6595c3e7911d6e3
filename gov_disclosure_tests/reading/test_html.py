"""Pages and pieces of pages: what stands on which line, and in which cell."""

import html
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_disclosure.reading.document import Document, Unreadable, read_document
from gov_disclosure.reading.html import read_html

ROW = "行政许可\t20\t\t7\t"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param(
            "<p>一、总体情况</p><p>全年公开&nbsp;12&nbsp;条。</p>", "一、总体情况\n全年公开 12 条。", id="paragraphs"
        ),
        pytest.param("<div>甲<br>乙<div>丙</div>丁</div>", "甲\n乙\n丙\n丁", id="blocks"),
        pytest.param("<p>本年\n新制作 数量\n 12\n件</p>", "本年新制作 数量 12 件", id="source line ends"),
        pytest.param("<p>《贯彻&lt;纲要&gt;方案》&#20013;</p>", "《贯彻<纲要>方案》中", id="references"),
        pytest.param("<p>《贯彻<长江三角洲纲要>方案》</p>", "《贯彻<长江三角洲纲要>方案》", id="no tag"),
        pytest.param(
            "<table><tr><td>行政许可</td><td>20</td><td></td><td>7</td></tr></table>",
            ROW,
            id="empty cell keeps its place",
        ),
        pytest.param("<table><tr><td>行政许可<td>20<td>&nbsp;<td>7</table>", ROW, id="ends left out, filler"),
        pytest.param(
            "<table><tr><td><p>行政</p><p>许可</p><td><p><span>2</span><span>0</span></p><td><p></p><td>7&nbsp;&nbsp;"
            "&nbsp;&nbsp;</table>",
            ROW,
            id="spans inside a number",
        ),
        pytest.param("<table><tr><td>许可<td>1<br>2</table>", "许可\t1 2\t", id="lines of numbers do not glue"),
        pytest.param("<table><tr><td>许可<td>12<sup>1</sup></table>", "许可\t12[1]\t", id="note mark is no digit"),
        pytest.param(
            '<table><tr><td>许可<td>12<span style="display: none">3</span></table>', "许可\t12\t", id="hidden digit"
        ),
        *(
            pytest.param(f"<table><tr><td>许可<td>{old}37<td>4</table>", "许可\t37\t4\t", id=old)
            for old in (
                *("<del>99</del>", "<s>99</s>", "<strike>9</strike>", "<b><del><i>9</i></del></b>"),
                *("<span style='TEXT-DECORATION: underline line-through'>99</span>", "<del><p>9</p></del>"),
                *("<span style='font-size:0'>99</span>", "<span style='font-size: 0.0pt;color:red'>9</span>"),
            )
        ),
        pytest.param(
            "<table><tr><td>许可<td style='text-decoration-line:line-through'>9<td>4</tr>"
            "<tr style='text-decoration:line-through'><td>强制<td>1<td>2</tr></table><p>一<s>二</s>三</p>",
            "许可\t\t4\t\n一三",
            id="struck out cell and row",
        ),
        pytest.param(
            "<p>甲</p><table style='text-decoration:line-through'><tr><td>许可<td>3</table><del><p>乙</p></del><p>丙</p>",
            "甲\n丙",
            id="struck out blocks",
        ),
        pytest.param(
            "<table><tr><td style='font-size:0'>许可<td><b style='font-size:0'><i style='font-size:14px'>37</i></b>"
            "<td style='font-size:0.5em'>45</table>",
            "许可\t37\t45\t",
            id="a size set again, and sizes that show",
        ),
        pytest.param("<table><tr><td>许可<td>12<span hidden>3<br>4</span>件</table>", "许可\t12件\t", id="hidden line"),
        pytest.param(
            '<table><tr style="display:none"><td><td></tr><tr><td>许可<td>3</table>', "许可\t3\t", id="hidden row"
        ),
        pytest.param(
            "<table><tr><td rowspan=2>甲<td colspan=3>乙<tr><td>1<td>2<td>3</table>",
            "甲\t乙\t\n1\t2\t3\t",
            id="merged cells are written once",
        ),
        pytest.param(
            "<table><tr><td>处罚<td rowspan=2>935<tr><td>强制<tr><td>许可<td>4</table>",
            "处罚\t935 [合并]\t\n强制\t935 [合并]\t\n许可\t4\t",
            id="a number over two rows belongs to neither",
        ),
        pytest.param(
            "<table><tr><td rowspan=3>结果<td>甲<td>1<td rowspan='2'>22件<td>3<tr><td>乙<td>4<td>6<tr><td>丙<td>7<td>8<td>9"
            "</table>",
            "结果\t甲\t1\t22件 [合并]\t3\t\n乙\t4\t22件 [合并]\t6\t\n丙\t7\t8\t9\t",
            id="a number over two rows, beside a group",
        ),
        pytest.param(
            "<table><tr><td>甲<td rowspan=2>1<td>2<td>3<tr><td>乙<td>5<tr><td>丙<td>7<td>8<td>9</table>",
            "甲\t1 [合并]\t2\t3\t\n乙\t5 [合并]\t\n丙\t7\t8\t9\t",
            id="beside a number over two rows, too few cells",
        ),
        pytest.param(
            "<table><tr><td rowspan=2>1<td>甲<td rowspan=2>第5项<td>3<tr><td>乙<td>4</table>",
            "1\t甲\t第5项\t3\t\n乙\t4\t",
            id="labels over two rows",
        ),
        pytest.param(
            "<table><tr><td colspan=3>第二十条<br>第(一)项<tr><td>规章<td>1<td>2</table>",
            "第二十条\n第(一)项\n规章\t1\t2\t",
            id="a row of one cell keeps its lines",
        ),
        pytest.param("<table><tr><td>a<td></table><table><tr><td>b<td></table>", "a\t\t\nb\t\t", id="two tables"),
        pytest.param(
            "<table><tr><td>菜单<td><h1>年报</h1><p>正文</p><table><tr><td>许可<td>3</table><p>完</p></table>",
            "菜单\n年报\n正文\n许可\t3\t\n完",
            id="layout table",
        ),
        pytest.param(
            "<table><tr><td>许可<td><table><tr><td>3</table></table>", "许可\t3\t", id="table of one cell is a cell"
        ),
        pytest.param(
            "<table><tr><td>甲<td>1<tr><table><tr><td>乙<td>2</table></table>",
            "甲\t1\t\n乙\t2\t",
            id="table between rows",
        ),
        pytest.param(
            "<table><tr>许可</td><td>1</td>2</td><td></td></tr>注</table>",
            "注\n许可\t1\t2\t\t",
            id="starts of cells lost",
        ),
        pytest.param('width:9pt">166</span></td></tr><tr><td>许可<td>3', "166\n许可\t3", id="piece begins in a tag"),
        pytest.param("<td>许可</td><td>3</td></tr></table><p>完</p>", "许可\t3\t\n完", id="piece begins in a row"),
        pytest.param("<tr><td>许可</td><td>31", "许可\t31", id="cut inside a cell: its number ends the text"),
        pytest.param("<tr><td>许可</td><td>31</td>", "许可\t31\t", id="not cut"),
        pytest.param("<html><body><p>甲</p></body></html><p>乙</p>", "甲\n乙", id="text behind the page"),
        pytest.param("<pre>许可\t3\n处罚\t\t4</pre>", "许可\t3\n处罚\t\t4", id="preformatted"),
        pytest.param(
            "<table><tr><td>许可<td><input value='12' readonly><td><select><option>1</select></table>",
            "许可\t12\t\t",
            id="form fields",
        ),
        pytest.param("<p>许可<input value='12'>3<sup>1</sup></p>", "许可3[1]", id="form field outside of tables, note"),
        pytest.param(
            "<table><tr><td>许可<td><s>4</s>5<tr><td>处罚<td style='text-decoration:line-through'>6<td>7</table>",
            "许可\t5\t\n处罚\t\t7\t",
            id="crossed out, a whole cell as well",
        ),
        pytest.param("<p><ruby>勾<rt>gōu</rt></ruby>稽</p>", "勾稽", id="pinyin"),
    ],
)
def test_layout(markup: str, text: str) -> None:
    assert read_html(markup) == text


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav>首页 政务公开 互动</nav>",
        "<script>var n = '<p>12</p>';</script><style>td {width: 9pt}</style><noscript>请启用</noscript>",
        "<div class='breadcrumb'>首页 &gt; 年报</div>",
        "<div class='bdsharebuttonbox'><a>微博</a></div>",
        "<p>您现在的位置：首页 > 公开年报</p>",
        "<div>浏览次数：1024次</div><div>【打印本页】【关闭窗口】</div>",
        "<p>上一篇：2018年年报</p>",
        "<div style='display:none'>3 份文件</div>",
        "<footer>京ICP备05000000号 电话 12345</footer>",
    ],
)
def test_furniture_goes(furniture: str) -> None:
    report = "<h1>某市2019年政府信息公开工作年度报告</h1><p>全年公开12条。</p>"
    assert read_html(f"{furniture}{report}") == read_html(f"{report}{furniture}") == read_html(report)


@pytest.mark.parametrize(
    "element", ["<nav>{}</nav>", "<div class='menu'>{}</div>", "<div style='display:none'>{}</div>"]
)
def test_furniture_with_a_table_stays(element: str) -> None:
    table = "<table><tr><td>许可<td>3</table>"
    assert read_html(element.format(f"<p>二、主动公开</p>{table}")) == "二、主动公开\n许可\t3\t"


def test_article_under_a_name_of_furniture_stays() -> None:
    text = "全年主动公开政府信息。" * 200
    assert read_html(f"<div class='side'><p>{text}</p></div>") == text


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        ("<title>某市2019年年报-某市人民政府</title>", "<p>无题</p>", "某市2019年年报-某市人民政府\n无题"),
        ("<title>某市2019年年报-某市人民政府</title>", "<h1>某市 2019年年报</h1>", "某市 2019年年报"),
        ("<title>某市人民政府</title><meta name=ArticleTitle content=2019年年报>", "<p>文</p>", "2019年年报\n文"),
        ("<meta name=PubDate content='2020-01-31 10:22'>", "<p>年报</p>", "发布日期：2020-01-31 10:22\n年报"),
        ("<meta name=PubDate content='2020-01-31'>", "<p>日期:2020-01-31</p>", "日期:2020-01-31"),
        ("<title>index</title>", "<p>年报</p>", "年报"),
    ],
)
def test_head(head: str, body: str, text: str) -> None:
    assert read_html(f"<html><head>{head}</head><body>{body}</body></html>") == text


CELL = st.text(st.sampled_from("规章许可12345.-—/（）<>&\"' \u3000年"), max_size=8).map(lambda s: " ".join(s.split()))
TABLE = st.lists(st.lists(CELL, min_size=2, max_size=9), min_size=1, max_size=6)


@given(TABLE, st.sampled_from(["<td>{}</td>", "<td><p>{}</p></td>", '<td style="x:1"><span>{}</span>', "<th>{}"]))
def test_any_table_comes_back(table: list[list[str]], cell: str) -> None:
    rows = "".join("<tr>" + "".join(cell.format(html.escape(c)) for c in row) for row in table)
    lines = read_html(f"<p>表</p><table>{rows}</table><p>完</p>").split("\n")
    assert lines[0] == "表"
    assert lines[-1] == "完"
    assert [line.split("\t")[:-1] for line in lines[1:-1]] == table


PIECES = [
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<p>",
    "</p>",
    "<pre>",
    "<i hidden>",
    "</i>",
    "<nav>",
    "</nav>",
]


@given(st.lists(st.sampled_from([*PIECES, "1", "<", "&", '"', "<title>", "<sup>"]), max_size=60))
def test_no_markup_breaks_the_reader(parts: list[str]) -> None:
    document = read_document(("<html>年" + "".join(parts)).encode())
    if isinstance(document, Document):
        assert document.text.count("1") <= parts.count("1")
    else:
        assert document.reason in ("error_page", "unknown_encoding")


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<p>x",
        "<table><tr><td>",
        "<b><p>1",
        "<font color={}>x<p>",
        "<td>",
        "&nbsp;",
        "<nav>",
        "<a b={} ",
        "<tr><td>a<td rowspan=0>1",
    ],
)
def test_hostile_pages_take_little_time(unit: str) -> None:
    page = "<html><body>年" + "".join(unit.format(i) for i in range(20_000))
    started = time.perf_counter()
    read_document(page.encode())
    assert time.perf_counter() - started < 3


def test_nesting_is_bounded() -> None:
    document = read_document(("<html>" + "<div>" * 9000 + "年").encode())
    assert isinstance(document, Unreadable)
    assert document.reason == "too_large"


ARTICLE = "<p>政府信息公开工作年度报告的总体情况，全年主动公开信息12条。</p>"


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "big5", "iso-8859-1", ""])
@pytest.mark.parametrize("actual", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_bytes_decide_the_encoding(declared: str, actual: str) -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head>{ARTICLE}'
    document = read_document(page.encode(actual))
    assert document == Document(read_html(ARTICLE), "text/html", actual)


def test_markup_does_not_hide_the_encoding() -> None:
    page = "<html>" + '<p style="font-family:Arial;mso-x:1">x</p>' * 3000 + ARTICLE
    document = read_document(page.encode("gb18030"))
    assert isinstance(document, Document)
    assert document.text.endswith(read_html(ARTICLE))


@settings(max_examples=40)
@given(st.integers(1, 60))
def test_page_cut_inside_a_character(cut: int) -> None:
    page = f"<html>{ARTICLE * 40}".encode()[:-cut]
    document = read_document(page)
    assert isinstance(document, Document)
    assert document.encoding == "utf-8"


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("1<2,见《贯彻<纲要>方案》,用<p>标签。政府信息公开", "text/plain"),
        ("政府信息公开\n本年新<br>制作数量\t1<br>2", "text/plain"),
        ("<p>政府信息公开</p>", "text/html"),
        ("<TD>政府</TD><TD>1</TD>", "text/html"),
        ('<?xml version="1.0" encoding="gb2312"?><html><p>政府信息公开', "text/html"),
    ],
)
def test_markup_is_told_from_text(text: str, media_type: str) -> None:
    document = read_document(text.encode())
    assert isinstance(document, Document)
    assert document.media_type == media_type
