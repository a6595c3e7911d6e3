"""Channels, the total, and labels that count only a part."""

from __future__ import annotations

import pytest

from gov_disclosure.parsing.published import find_channels, find_published

LABELS = [
    ("全市主动公开政府信息", "proactive_total"),
    ("各乡镇、县直各单位主动公开政府信息", "proactive_total"),
    ("政府门户网站公开政府信息", "channel_website"),
    ("通过政府公报公开", "channel_gazette"),
    ("局微博发布信息", "channel_weibo"),
    ("微信公众号推送信息", "channel_wechat"),
    ("微博、微信公开信息", "channel_weibo_wechat"),
    ("新闻媒体发布信息", "channel_news_media"),
    ("通过其他方式公开政府信息", "channel_other"),
    ("各乡镇主动公开政府信息", None),
    ("县直各单位主动公开政府信息", None),
    ("市政府及其部门主动公开政府信息", None),
    ("网站政策解读专栏公开信息", None),
    ("抖音账号发布信息", None),
    ("业务工作类信息主动公开", None),
    ("其他应主动公开的信息", None),
    ("依申请公开政府信息", None),
    ("网站转载信息", None),
    ("网站公开行政许可信息", None),
]


@pytest.mark.parametrize(("label", "indicator"), LABELS)
def test_labels(label: str, indicator: str | None) -> None:
    assert find_published(label, "", "") == indicator


def test_a_channel_without_a_verb_needs_a_list_of_what_was_disclosed() -> None:
    assert find_published("政务微信", "其中公开信息通过,", "") == "channel_wechat"
    assert find_published("政务微信", "", "") is None


def test_one_channel_named_just_before_leaves_the_total_open() -> None:
    assert find_published("主动公开政府信息", "在门户网站,", "") is None
    assert find_published("主动公开政府信息", "通过网站、微博、电视等,", "") == "proactive_total"


def test_a_heading_speaks_for_counts_without_a_channel() -> None:
    assert find_published("主动推送政务信息", "", "微博、微信") == "channel_weibo_wechat"
    assert find_published("主动推送政务信息", "", "主动公开情况") is None


def test_wechat_is_one_channel_however_it_is_named() -> None:
    assert find_channels("微信公众平台、订阅号") == {"wechat"}
