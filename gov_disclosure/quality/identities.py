"""The form's arithmetic, checked for many reports at once: what is said about a rule that is broken.

A rule instance is broken only where that is certain: all its numbers are printed and do not agree, or the printed ones
already exceed what they should add up to. A blank is an unknown count, not a zero.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from gov_disclosure.quality.constraints import (
    Balance,
    Constraints,
    RuleInstance,
    balance,
    find_broken,
    find_constraints,
    find_undecided,
)
from gov_disclosure.quality.matrix import CellMatrix, unscale
from gov_disclosure.vocabulary.findings import (
    MESSAGES,
    SOURCE,
    TABLE_NAMES,
    WARNING,
    Finding,
)
from gov_disclosure.vocabulary.forms import cell_label

MOST_NAMED = 8
# relation → message
_MESSAGE = {"=": "broken", "<=": "exceeded", "iff": "one_sided", "!=": "coincides"}


def check_identities(
    matrix: CellMatrix, form: str, table: str, fact_table: str, verdicts: Mapping[tuple[str, str], str] | None = None
) -> Iterator[Finding]:
    """Findings for broken rules and for totals left blank beside printed parts.

    `verdicts` says whose mistake it is, by report and cell, where that is known to be other than the source's.
    """
    constraints = find_constraints(matrix, form, table)
    sums = balance(matrix, constraints)
    for line, at in np.argwhere(find_broken(constraints, sums)):
        instance = constraints.instances[at]
        report_id = matrix.report_ids[line]
        told = ((verdicts or {}).get((report_id, cell)) for cell in instance.left + instance.right)
        verdict = next((v for v in told if v), SOURCE)
        both = (int(sums.left[line, at]), int(sums.right[line, at]))
        yield build_broken(report_id, instance, fact_table, both, verdict)
    yield from _check_totals(matrix, constraints, sums, fact_table)


def _check_totals(matrix: CellMatrix, constraints: Constraints, sums: Balance, fact_table: str) -> Iterator[Finding]:
    """Totals that are printed empty beside parts that are not."""
    undecided = find_undecided(matrix, constraints.instances)
    has_total = np.array([i.identity.relation == "=" and len(i.left) == 1 for i in constraints.instances], np.bool_)
    for at in np.flatnonzero(has_total):
        instance = constraints.instances[at]
        for line in np.flatnonzero((sums.left_open[:, at] > 0) & (sums.right[:, at] > 0) & ~undecided[:, at]):
            if matrix.status[line, matrix.index[instance.left[0]]] in ("blank", "dash"):
                parts = int(sums.right[line, at]), bool(sums.right_open[line, at])
                yield _blank_total(matrix.report_ids[line], instance, fact_table, parts)


def build_broken(
    report_id: str, instance: RuleInstance, fact_table: str, sums: tuple[int, int], verdict: str
) -> Finding:
    """The finding for a rule that does not hold; `sums` are both sides, ten-thousandths."""
    rule = instance.identity
    left, right = unscale(sums[0]), unscale(sums[1])
    message = MESSAGES[_MESSAGE[rule.relation]]
    place, place_en = (f"{name}「{instance.place}」" for name in TABLE_NAMES[fact_table])
    cells = instance.left + instance.right
    words = {
        "place": place,
        "place_en": place_en,
        "label_zh": rule.label_zh,
        "label_en": rule.label_en,
        "left": spell(left),
        "right": spell(right),
        "difference": spell(left - right),
        "cells": name_cells(rule.forms[0], rule.table, cells),
        "cells_en": name_cells(rule.forms[0], rule.table, cells, "en"),
        "left_cells": name_cells(rule.forms[0], rule.table, instance.left),
        "left_cells_en": name_cells(rule.forms[0], rule.table, instance.left, "en"),
        "right_cells": name_cells(rule.forms[0], rule.table, instance.right),
        "right_cells_en": name_cells(rule.forms[0], rule.table, instance.right, "en"),
    }
    return Finding(
        report_id, rule.rule, rule.severity, verdict, fact_table, cells,
        message.zh.format(**words), message.en.format(**words),
        left, right, _suggest(instance, right, left - right),
    )  # fmt: skip


def _suggest(instance: RuleInstance, expected: object, difference: object) -> str | None:
    if instance.identity.relation != "=" or len(instance.left) != 1:
        return None
    return f"{instance.left[0]} = {spell(expected)}, or {' + '.join(instance.right)} changed by {spell(difference)}"


def _blank_total(report_id: str, instance: RuleInstance, fact_table: str, parts: tuple[int, bool]) -> Finding:
    """`parts`: their sum, ten-thousandths, and whether some have no number: the total is then known to be no less."""
    total, is_open = unscale(parts[0]), parts[1]
    place, place_en = (f"{name}「{instance.place}」" for name in TABLE_NAMES[fact_table])
    words = {"place": place, "place_en": place_en, "sum": spell(total)}
    message = MESSAGES["blank_total"]
    return Finding(
        report_id, f"{instance.identity.rule}.blank_total", WARNING, SOURCE, fact_table, instance.left,
        message.zh.format(**words), message.en.format(**words),
        expected=None if is_open else total, suggestion=f"{instance.left[0]} {'>=' if is_open else '='} {spell(total)}",
    )  # fmt: skip


def spell(number: object) -> str:
    """A decimal without superfluous zeros: 270, 92042.4403."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def name_cells(form: str, table: str, cells: tuple[str, ...], language: str = "zh") -> str:
    """The cells of a finding in the words of the form, the first ones of many."""
    between = "、" if language == "zh" else ", "
    named = between.join(cell_label(form, table, cell, language) for cell in cells[:MOST_NAMED])
    return named + (f"{between}… ({len(cells)})" if len(cells) > MOST_NAMED else "")
