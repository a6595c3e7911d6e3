"""Statistics tables of provinces and cities from the years before the national one: every place its own.

Belongs here: rows, columns and numbers of such a table, and which of them are figures that a reader may name. Does not
belong here: the labels (`gov_disclosure.vocabulary.local_tables`) and how a table becomes characters (`layouts`, `html`).

The truth of a number is a figure of the report, as in running text: certain where the layout keeps its place, not certain
where a blank beside it leaves a mark that may be another cell's, and none at all where the layout loses the place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from gov_disclosure.vocabulary.indicators import UNLISTED
from gov_disclosure.vocabulary.local_tables import LocalRow, header_words, list_local_rows
from gov_disclosure_tests.generator.counts import scatter
from gov_disclosure_tests.generator.grid import LOCAL, Cell, Line, Sheet
from gov_disclosure_tests.generator.layouts import LAYOUTS
from gov_disclosure_tests.generator.prose import Narrator
from gov_disclosure_tests.generator.recipe import Recipe
from gov_disclosure_tests.generator.truth import FigureTruth

UNKNOWN_ROWS = ("政府信息目录条数", "公开栏刊出期数", "查阅点接待数", "依申请公开目录数")
NARROWING_TITLES = ("重点领域信息", "县直单位情况", "乡镇街道情况")
"""Titles below which the usual labels count less than the usual."""
_COLUMNS: tuple[tuple[str, ...], ...] = (
    ("year", "all_years_stated"),
    ("year", "all_years_stated"),
    ("year",),
    ("year",),
    ("year", "all_years"),
    ("year", "year_before"),
    ("part", "year"),
)
_TITLES = ("政府信息公开情况统计表", "{name}{year}年政府信息公开情况统计表", "附件1:{year}年度政府信息公开情况统计表")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row to be printed: its label with what stands before it, unit, number of the year and indicator."""

    label: str
    unit: str
    value: int
    indicator: str


def write_local_table(recipe: Recipe, narrator: Narrator, rng: Random) -> tuple[list[str], Sheet, list[FigureTruth]]:
    """The lines of a title, the table, and its figures in their order."""
    kinds = rng.choice(_COLUMNS)
    names = [_head(kind, recipe.year, rng) for kind in kinds]
    is_coded = len(kinds) == 1 and not recipe.joined and rng.random() < 0.3
    header = [
        rng.choice(("指标名称", "统计指标", "指标")),
        *(["代码"] if is_coded else []),
        rng.choice(("计量单位", "单位")),
        *names,
    ]
    sheet = Sheet(LOCAL, len(header), [Line("header", [Cell(text) for text in header])])
    figures: list[FigureTruth] = []
    for number, row in enumerate(_list_rows(recipe, narrator, rng)):
        if row is None:
            title = rng.choice(NARROWING_TITLES)
            sheet.lines.append(Line("title", [Cell(title), *(Cell("") for _ in header[1:])]))
            continue
        values = [_vary(row.value, kind, rng) for kind in kinds]
        texts = _write(values, rng)
        cells = [Cell(text, f"{LOCAL}|{number}|{i}") for i, text in enumerate(texts)]
        code = [Cell(f"{number + 1:02d}")] if is_coded else []
        sheet.lines.append(Line("data", [Cell(row.label), *code, Cell(row.unit), *cells]))
        figures += _list_figures(row, list(zip(kinds, values, texts, strict=True)), recipe)
    return [narrator.tell(rng.choice(_TITLES))], sheet, figures


def _head(kind: str, year: int, rng: Random) -> str:
    if kind == "year":
        return rng.choice((f"{year}年度", f"{year}年", "本年度", "数量", "统计数", "本年累计"))
    return rng.choice(header_words()[kind])


def _vary(value: int, kind: str, rng: Random) -> int:
    """The number of another column of the same row."""
    if kind in ("year", "part"):
        return value if kind == "year" else int(value * rng.random())
    return value + rng.randint(0, 900) if kind != "year_before" else int(value * rng.random() * 2)


def _write(values: Sequence[int], rng: Random) -> list[str]:
    """Numbers as printed; now and then a blank in a row of several."""
    texts = [str(value) for value in values]
    if len(texts) > 1 and rng.random() < 0.04:
        texts[rng.randrange(len(texts))] = ""
    return texts


def _list_rows(recipe: Recipe, narrator: Narrator, rng: Random) -> Iterator[_Row | None]:
    """Rows of a table in groups: a total and its parts; None for a title that narrows down what follows."""
    known = list_local_rows()
    disclosed, received = narrator.amount("proactive_total"), narrator.amount("requests_received")
    channels = [r for r in known if "proactive_total" in r.under]
    ways = [r for r in known if r.indicator == UNLISTED and r.labels[0].endswith("申请数") and "申请" in r.labels[0]][
        :6
    ]
    answers = [r for r in known if r.indicator in ("requests_granted", "requests_partially_granted", "requests_denied")]
    yield from _group(_find("proactive_total", known), disclosed, channels, rng)
    if rng.random() < 0.3:
        yield _Row(rng.choice(UNKNOWN_ROWS), "条", rng.randint(0, 400), UNLISTED)
    yield from _group(_find("requests_received", known), received, ways, rng)
    yield from _group(_find("requests_closed", known), received, [r for r in answers if not r.under], rng)
    for indicator in ("review_total", "litigation_total"):
        yield _Row(rng.choice(_find(indicator, known).labels), "件", narrator.amount(indicator), indicator)
    if rng.random() < 0.5:
        fees = _find("fees_collected", known)
        yield _Row(rng.choice(fees.labels), "元", 0 if rng.random() < 0.6 else rng.randint(1, 900), "fees_collected")
    if rng.random() < 0.25:
        yield None
        part = _find("proactive_total", known)
        yield _Row(part.labels[0], "条", disclosed // 3, UNLISTED)


def _find(indicator: str, known: Sequence[LocalRow]) -> LocalRow:
    return next(row for row in known if row.indicator == indicator)


def _group(total: LocalRow, value: int, parts: Sequence[LocalRow], rng: Random) -> Iterator[_Row]:
    """A total, and some parts that add up to it, numbered behind 其中."""
    unit = "条" if "条" in total.units else "件"
    yield _Row(rng.choice(total.labels), unit, value, total.indicator)
    chosen = [row for row in parts if rng.random() < 0.7]
    mark = rng.choice((".", "、"))
    for number, (row, share) in enumerate(
        zip(chosen, scatter(value, len(chosen), rng) if chosen else (), strict=True), 1
    ):
        yield _Row(
            f"{'其中:' if number == 1 else ''}{number}{mark}{rng.choice(row.labels)}", unit, share, row.indicator
        )


def _list_figures(row: _Row, cells: Sequence[tuple[str, int, str]], recipe: Recipe) -> Iterator[FigureTruth]:
    """What a reader can know of a row."""
    printed = [text for _, _, text in cells if text]
    is_full = len(printed) == len(cells)
    loses = recipe.text_layout and (recipe.joined or LAYOUTS[recipe.layout].blanks == "lost")
    if (loses and not is_full) or (recipe.joined and len(cells) > 1 and set("".join(printed)[:-1]) > {"0"}):
        return
    is_sure = is_full and not recipe.joined and recipe.script != "pinyin" and recipe.layout != "flip_book"
    for kind, value, text in cells:
        named = _name(row.indicator, kind)
        if text and named is not None:
            year = recipe.year - (kind == "year_before")
            yield FigureTruth(named, Decimal(value), year, is_sure and kind != "year_before")


def _name(indicator: str, kind: str) -> str | None:
    """The indicator of a number in a column; None where it has none."""
    if indicator == UNLISTED or kind in ("part", "all_years"):
        return None
    if kind == "all_years_stated":
        return "proactive_cumulative" if indicator == "proactive_total" else None
    return indicator
