"""A finding about a cell puts the series in doubt that the cell is in, and no other."""

import pyarrow as pa

from gov_disclosure.analysis.doubts import find_doubts
from gov_disclosure.vocabulary.series import list_series

KEYS = [series.key for series in list_series()]


def list_doubtful(*findings: tuple[str, str, str | None], form: str = "D") -> list[str]:
    """Series in doubt of report r, by severity, table and cells of some findings."""
    columns = zip(*(("r", *finding) for finding in findings), strict=True)
    table = pa.table([pa.array(c, pa.string()) for c in columns], names=["report_id", "severity", "table", "cell_keys"])
    (doubts,) = find_doubts(table, pa.array(["r"]), [form])
    return [key for key, doubt in zip(KEYS, doubts, strict=True) if doubt]


def test_every_series_that_the_cells_are_in() -> None:
    found = list_doubtful(("error", "fact_requests", "denied_admin_query|total; granted|natural_person"))
    assert found == ["denied", "denied_admin_query", "other_route"]


def test_the_same_words_of_another_table_are_another_cell() -> None:
    assert list_doubtful(("warning", "fact_statistics", "review_total"), form="B") == [
        "review_total",
        "review_concluded",
    ]
    assert list_doubtful(("warning", "fact_narrative_figure", "review_total")) == []


def test_notices_and_findings_without_cells_put_nothing_in_doubt() -> None:
    assert list_doubtful(("info", "fact_requests", "new|total"), ("error", "fact_requests", None)) == []
