"""By what a finding knows its report: the text, the place, the year and the body, so that it is the same finding in other bytes.

Belongs here: the name of a report inside the name of a finding. Does not belong here: `report_id`, which is by the bytes of
the document. Visitor counters and comments change the bytes of a page every day; a waiver is to last as long as the text.
"""

from collections.abc import Mapping

import pandas as pd

NAMED_BY = ("text_sha256", "region_code", "report_year", "issuer")
"""Columns of the register. Place, year and body too: one text may be listed as the report of two bodies, or for two years."""


def name_reports(register: pd.DataFrame) -> Mapping[str, str]:
    """Names of the reports of a register, by `report_id`."""
    columns = (register[name].astype("object") for name in ("report_id", *NAMED_BY))
    return {str(report): name_report(*known) for report, *known in zip(*columns, strict=True)}


def name_report(*known: object) -> str:
    """Name of one report from what the register says of it, in the order of `NAMED_BY`."""
    return "\x1e".join("" if pd.isna(value) else str(value) for value in known)  # type: ignore[call-overload]
