"""Texts of one thing over and over: what a pattern that looks back, or a search that starts again, takes too long for.

Belongs here: documents of any length made of them. Does not belong here: damage to documents (`mutation`),
and seconds, which `make bench` measures. Work must grow with the length of a text and not with its square: labels repeated
were once compared each with each, and a run of digits of this length was once no number that Python would read.
"""

from __future__ import annotations

from gov_disclosure_tests.fuzz.seeds import WORDS

_HEAD = "济南市2020年政府信息公开工作年度报告\n一、总体情况\n"
_TABLES = {
    "prose": "",
    "statistics": "统计指标\t单位\t统计数\n一、主动公开情况\n（一）主动公开政府信息数\t条\t",
    "requests": "信息内容\t本年新制作数量\n规章\t1\n本列数据的勾稽关系\n一、本年新收政府信息公开申请数量\t",
}
_END = "\n二、其他\n公开3条。"


def list_long_inputs(length: int) -> dict[str, tuple[str, bytes]]:
    """Inputs of about so many characters by name, each with the name of the target that reads it."""
    long = {}
    for thing in WORDS["repeated in texts"]:
        for place, before in _TABLES.items():
            text = _HEAD + before + thing * (length // len(thing)) + _END
            long[f"{thing!r} in {place}"] = ("report", text.encode())
        long[f"{thing!r} before a report"] = ("identity", f"{thing * (length // len(thing))}\n{_HEAD}".encode())
    for thing in WORDS["repeated in pages"]:
        text = f"<html><body><h1>{_HEAD}</h1>{thing * (length // len(thing))}<p>公开3条"
        long[f"{thing!r} in a page"] = ("html", text.encode())
    return long
