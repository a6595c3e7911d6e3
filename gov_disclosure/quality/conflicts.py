"""Reports of one body for one year that say different things, where nothing tells which one replaces the other."""

from collections.abc import Iterator

import pandas as pd

from gov_disclosure.frames.facts import accepted_reports
from gov_disclosure.vocabulary.findings import MESSAGES, UNDECIDED, WARNING, Finding

RULE = "report.conflict"


def check_conflicts(register: pd.DataFrame) -> Iterator[Finding]:
    """A finding for each report that stands beside another one, which it names."""
    reports = accepted_reports(register)
    flagged = reports[reports["conflicts_with"].notna()]
    message = MESSAGES["conflict"]
    for report_id, others in zip(flagged["report_id"], flagged["conflicts_with"], strict=True):
        names = str(others).replace(" ", ", ")
        zh, en = message.zh.format(others=names), message.en.format(others=names)
        yield Finding(str(report_id), RULE, WARNING, UNDECIDED, None, (), zh, en)
