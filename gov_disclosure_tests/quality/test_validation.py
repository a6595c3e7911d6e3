"""Quarantine: rows that fail are set aside with their reasons, and nothing is lost."""

from decimal import Decimal

import pytest

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.validation import StructuralError, quarantine
from gov_disclosure_tests.builders import build_fact_of


def test_a_cell_that_fails_keeps_its_row_and_loses_its_number() -> None:
    numbers = {"new|total": Decimal("2.5"), "carried_in|total": -3, "granted|total": 7}
    fact = build_fact_of("C", "requests", numbers)
    result = quarantine(fact, TABLES["fact_requests"])
    assert len(result.valid) == len(fact) == 161
    assert dict(zip(result.rejected["keys"], result.rejected["reason"], strict=True)) == {
        "new|total": "a count is a whole number that is not negative",
        "carried_in|total": "a count is a whole number that is not negative",
    }
    kept = result.valid[result.valid["value_status"] == "unreadable"]
    assert list(kept["disposition"] + "|" + kept["applicant"]) == ["new|total", "carried_in|total"]
    assert kept["value"].isna().all()
    assert (result.valid["value"] == 7).sum() == 1
    assert (result.valid.dtypes == fact.dtypes).all()


def test_money_may_have_decimals_and_changes_may_be_negative() -> None:
    numbers = {
        "procurement|amount": Decimal("50.7"),
        "licensing|change_items": -8,
        "licensing|decisions": Decimal("1.5"),
    }
    result = quarantine(build_fact_of("C", "proactive", numbers), TABLES["fact_proactive_disclosure"])
    assert list(result.rejected["keys"]) == ["licensing|decisions"]


def test_nothing_fails_in_an_empty_frame() -> None:
    spec = TABLES["fact_requests"]
    result = quarantine(build_fact_of("C", "requests", {}).head(0), spec)
    assert (len(result.valid), len(result.rejected)) == (0, 0)
    assert list(result.rejected.columns) == TABLES["rejected_cell"].arrow_schema.names


def test_a_missing_column_is_a_mistake_of_the_program() -> None:
    with pytest.raises(StructuralError):
        quarantine(build_fact_of("C", "requests", {}).drop(columns="unit"), TABLES["fact_requests"])
