"""The form's arithmetic, checked for many reports at once.

A rule instance is broken only where that is certain: all its numbers are printed and do not agree, or the printed ones
already exceed what they should add up to. A blank is an unknown count, not a zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from gov_disclosure.quality.matrix import Bools, CellMatrix, Ints, unscale
from gov_disclosure.vocabulary.findings import (
    MESSAGES,
    SOURCE,
    TABLE_NAMES,
    WARNING,
    Finding,
)
from gov_disclosure.vocabulary.forms import FormTable, Identity, cell_label, form_table, identities

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class RuleInstance:
    """A rule in one column or row of its table: the cells on both sides."""

    identity: Identity
    place: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a rule instance, a line per report: the sum of what is printed, and whether that is all of it."""

    total: Ints
    complete: Bools
    any_known: Bools
    precision: Ints


@cache
def rule_instances(form: str, table: str) -> tuple[RuleInstance, ...]:
    """Every instance of every rule of a table."""
    layout = form_table(form, table)
    if layout is None:
        return ()
    return tuple(i for rule in identities(form) if rule.table == table for i in _instances(rule, layout))


def check_identities(matrix: CellMatrix, form: str, table: str, fact_table: str) -> Iterator[Finding]:
    """Findings for broken rules and for totals left blank beside printed parts."""
    for instance in rule_instances(form, table):
        if all(cell in matrix.index for cell in (*instance.left, *instance.right)):
            yield from _check(matrix, instance, fact_table)


def sum_side(matrix: CellMatrix, cells: tuple[str, ...]) -> Side:
    """Sum of some cells in every report."""
    at = matrix.columns(cells)
    known = matrix.known[:, at]
    count = known.sum(axis=1)
    return Side(matrix.values[:, at].sum(axis=1), count == len(at), count > 0, matrix.precision[:, at].sum(axis=1))


def _check(matrix: CellMatrix, instance: RuleInstance, fact_table: str) -> Iterator[Finding]:
    left, right = sum_side(matrix, instance.left), sum_side(matrix, instance.right)
    tolerance = left.precision + right.precision
    over = left.complete & (right.total - left.total > tolerance) & (instance.identity.relation == "=")
    under = right.complete & (left.total - right.total > tolerance)
    for i in np.flatnonzero(over | under):
        yield _broken(matrix.report_ids[i], instance, fact_table, (int(left.total[i]), int(right.total[i])))
    if instance.identity.relation == "=" and len(instance.left) == 1:
        blank = np.isin(matrix.status[:, matrix.index[instance.left[0]]], ("blank", "dash"))
        for i in np.flatnonzero(blank & right.any_known & (right.total > 0)):
            yield _blank_total(matrix.report_ids[i], instance, fact_table, int(right.total[i]))


def _broken(report_id: str, instance: RuleInstance, fact_table: str, sums: tuple[int, int]) -> Finding:
    rule = instance.identity
    left, right = unscale(sums[0]), unscale(sums[1])
    message = MESSAGES["broken" if rule.relation == "=" else "exceeded"]
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
    }
    return Finding(
        report_id, rule.rule, rule.severity, SOURCE, fact_table, cells,
        message.zh.format(**words), message.en.format(**words),
        left, right, _suggest(instance, right, left - right),
    )  # fmt: skip


def _suggest(instance: RuleInstance, expected: object, difference: object) -> str | None:
    if instance.identity.relation != "=" or len(instance.left) != 1:
        return None
    return f"{instance.left[0]} = {spell(expected)}, or {' + '.join(instance.right)} changed by {spell(difference)}"


def _blank_total(report_id: str, instance: RuleInstance, fact_table: str, total: int) -> Finding:
    place, place_en = (f"{name}「{instance.place}」" for name in TABLE_NAMES[fact_table])
    words = {"place": place, "place_en": place_en, "sum": spell(unscale(total))}
    message = MESSAGES["blank_total"]
    return Finding(
        report_id, f"{instance.identity.rule}.blank_total", WARNING, SOURCE, fact_table, instance.left,
        message.zh.format(**words), message.en.format(**words),
        expected=unscale(total), suggestion=f"{instance.left[0]} = {spell(unscale(total))}",
    )  # fmt: skip


def spell(number: object) -> str:
    """A decimal without superfluous zeros: 270, 92042.4403."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def name_cells(form: str, table: str, cells: tuple[str, ...], language: str = "zh") -> str:
    """The cells of a finding in the words of the form, the first ones of many."""
    between = "、" if language == "zh" else ", "
    named = between.join(cell_label(form, table, cell, language) for cell in cells[:MOST_NAMED])
    return named + (f"{between}… ({len(cells)})" if len(cells) > MOST_NAMED else "")


def _instances(rule: Identity, layout: FormTable) -> Iterator[RuleInstance]:
    if layout.key == "statistics":
        yield RuleInstance(rule, layout.rows[_row(layout, rule.left[0])].label, rule.left, rule.right)
        return
    if rule.over == "columns":
        for column in layout.columns:
            sides = [tuple(f"{row}|{column.key}" for row in side) for side in (rule.left, rule.right)]
            yield RuleInstance(rule, column.label, sides[0], sides[1])
        return
    for row in layout.rows:
        if row.kind == "data" and {*rule.left, *rule.right} <= {c.key for c in layout.columns_of(row)}:
            sides = [tuple(f"{row.key}|{column}" for column in side) for side in (rule.left, rule.right)]
            yield RuleInstance(rule, row.label, sides[0], sides[1])


def _row(layout: FormTable, key: str) -> int:
    return next(i for i, row in enumerate(layout.rows) if row.key == key)
