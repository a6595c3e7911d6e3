"""Blocks become a web page: tables with spans of every kind, layout tables, word-processor markup, furniture around.

Belongs here: markup. Does not belong here: what a text layout does inside a paragraph (`layouts`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from random import Random

from gov_disclosure_tests.generator.grid import Cell, Sheet
from gov_disclosure_tests.generator.labels import write_script
from gov_disclosure_tests.generator.layouts import LAYOUTS, Canvas
from gov_disclosure_tests.generator.page import Block
from gov_disclosure_tests.generator.paper import Paper
from gov_disclosure_tests.generator.recipe import Recipe
from gov_disclosure_tests.generator.text import find_sure, is_solid

_CHARSETS = {"utf-8": "utf-8", "utf-8-sig": "utf-8", "gbk": "gb2312", "gb18030": "gb2312"}
_OTHER = {"utf-8": "gb2312", "gb2312": "utf-8"}
_WIDE = str.maketrans("(),:", "（），：")
_MARGIN = len("</td>")


def write_page(blocks: list[Block], recipe: Recipe, rng: Random) -> Paper:
    """A page before it is encoded."""
    canvas = Canvas()
    script = partial(write_script, script=recipe.script)
    canvas.write(_head(recipe, next((b.text for b in blocks if b.kind == "title"), "政府信息公开年报"), rng))
    frame = _FRAMES["nested" if recipe.layout == "nested" else rng.choice(("bare", "divisions"))]
    canvas.write(frame[0])
    places: list[tuple[int, int]] = []
    headings: list[int] = []
    for block in blocks:
        start = canvas.at
        if block.sheet:
            _write_table(canvas, block.sheet, recipe, script, rng)
        else:
            canvas.write(_paragraph(block, recipe, script, rng))
        headings += [canvas.at] if block.kind == "heading" else []
        places += [(start, canvas.at)] * len(block.figures)
    canvas.write(frame[1])
    return Paper(canvas.text, canvas.spans, places, headings, find_sure(canvas, recipe), is_solid(recipe), _MARGIN)


def _head(recipe: Recipe, title: str, rng: Random) -> str:
    real = _CHARSETS[recipe.encoding]
    declared = {"right": real, "wrong": _OTHER[real], "none": ""}[recipe.declaration]
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">\n' if declared else ""
    views = rng.randint(100, 9999)
    return (
        f"<!DOCTYPE html>\n<html>\n<head>\n{meta}<title>{escape(title)}</title>\n"
        "<style type='text/css'>\n.nav li {width: 120px; margin: 0 4px}\n</style>\n"
        f"<script>var columnId = {views}; var pageCount = 12; // 2019 2020 2021\n</script>\n</head>\n<body>\n"
    )


_NAVIGATION = (
    '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>'
    '<li><a href="/zfxxgknb/">政府信息公开年报</a></li><li><a href="/zxft/">在线访谈 23 期</a></li></ul>\n'
)
_FRAMES = {
    "bare": ("", "</body>\n</html>\n"),
    "divisions": (
        f'{_NAVIGATION}<div class="content" id="zoom">\n',
        '</div>\n<div class="footer"><p>版权所有 网站标识码:1300000021 京公网安备11000002000088号</p></div>\n</body>\n</html>\n',
    ),
    "nested": (
        f'<table width="100%"><tr><td width="200">{_NAVIGATION}</td>\n<td><table><tr><td>\n',
        "</td></tr></table>\n</td></tr>\n<tr><td colspan=2>主办:政府办公室 今日访问: 1208 次</td></tr></table>\n</body>\n</html>\n",
    ),
}


def _paragraph(block: Block, recipe: Recipe, script: Callable[[str], str], rng: Random) -> str:
    text = block.text.translate(_WIDE) if recipe.wide and block.kind in ("para", "heading") else block.text
    inner = escape(script(text), quote=False).replace("\n", "<br/>")
    if recipe.layout == "word":
        inner = f'<span style="mso-bidi-font-size:16.0pt;\nfont-family:仿宋_GB2312">{inner}</span>'
        return f'<p class="MsoNormal" style="text-indent:32.0pt;\nline-height:28.0pt">{inner}</p>\n'
    tag = {"title": "h1", "heading": rng.choice(("p", "h2", "p"))}.get(block.kind, "p")
    inner = f"<strong>{inner}</strong>" if block.kind == "heading" and tag == "p" else inner
    return f"<{tag}>{'&emsp;&emsp;' if block.kind == 'para' and rng.random() < 0.3 else ''}{inner}</{tag}>\n"


def _write_table(canvas: Canvas, sheet: Sheet, recipe: Recipe, script: Callable[[str], str], rng: Random) -> None:
    if recipe.text_layout:
        _write_lines(canvas, sheet, recipe, script, rng)
        return
    style = _STYLES[recipe.layout]
    canvas.write('<table border="1" cellspacing="0">\n<tbody>\n')
    for line in sheet.lines:
        canvas.write("<tr>")
        for cell in line.cells:
            canvas.write(style[0](cell, rng))
            start = canvas.at
            inner = cell.text if cell.key else escape(script(cell.text), quote=False).replace("\n", "<br>")
            canvas.write(style[1](inner, rng) if inner else rng.choice(style[2]))
            canvas.mark(cell, start)
            canvas.write("</td>")
        canvas.write("</tr>\n")
    canvas.write("</tbody>\n</table>\n")


def _write_lines(canvas: Canvas, sheet: Sheet, recipe: Recipe, script: Callable[[str], str], rng: Random) -> None:
    """The lines of a text layout, each in a paragraph; with tabs, as preformatted text."""
    inner = Canvas(lambda t: escape(script(t), quote=False))
    LAYOUTS[recipe.layout].write(inner, sheet, rng)
    text = inner.text
    kept = "\t" in text or "  " in text
    canvas.write("<pre>" if kept else "<p>")
    shift = canvas.at
    line_end = "\n" if kept else "</p>\n<p>"
    canvas.write(text.replace("\n", line_end))
    wider = len(line_end) - 1
    for key, (start, end) in inner.spans.items():
        before = text.count("\n", 0, start) * wider + shift
        canvas.spans[key] = (start + before, end + before)
    canvas.write("</pre>\n" if kept else "</p>\n")


def _spans(cell: Cell, rng: Random) -> str:
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    return f"<td{columns}" + (f' rowspan="{cell.lines}">' if cell.lines > 1 else ">")


def _no_spans(cell: Cell, rng: Random) -> str:
    return "<td>"


def _word_spans(cell: Cell, rng: Random) -> str:
    return _spans(cell, rng)[:-1] + ' style="border:solid windowtext 1.0pt;\npadding:0cm 5.4pt" valign="center">'


def _mismatched(cell: Cell, rng: Random) -> str:
    """Spans that do not fit the lines above and below: only the order of the cells is right."""
    return f'<td colspan="{rng.choice((1, 1, 2))}">' if cell.key or rng.random() < 0.5 else _spans(cell, rng)


def _bare(text: str, rng: Random) -> str:
    return text


def _in_paragraph(text: str, rng: Random) -> str:
    return f'<p style="text-align:center">{text}</p>' + ("&nbsp;" * 7 if text == "0" and rng.random() < 0.1 else "")


def _in_word(text: str, rng: Random) -> str:
    """Word-processor markup; digits of one number in several spans."""
    cut = rng.randint(1, len(text)) if text.isdecimal() and rng.random() < 0.5 else len(text)
    parts = [part for part in (text[:cut], text[cut:]) if part]
    spans = "".join(
        f'<span lang="EN-US" style="font-size:12.0pt;\nmso-fareast-language:ZH-CN">{p}</span>' for p in parts
    )
    return f'<p class="MsoNormal" align="center">{spans}<o:p></o:p></p>'


_EMPTY = ("", "&nbsp;", "<p></p>", "<br/>", "<p>&nbsp;</p>")
_Style = tuple[Callable[[Cell, Random], str], Callable[[str, Random], str], tuple[str, ...]]
_STYLES: dict[str, _Style] = {
    "spans": (_spans, _bare, _EMPTY),
    "plain": (_no_spans, _bare, _EMPTY),
    "nested": (_spans, _in_paragraph, _EMPTY),
    "word": (_word_spans, _in_word, ("<p class='MsoNormal'><span>&nbsp;</span></p>", "<p><o:p>&nbsp;</o:p></p>")),
    "mismatched": (_mismatched, _in_paragraph, _EMPTY),
}
