"""What the text says against what the tables say, and the channels of publication against their total.

Belongs here: what is said about a figure that contradicts its cells. Does not belong here: when it does (`restatements.py`).
Source of the counting rule by which channels may add up to more than the total, 不同渠道和方式公开相同信息计1条:
国办发〔2014〕32号.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from gov_disclosure.frames.arrow import group_records, list_records
from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.quality.identities import name_cells, spell
from gov_disclosure.quality.matrix import CellMatrix
from gov_disclosure.quality.parts import is_part
from gov_disclosure.quality.restatements import (
    Cells,
    Interval,
    Restatement,
    Tables,
    find_agreeing,
    find_restatements,
    scale_down,
    state_interval,
)
from gov_disclosure.vocabulary.findings import INFO, MESSAGES, SOURCE, UNDECIDED, WARNING, Finding
from gov_disclosure.vocabulary.forms import cell_label

QUOTED = 24
LEAST_HINTED = 10
"""A smaller number stands in many cells: that it stands in one of another row and column says nothing."""
FIGURES = "fact_narrative_figure"
_CHANNELS_WITHIN = ("channel_website", "channel_gazette", "channel_weibo", "channel_wechat", "channel_other")


def check_restatements(figures: pd.DataFrame, matrices: Mapping[tuple[str, str], CellMatrix]) -> Iterator[Finding]:
    """Findings for totals of the report year in the prose that the table contradicts in every scope they regularly have.

    `matrices` by (form, fact table).
    """
    tables = Tables(matrices)
    for figure in list_records(stated_totals(figures)):
        yield from _check(figure, tables)


def check_channels(figures: pd.DataFrame) -> Iterator[Finding]:
    """Findings for channels that exceed the total of the report."""
    stated = stated_totals(figures)
    for (report_id,), records in group_records(stated, ["report_id"], ["indicator", "value"]).items():
        values = {record["indicator"]: record["value"] for record in reversed(records)}
        channels = [values[name] for name in _CHANNELS_WITHIN if name in values]
        if "proactive_total" not in values or not channels:
            continue
        total = values["proactive_total"]
        words = {"sum": spell(sum(channels)), "total": spell(total), "channel": spell(max(channels))}
        if max(channels) > total:
            yield _channel_finding(str(report_id), "prose.channel", WARNING, "channel_exceeds", words)
        elif sum(channels) > total:
            yield _channel_finding(str(report_id), "prose.channels", INFO, "channels_exceed", words)


def stated_totals(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures that state a number for the report year."""
    return figures[figures["is_current_year"].fillna(False) & figures["value"].notna()]


def _check(figure: Mapping[Any, Any], tables: Tables) -> Iterator[Finding]:
    form, report_id = str(figure["form"]), str(figure["report_id"])
    rules = find_restatements(form, str(figure["indicator"]))
    line = tables.find_line((form, rules[0].table), report_id) if rules else None
    if line is None or tables.is_silent((form, rules[0].table), line, rules[0].cells):
        return
    stated = state_interval(figure)
    for rule in rules:
        if tables.add_up((form, rule.table), line, rule.cells, rule.factor).meets(scale_down(stated, rule.factor)):
            return
    own = scale_down(stated, rules[0].factor)
    found = tables.add_up((form, rules[0].table), line, rules[0].cells)
    if is_part(figure, found.low * rules[0].factor):
        return
    agreeing = find_agreeing(tables, line, rules[0], own, form)
    if agreeing and own.low < LEAST_HINTED and not _share_a_line(agreeing, rules[0].cells):
        agreeing = None
    yield _contradiction(figure, rules[0], found, agreeing)


def _share_a_line(cells: Cells, others: Cells) -> bool:
    """Whether two groups of cells have a row or a column in common."""
    keys, other_keys = (
        {(at, key) for cell in group for at, key in enumerate(cell.split("|"))} for group in (cells, others)
    )
    return bool(keys & other_keys)


def _contradiction(figure: Mapping[Any, Any], rule: Restatement, found: Interval, agreeing: Cells | None) -> Finding:
    table, form = TABLE_OF_FACT[rule.table], str(figure["form"])
    stated = Decimal(str(figure["value"]))
    tabled = found.low * rule.factor
    hint, hint_en = (_name(form, table, agreeing, language) for language in ("zh", "en"))
    words = {
        "sentence": quote(str(figure["sentence"]), str(figure["raw_text"])),
        "label_zh": rule.label_zh,
        "label_en": rule.label_en,
        "stated": spell(stated),
        "tabled": spell(tabled),
        "cells": name_cells(form, table, rule.cells),
        "cells_en": name_cells(form, table, rule.cells, "en"),
        "hint": f"（与「{hint}」相同）" if hint else "",
        "hint_en": f" (it equals {hint_en})" if hint else "",
    }
    message = MESSAGES["prose"]
    return Finding(
        str(figure["report_id"]), f"prose.{rule.indicator}", rule.severity, UNDECIDED, rule.table, rule.cells,
        message.zh.format(**words), message.en.format(**words), stated, tabled,
        f"the text agrees with {' + '.join(agreeing)}" if agreeing else None,
    )  # fmt: skip


def _name(form: str, table: str, cells: Cells | None, language: str) -> str:
    between = "、" if language == "zh" else " + "
    return between.join(cell_label(form, table, cell, language) for cell in cells or ())


def quote(sentence: str, number: str) -> str:
    """The words around a number of a sentence: paragraphs are long, and the number is what matters."""
    place = max(sentence.find(number), 0)
    start, end = max(0, place - QUOTED), min(len(sentence), place + len(number) + QUOTED)
    return f"{'…' if start else ''}{sentence[start:end]}{'…' if end < len(sentence) else ''}"


def _channel_finding(report_id: str, rule: str, severity: str, message: str, words: dict[str, str]) -> Finding:
    cells = ("proactive_total", *_CHANNELS_WITHIN)
    observed = Decimal(words["sum" if severity == INFO else "channel"])
    return Finding(
        report_id, rule, severity, SOURCE, FIGURES, cells,
        MESSAGES[message].zh.format(**words), MESSAGES[message].en.format(**words), observed, Decimal(words["total"]),
    )  # fmt: skip
