"""What the text says against what the tables say, and the channels of publication against their total.

Source: forms.md section 6 (how narratives restate table numbers); the counting rule 不同渠道和方式公开相同信息计1条 of
国办发〔2014〕32号, by which channels may add up to more than the total.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import pandas as pd

from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.quality.identities import name_cells, spell
from gov_disclosure.quality.matrix import CellMatrix, unscale
from gov_disclosure.vocabulary.findings import INFO, MESSAGES, SOURCE, UNDECIDED, WARNING, Finding
from gov_disclosure.vocabulary.forms import cell_label, read_reference

QUOTED = 24
FIGURES = "fact_narrative_figure"
# Requests with those carried in: many reports count both as 受理.
_WITH_CARRIED_IN = {"requests_received": "carried_in|total"}
_CHANNELS_WITHIN = ("channel_website", "channel_gazette", "channel_weibo", "channel_wechat", "channel_other")


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure of the prose and the cells of a table whose sum it restates."""

    indicator: str
    forms: str
    table: str
    cells: tuple[str, ...]
    label_zh: str
    label_en: str


@cache
def restatements() -> tuple[Restatement, ...]:
    """All known restatements, from `reference/restatements.csv`."""
    return tuple(
        Restatement(
            r["indicator"], r["forms"], r["table"], tuple(c.strip() for c in r["cells"].split("+")),
            r["label_zh"], r["label_en"],
        )
        for r in read_reference("restatements.csv")
    )  # fmt: skip


def check_restatements(figures: pd.DataFrame, matrices: Mapping[tuple[str, str], CellMatrix]) -> Iterator[Finding]:
    """Findings for totals of the report year in the prose that the table contradicts.

    `matrices` by (form, fact table). A figure is contradicted only if no number can stand in the blank cells so that it
    comes true, and if it is not the sum with the requests carried in.
    """
    by_indicator = {(form, r.indicator): r for r in restatements() for form in r.forms}
    lines = {key: {report: i for i, report in enumerate(m.report_ids)} for key, m in matrices.items()}
    for figure in stated_totals(figures).to_dict("records"):
        rule = by_indicator.get((figure["form"], figure["indicator"]))
        key = (figure["form"], rule.table) if rule else None
        line = lines[key].get(figure["report_id"]) if key in lines else None
        if rule and key and line is not None:
            yield from _check(figure, rule, matrices[key], line)


def check_channels(figures: pd.DataFrame) -> Iterator[Finding]:
    """Findings for channels that exceed the total of the report."""
    stated = stated_totals(figures)
    for report_id, group in stated.groupby("report_id"):
        values = group.drop_duplicates("indicator").set_index("indicator")["value"]
        channels = [values[name] for name in _CHANNELS_WITHIN if name in values.index]
        if "proactive_total" not in values.index or not channels:
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


def _check(figure: Mapping[Any, Any], rule: Restatement, matrix: CellMatrix, line: int) -> Iterator[Finding]:
    at = matrix.columns(rule.cells)
    known = matrix.known[line, at]
    total = unscale(matrix.values[line, at].sum())
    stated, precision = Decimal(str(figure["value"])), Decimal(str(figure["precision"]))
    if not known.any() or (not known.all() and stated >= total) or abs(stated - total) <= precision:
        return
    carried = matrix.index.get(_WITH_CARRIED_IN.get(rule.indicator, ""))
    if carried is not None and abs(stated - total - unscale(matrix.values[line, carried])) <= precision:
        return
    table, form = TABLE_OF_FACT[rule.table], str(figure["form"])
    same = _same_elsewhere(matrix, line, rule.cells, stated)
    hint, hint_en = (cell_label(form, table, same, language) if same else "" for language in ("zh", "en"))
    words = {
        "sentence": _quote(str(figure["sentence"]), str(figure["raw_text"])),
        "label_zh": rule.label_zh,
        "label_en": rule.label_en,
        "stated": spell(stated),
        "tabled": spell(total),
        "cells": name_cells(form, table, rule.cells),
        "cells_en": name_cells(form, table, rule.cells, "en"),
        "hint": f"(与「{hint}」一栏相同)" if hint else "",
        "hint_en": f" (it equals the cell {hint_en})" if hint else "",
    }
    message = MESSAGES["prose"]
    yield Finding(
        str(figure["report_id"]), f"prose.{rule.indicator}", WARNING, UNDECIDED, rule.table, rule.cells,
        message.zh.format(**words), message.en.format(**words), stated, total,
    )  # fmt: skip


def _quote(sentence: str, number: str) -> str:
    """The words around a number of a sentence: paragraphs are long, and the number is what matters."""
    place = max(sentence.find(number), 0)
    start, end = max(0, place - QUOTED), min(len(sentence), place + len(number) + QUOTED)
    return f"{'…' if start else ''}{sentence[start:end]}{'…' if end < len(sentence) else ''}"


def _same_elsewhere(matrix: CellMatrix, line: int, cells: tuple[str, ...], stated: Decimal) -> str | None:
    """The cell of the same row that has the number of the prose: the text may speak of one kind of applicant."""
    row = cells[0].split("|")[0]
    if len(cells) > 1 or not stated:
        return None
    same = (c for c, at in matrix.index.items() if c.startswith(f"{row}|") and matrix.known[line, at])
    return next((c for c in same if unscale(matrix.values[line, matrix.index[c]]) == stated), None)


def _channel_finding(report_id: str, rule: str, severity: str, message: str, words: dict[str, str]) -> Finding:
    cells = ("proactive_total", *_CHANNELS_WITHIN)
    observed = Decimal(words["sum" if severity == INFO else "channel"])
    return Finding(
        report_id, rule, severity, SOURCE, FIGURES, cells,
        MESSAGES[message].zh.format(**words), MESSAGES[message].en.format(**words), observed, Decimal(words["total"]),
    )  # fmt: skip
