"""The list of indicators is closed, ordered and consistent."""

from __future__ import annotations

from gov_disclosure.vocabulary.indicators import (
    UNLISTED,
    list_narrative_indicators,
    narrative_indicators_by_key,
)
from gov_disclosure.vocabulary.values import COUNT_UNITS, MONEY_EXPONENTS

CONTRACT = [
    "proactive_total",
    "proactive_cumulative",
    "channel_website",
    "channel_gazette",
    "channel_weibo",
    "channel_wechat",
    "channel_weibo_wechat",
    "channel_news_media",
    "channel_other",
    "key_area_disclosures",
    "policy_interpretations",
    "press_conferences",
    "online_interviews",
    "hot_topic_responses",
    "website_visits",
    "normative_docs_issued",
    "requests_received",
    "requests_carried_in",
    "requests_closed",
    "requests_carried_out",
    "requests_granted",
    "requests_partially_granted",
    "requests_denied",
    "requests_unable",
    "requests_not_processed",
    "requests_other",
    "review_total",
    "review_upheld",
    "review_corrected",
    "litigation_total",
    "litigation_upheld",
    "litigation_corrected",
    "fees_collected",
    "meetings",
    "trainings",
    "trainees",
    "staff",
    "proposals_handled",
    "unlisted",
]


def test_the_keys_of_the_contract_stand_in_order() -> None:
    keys = [indicator.key for indicator in list_narrative_indicators()]
    assert [key for key in keys if key in CONTRACT] == CONTRACT
    assert len(keys) == len(set(keys))


def test_parents_exist_and_units_are_known() -> None:
    by_key = narrative_indicators_by_key()
    for indicator in by_key.values():
        assert indicator.parent is None or indicator.parent in by_key
        assert indicator.unit in COUNT_UNITS or indicator.unit in MONEY_EXPONENTS or indicator.key == UNLISTED
        assert indicator.label_zh
        assert indicator.label_en
