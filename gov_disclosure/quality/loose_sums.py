"""Sums over the rows of the form that do not hold in a table that prints other rows as well.

Where those rows are counted the report is right: the finding is a warning, and no cell is named as wrong. Whether the
difference is that of such a row in every column is said, for it mostly is.

Belongs here: these findings. Does not belong here: which numbers stand beside the form (`strays.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.quality.constraints import (
    Balance,
    Constraints,
    RuleInstance,
    balance,
    find_constraints,
    find_loosely_broken,
)
from gov_disclosure.quality.identities import build_broken
from gov_disclosure.quality.matrix import CellMatrix
from gov_disclosure.vocabulary.findings import MESSAGES, UNDECIDED, WARNING, Finding
from gov_disclosure.vocabulary.forms import form_table

BESIDE = "the table prints numbers beside those of the form"
EXPLAINED = "the difference is a row beside those of the form"


def check_loose_sums(matrix: CellMatrix, form: str, fact_table: str) -> Iterator[Finding]:
    """Findings for sums that may hold with what the tables print beside the form."""
    if matrix.strays is None:
        return
    constraints = find_constraints(matrix, form, TABLE_OF_FACT[fact_table])
    sums = balance(matrix, constraints)
    for line, at in map(tuple, np.argwhere(find_loosely_broken(constraints, sums)).tolist()):
        instance, both = constraints.instances[at], (int(sums.left[line, at]), int(sums.right[line, at]))
        found = build_broken(matrix.report_ids[line], instance, fact_table, both, UNDECIDED)
        gaps = _list_gaps(constraints, sums, line, instance)
        suggestion = EXPLAINED if _is_row(gaps, matrix.strays.rows.get(line, ())) else BESIDE
        told = MESSAGES[suggestion]
        yield replace(
            found, severity=WARNING, message_zh=found.message_zh + told.zh, message_en=f"{found.message_en} {told.en}",
            suggestion=suggestion,
        )  # fmt: skip


def _list_gaps(constraints: Constraints, sums: Balance, line: int, instance: RuleInstance) -> list[int]:
    """What a rule lacks in each column of its table."""
    layout = form_table(instance.identity.forms[0], instance.identity.table)
    places = {
        i.left[0].partition("|")[2]: n for n, i in enumerate(constraints.instances) if i.identity == instance.identity
    }
    columns = [column.key for column in layout.columns] if layout and "" not in places else [""]
    return [int(sums.left[line, places[c]] - sums.right[line, places[c]]) if c in places else 0 for c in columns]


def _is_row(gaps: Sequence[int], rows: Sequence[Sequence[int]]) -> bool:
    """Whether what is lacking is a row printed beside the form, or all of them together, column by column."""
    whole = [row for row in rows if len(row) == len(gaps)]
    together = [sum(column) for column in zip(*whole, strict=True)]
    return any(list(row) in (list(gaps), [-gap for gap in gaps]) for row in (*whole, together) if any(row))
