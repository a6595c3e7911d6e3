"""Sentences of a check that every way of showing it has in common.

Belongs here: the words for an equation, a repair and the verdict. Does not belong here: the words of one kind of finding
(`check_sums.py`, `check_notes.py`).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gov_disclosure.steps.check_material import widen
from gov_disclosure.steps.checked import SEVERITIES, Change, Checked, CheckedReport, Equation, Problem, Repair
from gov_disclosure.vocabulary.findings import ERROR, INFO, WARNING

SEVERITY_NAMES = {ERROR: "对不上", WARNING: "请核对", INFO: "提示"}
_COUNTED = {ERROR: "数字对不上", WARNING: "需要核对", INFO: "提示"}
NOTHING_FOUND = "没有发现前后不符之处"
NOTHING_CHECKED = "没有可以核对的勾稽关系"
LEAST_ALIKE = 3
"""Repairs that change their rows alike from which they are told in one line."""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_BETWEEN = "」行「"
_FIRST_CIRCLED, _LAST_CIRCLED = 0x2460, 20


def spell_equation(equation: Equation) -> tuple[str, str, str]:
    """Where a rule does not hold and which; the rule in the words of the form; the same with its numbers."""
    head = f"{equation.place}:{equation.rule}" if equation.place else equation.rule
    return widen(head), equation.formula, equation.filled


def list_repairs(problem: Problem) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Each repair in words, with its changes; those that would change several rows alike in one line."""
    groups: dict[object, list[Repair]] = {}
    for at, repair in enumerate(problem.repairs):
        groups.setdefault(_find_pattern(repair) or at, []).append(repair)
    for repairs in groups.values():
        if len(repairs) >= LEAST_ALIKE:
            yield _spell_alike(repairs), ()
        else:
            yield from ((spell_repair(repair), repair.changes) for repair in repairs)


def _find_pattern(repair: Repair) -> tuple[tuple[str, Decimal], ...] | None:
    """By how much which columns of one row are changed; None where it is one cell, or cells of several rows."""
    names = [change.cell[1].partition(_BETWEEN) for change in repair.changes]
    if len(names) < 2 or not all(middle for _, middle, _ in names) or len({row for row, _, _ in names}) > 1:
        return None
    if not all(_NUMBER.fullmatch(change.printed) for change in repair.changes):
        return None
    differences = (Decimal(change.needed) - Decimal(change.printed) for change in repair.changes)
    return tuple(zip((column for _, _, column in names), differences, strict=True))


def _spell_alike(repairs: Sequence[Repair]) -> str:
    """The same change in any one of several rows."""
    pattern = _find_pattern(repairs[0]) or ()
    changes = "、".join(f"「{column}{'增加' if by > 0 else '减少'} {abs(by)}" for column, by in pattern)
    rows = "".join(f"{repair.changes[0].cell[1].partition(_BETWEEN)[0]}」" for repair in repairs)
    return widen(f"某一行同时改:{changes}。可能的行:{rows}")


def spell_repair(repair: Repair) -> str:
    """A repair: 「…」由 0 改为 5(疑为漏填)."""
    changes = "、".join(
        f"{change.cell[1]}由 {change.printed} 改为{change.relation} {change.needed}" for change in repair.changes
    )
    together = "同时改:" if len(repair.changes) > 1 else ""
    return widen(f"{together}{changes}{f'(疑为{repair.kind})' if repair.kind else ''}")


def spell_verdict(report: CheckedReport) -> str:
    """One line: whether the report adds up, and how much of it was checked."""
    counts = [(report.count(severity), _COUNTED[severity]) for severity in SEVERITIES]
    found = "、".join(f"{count} 处{what}" for count, what in counts if count)
    missing = f",另有 {report.rules_open} 条因缺数不能核对" if report.rules_open else ""
    scope = f"核对了 {report.rules_checked} 条勾稽关系{missing}" if report.rules_checked else NOTHING_CHECKED + missing
    return widen(f"结论:{f'发现 {found}' if found else NOTHING_FOUND}({scope})。")


def spell_summary(documents: Sequence[Checked]) -> str:
    """One line for several documents."""
    reports = [document for document in documents if isinstance(document, CheckedReport)]
    worst = [next((s for s in SEVERITIES if report.count(s)), "") for report in reports]
    parts = [f"{_COUNTED[s]}的 {worst.count(s)} 份" for s in (ERROR, WARNING) if s in worst]
    fine = len(reports) - sum(s in (ERROR, WARNING) for s in worst)
    parts += [f"没有发现问题或只有提示的 {fine} 份"] if fine else []
    parts += [f"不能核对的 {len(documents) - len(reports)} 份"] if len(reports) < len(documents) else []
    return widen(f"共 {len(documents)} 份文件:{'、'.join(parts)}。")


def spell_number(number: int) -> str:
    """The number of a problem, in a circle, so that it is not taken for a part of the number that it stands beside."""
    return chr(_FIRST_CIRCLED + number - 1) if number <= _LAST_CIRCLED else f"({number})"
