"""An explanation on the terminal.

Belongs here: layout and colours. What the document says is shown as plain text and never as markup: neither rich's brackets
nor the control characters of a terminal mean anything in it.
"""

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gov_disclosure.parsing.skeleton import label_core
from gov_disclosure.steps import explain_words as words
from gov_disclosure.steps.explanation import (
    SHOWN_CELLS,
    Block,
    Excerpt,
    ExplainedCell,
    ExplainedFigure,
    ExplainedFinding,
    ExplainedRow,
    ExplainedTable,
    Explanation,
    Refused,
)

WIDTH_OF_A_PIPE = 120
LONGEST_LINE = 300
"""Characters of a quotation; a hostile sentence may have a million."""
_STYLES = {"unreadable": "bold red", "absent": "dim", "blank": "yellow", "dash": "yellow", "not_applicable": "yellow"}
_SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def open_console() -> Console:
    """The terminal, or a wide page where the output goes to a file."""
    is_sized = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(highlight=False) if is_sized else Console(highlight=False, width=WIDTH_OF_A_PIPE)


def print_refusal(console: Console, refused: Refused) -> None:
    """Why there is no report in a document, in both languages."""
    console.print(_join(("未收录", "bold red"), (f"{refused.source_file}（{refused.media_type}）", "")))
    console.print(_join((refused.reason, "bold"), (refused.message_zh, "")))
    console.print(_join((refused.message_en, "dim")))


def print_explanation(console: Console, explanation: Explanation) -> None:
    """Everything that was read in a document."""
    for title, parts in _list_parts(explanation):
        console.print(Text(f"\n■ {title}", style="bold"))
        for part in parts:
            console.print(Padding(part, (0, 0, 0, 2)))


def _list_parts(explanation: Explanation) -> Iterator[tuple[str, list[RenderableType]]]:
    yield "身份", [_grid((name, value) for name, value in explanation.facts)]
    yield "依据", [_grid((e.name, _shorten(e.text), f"→ {e.meaning}") for e in explanation.evidence)]
    yield "章节", [_grid((s.name, s.text, s.meaning) for s in explanation.sections)]
    for table in explanation.tables:
        yield _name_table(table), list(_list_table(table))
    if not explanation.tables:
        nothing = Text("这一格式没有统一表格，数字见下面的正文")
        yield "表格", [nothing, *map(_show_left_over, explanation.left_over)]
    yield f"正文中的数字（{len(explanation.figures)}）", [_list_figures(explanation.figures)]
    if explanation.set_aside:
        yield "未通过校验的正文数字", [_grid((e.name, e.text, e.meaning) for e in explanation.set_aside)]
    yield (
        f"核对结果（{len(explanation.findings)}）",
        [*map(_show_finding, explanation.findings)] or [Text("没有发现问题")],
    )


def _name_table(table: ExplainedTable) -> str:
    rows = list(table.rows)
    return f"{table.name}：找到 {sum(bool(row.printed) for row in rows)}/{len(rows)} 行"


def _list_table(table: ExplainedTable) -> Iterator[RenderableType]:
    if not table.left_over and all(cell.status == "absent" for cell in table.cells):
        yield Text("文件中没有印出这张表", style="dim")
        return
    yield from (_show_block(block) for block in table.blocks)
    yield Text(f"· {words.STATUS_NAMES['blank']}  — {words.STATUS_NAMES['dash']}  ? {words.STATUS_NAMES['unreadable']}  "
               f"空格 {words.STATUS_NAMES['absent']}  〃 与格式同名", style="dim")  # fmt: skip
    for text, names in _group_unreadable(table.cells).items():
        more = f" 等 {len(names)} 格" if len(names) > 1 else ""
        yield _join(("?", "bold red"), (f"{names[0]}{more}：「{_shorten(text)}」", ""))
    for cell in table.cells:
        if cell.doubt or cell.derived:
            why = f"未通过校验：{cell.doubt}" if cell.doubt else f"按勾稽关系应为 {cell.derived}，报告未印"
            yield Text(make_plain(f"{cell.name}：{why}"), style="yellow")
    yield from map(_show_left_over, table.left_over)
    yield from map(_show_left_over, table.unused_labels)


def _group_unreadable(cells: Iterable[ExplainedCell]) -> dict[str, list[str]]:
    """Text of unreadable cells, with the cells that share it."""
    groups: dict[str, list[str]] = {}
    for cell in cells:
        if cell.status == "unreadable" and cell.raw_text:
            groups.setdefault(cell.raw_text, []).append(cell.name)
    return groups


def _show_left_over(number: Excerpt) -> Text:
    return _join((number.name, "magenta"), (number.text, "bold"), (number.meaning, ""))


def _show_block(block: Block) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("行", max_width=34, overflow="fold")
    table.add_column("印出的行名", max_width=20, overflow="fold", style="dim")
    for column in block.columns:
        table.add_column(Text(column), justify="right", overflow="fold")
    for row in block.rows:
        table.add_row(*_list_columns(row))
    return table


def _list_columns(row: ExplainedRow) -> Iterator[Text]:
    yield Text(row.name, style="" if row.cells else "bold")
    certainty = words.CERTAINTY_NAMES[row.certainty]
    printed = "〃" if row.printed and label_core(row.printed) == label_core(row.label) else make_plain(row.printed)
    yield Text(f"{printed}（{certainty}）" if certainty else printed)
    yield from map(_show_cell, row.cells)


def _show_cell(cell: ExplainedCell) -> Text:
    sign = make_plain(cell.raw_text or "") if cell.status == "not_applicable" else words.STATUS_SIGNS[cell.status]
    return Text(_shorten(cell.value or sign), style=_STYLES.get(cell.status, ""))


def _list_figures(figures: Iterable[ExplainedFigure]) -> RenderableType:
    return _grid(_list_figure_lines(figures))


def _list_figure_lines(figures: Iterable[ExplainedFigure]) -> Iterator[tuple[str, ...]]:
    """A line each; a sentence with several figures is quoted once."""
    before = None
    for f in figures:
        sentence = "〃" if f.sentence == before else _shorten(f.sentence)
        yield f.name, f.value, f"{f.year or words.NO_YEAR_NAMES.get(f.kind, '年度不明')} {f.kind}", f.raw_text, sentence
        before = f.sentence


def _show_finding(finding: ExplainedFinding) -> Text:
    names = [name for _, name in finding.unnamed_cells]
    more = f"…共 {len(names)} 格" if len(names) > SHOWN_CELLS else ""
    cells = f"涉及：{'、'.join(names[:SHOWN_CELLS])}{more}" if names else ""
    severity, verdict = words.SEVERITY_NAMES[finding.severity], words.VERDICT_NAMES[finding.verdict]
    head = (f"{severity}（{verdict}）", _SEVERITY_STYLES[finding.severity])
    return _join(head, (finding.message, ""), (cells, "dim"))


def _grid(rows: Iterable[tuple[str, ...]]) -> Table:
    """Rows of text in columns, the first in bold."""
    grid = Table.grid(padding=(0, 2))
    lines = [[make_plain(text) for text in row] for row in rows]
    for place in range(max(map(len, lines), default=0)):
        grid.add_column(overflow="fold", style="bold" if place == 0 else "")
    for line in lines:
        grid.add_row(*map(Text, line))
    return grid


def _join(*parts: tuple[str, str]) -> Text:
    """Texts with their styles, a space between them."""
    return Text(" ").join(Text(make_plain(text), style=style) for text, style in parts if text)


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE]}…（共 {len(text):,} 字）"


def make_plain(text: str) -> str:
    """One line without a character that would steer a terminal or turn its line round."""
    return "".join(map(_plain_character, " ".join(text.split())))


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    return "" if category == "Cf" else "\ufffd" if category in ("Cc", "Cs") else character
