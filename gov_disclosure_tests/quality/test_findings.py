"""What the prose, the channels and the manifest say against the tables and the text."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from gov_disclosure.frames.arrow import empty_frame
from gov_disclosure.frames.facts import FACT_TABLES, as_declared
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.findings import build_findings, finding_id
from gov_disclosure.vocabulary.findings import Finding
from gov_disclosure_tests.builders import REPORT, build_fact_of


def figure(indicator: str, value: object, **other: object) -> dict:
    raw = str(value)
    record = {"indicator": indicator, "value": Decimal(raw), "raw_text": raw, "source_start": 0, "source_end": len(raw)}
    record |= {"subject_year": 2019, "is_current_year": True, "sentence": f"……{raw}件。", "value_status": "reported"}
    record |= {"value_derived": None, "derivation": None, "precision": Decimal(0), "bound": "exact", "unit": "件"}
    return REPORT | {"report_id": "r1", "form": "C"} | record | other


def findings(figures: list[dict], requests: dict, **register: object) -> pd.DataFrame:
    facts = {table: empty_frame(TABLES[table]) for table in FACT_TABLES}
    facts["fact_requests"] = build_fact_of("C", "requests", requests)
    facts["fact_narrative_figure"] = as_declared(
        "fact_narrative_figure", pd.DataFrame(figures or [figure("x", 1)]).iloc[: len(figures)]
    )
    row = REPORT | {"report_id": "r1", "form": "C", "status": "accepted", "text_region_code": "410900"}
    row |= {
        "text_report_year": 2019,
        "text_sha256": "5" * 64,
        "manifest_issuer": None,
        "conflicts_with": None,
    } | register
    return build_findings(facts, pd.DataFrame([row]))


def rules(*args: object, **register: object) -> set[str]:
    return {
        rule for rule in findings(*args, **register)["rule"] if not rule.startswith("cells.") and "blank" not in rule
    }


@pytest.mark.parametrize(
    ("figures", "table", "expected"),
    [
        ([figure("requests_received", 5)], {"new|total": 5}, set()),
        ([figure("requests_received", 5)], {"new|total": 6}, {"prose.requests_received"}),
        ([figure("requests_received", 7)], {"new|total": 5, "carried_in|total": 2}, set()),
        ([figure("requests_received", 5)], {}, set()),
        ([figure("requests_received", 5, is_current_year=False)], {"new|total": 6}, set()),
        ([figure("requests_received", 500, precision=Decimal(50))], {"new|total": 520}, set()),
        ([figure("requests_denied", 3)], {"denied_third_party|total": 2}, set()),
        ([figure("requests_denied", 1)], {"denied_third_party|total": 2}, {"prose.requests_denied"}),
        (
            [figure("proactive_total", 10), figure("channel_website", 8), figure("channel_weibo", 8)],
            {},
            {"prose.channels"},
        ),
        ([figure("proactive_total", 10), figure("channel_website", 12)], {}, {"prose.channel"}),
        ([figure("proactive_total", 10), figure("channel_website", 8)], {}, set()),
    ],
)
def test_prose_against_table(figures: list[dict], table: dict, expected: set[str]) -> None:
    assert rules(figures, table) == expected


def test_manifest_against_text() -> None:
    found = findings([], {}, text_region_code="410902", manifest_issuer="甲局", issuer="乙局").set_index("rule")
    assert {r for r in found.index if r.startswith("manifest")} == {"manifest.region_code", "manifest.issuer"}
    assert "410902" in found.loc["manifest.region_code", "message_zh"]


def test_findings_keep_their_names() -> None:
    first, again = (findings([figure("requests_received", 5)], {"new|total": 6}) for _ in range(2))
    assert list(first["finding_id"]) == list(again["finding_id"])
    other = findings([figure("requests_received", 5)], {"new|total": 7})
    assert set(first["finding_id"]) - set(other["finding_id"])
    TABLES["fact_finding"].model.validate(first)


def test_the_name_of_a_finding_does_not_follow_its_words() -> None:
    found = Finding(
        "r1", "T3.1", "error", "source", "fact_requests", ("new|total",), "有误。", "wrong", Decimal(5), Decimal(6)
    )
    assert finding_id(replace(found, message_zh="不符。", message_en="off"), "r1") == finding_id(found, "r1")
    assert finding_id(replace(found, observed=Decimal(4)), "r1") != finding_id(found, "r1")


def test_a_report_that_cannot_be_told_from_another_is_flagged() -> None:
    found = findings([], {}, conflicts_with="r2 r3").set_index("rule").loc["report.conflict"]
    assert (found["report_id"], found["severity"], found["verdict"]) == ("r1", "warning", "undecided")
    assert all("r2, r3" in found[message] for message in ("message_zh", "message_en"))
