"""Phrases that state a zero, and phrases that only look like it."""

from __future__ import annotations

import pytest

from gov_disclosure.parsing.stated_zeros import find_stated_zeros

REQUESTS = [
    "未收到政府信息公开申请",
    "未收到有关政府信息公开的申请",
    "没有收到公开申请",
    "没有接到任何形式的申请",
    "没有受理信息公开申请",
    "没有收到依申请公开请求",
    "没有依申请公开事项",
    "无政府信息公开申请",
    "未收到公民、法人和其他组织的政府信息公开申请",
    "没有收到要求公开政府信息的申请",
    "零申请",
]
DISPUTES = [
    "没有发生政府信息公开引起的行政复议和行政诉讼",
    "未出现政府信息公开引起的行政复议、行政诉讼",
    "没有发生行政复议案、行政诉讼案",
    "没有被申请行政复议、提起行政诉讼",
    "没有诉讼、复议",
    "无因政府信息公开申请行政复议、提起行政诉讼情况",
    "行政复议和行政诉讼均为0",
    "行政复议、行政诉讼均未发生",
]
FEES = ["未收取任何费用", "没有收费", "均未对提供的政府信息收费", "未收取政府信息处理费"]
NOTHING = [
    "未收到网上申请",
    "没有超期答复的申请",
    "如未收到政府信息公开申请",
    "其中部分单位未收到政府信息公开申请",
    "未发生行政复议败诉",
    "没有行政复议被纠正",
    "没有被撤销或败诉",
    "未经复议直接起诉",
    "没有现成信息需要另行制作",
    "不收取任何费用",
    "未及时公开",
]

SOME_ONLY = [
    "下属事业单位未收到政府信息公开申请",
    "所属二级单位未收到政府信息公开申请",
    "各乡镇均未收到政府信息公开申请,县直单位收到153件",
    "全县各乡镇未收到政府信息公开申请",
    "除县教育局收到3件外,其他单位未收到政府信息公开申请",
    "其余各部门未发生行政复议",
    "县自然资源局等5家单位未收到政府信息公开申请",
    "县教育局未收到政府信息公开申请",
    "镇本级未收到政府信息公开申请",
    "未收到法人或其他组织提出的政府信息公开申请,收到自然人申请7件",
    "未收到公民提出的政府信息公开申请,收到企业申请7件",
    "除收取复制费20元外,未收取其他费用",
]
ALL = [
    "我局办公室未收到政府信息公开申请",
    "局机关及下属事业单位均未收到政府信息公开申请",
    "我县各乡镇、各部门均未收到政府信息公开申请",
    "全县各级行政机关均未收到政府信息公开申请",
    "城关镇人民政府未收到政府信息公开申请",
    "各单位未收到政府信息公开申请",
]


def indicators(text: str) -> set[str]:
    return {indicator for indicator, _, _ in find_stated_zeros(f"2019年,我局{text}。")}


@pytest.mark.parametrize("text", REQUESTS)
def test_no_request(text: str) -> None:
    assert indicators(text) == {"requests_received"}


@pytest.mark.parametrize("text", DISPUTES)
def test_no_dispute(text: str) -> None:
    assert indicators(text) == {"review_total", "litigation_total"}


@pytest.mark.parametrize("text", FEES)
def test_no_fee(text: str) -> None:
    assert indicators(text) == {"fees_collected"}


@pytest.mark.parametrize("text", NOTHING)
def test_statements_about_something_else(text: str) -> None:
    assert indicators(text) == set()


def test_requests_for_review_are_no_requests_for_information() -> None:
    assert indicators("未收到有关政府信息公开行政复议申请") == {"review_total"}


def test_one_list_of_three() -> None:
    text = "未收到政府信息公开申请、行政复议和行政诉讼"
    assert indicators(text) == {"requests_received", "review_total", "litigation_total"}


@pytest.mark.parametrize("text", SOME_ONLY)
def test_a_zero_of_some_bodies_or_applicants_is_none_of_the_whole(text: str) -> None:
    assert list(find_stated_zeros(f"{text}。")) == []


@pytest.mark.parametrize("text", ALL)
def test_a_zero_of_all_bodies_stands(text: str) -> None:
    assert [indicator for indicator, _, _ in find_stated_zeros(f"2019年,{text}。")] == ["requests_received"]


NOT_DENIED = [
    ("未发生行政复议案件,行政诉讼7件", {"review_total": "未发生行政复议案件"}),
    ("没有行政诉讼,行政复议案件共3件", {"litigation_total": "没有行政诉讼"}),
    ("没有行政诉讼,行政复议(3件)", {"litigation_total": "没有行政诉讼"}),
    ("没有行政诉讼、行政复议3件", {}),
    ("没有行政复议,也没有行政诉讼", {"review_total": "没有行政复议", "litigation_total": "也没有行政诉讼"}),
]


@pytest.mark.parametrize(("text", "expected"), NOT_DENIED)
def test_a_negation_ends_where_a_number_speaks(text: str, expected: dict[str, str]) -> None:
    assert {indicator: text[start:end] for indicator, start, end in find_stated_zeros(f"{text}。")} == expected


def test_no_request_beside_a_counted_review() -> None:
    assert indicators("未收到政府信息公开申请,行政复议共3件") == {"requests_received"}
