"""What a page does not display is not read, and digits that look different are no number."""

import pytest

from gov_disclosure.reading.html import read_html

SHEET = (
    "<style>/* .d{display:none} */ @import 'x.css'; .a , span.b{ Display : None } .c{opacity:0} #e{left:-9999px}"
    "@media print{.f{display:none}} .g .h{display:none} .i{display:none} .i{display:inline}</style>"
)


@pytest.mark.parametrize(
    "hidden",
    [
        *("class='a'", "class='x a'", "class='b'", "class='c'", "id='e'"),
        *("class='sr-only'", "class='visually-hidden'", "class='hidden'"),
        *("style='color: transparent'", "style='COLOR:rgba(0,0,0,0)'", "style='opacity:0'", "style='opacity: 0.0;'"),
        *("style='position:absolute;left:-9999px'", "style='text-indent:-999em'", "style='font-size:1px'"),
        *("style='width:0;height:0;overflow:hidden'", "style='clip:rect(0,0,0,0)'", "style='visibility:collapse'"),
    ],
)
def test_what_no_reader_sees_is_left_out(hidden: str) -> None:
    row = f"<table><tr><td>许可<td>149<span {hidden}>150</span><td><span {hidden}>7</span></table>"
    assert read_html(SHEET + row) == "许可\t149\t\t"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("149<small>150</small>", "149?150"),
        ("149<input value='150'>", "149?150"),
        ("149<i class='x'>,150</i>", "149?,150"),
        ("149<i class='x'>万</i>", "149?万"),
        ("-<i class='x'>149</i>", "-?149"),
        ("149<i style='background:#000;color:#000'>150</i>", "149?150"),
        ("<i class='x'>1</i><i class='y'>.属于国家秘密</i>", "1.属于国家秘密"),
        ("<i class='x'>件</i><i class='y'>149</i><b class='x'>件</b>", "件149件"),
        ("149<span class='mb'>150</span>", "149?150"),
        ("<span class='x'>149</span><span class='y'>150</span>", "149?150"),
        ("149<span style='color:#fff'>150</span>", "149?150"),
        ("149<font color='white'>150</font>", "149?150"),
        ("<i style='color:red'>149<i style='color:black'>150</i></i>", "149?150"),
        ("<p style='font-size:14px'>1<span style='font-size:14px'>4</span>9</p>", "149"),
        ("<span style='font-family:宋体'>1</span><span style='color:black' lang='EN-US'>49</span>", "149"),
        ("<span class='x'>1</span><span class='x'>49</span>", "149"),
        ("<small>149</small>", "149"),
        ("<b>1</b>49<span class='y'>件</span>", "149件"),
        ("<i class='i'>149</i>", "149"),
        ("<i class='f'>149</i>", "149"),
        ("<i class='h'>149</i>", "149"),
        ("<i class='d'>149</i>", "149"),
        ("<i class='a' style='display:inline'>149</i>", "149"),
    ],
)
def test_digits_of_two_looks_are_no_number(cell: str, text: str) -> None:
    assert read_html(f"{SHEET}<table><tr><td>许可<td>{cell}</table>") == f"许可\t{text}\t"


def test_digits_of_two_looks_in_a_sentence_stay() -> None:
    title = "某市20<span class='x'>22</span>年政府信息公开工作年度报告"
    assert read_html(f"<p>{title}</p><table><tr><td>{title}</table>").splitlines() == [read_html(title)] * 2


VISIBLE = "<table><tr><td>许可<td>3</table>"
HIDDEN = "<p>二、主动公开</p><table><tr><td>许可<td>9</table>"


@pytest.mark.parametrize(
    "element",
    [
        *("<div style='display:none'>{}</div>", "<div class='a'>{}</div>", "<div><section hidden>{}</section></div>"),
        *("<div class='sr-only'><div>{}</div></div>", "<table><tr><td style='display:none'>{}</table>"),
        *("<table style='display:none'><tr><td>{}</table>", "<table><tr class='a'><td>{}<td></table>"),
    ],
)
def test_hidden_tables_are_not_read_beside_others(element: str) -> None:
    hidden = element.format(HIDDEN)
    assert read_html(SHEET + hidden + VISIBLE) == read_html(SHEET + VISIBLE + hidden) == "许可\t3\t"


def test_a_cell_ends_what_an_open_hidden_block_leaves_out() -> None:
    assert read_html("<table><tr><td>许可<td><div style='display:none'>3<td>4<tr><td>处罚<td>5</table>") == (
        "许可\t\t4\t\n处罚\t5\t"
    )


def test_an_article_that_a_script_shows_is_read() -> None:
    assert read_html(f"<p>首页</p><div style='display:none'>{HIDDEN}</div>") == "首页\n二、主动公开\n许可\t9\t"
    prose = "全年公开12条。" * 9
    assert read_html(f"<p>{prose}</p><div style='display:none'>{HIDDEN}</div>") == prose
