"""Numbers as they are shown: with the room that their words leave."""

from decimal import Decimal

import pytest

from gov_disclosure.steps.explain_tables import spell_value


@pytest.mark.parametrize(
    ("value", "precision", "bound", "unit", "shown"),
    [
        ("585313", "0", "exact", "万元", "585313 万元"),
        ("312000", "500", "exact", "件", "312000 ± 500"),
        ("4900", "50", "approximate", None, "4900 ± 50"),
        ("300", "100", "at_least", None, "300 至 400"),
        ("2000000", "10000", "at_least", "元", "2000000 至 2010000 元"),
        (None, "0", None, None, ""),
    ],
)
def test_a_lower_bound_is_no_middle(
    value: str | None, precision: str, bound: str | None, unit: str | None, shown: str
) -> None:
    row = {"value": value and Decimal(value), "precision": Decimal(precision), "bound": bound, "unit": unit}
    assert spell_value(row) == shown
