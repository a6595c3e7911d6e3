"""Whether the figures of a report count one body or sum over an area.

What belongs here: the words that tell it (全县共收到…, 本机关收到…). What does not: whose report it is (`issuer`).
"""

from __future__ import annotations

import re

from gov_disclosure.parsing.stretches import Stretch

_OVER_AREA = r"[^。\n]{0,16}(?:全[市县区省州]|各县|各乡|各部门|各[级区])"
_AREA_SUM = re.compile(
    r"各(?:级(?:各?部门|行政机关)|县\(?[市区、]*\)?、?各?(?:部门|乡)|乡镇[^。]{0,12}(?:部门|单位))[^。\n]{0,14}(?:主动公开|公开政府信息|受理|收到)"
    r"|全[市县区省州旗盟](?:各级)?[^。\n,]{0,12}(?:共|累计|主动公开|公开政府信息|受理|收到)[^。\n]{0,12}\d"
    rf"|汇总{_OVER_AREA}|综合{_OVER_AREA}|统计{_OVER_AREA}"
)
_OWN_BODY = re.compile(
    r"(?:本机关|本单位|本局|我局|我办|政府办公[室厅])[^。\n]{0,30}?(?:主动公开|收到|受理|公开政府信息)[^。\n]{0,14}\d"
)


def find_scope(head: Stretch, body_kind: str) -> str:
    """Whether the figures sum over an area or count one body: ``own_body``, ``area_sum`` or ``unknown``."""
    if body_kind in ("department", "township"):
        return "own_body"
    summed, own = _AREA_SUM.search(head.text), _OWN_BODY.search(head.text)
    if bool(summed) == bool(own):
        return "unknown"
    return "area_sum" if summed else "own_body"
