"""The table of what two reports of a body share as a pandera model.

Belongs here: its columns. Does not belong here: all other tables (`schemas.py`), which lists this one too.
"""

import pandas as pd

from gov_disclosure.frames.columns import REPORT, Integer, ReportColumns, Text, column
from gov_disclosure.frames.contract_library import pandera

_CHARACTER = "character"


class FactTextReuse(ReportColumns):
    """One row per report whose body has a report for the year before: how much of its own text stands there too."""

    other_report_id: Text = column("The report of the year before", refers=REPORT, str_length={"min_value": 1})
    other_year: Integer = column("Year that its statistics cover", ge=2008)
    own_characters: Integer = column(
        "Chinese characters of its running text that the form does not print and the report does not need to say of itself",
        unit=_CHARACTER,
        ge=0,
    )
    shared_characters: Integer = column(
        "Those of them that stand in a run of eight or more which the running text of the other report has too",
        unit=_CHARACTER,
        ge=0,
    )
    other_own_characters: Integer = column("`own_characters` of the other report", unit=_CHARACTER, ge=0)

    @pandera.dataframe_check(error="what is shared is a part of the own text")
    @classmethod
    def shared_is_a_part(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        return frame["shared_characters"] <= frame["own_characters"]
