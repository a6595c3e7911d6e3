"""A report against the one of the year before: carry-over, documents in force, tables that were copied.

Belongs here: putting two reports side by side that their office gives, and the words for what does not agree. Does not belong
here: the rules between years (`quality/seams.py` and its neighbours).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.quality.comparison import Years
from gov_disclosure.quality.numbers import IDENTITY, Numbers, build_numbers, empty_numbers
from gov_disclosure.quality.seams import count_checked
from gov_disclosure.steps.check_material import Material, name_table, strip_subject
from gov_disclosure.steps.checked import Problem
from gov_disclosure.steps.explain_rows import ReportFrames
from gov_disclosure.steps.seams import compare_years
from gov_disclosure.vocabulary.succession import find_successor

# begin of the rule → title, advice
_WORDS = {
    "X.": ("与上一年报告不衔接", "请对照两年的台账;上一年报告有误的,请在本年报告中说明。"),
    "copy.": ("与上一年报告的数字完全相同", "请核对是否误用了上一年的表。"),
    "magnitude": ("与上一年报告约差一万倍", "请核对单位(元、万元,条、万条)。"),
    "": ("与上一年报告不一致", "请核对两年的报告。"),
}  # fmt: skip
OTHER_REGION = "上一年报告({other})与本报告({own})不是同一地区,没有比较两年的数字。"
OTHER_YEAR = "给出的上一年报告是 {other} 年的,本报告是 {own} 年的,两年不相邻,没有比较两年的数字。"
OTHER_BODY = "上一年报告的机关或统计范围与本报告看来不同({other};{own}),请确认给的是同一机关的报告。"
NOTHING = "两年的报告没有可以互相核对的数字。"
CHECKED = "与上一年报告核对了 {count} 项。"
_SCOPES = {"own_body": "本机关", "area_sum": "全地区汇总", "unknown": "范围未说明"}


def find_obstacle(own: Mapping[str, Any], other: Mapping[str, Any], *, years_known: bool) -> str:
    """Why two reports cannot be compared; empty where they can."""
    if years_known and other["report_year"] != own["report_year"] - 1:
        return OTHER_YEAR.format(own=own["report_year"], other=other["report_year"])
    if _is_elsewhere(own, other):
        return OTHER_REGION.format(own=own["region_name"], other=other["region_name"])
    return ""


def _is_elsewhere(own: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both regions are known and the later one is not what has become of the earlier one."""
    if not (own["region_name"] and other["region_name"]):
        return False
    successor = find_successor(other["region_code"], other["report_year"])
    return successor is not None and own["region_code"] not in (other["region_code"], successor)


def list_reservations(own: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    """What makes it doubtful that two reports are of one body."""
    pairs = [[report[name] for report in (own, other)] for name in ("region_name", "issuer", "scope")]
    if any(first and second and first != second for first, second in pairs):
        yield OTHER_BODY.format(own=_name(own), other=_name(other))


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['issuer'] or row['region_name'] or '未写明机关'},{_SCOPES[row['scope']]}"


def align(own: ReportFrames, before: ReportFrames) -> Years:
    """Both reports as neighbouring years of one body, which they are by the word of their office."""
    numbers, earlier = _build_numbers(own), _build_numbers(before)
    nothing = empty_numbers(own.register[list(IDENTITY)].iloc[:0].reset_index(drop=True))
    return Years(earlier, numbers, nothing, np.zeros(1, np.int64), np.full(1, -1, np.int64))


def _build_numbers(frames: ReportFrames) -> Numbers:
    return build_numbers(frames.facts, frames.register)


def compare(material: Material, years: Years) -> Iterator[Problem]:
    """A problem for each rule between both years that does not hold in a table."""
    records = compare_years(years).to_dict("records")
    for key in dict.fromkeys((str(r["table"]), str(r["rule"]), str(r["severity"])) for r in records):
        yield _build(material, key, [r for r in records if (r["table"], r["rule"], r["severity"]) == key])


def _build(material: Material, key: tuple[str, str, str], found: Sequence[Mapping[Any, Any]]) -> Problem:
    fact, rule, severity = key
    title, advice = next(words for start, words in _WORDS.items() if rule.startswith(start))
    cells = dict.fromkeys(cell for finding in found for cell in finding["cell_keys"].split("; ") if cell)
    named = material.name(fact, cells) if fact in CELL_KEYS else ()
    name = name_table(fact)
    lines = tuple(strip_subject(str(finding["message_zh"]), name) for finding in found)
    return Problem(rule, severity, f"{name}:{title}", lines, advice=advice, cells=named)


def spell_count(years: Years) -> str:
    """How much of both reports was compared."""
    count = count_checked(years)
    return CHECKED.format(count=count) if count else NOTHING
