"""Blocks become plain text.

Belongs here: paragraphs, headings and the blank lines between them. Does not belong here: tables (`layouts`) and
encodings (`generate`).
"""

from __future__ import annotations

from random import Random

from gov_disclosure_tests.generator.labels import write_script
from gov_disclosure_tests.generator.layouts import LAYOUTS, Canvas
from gov_disclosure_tests.generator.page import Block
from gov_disclosure_tests.generator.paper import Paper
from gov_disclosure_tests.generator.recipe import Recipe

_WIDE = str.maketrans("(),:", "（），：")
_FIRST_NUMBERS = {"B": 12, "C": 3, "D": 3}


def write_text(blocks: list[Block], recipe: Recipe, rng: Random) -> Paper:
    """A text file before it is encoded."""
    layout = LAYOUTS[recipe.layout]
    canvas = Canvas((lambda t: write_script(t, recipe.script)) if recipe.script != "simplified" else None)
    gap = (" " if layout.spaced else "") if layout.running else "\n\n" if recipe.style == "blank_lines" else "\n"
    indent = rng.choice(("", "", "　　", "    ")) if not layout.running else ""
    places: list[tuple[int, int]] = []
    headings: list[int] = []
    giant = recipe.style == "giant" and "pipe" in recipe.layout
    begun = running = False
    for block in blocks:
        if block.sheet:
            start = canvas.at
            layout.write(canvas, block.sheet, rng)
            places += [(start, canvas.at)] * len(block.figures)
            canvas.write("" if layout.running else "\n")
            continue
        start = canvas.at
        text = block.text.translate(_WIDE) if recipe.wide and block.kind in ("para", "heading") else block.text
        canvas.write(indent + text if block.kind == "para" else text)
        headings += [canvas.at] if block.kind == "heading" else []
        places += [(start, canvas.at)] * len(block.figures)
        begun = begun or block.kind == "heading"
        running = begun and layout.running
        if giant and block.kind in ("para", "heading"):
            canvas.write(" |\n" + "|" * rng.choice((12, 160, 330)))
        merged = recipe.style == "running" and block.kind in ("heading", "para") and not layout.running
        canvas.write(gap if running else " " if merged and block.kind == "heading" else "\n" if not begun else gap)
    return Paper(canvas.text, canvas.spans, places, headings, find_sure(canvas, recipe), is_solid(recipe))


def find_sure(canvas: Canvas, recipe: Recipe) -> int:
    """Where so much was printed that place, year and form are certain."""
    ends = sorted(end for _, end in canvas.spans.values())
    return ends[min(len(ends) - 1, _FIRST_NUMBERS[recipe.form])] if ends and recipe.form in _FIRST_NUMBERS else 0


def is_solid(recipe: Recipe) -> bool:
    """Whether a row that breaks off still shows which of its cells are printed."""
    if not recipe.text_layout:
        return True
    layout = LAYOUTS[recipe.layout]
    return not (layout.joined or layout.spaced or recipe.layout in ("tab_rows", "mixed"))
