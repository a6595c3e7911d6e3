"""The order of a report: head, sections with text and tables, signature, and the furniture of the web page around it.

Belongs here: putting blocks in order. Does not belong here: the words (`sentences`), the numbers (`counts`) and how
blocks become characters (`text`, `html`, `office`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from gov_disclosure.vocabulary.forms import section_titles
from gov_disclosure_tests.generator import sentences as say
from gov_disclosure_tests.generator.grid import Line, Sheet
from gov_disclosure_tests.generator.local import write_local_table
from gov_disclosure_tests.generator.prose import Narrator
from gov_disclosure_tests.generator.recipe import Recipe

_NUMERALS = "一二三四五六七八九"


@dataclass(slots=True)
class Block:
    """A stretch of a report: `kind` is title, line, heading, para, table or furniture; `figures` is a range of the told."""

    kind: str
    text: str = ""
    sheet: Sheet | None = None
    figures: range = range(0)


def compose(recipe: Recipe, narrator: Narrator, sheets: list[Sheet], rng: Random) -> tuple[list[Block], list[str]]:
    """All blocks of a report, and the keys of its sections."""
    rooms = say.SECTIONS["CD" if recipe.form in "CD" else "AB"]
    blocks = [*_head(recipe, narrator, rng)]
    by_table = {sheet.table: sheet for sheet in sheets}
    numbered = rng.random() < 0.94
    for place, section in enumerate(rooms):
        heading = _heading(section, recipe.form, rng)
        blocks.append(Block("heading", f"{_NUMERALS[place]}、{heading}" if numbered else heading))
        for step in _STEPS[section]:
            if step in _TABLE_STEPS:
                blocks += _table(by_table.get(_TABLE_STEPS[step]), narrator, recipe, rng)
            else:
                blocks += _paragraphs(step, recipe, narrator, rng)
    blocks += _signature(recipe, narrator, rng)
    if "statistics" in by_table:
        blocks += _attachment(recipe, narrator, by_table["statistics"], rng)
    if recipe.local:
        blocks += _local_attachment(recipe, narrator, rng)
    return [*_furniture(say.BREADCRUMBS, narrator, rng), *blocks, *_furniture(say.FOOTERS, narrator, rng)], list(rooms)


_TABLE_STEPS = {"table_2": "proactive", "table_3": "requests", "table_4": "review_litigation"}
_STEPS = {
    "overview": ("disclosed", "asked", "managed", "noise"),
    "proactive": ("table_2", "channels"),
    "requests": ("table_3", "asked_again"),
    "fees": ("fees",),
    "disputes": ("table_4", "disputed"),
    "problems": ("problems",),
    "other": ("other",),
}


@cache
def _titles() -> dict[str, tuple[str, ...]]:
    return {title.key: title.titles for title in section_titles()}


def _heading(section: str, form: str, rng: Random) -> str:
    """The heading of a section: of the forms since 2019 mostly the official one, before that one of the older wordings."""
    titles = _titles()[section]
    if form in "CD":
        return titles[0] if rng.random() < 0.75 else rng.choice(titles)
    return rng.choice([t for t in titles if "收到和处理" not in t])


_TITLES = {
    "usual": "{name}{year}年政府信息公开工作年度报告",
    "degree": "{name}{year}年度政府信息公开工作年度报告",
    "year_behind": "{name}政府信息公开工作{year}年度报告",
    "year_first": "{year}年{name}政府信息公开工作年度报告",
    "about": "关于{name}{year}年度政府信息公开工作情况的报告",
    "two_lines": "{name}\n{year}年政府信息公开工作年度报告",
    "twice": "{name}{year}年政府信息公开工作年度报告",
}


def _head(recipe: Recipe, narrator: Narrator, rng: Random) -> Iterator[Block]:
    pattern = _TITLES.get(recipe.title, "")
    if "no_place" in recipe.damage:
        pattern = "{year}年政府信息公开工作年度报告"
    if "no_year" in recipe.damage:
        pattern = "{name}政府信息公开工作年度报告"
    for _ in range(2 if recipe.title == "twice" else 1 if pattern else 0):
        yield Block("title", narrator.tell(pattern))
    if rng.random() < 0.4 and "no_year" not in recipe.damage:
        yield Block("furniture", _dated(rng.choice(say.BYLINES), narrator, rng))
    parts = [narrator.choose(say.OPENINGS if recipe.title != "intro_only" else say.OPENINGS[1:])]
    if recipe.style != "terse":
        parts.append(narrator.choose(say.PERIODS))
    parts.append(_contact(recipe, narrator, rng))
    yield Block("para", "".join(parts))


def _contact(recipe: Recipe, narrator: Narrator, rng: Random) -> str:
    """Whom to ask, with a telephone number that fits the place."""
    body = narrator.body
    if not body.region.area_code or "no_place" in recipe.damage or (recipe.style == "terse" and not body.needs_contact):
        return ""
    narrator.words(phone=f"{body.region.area_code}-{rng.randint(2000000, 8999999)}")
    return narrator.choose(tuple(filter(None, say.CONTACTS)) if body.needs_contact else say.CONTACTS)


def _dated(pattern: str, narrator: Narrator, rng: Random) -> str:
    office = narrator.tell("{office}")
    return pattern.format(after=narrator.year + 1, day=rng.randint(10, 28), office=office, views=rng.randint(100, 9999))


def _paragraphs(step: str, recipe: Recipe, narrator: Narrator, rng: Random) -> Iterator[Block]:
    """The paragraphs of one step, each with the figures that it tells."""
    for write in _WRITERS[step]:
        start = len(narrator.figures)
        text = write(recipe, narrator, rng)
        if text:
            yield Block("para", text, None, range(start, len(narrator.figures)))


def _disclosed(recipe: Recipe, narrator: Narrator, rng: Random) -> str:
    sentences = [say.PROACTIVE, *([say.NORMATIVE] if narrator.amount("normative_docs_issued") else [])]
    sentences += [] if recipe.style == "terse" else [say.ACTIVITIES]
    return "(一)主动公开情况。" + "".join(narrator.choose(s) for s in sentences)


def _asked(recipe: Recipe, narrator: Narrator, rng: Random) -> str:
    return "(二)依申请公开情况。" + _requests(narrator)


def _requests(narrator: Narrator) -> str:
    if narrator.amount("requests_received"):
        return narrator.choose(say.REQUESTS)
    return narrator.state_zero(narrator.rng.choice(say.NO_REQUESTS), "requests_received")


def _asked_again(recipe: Recipe, narrator: Narrator, rng: Random) -> str:
    return _requests(narrator) if recipe.form in "AB" else ""


def _channels(recipe: Recipe, narrator: Narrator, rng: Random) -> str:
    return narrator.choose(say.CHANNELS) if recipe.form in "AB" else ""


_ROOMS = (
    ("三", "政府信息管理", say.MANAGEMENT),
    ("四", "平台建设", say.PLATFORM),
    ("五", "监督保障", say.SUPERVISION),
)


def _managed(recipe: Recipe, narrator: Narrator, rng: Random) -> str:
    if recipe.style == "terse":
        return ""
    return "".join(f"({n}){name}情况。{_several(s, recipe, narrator, rng)}" for n, name, s in _ROOMS)


def _several(sentences: tuple[str, ...], recipe: Recipe, narrator: Narrator, rng: Random) -> str:
    count = rng.randint(3, len(sentences)) if recipe.style == "long" else 1
    timely = narrator.timely(sentences)
    return "".join(map(narrator.tell, rng.sample(timely, min(count, len(timely)))))


def _noise(recipe: Recipe, narrator: Narrator, rng: Random) -> str:
    if recipe.style == "terse":
        return ""
    timely = narrator.timely(say.NOISE)
    count = rng.randint(2, 5) if recipe.style == "long" else rng.randint(0, 3)
    return "".join(map(narrator.tell, rng.sample(timely, min(count, len(timely)))))


def _disputed(recipe: Recipe, narrator: Narrator, rng: Random) -> str:
    if recipe.form in "CD" and rng.random() < 0.6:
        return ""
    if narrator.amount("review_total") or narrator.amount("litigation_total"):
        return narrator.choose(say.DISPUTES)
    return narrator.state_zero(rng.choice(say.NO_DISPUTES), "review_total", "litigation_total")


def _fees(recipe: Recipe, narrator: Narrator, rng: Random) -> str:
    tells_some = rng.random() < 0.1
    if "statistics|fees" in narrator.numbers:
        tells_some = narrator.amount("fees_collected") > 0
    if tells_some:
        return narrator.choose(say.FEES)
    return narrator.state_zero(rng.choice(say.NO_FEES), "fees_collected")


def _problems(recipe: Recipe, narrator: Narrator, rng: Random) -> str:
    if recipe.style == "long":
        return "".join(narrator.tell(s) for s in (*say.PROBLEMS, *say.IMPROVEMENTS))
    return narrator.choose(say.PROBLEMS) + narrator.choose(say.IMPROVEMENTS)


def _other(recipe: Recipe, narrator: Narrator, rng: Random) -> str:
    return _fees(recipe, narrator, rng) if recipe.form == "D" and rng.random() < 0.4 else narrator.choose(say.OTHERS)


_WRITERS = {
    "disclosed": (_disclosed,),
    "asked": (_asked,),
    "managed": (_managed,),
    "noise": (_noise,),
    "channels": (_channels,),
    "asked_again": (_asked_again,),
    "fees": (_fees,),
    "disputed": (_disputed,),
    "problems": (_problems,),
    "other": (_other,),
}


def _table(sheet: Sheet | None, narrator: Narrator, recipe: Recipe, rng: Random) -> Iterator[Block]:
    """A table with what stands above it; where pages break, in two parts with the foot of a page between."""
    if not sheet:
        return
    intro = narrator.choose(say.TABLE_INTROS)
    if intro:
        yield Block("para", intro)
    parts = _break_page(sheet, rng) if "page_breaks" in recipe.damage and len(sheet.lines) > 12 else [sheet]
    for number, part in enumerate(parts):
        if number:
            page = rng.randint(2, 9)
            yield Block("line", rng.choice((f"- {page} -", f"第{page}页 共{page + 4}页", f"— {page} —")))
        yield Block("table", sheet=part)


def _break_page(sheet: Sheet, rng: Random) -> list[Sheet]:
    middle = rng.randint(6, len(sheet.lines) - 3)
    later = [Line(line.band, line.cells, 0) for line in sheet.lines[middle:]]
    return [Sheet(sheet.table, sheet.width, sheet.lines[:middle]), Sheet(sheet.table, sheet.width, later)]


def _signature(recipe: Recipe, narrator: Narrator, rng: Random) -> Iterator[Block]:
    if rng.random() < 0.5:
        yield Block("line", narrator.tell("{name}"))
        if "no_year" not in recipe.damage:
            yield Block("line", f"{narrator.year + 1}年1月{rng.randint(10, 28)}日")


def _attachment(recipe: Recipe, narrator: Narrator, sheet: Sheet, rng: Random) -> Iterator[Block]:
    yield Block("line", narrator.choose(say.ATTACHED))
    yield Block("line", "政府信息公开情况统计表")
    yield Block("line", narrator.tell("({year}年度)"))
    yield Block("line", narrator.tell("填报单位:{name}"))
    yield from _table(sheet, narrator, recipe, rng)
    if rng.random() < 0.5:
        yield Block("line", "单位负责人: 审核人: 填报人:")


def _local_attachment(recipe: Recipe, narrator: Narrator, rng: Random) -> Iterator[Block]:
    """A table of the place's own; what it says counts with the figures of the text."""
    title, sheet, figures = write_local_table(recipe, narrator, rng)
    start = len(narrator.figures)
    narrator.figures += figures
    yield from (Block("line", line) for line in title)
    yield Block("table", sheet=sheet, figures=range(start, len(narrator.figures)))
    yield Block("line", rng.choice(("填报人: 联系电话:", "附件下载", "注:本表由办公室汇总")))


def _furniture(choices: tuple[str, ...], narrator: Narrator, rng: Random) -> Iterator[Block]:
    if rng.random() < 0.3:
        text = rng.choice(choices)
        if "{after}" in text or "{office}" in text:
            text = _dated(text, narrator, rng)
        yield Block("furniture", text)
