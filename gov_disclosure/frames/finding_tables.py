"""The tables of findings as pandera models: within a report, and between two.

Belongs here: their columns and the words they may hold. Does not belong here: all other tables (`schemas.py`), which lists
these too.
"""

from gov_disclosure.frames.columns import REPORT, Integer, Number, ReportColumns, StrictModel, Text, column

SEVERITIES = ("error", "warning", "info")
VERDICTS = ("source", "extraction", "undecided")


class WaiverColumns(StrictModel):
    """Whether somebody looked at a finding and decided that it needs no action."""

    waived_by: Text = column("Who waived the finding in `waivers.csv`", nullable=True)
    waived_reason: Text = column("Why", nullable=True)


class FactFinding(WaiverColumns, ReportColumns):
    """One row per rule instance that is broken or in doubt."""

    finding_id: Text = column("Finding, by report, rule and cells", str_length={"min_value": 1})
    rule: Text = column("Rule")
    severity: Text = column("How bad it is", isin=SEVERITIES)
    verdict: Text = column("Whose mistake it is, as far as known", isin=VERDICTS)
    table: Text = column("Fact table concerned", nullable=True)
    cell_keys: Text = column("Cells concerned, `row|column`, separated by `; `", nullable=True)
    observed: Number = column("Number that stands in the report", nullable=True)
    expected: Number = column("Number that the rule asks for", nullable=True)
    difference: Number = column("observed - expected", nullable=True)
    suggestion: Text = column("What would reconcile it", nullable=True)
    message_zh: Text = column("For the editor of the report, in Chinese")
    message_en: Text = column("The same in English")


class FactSeam(WaiverColumns, ReportColumns):
    """One row per rule instance that is broken between a report and another one: of the year before, or of another body."""

    finding_id: Text = column("Finding, by both reports, rule, cells and numbers", str_length={"min_value": 1})
    rule: Text = column("Rule")
    severity: Text = column("How bad it is", isin=SEVERITIES)
    verdict: Text = column("Whose mistake it is, as far as known", isin=VERDICTS)
    table: Text = column("Fact table concerned")
    cell_keys: Text = column("Cells of this report, `row|column`, separated by `; `")
    source_start: Integer = column("First character of the first of them in `report_text.text`", nullable=True, ge=0)
    source_end: Integer = column("Character after its last", nullable=True, ge=0)
    other_report_id: Text = column("The other report", refers=REPORT, str_length={"min_value": 1})
    other_year: Integer = column("Year that its statistics cover", ge=2008)
    other_issuer: Text = column("Body that issued it", nullable=True)
    other_cell_keys: Text = column("Cells of the other report", nullable=True)
    other_source_start: Integer = column("First character of the first of them in its text", nullable=True, ge=0)
    other_source_end: Integer = column("Character after its last", nullable=True, ge=0)
    observed: Number = column("Number that stands in this report", nullable=True)
    expected: Number = column("Number that follows from the other one", nullable=True)
    difference: Number = column("observed - expected", nullable=True)
    borne_out: Text = column(
        "Which of both a further statement agrees with: one of the same reports, or of the year after that goes on from it",
        nullable=True,
        isin=("observed", "expected"),
    )
    borne_out_by: Text = column("Report with that statement", nullable=True)
    message_zh: Text = column("For the editor of the report, in Chinese")
    message_en: Text = column("The same in English")
