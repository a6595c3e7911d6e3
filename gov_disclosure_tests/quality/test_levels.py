"""规章 of a body that cannot make any."""

import pytest

from gov_disclosure.quality.levels import check_levels
from gov_disclosure_tests.builders import build_fact_of


@pytest.mark.parametrize(
    ("level", "kind", "severity"),
    [
        ("county", "government", "warning"),
        ("county", "department", "warning"),
        ("prefecture", "township", "warning"),
        ("prefecture", "department", "info"),
        ("province", "department", "info"),
        ("prefecture", "government", None),
        ("province", "government_office", None),
        ("central", "department", None),
    ],
)
def test_who_can_make_rules(level: str, kind: str, severity: str | None) -> None:
    numbers = {"rules|issued": 0, "rules|in_force": 6, "normative_docs|in_force": 80}
    fact = build_fact_of("D", "proactive", numbers).assign(region_level=level, issuer_kind=kind, issuer="某某镇")
    found = list(check_levels(fact))
    assert [f.severity for f in found] == ([severity] if severity else [])
    assert all((f.cells, f.observed) == (("rules|in_force",), 6) and "某某镇" in f.message_zh for f in found)


@pytest.mark.parametrize("value", [0, "blank"])
def test_no_rules_are_no_finding(value: object) -> None:
    fact = build_fact_of("D", "proactive", {"rules|in_force": value}).assign(region_level="county")
    assert list(check_levels(fact)) == []
