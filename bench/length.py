"""Cost against length: a text of usual length beside the floor, and what a thousand characters cost as texts grow.

Belongs here: texts that grow, and repetitions chosen to hurt. A reader is linear if a thousand characters of a long text
cost what those of a short one do.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.contenders import find_numbers, parse_text
from bench.samples import generate_clean
from bench.stopwatch import measure
from bench.tables import Table
from gov_disclosure.reading.document import Document, read_document
from gov_disclosure.vocabulary.forms import form_table

USUAL = 8_000
LENGTHS = (1_000, 4_000, 16_000, 64_000, 256_000)
QUICK_LENGTHS = (1_000, 4_000)
FLATTENED = ("tab_rows", "pipe_rows", "cell_lines", "word_cells", "space_rows", "one_line", "glued")
YEAR = 2022
PROSE = (
    "2022年，坚持以公开为常态、不公开为例外，通过政府网站主动公开信息1234条，其中政策解读35条，及时回应社会关切。\n"
    "进一步加强组织领导，健全工作机制，明确责任分工，做到专人负责、逐级审核、先审后发，提升公开的质量和实效。\n"
    "收到政府信息公开申请46件，均按期答复，未发生行政复议、行政诉讼。公开目录按照统一标准更新，栏目设置更加合理。\n"
    "下一步将加大培训力度，拓宽公开渠道，规范办理流程，严格落实保密审查制度，确保公开内容准确、权威、便于查询和使用。\n"
)


def list_length_tables(quick: bool) -> Iterator[Table]:
    """A usual text beside the floor, then what lengths cost."""
    yield _compare_with_floor(1 if quick else 9)
    yield _compare_lengths(QUICK_LENGTHS if quick else LENGTHS, 1 if quick else 5)


def _compare_with_floor(rounds: int) -> Table:
    rows = []
    with TemporaryDirectory() as folder:
        for layout in FLATTENED:
            text = _fill_up(_form_text(layout), USUAL)
            path = Path(folder) / layout
            path.write_text(text, "utf-8")
            floor = measure(partial(find_numbers, path), rounds)
            parse = measure(partial(parse_text, text, YEAR), rounds)
            rows.append([layout, f"{floor * 1e6:,.0f}", f"{parse * 1e6:,.0f}", f"{parse / floor:.1f}"])
    note = f"A report on form D, filled up with prose to {USUAL:,} characters: microseconds to parse its text, beside the floor."
    return Table(f"Parsing {USUAL:,} characters", note, ("layout", "floor", "parse", "times the floor"), rows)


def _compare_lengths(lengths: tuple[int, ...], rounds: int) -> Table:
    rows = []
    for name, unit in list_units().items():
        texts = [_repeat(unit, length) for length in lengths]
        costs = [measure(partial(parse_text, t, YEAR), rounds) / len(t) * 1e9 for t in texts]
        rows.append([name, *(f"{cost:,.0f}" for cost in costs), f"{costs[-1] / costs[len(costs) // 2]:.1f}"])
    note = (
        "Microseconds that 1,000 characters take to parse, in texts of growing length. All but the first are built to hurt: "
        "the repetition fills the middle of table 三 of a report. The last column compares the longest text with the one in "
        "the middle; 1 is linear, less means that fixed costs still count."
    )
    columns = ("text", *(f"{length // 1000}k" for length in lengths), "growth")
    return Table("Cost against length", note, columns, rows)


def list_units() -> dict[str, str]:
    """What is repeated, by name; the first is a form and usual prose."""
    table = form_table("D", "requests")
    labels = [row.label for row in table.rows] if table else []
    return {
        "form and prose": "",
        "digits": "0123456789",
        "numbers": "12 0 3 ",
        "numbers on lines": "12\n0\n3\n",
        "labels": "\n".join(labels) + "\n",
        "rows with labels": "".join(f"{label} | 1 | 0 | 2 |\n" for label in labels),
        "one label": "结转下年度继续办理",
        "pipes": "|",
        "blank cells": "|   ",
        "tabs": "\t",
        "brackets": "（《",
        "headings": "一、总体情况\n",
        "figures in one sentence": "收到申请1件，",
    }


def _repeat(unit: str, length: int) -> str:
    text = _form_text("pipe_rows")
    if not unit:
        return _fill_up(text, length)
    middle = text.index("结果") if "结果" in text else len(text) // 2
    head = text[: min(middle, length // 2)]
    return head + unit * ((length - len(head)) // len(unit))


def _form_text(layout: str) -> str:
    document = read_document(generate_clean("text", layout, 0).data)
    if not isinstance(document, Document):
        raise ValueError(document.detail)
    return document.text


def _fill_up(text: str, length: int) -> str:
    missing = max(0, length - len(text))
    return (text + "\n" + PROSE * (missing // len(PROSE) + 1))[:length]
