"""Waivers on findings: a waived finding keeps its row, and no longer counts for the checks.

Belongs here: writing waivers into rows, and whether rows have those that they should have. A finding is named by the reports
it is about, which are named by their texts: when a text changes the finding has another name, and the waiver no finding.
"""

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from gov_disclosure.vocabulary.waivers import Waiver

WAIVED = ("waived_by", "waived_reason")
_TEXT = pd.ArrowDtype(pa.string())


def apply_waivers(findings: pd.DataFrame, waivers: Mapping[str, Waiver]) -> pd.DataFrame:
    """The rows, each with the waiver of its finding."""
    if not waivers:
        return findings
    lines = [waivers.get(str(finding)) for finding in findings["finding_id"]]
    given = ([w.author if w else None for w in lines], [w.reason if w else None for w in lines])
    columns = {n: pd.Series(v, findings.index, _TEXT) for n, v in zip(WAIVED, given, strict=True)}
    return findings.assign(**columns)


def select_unwaived(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings that count for the checks."""
    return findings[findings[WAIVED[0]].isna()]


def is_waived_as_told(rows: pa.Table, waivers: Mapping[str, Waiver]) -> bool:
    """Whether rows of findings, with their names, have exactly these waivers."""
    columns = (rows[name].to_pylist() for name in ("finding_id", *WAIVED))
    return all(_waiver_of(waivers.get(name)) == (by, why) for name, by, why in zip(*columns, strict=True))


def _waiver_of(waiver: Waiver | None) -> tuple[str | None, str | None]:
    return (waiver.author, waiver.reason) if waiver else (None, None)
