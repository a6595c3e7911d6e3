"""What else an office is told about its report: blanks, cells that cannot be read, prose against tables, and the rest.

Belongs here: the words for findings that are no broken rule of the form. Does not belong here: when there is one (`quality/`).
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.quality.blanks import REFUTED
from gov_disclosure.quality.identities import spell
from gov_disclosure.quality.restatements import find_restatements
from gov_disclosure.steps.check_material import (
    Material,
    Record,
    group_cells,
    name_cell,
    name_table,
    quote,
    quote_around,
    strip_subject,
)
from gov_disclosure.steps.checked import SEVERITIES, Problem, Quote

SHOWN = 12
"""Rows or cells that are listed in one problem."""
ALL_ZERO = "按表中合计推算,留空的格只能是 0;表中仍应填 0,空白不等于 0。"
NOT_ALL_ZERO = "按表中合计推算,留空的格并非都是 0:其中有漏填的数字。"
UNDECIDED = "是否为 0,仅凭报告无法判断。"
# rule → title, advice
_WORDS = {
    "cells.glued": ("一行数字连在了一起", "请在各格之间加上表格线或制表符,再检查一次。"),
    "cells.impossible": ("有格填了负数", "件数不能小于 0;请核对是否多写了横线,或填错了栏。"),
    "cells.copied": ("同一张表印了两次,数字不同", "请更正有误的一处,或只保留一张表。"),
    "table.left_over": ("有数字不属于任何一格", "请核对是否多印了行、列,或数字填错了位置。"),
    "table.other_year": ("表的标题写的是另一年度", "请更正标题,或换上本年度的表。"),
    "prose.channel": ("单一渠道的公开数大于主动公开总数", ""),
    "prose.channels": ("各渠道公开数之和大于主动公开总数", ""),
    "prose.stated_twice": ("正文前后数字不同", ""),
    "level.rules": ("本级机关没有规章制定权", ""),
}  # fmt: skip
_QUOTING = ("prose.stated_twice", "table.other_year")
"""Rules whose messages quote the report: what is quoted stays as it is printed."""
_QUOTED = str.maketrans("「」", "『』")
_GENERIC = ("请核对", "")
_TOLD = ("cells.impossible", "cells.glued", "cells.copied", "table.other_year", "blank_total")
"""Findings that say of their cells what there is to say."""

Findings = Sequence[Record]


def build_note_problems(material: Material, findings: Findings) -> Iterator[Problem]:
    """Problems for findings that are no broken rule, in the order of the findings."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for finding in findings:
        groups.setdefault((_find_kind(finding), str(finding["table"])), []).append(finding)
    explained = {cell for f in findings if _find_kind(f) in _TOLD for cell in _list_keys(f)}
    for (kind, _), group in groups.items():
        if kind in _BUILDERS_OF_REST:
            yield from _BUILDERS_OF_REST[kind](material, group, explained)
        else:
            yield from _BUILDERS.get(kind, _build_generic)(material, group)


def _find_kind(finding: Record) -> str:
    """The rule, and one name for all totals that are blank and for all figures of the text against a table."""
    rule = str(finding["rule"])
    if rule.endswith(".blank_total"):
        return "blank_total"
    is_figure = finding["table"] in CELL_KEYS and find_restatements(str(finding["form"]), rule.removeprefix("prose."))
    return "prose" if is_figure else rule


def _list_keys(finding: Record) -> list[str]:
    return [f"{finding['table']}:{cell}" for cell in _list_cells(finding)]


def _list_cells(finding: Record) -> list[str]:
    return [cell for cell in (finding["cell_keys"] or "").split("; ") if cell]


def _build_generic(material: Material, group: Findings) -> Iterator[Problem]:
    """One problem for all findings of a rule in a table, in the words of the findings."""
    fact, rule = group[0]["table"], str(group[0]["rule"])
    name = name_table(fact)
    title, advice = _WORDS.get(rule, _GENERIC)
    cells = [cell for finding in group for cell in _list_cells(finding)] if fact in CELL_KEYS else []
    messages = (strip_subject(str(finding["message_zh"]), name) for finding in group)
    lines = _list_shown(m.translate(_QUOTED) if rule in _QUOTING else m for m in messages)
    severity = min((str(finding["severity"]) for finding in group), key=SEVERITIES.index)
    yield Problem(
        rule, severity, f"{name}:{title}", tuple(lines), advice=advice, cells=material.name(str(fact), cells)
    )  # fmt: skip


def _build_left_over(material: Material, group: Findings) -> Iterator[Problem]:
    """Numbers that no cell has, each with the words around it; not those of rows that ran together, which are told."""
    elements, text = material.rows.elements, material.rows.text
    told = [
        (e["source_start"], e["source_end"])
        for e in elements
        if e["element"] == "doubt" or (e["value_status"] == "unreadable" and e["source_start"] is not None)
    ]
    for finding in group:
        own = (e for e in elements if e["element"] == "left_over" and e["table"] == finding["table"])
        spans = [(e["source_start"], e["source_end"]) for e in own]
        spans = [(start, end) for start, end in spans if not any(a <= start and end <= b for a, b in told)]
        lines = (f"『{quote_around(text, start, end)}』" for start, end in spans)
        if spans:
            title, advice = _WORDS[str(finding["rule"])]
            severity, name = str(finding["severity"]), name_table(finding["table"])
            yield Problem(
                str(finding["rule"]), severity, f"{name}:{title}({len(spans)} 个)", tuple(_list_shown(lines)), advice=advice
            )  # fmt: skip


def _build_blank_totals(material: Material, group: Findings) -> Iterator[Problem]:
    """Totals that were left blank, with what their parts add up to."""
    fact = str(group[0]["table"])
    order = {key: place for place, key in enumerate(material.cells)}
    group = sorted(group, key=lambda finding: order.get((fact, _list_cells(finding)[0]), len(order)))
    cells = [_list_cells(finding)[0] for finding in group]
    lines = (
        f"{name_cell(material.form, fact, cell)}留空,而已填的各分项之和为 {str(finding['suggestion']).rpartition(' ')[2]}"
        for cell, finding in zip(cells, group, strict=True)
    )
    yield Problem(
        "blank_total", str(group[0]["severity"]), f"{name_table(fact)}:合计没有填", tuple(lines),
        advice="请补填合计;分项中如有漏填的,请先补分项。", cells=material.name(fact, cells),
    )  # fmt: skip


def _build_blanks(material: Material, group: Findings, told: Collection[str]) -> Iterator[Problem]:
    """Blank cells, and what the sums say of them; totals that were left blank have been told."""
    for finding in group:
        fact = str(finding["table"])
        cells = [cell for cell in _list_cells(finding) if f"{fact}:{cell}" not in told]
        if cells:
            state = (finding["suggestion"] or "").rpartition(": ")[2]
            is_refuted = state == REFUTED and len(cells) == len(_list_cells(finding))
            lines = (
                *_judge_blanks(material, fact, cells, is_refuted),
                *_list_shown(group_cells(material, fact, cells)),
            )
            yield Problem(
                "cells.blank", str(finding["severity"]), f"{name_table(fact)}:有 {len(cells)} 格留空", lines,
                advice="没有发生的事项请填 0。", cells=material.name(fact, cells),
            )  # fmt: skip


def _judge_blanks(material: Material, fact: str, cells: Sequence[str], is_refuted: bool) -> Iterator[str]:
    """What the sums of the table imply for blank cells."""
    derived = {cell: material.cells[fact, cell]["value_derived"] for cell in cells}
    zeros = sum(value is not None and not value for value in derived.values())
    named = {cell: value for cell, value in derived.items() if value}
    for cell, value in list(named.items())[:SHOWN]:
        yield f"{name_cell(material.form, fact, cell)}按合计推算应为 {spell(value)}"
    rest = len(cells) - zeros - len(named)
    if not rest and not named:
        yield ALL_ZERO
    elif is_refuted and not named:
        yield NOT_ALL_ZERO
    elif rest:
        yield f"{f'其中 {zeros} 格按合计推算只能是 0,其余 {rest} 格' if zeros or named else '留空的格'}{UNDECIDED}"


def _build_absent(material: Material, group: Findings) -> Iterator[Problem]:
    for finding in group:
        fact, cells = str(finding["table"]), _list_cells(finding)
        every = [key for key in material.cells if key[0] == fact]
        is_whole = len(cells) == len(every)
        what = "没有找到这张表" if is_whole else f"有 {len(cells)} 格没有印出"
        lines = () if is_whole else tuple(_list_shown(group_cells(material, fact, cells)))
        yield Problem(
            "cells.absent", str(finding["severity"]), f"{name_table(fact)}:{what}", lines,
            advice="请检查文件是否完整,表格是否在附件里,行名是否与规定格式一致。", cells=material.name(fact, cells),
        )  # fmt: skip


def _build_unreadable(material: Material, group: Findings, told: Collection[str]) -> Iterator[Problem]:
    """Cells that hold no certain number, by what is printed in them."""
    for finding in group:
        fact = str(finding["table"])
        cells = [cell for cell in _list_cells(finding) if f"{fact}:{cell}" not in told]
        if cells:
            yield Problem(
                "cells.unreadable", str(finding["severity"]), f"{name_table(fact)}:有 {len(cells)} 格读不出确定的数字",
                tuple(_list_shown(_list_unreadable(material, fact, cells))),
                advice="请在每一格只填一个阿拉伯数字,格与格之间用表格线或制表符分开。", cells=material.name(fact, cells),
            )  # fmt: skip


def _list_unreadable(material: Material, fact: str, cells: Sequence[str]) -> Iterator[str]:
    groups: dict[tuple[str, int], list[str]] = {}
    for cell in cells:
        record = material.cells[fact, cell]
        groups.setdefault((quote(record["raw_text"] or ""), record["source_start"] or 0), []).append(cell)
    for (text, _), own in groups.items():
        digits = any(character.isdecimal() for character in text)
        why = "分不清哪个数属于哪一格" if len(own) > 1 else "不能确定是哪个数" if digits else "不是数字"
        yield f"{'、'.join(group_cells(material, fact, own))}:印的是『{text}』,{why}"


def _list_shown(lines: Iterator[str]) -> Iterator[str]:
    """The first lines, and how many more there are."""
    every = list(lines)
    yield from every[:SHOWN]
    if len(every) > SHOWN:
        yield f"……共 {len(every)} 处,其余从略"


def _build_prose(material: Material, group: Findings) -> Iterator[Problem]:
    for finding in group:
        indicator = str(finding["rule"]).removeprefix("prose.")
        rule = find_restatements(material.form, indicator)[0]
        fact, stated, tabled = str(finding["table"]), spell(finding["observed"]), spell(finding["expected"])
        if len(rule.cells) == 1 and rule.factor == 1:
            tabled = material.show_printed(fact, rule.cells[0])
        figure = _find_figure(material, indicator, finding)
        names = [name_cell(material.form, fact, cell) for cell in rule.cells]
        where = names[0] if len(names) == 1 else f"{'、'.join(names)}合计"
        lines = [f"正文写明{rule.label_zh} {stated},而{name_table(fact)}{where}为 {tabled},"
                 f"相差 {spell(abs(finding['observed'] - finding['expected']))}"]  # fmt: skip
        lines += _list_agreeing(material, fact, finding)
        yield Problem(
            str(finding["rule"]), str(finding["severity"]), "正文与表格不一致", tuple(lines), _build_quote(figure),
            advice="口径相同的,请改正其中一处;口径不同的,请在正文中写明。", cells=material.name(fact, rule.cells),
        )  # fmt: skip


def _list_agreeing(material: Material, fact: str, finding: Record) -> Iterator[str]:
    """Cells that the figure agrees with although its words mean others."""
    cells = (finding["suggestion"] or "").removeprefix("the text agrees with ").split(" + ")
    if cells[0] and all((fact, cell) in material.cells for cell in cells):
        names = "、".join(name_cell(material.form, fact, cell) for cell in cells)
        yield f"正文的数与{names}{'相同' if len(cells) == 1 else '之和相同'},可能只写了其中一部分,或抄错了行、列"


def _find_figure(material: Material, indicator: str, finding: Record) -> Mapping[str, Any] | None:
    figures = (f for f in material.rows.facts["fact_narrative_figure"] if f["indicator"] == indicator)
    return next((f for f in figures if f["is_current_year"] and f["value"] == finding["observed"]), None)


def _build_quote(figure: Mapping[str, Any] | None) -> Quote | None:
    if figure is None:
        return None
    return Quote(quote(figure["sentence"], figure["raw_text"]), (figure["source_start"], figure["source_end"]))


_BUILDERS: Mapping[str, Callable[[Material, Findings], Iterator[Problem]]] = {
    "blank_total": _build_blank_totals,
    "cells.absent": _build_absent,
    "prose": _build_prose,
    "table.left_over": _build_left_over,
}
_BUILDERS_OF_REST: Mapping[str, Callable[[Material, Findings, Collection[str]], Iterator[Problem]]] = {
    "cells.blank": _build_blanks,
    "cells.unreadable": _build_unreadable,
}
"""Those that leave out cells which other findings have told of."""
