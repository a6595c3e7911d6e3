"""Defects as findings: which cell to look at first, what number it would need, and why.

Belongs here: order and words of the candidates. Does not belong here: what they are (`location.py`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.quality.identities import check_identities, spell
from gov_disclosure.quality.location import Defect, find_broken_reports, locate_errors
from gov_disclosure.quality.location_doubts import find_doubts
from gov_disclosure.quality.location_kinds import BOUND, KINDS, find_kind, find_line_kind, is_shifted
from gov_disclosure.quality.location_search import Repair
from gov_disclosure.quality.matrix import SCALE, CellMatrix, unscale
from gov_disclosure.vocabulary.findings import (
    EXTRACTION,
    INFO,
    MESSAGES,
    SOURCE,
    TABLE_NAMES,
    UNDECIDED,
    Finding,
)
from gov_disclosure.vocabulary.forms import cell_label

RULE = "location"
MOST_CANDIDATES = 10
"""Candidates named; form B has a sum of eight parts."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell of a repair: the number that stands there and the one that it needs, ten-thousandths."""

    cell: str
    printed: int
    needed: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """One repair of a defect, with what it looks like; `is_bound` where its numbers are the nearest of several that fit."""

    rank: float
    kind: str
    changes: tuple[Change, ...]
    is_bound: bool = False


def check_arithmetic(
    matrix: CellMatrix, form: str, fact_table: str, elements: pd.DataFrame | None = None
) -> Iterator[Finding]:
    """Findings for broken rules and for the cells that may have broken them.

    `elements`, where they are at hand, say which cells were read in doubt.
    """
    table = TABLE_OF_FACT[fact_table]
    reports = find_broken_reports(matrix, form, table)
    defects: list[Defect] = []
    if reports:
        doubts = find_doubts(elements, reports) if elements is not None else {}
        own = {report: doubts[report, fact_table] for report in reports if (report, fact_table) in doubts}
        defects = list(locate_errors(matrix, form, table, own))
    yield from check_identities(matrix, form, table, fact_table, dict(_list_verdicts(defects)))
    for defect in defects:
        yield from build_location_findings(defect, form, table, fact_table)


def _list_verdicts(defects: Iterable[Defect]) -> Iterator[tuple[tuple[str, str], str]]:
    """Cells of the likeliest repairs that were read in doubt: the rules that they break are the reading's mistake."""
    for defect in defects:
        candidates = rank_candidates(defect)
        if find_verdict(defect, candidates) == EXTRACTION:
            for change in candidates[0].changes:
                if change.cell in defect.doubts:
                    yield (defect.report_id, change.cell), EXTRACTION


def rank_candidates(defect: Defect) -> list[Candidate]:
    """Repairs of a defect, likeliest first; those that are as likely in the order of the form."""
    candidates = [_judge(defect, repair) for repair in defect.repairs.found]
    return sorted(candidates, key=lambda c: c.rank)


def find_verdict(defect: Defect, candidates: list[Candidate]) -> str:
    """Whose mistake it is, by the likeliest repair."""
    if not candidates or not defect.repairs.is_complete:
        return UNDECIDED
    return EXTRACTION if any(change.cell in defect.doubts for change in candidates[0].changes) else SOURCE


def build_location_findings(defect: Defect, form: str, table: str, fact_table: str) -> Iterator[Finding]:
    """One finding for each independent defect: the cells of an only repair that share no broken rule stand apart."""
    candidates = rank_candidates(defect)
    verdict = find_verdict(defect, candidates)
    if not candidates and all(len(rule) == 1 for rule in defect.broken):
        return  # a number below zero that no sum tells more about: `refused.py` has said so
    if len(candidates) == 1 and candidates[0].kind in ("several", BOUND):
        groups = _split(candidates[0].changes, defect)
        parts = [[_with_kind(defect, replace(candidates[0], changes=group))] for group in groups]
    else:
        parts = [candidates]
    for part in parts:
        yield _build(defect, part, verdict, (form, table, fact_table))


def _judge(defect: Defect, repair: Repair) -> Candidate:
    changes = tuple(
        Change(defect.cells[cell], defect.printed[cell], needed)
        for cell, needed in zip(repair.cells, repair.needed, strict=True)
    )
    return _with_kind(defect, Candidate(repair.weight, "", changes, repair.is_bound))


def _with_kind(defect: Defect, candidate: Candidate) -> Candidate:
    changes = candidate.changes
    if candidate.is_bound:
        kind = _find_line_kind(defect, changes) or BOUND
    elif len(changes) == 1:
        change = changes[0]
        kind = find_kind(change.printed // SCALE, change.needed // SCALE, is_total=change.cell in defect.totals)
    else:
        kind = _find_line_kind(defect, changes) or "several"
    return replace(candidate, rank=candidate.rank + KINDS[kind][2], kind=kind)


def _find_line_kind(defect: Defect, changes: tuple[Change, ...]) -> str | None:
    """Kind of changes that all stand in one row or one column."""
    needed = {change.cell: change.needed for change in changes}
    printed = dict(zip(defect.cells, defect.printed, strict=True))
    for at in (0, 1):
        keys = {change.cell.split("|")[at] for change in changes if "|" in change.cell}
        if len(keys) != 1:
            continue
        lines, own = _lines(defect, at), keys.pop()
        names = list(lines)
        beside = names[max(names.index(own) - 1, 0) : names.index(own) + 2]
        parts, others = _parts(lines[own], at), [_parts(lines[name], at) for name in beside if name != own]
        kind = find_line_kind(*_pair(parts, printed, needed), [[printed[cell] for cell in other] for other in others])
        kind = kind if kind == "shifted" or not is_shifted(*_pair(lines[own], printed, needed)) else "shifted"
        if kind:
            return kind
    return None


def _pair(cells: list[str], printed: Mapping[str, int], needed: Mapping[str, int]) -> tuple[list[int], list[int]]:
    """What stands in a line and what it needs."""
    return [printed[cell] for cell in cells], [needed.get(cell, printed[cell]) for cell in cells]


def _lines(defect: Defect, at: int) -> Mapping[str, list[str]]:
    """Rows (0) or columns (1) of the block."""
    lines: dict[str, list[str]] = {}
    for cell in defect.cells:
        lines.setdefault(cell.split("|")[at], []).append(cell)
    return lines


def _parts(cells: list[str], at: int) -> list[str]:
    """A line without the total that ends it."""
    return [cell for cell in cells if cell.split("|")[1 - at] not in ("total", "result_total")]


def _split(changes: tuple[Change, ...], defect: Defect) -> list[tuple[Change, ...]]:
    """Changes that share a broken rule, together."""
    groups: list[set[str]] = []
    for change in changes:
        own = {change.cell}.union(*(rule for rule in defect.broken if change.cell in rule))
        joined = [group for group in groups if group & own]
        groups = [group for group in groups if not group & own] + [own.union(*joined)]
    return [tuple(change for change in changes if change.cell in group) for group in groups]


def _build(defect: Defect, candidates: list[Candidate], verdict: str, where: tuple[str, str, str]) -> Finding:
    form, table, fact_table = where
    shown = candidates[:MOST_CANDIDATES]
    is_only = len(candidates) == 1 and len(candidates[0].changes) == 1 and not candidates[0].is_bound
    only = candidates[0].changes[0] if is_only else None
    cells = tuple(dict.fromkeys(change.cell for candidate in shown for change in candidate.changes))
    told = sorted({defect.doubts[cell] for cell in cells if cell in defect.doubts})
    message = MESSAGES[RULE if candidates else "location_unknown"]
    words = {
        "table_zh": TABLE_NAMES[fact_table][0],
        "table_en": TABLE_NAMES[fact_table][1],
        "rules": str(len(defect.broken)),
        "count": str(len(candidates)),
        "candidates": "；或者".join(_tell(c, form, table, "zh") for c in shown),
        "candidates_en": "; or ".join(_tell(c, form, table, "en") for c in shown),
        "verdict": _VERDICTS[verdict][0].format(characters="、".join(told)),
        "verdict_en": _VERDICTS[verdict][1].format(characters=", ".join(told)),
    }
    return Finding(
        defect.report_id, RULE, INFO, verdict, fact_table, cells,
        message.zh.format(**words), message.en.format(**words),
        unscale(only.printed) if only else None, unscale(only.needed) if only else None,
        " or ".join(_spell(candidate) for candidate in shown) or None,
    )  # fmt: skip


_VERDICTS = {
    SOURCE: ("原文字迹清楚，应为报告自身的差错", "The characters are clear: the mistake is the report's own"),
    EXTRACTION: (
        "该处读取存疑（原文字符：{characters}），请先对照原件",
        "The reading is in doubt (characters: {characters}): compare with the original first",
    ),
    UNDECIDED: ("未能穷尽所有可能，仅供参考", "Not all possibilities were tried"),
}  # fmt: skip


# needed number is the one, the most, the least → words
_RELATIONS = {0: ("为", ""), 1: ("不大于", "at most "), -1: ("不小于", "at least ")}


def _tell(candidate: Candidate, form: str, table: str, language: str) -> str:
    zh = language == "zh"
    told = [
        ("「{}」应{} {}（现为 {}）" if zh else "{} should be {}{} (is {})").format(
            cell_label(form, table, change.cell, language),
            _RELATIONS[candidate.is_bound * (1 if change.needed < change.printed else -1)][0 if zh else 1],
            spell(unscale(change.needed)),
            spell(unscale(change.printed)),
        )
        for change in candidate.changes
    ]
    kind = KINDS[candidate.kind][0 if zh else 1]
    return ("、" if zh else " and ").join(told) + (f"，疑为{kind}" if zh else f", like {kind}")


def _spell(candidate: Candidate) -> str:
    changed = ", ".join(f"{c.cell} = {spell(unscale(c.needed))}" for c in candidate.changes)
    return f"{changed} ({candidate.kind})"
