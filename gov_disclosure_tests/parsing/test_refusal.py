"""Documents that use the words of a report and are none."""

from __future__ import annotations

import pytest

from gov_disclosure.parsing.refusal import Refusal, find_refusal
from gov_disclosure.parsing.stretches import parse_stretch
from gov_disclosure.parsing.titles import find_titles

REFUSED = [
    ("half_year", "安溪县2019年上半年政府信息公开工作报告\n一、主动公开情况"),
    ("half_year", "安溪县2019年第三季度政府信息公开情况统计表\n一、主动公开情况"),
    (
        "half_year",
        "安溪县2022年上半年政府信息公开工作总结一、主动公开情况 2022年1至6月,主动公开政府信息312条。二、收到申请9件。",
    ),
    ("guide", "安溪县政府信息公开指南\n依照条例,编制本指南。\n一、主动公开\n二、依申请公开"),
    ("guide", "首页\n政府信息公开年报\n依申请公开\n安溪县政务信息公开指南\n一、公开内容"),
    ("guide", "安溪县政府信息公开申请表\n申请人信息\n姓名"),
    (
        "notice",
        "安溪县人民政府办公室关于做好2019年政府信息公开工作年度报告编制工作的通知\n各乡镇:\n请于1月20日前报送。",
    ),
    (
        "notice",
        "关于报送2019年政府信息公开工作年度报告有关事项的通知\n各乡镇:\n为做好2019年度政府信息公开工作年度报告,现通知如下。\n"
        "统计期限自2019年1月1日起至2019年12月31日止。请于1月20日前报送。",
    ),
    (
        "notice",
        "关于做好2019年度政府信息公开\n工作年度报告编制工作的通知\n各乡镇:\n安溪县2019年政府信息公开工作年度报告应于1月20日前报送。",
    ),
    (
        "notice",
        "安溪县人民政府办公室\n关于2019年政府信息公开工作年度报告编报工作的函\n各单位:\n去年主动公开信息20条,特此函告。",
    ),
    ("not_a_report", "安溪县2019年法治政府建设工作年度报告\n一、总体情况\n二、主动公开\n主动公开信息20条。"),
    ("not_a_report", "安溪县教育局2019年政府信息公开工作自查报告\n一、主动公开\n二、依申请公开\n三、存在的问题"),
    ("news", "《安溪县2019年政府信息公开工作年度报告》解读\n主动公开信息20条。"),
    ("news", "安溪县人民政府公布2019年政府信息公开工作年度报告\n记者昨日从县政府获悉,主动公开信息20条。"),
    ("error_page", ""),
    ("error_page", "404 Not Found\nnginx"),
    ("error_page", "您访问的页面不存在或已被删除"),
    ("list_page", "\n".join(f"安溪县{y}年政府信息公开工作年度报告 {y + 1}-01-12" for y in range(2010, 2021))),
    (
        "blank_form",
        "政府信息公开情况统计表\n(20××年度)\n填报单位(盖章):\n统计指标\n单位\n统计数\n一、主动公开情况",
    ),
    ("blank_form", "____年____政府信息公开工作年度报告(模板)\n一、总体情况\n二、主动公开政府信息情况"),
    ("news", "图解:安溪县2019年政府信息公开工作年度报告"),
    ("news", "去年全省受理申请11428件,同意公开318件。(记者 张三)"),
    ("not_a_report", "安溪县人民政府2019年政府工作报告\n各位代表:现在我代表县人民政府报告工作"),
]


def refusal(text: str) -> Refusal | None:
    head = parse_stretch(text)
    return find_refusal(head, parse_stretch(""), find_titles(head))


@pytest.mark.parametrize(("reason", "text"), REFUSED)
def test_refused(reason: str, text: str) -> None:
    found = refusal(text)
    assert found is not None
    assert found.reason == reason
    assert found.detail in found.message_zh


@pytest.mark.parametrize(
    "text",
    [
        "安溪县2019年政府信息公开工作年度报告",
        "关于公布安溪县2019年政府信息公开工作年度报告的通知\n安溪县2019年政府信息公开工作年度报告\n主动公开信息20条。",
        "政府网站年度报表\n一、总体情况\n二、主动公开\n主动公开信息20条。",
        "一、总体情况\n(一)主动公开情况\n2021年,门户网站公开信息193条。\n(二)依申请公开情况",
        "四、政府信息公开行政复议、行政诉讼情况\n没有。\n五、存在的主要问题及改进情况\n公开不够及时。",
        "政府信息公开指南\n依申请公开\n安溪县2019年政府信息公开工作年度报告\n一、总体情况\n新闻发布会5次。",
        "第二十条第(一)项\n规章\n0\n0\n0\n三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\n0",
    ],
)
def test_accepted(text: str) -> None:
    assert refusal(text) is None


def test_reasons_come_from_the_closed_list() -> None:
    with pytest.raises(ValueError, match="unknown reason"):
        Refusal("bad_mood", "")
