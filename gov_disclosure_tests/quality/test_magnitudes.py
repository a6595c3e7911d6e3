"""Numbers off by ten thousand against the years beside: one year makes a notice, two a warning, a change of work neither."""

import pytest

from gov_disclosure.quality.comparison import build_comparisons
from gov_disclosure.quality.magnitudes import check_magnitudes
from gov_disclosure_tests.quality.comparing import Made, build_years

COUNT, MONEY = "proactive|licensing|decisions", "proactive|admin_fees|amount"


@pytest.mark.parametrize(
    ("cell", "before", "own", "after", "expected"),
    [
        (MONEY, "125.5", "1300000", "140", ("warning", "125.5")),
        (MONEY, "1255000", "130", "1400000", ("warning", "1255000")),
        (MONEY, "0.5", "6000", None, ("info", "0.5")),
        (MONEY, None, "1300000", "140", ("info", "140")),
        (MONEY, "125.5", "1300000", "1400000", None),
        (MONEY, "125.5", "1300", "140", None),
        (MONEY, "0", "1300000", "0", None),
        (COUNT, "396", "3960000", "410", ("warning", "396")),
        (COUNT, "1", "5667", None, None),
        (COUNT, "40", "400000", None, ("info", "40")),
    ],
)
def test_numbers(cell: str, before: str | None, own: str, after: str | None, expected: tuple[str, str] | None) -> None:
    reports = [Made(2022 + at, {} if n is None else {cell: n}) for at, n in enumerate((before, own, after))]
    rows = build_comparisons(check_magnitudes(build_years(*reports))).to_dict("records")
    found = [(row["severity"], f"{row['expected'].normalize():f}") for row in rows]
    assert found == ([expected] if expected else [])
    assert all(("不能判定是哪一年" in row["message_zh"]) is (row["severity"] == "info") for row in rows)
    assert all(row["cell_keys"] == cell.split("|", 1)[1] for row in rows)
