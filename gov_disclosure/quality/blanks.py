"""Cells without a number: said once per report and table, so that nobody takes them for zeros."""

from collections.abc import Iterator

import numpy as np

from gov_disclosure.quality.matrix import CellMatrix
from gov_disclosure.vocabulary.findings import (
    EXTRACTION,
    INFO,
    MESSAGES,
    SOURCE,
    TABLE_NAMES,
    UNDECIDED,
    WARNING,
    Finding,
)

# value status → rule, message, severity, verdict
_KINDS = {
    "blank": ("cells.blank", "blank_cells", INFO, SOURCE),
    "unreadable": ("cells.unreadable", "unreadable_cells", WARNING, EXTRACTION),
    "absent": ("cells.absent", "absent_cells", WARNING, UNDECIDED),
}


def check_blanks(matrix: CellMatrix, fact_table: str) -> Iterator[Finding]:
    """Findings for cells that are blank, unreadable or absent."""
    printed = (matrix.status != "").sum(axis=1)
    for status, (rule, message, severity, verdict) in _KINDS.items():
        counts = (matrix.status == status).sum(axis=1)
        for i in np.flatnonzero(counts):
            names = dict(zip(("table_zh", "table_en"), TABLE_NAMES[fact_table], strict=True))
            words = names | {"count": str(counts[i]), "all": str(printed[i])}
            cells = tuple(cell for cell, at in matrix.index.items() if matrix.status[i, at] == status)
            yield Finding(
                matrix.report_ids[i], rule, severity, verdict, fact_table, cells,
                MESSAGES[message].zh.format(**words), MESSAGES[message].en.format(**words),
            )  # fmt: skip
