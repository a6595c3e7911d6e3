"""Headings by their whole title, never by their numeral."""

import pytest

from gov_disclosure.parsing.sections import parse_sections
from gov_disclosure.parsing.skeleton import parse_skeleton

CASES = [
    (
        "a table row that begins like a heading",
        "三、收到和处理政府信息公开申请情况\n四、结转下年度继续办理 0\n四、政府信息公开行政复议、行政诉讼情况\n表",
        ["requests", "disputes"],
    ),
    (
        "a table of contents before the text",
        "目录\n一、总体情况\n二、主动公开政府信息情况\n\n一、总体情况\n正文。\n二、主动公开政府信息情况\n正文。",
        ["preamble", "overview", "proactive"],
    ),
    (
        "a sub-heading with the words of a heading",
        "一、总体情况\n(一)主动公开情况\n公开3条。\n二、主动公开政府信息情况\n表",
        ["overview", "proactive"],
    ),
    (
        "a heading in one paragraph with its text",
        "一、总体情况 本年度公开3条。\n五、存在的主要问题及改进情况 无。",
        ["overview", "problems"],
    ),
    (
        "headings named in a sentence",
        "本报告包括总体情况、主动公开政府信息情况、其他需要报告的事项。",
        ["preamble"],
    ),
    (
        "traditional characters, a broken line, no numeral",
        "一、總體情況\n文。\n主動公開政府\n信息情況\n文。",
        ["overview", "proactive"],
    ),
    (
        "form A",
        "一、概述\n文\n四、政府信息公开的收费及减免情况\n免费。\n七、说明\n完",
        ["overview", "fees", "other"],
    ),
]


@pytest.mark.parametrize(("text", "keys"), [pytest.param(t, k, id=name) for name, t, k in CASES])
def test_case(text: str, keys: list[str]) -> None:
    sections = parse_sections(text, parse_skeleton(text))
    assert [s.key for s in sections] == keys
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] for s in sections)
    assert sections[-1].end == len(text.rstrip())


def test_the_text_of_a_section_is_what_stands_below_its_heading() -> None:
    text = "一、总体情况\n甲。\n二、主动公开政府信息情况\n乙。\n"
    first, second = parse_sections(text, parse_skeleton(text))
    assert (text[first.start : first.end], text[second.start : second.end]) == ("甲。", "乙。")
