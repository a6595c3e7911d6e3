"""Whether the figures of a report count one body or sum over an area.

What belongs here: the words that tell it (全县共收到…, 本机关收到…). What does not: whose report it is (`issuer`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gov_disclosure.parsing.stretches import Stretch, parse_stretch

_OVER_AREA = r"[^。\n不]{0,16}(?:全[市县区省州]|各县|各乡|各部门|各[级区])"
_AREA_SUM = re.compile(
    r"各(?:级(?:各?部门|行政机关)|县\(?[市区、]*\)?、?各?(?:部门|乡)|乡镇[^。]{0,12}(?:部门|单位))[^。\n]{0,14}(?:主动公开|公开政府信息|受理|收到)"
    r"|全[市县区省州旗盟](?:各级)?[^。\n,]{0,12}(?:共|累计|主动公开|公开政府信息|受理|收到)[^。\n]{0,12}\d"
    rf"|汇总{_OVER_AREA}|综合{_OVER_AREA}|统计{_OVER_AREA}"
    r"|全[市县区省州旗盟]各(?:级)?(?:单位|部门|行政机关)(?:均|都|共|累计)?(?:未|没有)?(?:收到|受理|接到|主动公开)"
    r"|[省市州县区][、和及与][市州县区乡镇()]{1,8}[两三四]级(?:行政机关|政府|部门|单位)[^。\n]{0,10}(?:收到|受理|主动公开|公开政府信息)"
    r"|统计范围[^。\n]{0,10}(?:包括|涵盖|包含|为)[^。\n不]{0,20}(?:部门|各级|各单位|街道|乡镇)"
)
_OWN_BODY = re.compile(
    r"(?:本机关|本单位|本局|我局|我办|政府办公[室厅])[^。\n]{0,30}?(?:主动公开|收到|受理|公开政府信息)[^。\n]{0,14}\d"
    r"|统计范围[^。\n]{0,10}(?:为|是|仅|限)[^。\n]{0,12}(?:本机关|本单位|本级|办公[室厅])"
)
_TOLD_BY = ("统计范围", "各单位", "各部门", "级行政机关")
"""Words of a sentence that tells it far from the beginning: many reports do so in their notes, or with the table of requests."""
_AROUND = 60


def find_scope(head: Stretch, body_kind: str, document: str) -> str:
    """Whether the figures sum over an area or count one body: ``own_body``, ``area_sum`` or ``unknown``.

    The beginning of a document tells it, or the sentences of the rest that are about nothing else; where they contradict each
    other it is not known.
    """
    if body_kind in ("department", "township"):
        return "own_body"
    stretches = (head.text, *_list_sentences(document))
    summed, own = (any(map(pattern.search, stretches)) for pattern in (_AREA_SUM, _OWN_BODY))
    if summed == own:
        return "unknown"
    return "area_sum" if summed else "own_body"


def _list_sentences(document: str) -> Iterator[str]:
    """What stands around the words that tell it."""
    for word in _TOLD_BY:
        place = document.find(word)
        while place >= 0:
            yield parse_stretch(document, max(0, place - _AROUND), place + _AROUND).text
            place = document.find(word, place + _AROUND)
