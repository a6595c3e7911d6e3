"""Items disclosed: the total of the year and the count of each channel.

Belongs here: which channels a label names, and whether it speaks of all disclosure, of one channel or of a part.
Does not belong here: other indicators (`narrative_rules`). Follows block 一 of the statistics table of 2014, whose
wording reports keep in prose after 2018: one item counts once in the total, in every channel that carries it.
"""

from __future__ import annotations

import re
from typing import Final

CHANNEL: Final = re.compile(
    "(?P<website>网站|门户网|政府网|外网)|(?P<weibo>微博)|(?P<wechat>微信(?:公众(?:平台|账?号))?|公众号|公众平台|订阅号)"
    "|(?P<gazette>政府公报|公报)|(?P<media>新闻媒体|报刊|报纸|广播|电视|日报|晚报|媒体(?!平台|矩阵|账号|公开))"
    "|(?P<other>其[他它](?:方式|渠道|途径|形式))"
    "|(?P<unlisted>新媒体|APP|客户端|抖音|快手|头条|视频号|公[示告开]栏|宣传栏|揭示板|显示屏|电子屏|LED|展板|手册|查阅点"
    "|专栏|栏目|专题|目录|系统|平台|信箱|数据库|问答库|[QＱ]{2}|短信|发布会|子站|外文|蒙文|英文)"
)
INDICATOR: Final = {
    frozenset(("website",)): "channel_website",
    frozenset(("weibo",)): "channel_weibo",
    frozenset(("wechat",)): "channel_wechat",
    frozenset(("weibo", "wechat")): "channel_weibo_wechat",
    frozenset(("gazette",)): "channel_gazette",
    frozenset(("media",)): "channel_news_media",
    frozenset(("other",)): "channel_other",
}
_KINDS = "(?:各类|各种|各项|有关|相关|本级|政府|政务|公开|的|我[省市县区镇乡局]|各级|单位)*"
_VERB: Final = "(?:公开|发布|推送|刊发|刊登|刊载|上传)"
PUBLISHED: Final = re.compile(
    rf"{_VERB}(?:了)?{_KINDS}(?:信息|消息)(?:数据)?$"
    rf"|(?:网站|微博|微信|公众平台|公众账?号|订阅号|公报|媒体|其[他它](?:方式|渠道|途径|形式))(?:主动)?{_VERB}$"
)
PROACTIVE: Final = re.compile(rf"主动公开(?:了)?{_KINDS}(?:信息)?(?:数据)?$")
BARE: Final = re.compile("(?:网站|微博|微信|公众号|公众平台|订阅号|政府公报)$")
# A label that names some of the bodies counts a part; one that names both departments and townships counts all.
AREA_WIDE: Final = re.compile("全[省市州县区旗镇乡]|各级|各地|各县|各市|各区")
DEPARTMENTS: Final = re.compile("[省市州县区旗]直|直属|各?部门|公开办|办公室")
TOWNSHIPS: Final = re.compile("[各]?(?:乡镇|镇街|街道|镇|乡)(?:[、政人(]|主动)")
OTHER_COUNT: Final = re.compile(
    "其[他它](?!方式|渠道|途径|形式)|应主动|类信息主动|类主动|属于|依申请|不予|关注|粉丝|访问|浏览|阅读|留言|受理|开设|开通|转载|报送|转发|更新|制作|征集|回复|回应"
)
MEANS: Final = re.compile("[通经过在利用以于]")


def find_channels(words: str) -> frozenset[str]:
    """Channels named in some words.

    >>> sorted(find_channels("政务微博、微信公开信息"))
    ['wechat', 'weibo']
    """
    return frozenset(match.lastgroup or "" for match in CHANNEL.finditer(words))


def find_published(label: str, context: str, heading: str) -> str | None:
    """Indicator of a count of items disclosed.

    Args:
        label: The words right before the number, fillers cut off.
        context: The words between the number before and the label.
        heading: The numbered heading above, for a count that names no channel itself.

    Returns:
        proactive_total or a channel; None where the label says neither or names a part.
    """
    if OTHER_COUNT.search(label):
        return None
    channels = find_channels(label)
    if not PUBLISHED.search(label) and not PROACTIVE.search(label):
        named = BARE.search(label) and len(label) <= 16 and "公开" in context
        return INDICATOR.get(channels) if named and not is_part_of_bodies(label) else None
    if channels:
        return None if is_part_of_bodies(label) else _find_channel(channels, label)
    around = find_channels(context)
    if PROACTIVE.search(label) and (not around or len(around) > 1):
        return None if is_part_of_bodies(label) else _find_headed(label, heading, "proactive_total")
    return None if around or is_part_of_bodies(label) else _find_headed(label, heading, None)


def is_part_of_bodies(label: str) -> bool:
    """Whether a label speaks of some bodies of the area only: 县直各单位, 各乡镇, but not both of them."""
    departments, townships = DEPARTMENTS.search(label), TOWNSHIPS.search(label)
    return bool(departments) != bool(townships) and not AREA_WIDE.search(label)


def _find_channel(channels: frozenset[str], label: str) -> str | None:
    if len(channels) > 2 and PROACTIVE.search(label):
        return "proactive_total"
    return INDICATOR.get(channels)


def _find_headed(label: str, heading: str, otherwise: str | None) -> str | None:
    """A heading that names a channel and little else speaks for the counts under it: (三)微博、微信."""
    channels = find_channels(heading) - {"unlisted"}
    if not channels or len(heading) > 14:
        return otherwise
    return None if AREA_WIDE.search(label) else INDICATOR.get(channels)
