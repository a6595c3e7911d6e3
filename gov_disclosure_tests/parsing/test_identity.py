"""Whose report, for which region and year: right, or refused; never wrong."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from gov_disclosure.parsing.identity import Identity, identify_report
from gov_disclosure.vocabulary.regions import find_ancestors, full_region_name, load_spans

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = json.loads((ROOT / "gov_disclosure_tests" / "cases" / "samples.json").read_text(encoding="utf-8"))

BODY = """一、总体情况
{opening}2019年,我局认真贯彻落实{duty},主动公开政府信息12条。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
六、其他需要报告的事项
{end}"""


def body(opening: str = "", duty: str = "条例", end: str = "") -> Identity:
    return identify_report(BODY.format(opening=opening, duty=duty, end=end))


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(name: str) -> None:
    expected = SAMPLES[name]
    found = identify_report((ROOT / "data" / "raw" / name).read_text(encoding="utf-8"))
    assert found.refusal is None
    assert (found.region_code, found.report_year) == (expected["region_code"], expected["report_year"])
    assert (found.region_name, found.region_level) == (expected["region_name"], expected["region_level"])


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("济阳县2018年政府信息公开工作年度报告", "370125"),
        ("济南市济阳区人民政府2019年政府信息公开工作年度报告", "370115"),
        ("莱芜市2018年政府信息公开工作年度报告", "371200"),
        ("博州2016年政府信息公开工作年度报告", "652700"),
        ("重庆市江北区2023年政府信息公开工作年度报告", "500105"),
        ("重庆市渝北区2025年政府信息公开工作年度报告", "500112"),
        ("济南高新技术产业开发区管委会2018年政府信息公开工作年度报告", "370100"),
        ("北京市西城区广安门内街道办事处2019年政府信息公开工作年度报告", "110102"),
        ("国家税务总局2019年政府信息公开工作年度报告", "100000"),
        ("新疆生产建设兵团2019年政府信息公开工作年度报告", "660000"),
    ],
)
def test_title_names_the_region(title: str, code: str) -> None:
    found = identify_report(title)
    assert (found.region_code, found.refusal) == (code, None)


@pytest.mark.parametrize(
    ("clue", "code"),
    [
        ("电话0516-87636688", "320302"),
        ("根据闽政办〔2018〕4号", "350102"),
        ("藏政办发〔2018〕5号", None),
        ("地址:南京市鼓楼区山西路1号", "320106"),
        ("按照徐州市人民政府的要求", "320302"),
        ("", None),
    ],
)
def test_homonyms_are_told_apart_by_other_evidence_or_not_at_all(clue: str, code: str | None) -> None:
    found = identify_report(f"鼓楼区2018年政府信息公开工作年度报告\n本报告依条例编制。{clue}")
    assert found.region_code == code
    if code is None:
        assert found.refusal is not None
        assert found.refusal.reason == "region_ambiguous"
        assert set(found.candidates) == {"320106", "320302", "350102", "410204"}


@pytest.mark.parametrize(
    "sentence",
    [
        "学习天津市和平区经验,提升水平。",
        "组织赴天津市和平区交流。",
        "与天津市和平区签订协议。",
        "对标天津市和平区做法。",
        "与天津市和平区结对共建。",
        "援藏干部在天津市和平区工作。",
        "赴天津市考察学习。",
        "学习天津市先进经验。",
        "天津市和平区政府一行来我区考察。",
        "学习天津市和平区经验。电话022-27222222。",
    ],
)
def test_place_visited_or_followed_is_no_evidence_for_the_homonym(sentence: str) -> None:
    found = identify_report(f"和平区2018年政府信息公开工作年度报告\n一、概述\n{sentence}收到申请12件。\n")
    assert found.region_code is None
    assert found.candidates == ("120101", "210102")


@pytest.mark.parametrize(
    "sentence",
    ["近年来学习贯彻条例。", "接待来访12人次。", "可前往天津市和平区政府服务中心查阅。", "天津市人民政府到我区检查。"],
)
def test_words_of_visits_that_tell_of_the_body_itself_leave_its_place(sentence: str) -> None:
    found = identify_report(f"和平区2018年政府信息公开工作年度报告\n一、概述\n2018年,天津市和平区政府{sentence}\n")
    assert found.region_code == "120101"


@pytest.mark.parametrize(
    ("body_name", "code"),
    [
        ("中山市东区街道办事处", "442000"),
        ("中山市西区街道", "442000"),
        ("中山市人民政府东区办事处", "442000"),
        ("东区街道办事处", None),
        ("贵阳市东区办事处", None),
    ],
)
def test_township_with_a_district_s_name_is_not_that_district(body_name: str, code: str | None) -> None:
    found = identify_report(f"{body_name}2019年政府信息公开工作年度报告\n电话:0760-88880000")
    assert (found.region_code, found.issuer_kind) == (code, "township")


@pytest.mark.parametrize(
    ("zone", "code"),
    [
        ("重庆市万盛经济技术开发区管理委员会", "500000"),
        ("重庆万盛经开区", "500000"),
        ("潍坊滨海经济技术开发区管理委员会", "370700"),
        ("潍坊市滨海经济技术开发区管委会", "370700"),
    ],
)
def test_listed_zone_behind_its_city_is_one_name(zone: str, code: str) -> None:
    found = identify_report(f"{zone}2018年政府信息公开工作年度报告")
    assert (found.region_code, found.issuer, found.issuer_kind) == (code, zone, "zone")


def test_name_given_up_this_year_and_carried_on_elsewhere_is_ambiguous() -> None:
    assert identify_report("江北区2025年政府信息公开工作年度报告").candidates == ("330205", "500105")


@pytest.mark.parametrize(
    ("opening", "duty", "end"),
    [
        ("", "攀枝花市人民政府办公室关于公开的要求", ""),
        ("", "《四川省政府信息公开规定》和攀枝花市人民政府要求", ""),
        ("(地址:成都市武侯区人民南路1号,电话:028-86543210)", "条例", ""),
        ("", "条例", "友情链接\n北京市人民政府\n上海市人民政府\n重庆市人民政府"),
        ("本报告在攀枝花市政府门户网站公布。", "条例", ""),
        ("2019年,四川省认真贯彻条例。", "条例", ""),
        ("来源:新华社 北京市 2019年,各地学习安溪县经验。", "条例", ""),
        ("2019年,我局派员赴安溪县政府学习。", "条例", ""),
        ("与厦门市思明区政府结对。由思明区人民政府帮扶。", "条例", ""),
        ("本报告由县统计局编制,请向惠安县档案馆查询。", "条例", ""),
    ],
)
def test_other_places_named_are_not_taken_for_the_issuer(opening: str, duty: str, end: str) -> None:
    found = body(opening, duty, end)
    assert found.region_code is None
    assert found.refusal is not None
    assert found.refusal.reason in ("region_unknown", "region_ambiguous")


def test_signature_alone_names_the_region() -> None:
    found = body(end="安溪县人民政府办公室\n2020年1月12日\n(此件公开发布)")
    assert (found.region_code, found.report_year) == ("350524", 2019)
    assert (found.issuer, found.issuer_kind) == ("安溪县人民政府办公室", "government_office")
    assert found.published_on == dt.date(2020, 1, 12)


def test_township_takes_the_county_of_its_signature() -> None:
    found = identify_report("2018年建新镇政府信息公开工作年度报告\n一、概述\n遂溪县建新镇人民政府\n2018年12月31日")
    assert (found.region_code, found.issuer_kind, found.scope) == ("440823", "township", "own_body")


def test_title_and_signature_of_different_places_contradict_each_other() -> None:
    found = identify_report("安溪县2018年政府信息公开工作年度报告\n一、概述\n惠安县人民政府办公室\n2019年1月31日")
    assert found.region_code is None
    assert found.candidates == ("350521", "350524")


def test_two_bodies_in_one_title_are_ambiguous() -> None:
    found = identify_report("安溪县、永春县2019年政府信息公开工作年度报告")
    assert found.refusal is not None
    assert found.refusal.reason == "region_ambiguous"


def test_parent_in_the_signature_supports_the_title() -> None:
    found = identify_report("西湖区2016年政府信息公开工作年度报告\n一、概述\n杭州市人民政府办公厅")
    assert found.region_code == "330106"


def test_manifest_decides_and_the_text_is_still_read() -> None:
    found = identify_report("安溪县2018年政府信息公开工作年度报告", year=2019, region_code="350521")
    assert (found.region_code, found.report_year, found.refusal) == ("350521", 2019, None)
    assert (found.text_region_code, found.text_report_year) == ("350524", 2018)
    assert {e.supports for e in found.evidence} >= {"350524", "2018"}


def test_former_name_is_taken_and_flagged() -> None:
    found = identify_report("济阳县2018年政府信息公开工作年度报告")
    assert ("name_tolerance", "370125") in {(e.kind, e.supports) for e in found.evidence}
    assert found.confidence < identify_report("济阳县2017年政府信息公开工作年度报告").confidence


@pytest.mark.parametrize(
    ("title", "code", "confidence"),
    [
        ("昌都市2013年", "540300", 0.73),
        ("海东市2012年", "630200", 0.73),
        ("昌都市2014年", "540300", 0.99),
        ("毕节市2010年", "522401", 0.99),
        ("毕节市2011年", None, 0.0),
        ("贵州省毕节市2011年", None, 0.0),
        ("巢湖市2010年", "341400", 0.99),
        ("巢湖市2011年", None, 0.0),
        ("安徽省巢湖市2011年", None, 0.0),
        ("合肥市巢湖市2011年", "340181", 0.99),
    ],
)
def test_name_before_its_time_is_doubtful_and_one_passed_to_another_level_undecided(
    title: str, code: str | None, confidence: float
) -> None:
    found = identify_report(f"{title}政府信息公开工作年度报告")
    assert (found.region_code, found.confidence) == (code, confidence)


def test_code_of_the_manifest_must_have_been_in_use() -> None:
    found = identify_report("安溪县2018年政府信息公开工作年度报告", region_code="999999")
    assert found.refusal is not None
    assert (found.refusal.reason, found.region_code) == ("region_unknown", None)


def test_menus_longer_than_a_head_hide_nothing() -> None:
    menu = "".join(f"栏目{n}\n" for n in range(2000))
    found = identify_report(menu + "安溪县2018年政府信息公开工作年度报告\n一、总体情况\n2018年,我县公开3条。")
    assert (found.region_code, found.report_year, found.refusal) == ("350524", 2018, None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("安溪县人民政府2018年", "government"),
        ("安溪县2018年", "government"),
        ("安溪县⼈⺠政府办公室2018年", "government_office"),
        ("上海市人民政府办公厅2018年", "government_office"),
        ("安溪县住房和城乡建设局2018年", "department"),
        ("安溪县参内乡人民政府2018年", "township"),
        ("厦门市思明区中华街道办事处2018年", "township"),
        ("平潭综合实验区2018年", "zone"),
        ("临沂高新区管委会2018年", "zone"),
        ("临沂高新技术产业开发区管理委员会2018年", "zone"),
        ("临沂市国有资产监督管理委员会2018年", "department"),
        ("大兴安岭地区行政公署2018年", "government"),
        ("日喀则地区行政公署办公室2012年", "government_office"),
        ("新疆生产建设兵团第六师2018年", "government"),
    ],
)
def test_kind_of_body(title: str, kind: str) -> None:
    assert identify_report(f"{title}政府信息公开工作年度报告").issuer_kind == kind


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("去年,全市各县(区)、各部门共公开信息62044条。", "area_sum"),
        ("全年市、县(区)两级行政机关主动公开政府信息62044条。", "area_sum"),
        ("全市各单位未收到政府信息公开申请。", "area_sum"),
        ("统计范围包括市政府和部门、乡镇在网站上发布的信息。", "area_sum"),
        ("2019年,市政府办公室共收到申请3件。", "own_body"),
        ("统计范围为本机关。", "own_body"),
        ("统计范围为市政府本级,不含各部门。", "own_body"),
        ("2019年,市政府办公室共收到申请3件。统计范围包括各部门。", "unknown"),
        ("2019年,工作稳步推进,各单位重视。", "unknown"),
    ],
)
def test_scope(words: str, scope: str) -> None:
    assert identify_report(TITLE_OF_2019 + words).scope == scope


def test_scope_is_told_far_from_the_beginning_by_a_sentence_about_it_alone() -> None:
    before = TITLE_OF_2019 + "工作稳步推进。\n" * 400
    assert identify_report(before + "统计范围包括市政府和部门、乡镇在网站上发布的信息。").scope == "area_sum"
    assert identify_report(before + "2019年,市政府办公室共收到申请3件。").scope == "unknown"


TITLE_OF_2019 = "濮阳市2019年政府信息公开工作年度报告\n一、总体情况\n"


def test_evidence_quotes_the_document() -> None:
    text = "\n 安 溪 县２０１８年政府信息公开工作年度报告\n发布时间：2019-01-31\n请与安溪县人民政府办公室联系(电话：0595-23232323)"
    found = identify_report(text)
    assert found.region_code == "350524"
    assert {e.kind for e in found.evidence} >= {
        "title_name",
        "title_year",
        "area_code",
        "published_on",
        "issuer",
    }
    assert all(text[e.start : e.end] == e.text for e in found.evidence)


@pytest.mark.parametrize("year", [2009, 2019, 2025])
def test_no_name_of_the_register_is_ever_read_as_another_place(year: int) -> None:
    wrong = []
    for span in load_spans()[::7]:
        if not span.is_valid(year) or span.region in ("xpcc", "central"):
            continue
        prefecture = "".join(a.name for a in find_ancestors(span, year) if a.level == "prefecture")
        for name in (span.name, full_region_name(span, year), prefecture + span.name):
            found = identify_report(f"{name}人民政府{year}年政府信息公开工作年度报告").region_code
            if found not in (span.code, None):
                wrong.append((name, found))
    assert wrong == []


def test_summary_of_the_year_names_its_body_but_makes_no_report_by_itself() -> None:
    title = "安溪县教育局2015年度政府信息公开工作总结"
    found = identify_report(BODY_OF_SUMMARY.format(title=title))
    assert (found.issuer, found.issuer_kind, found.region_code, found.refusal) == (
        "安溪县教育局",
        "department",
        "350524",
        None,
    )
    alone = identify_report(f"{title}\n今天召开会议。")
    assert alone.refusal is not None
    assert alone.refusal.reason == "not_a_report"


BODY_OF_SUMMARY = """{title}
一、主动公开政府信息情况
公开120条。
二、依申请公开情况
受理3件。
三、复议诉讼情况
无。
四、存在的主要问题
安溪县人民政府办公室
2016年1月8日"""


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("安溪县2019年政府信息公开工作年度报告", "title_name"),
        ("泉州市安溪县2019年政府信息公开工作年度报告", "title_chain"),
        ("安溪县2019年政府信息公开工作年度报告\n电话:0595-23232684", "confirmed"),
        ("安溪县2019年政府信息公开工作年度报告\n电话:010-65090000", "contradicted"),
        ("鼓楼区2019年政府信息公开工作年度报告\n电话:0516-87636688", "tie"),
        ("济阳县2018年政府信息公开工作年度报告", "former_name"),
        ("柳溪镇2019年政府信息公开工作年度报告\n根据安溪县人民政府办公室的通知编制。", "nearby"),
        ("2021年,区统计局推进政府信息公开。\n经区政府网站、爱渭滨APP公开信息91条。", "outlet"),
    ],
)
def test_evidence_tells_what_decided(text: str, basis: str) -> None:
    found = identify_report(text)
    assert [e.supports for e in found.evidence if e.kind == "decided_by"] == [basis]
    assert 0 < found.confidence < 1


def test_table_names_its_body_in_its_caption() -> None:
    found = body(end="附件1:平潭综合实验区管委会2019年政府信息公开情况统计表")
    assert (found.region_code, found.issuer_kind) == ("350128", "zone")


def test_township_of_a_zone_takes_the_code_above_it_where_a_telephone_code_agrees() -> None:
    text = "东林街道办事处2021年政府信息公开工作年度报告\n根据万盛经开区管委会的通知编制(电话:023-48285900)。"
    assert identify_report(text).region_code == "500000"
    assert identify_report(text.replace("023", "028")).region_code is None


def test_period_and_text_together_outweigh_the_title() -> None:
    text = "安溪县2020年政府信息公开工作年度报告\n统计期限自2019年1月1日起至2019年12月31日止。\n2019年,我县公开3条。"
    found = identify_report(text)
    assert found.report_year is None
    assert found.refusal is not None
    assert found.refusal.reason == "year_ambiguous"
    assert identify_report(text + "\n安溪县人民政府\n2021年1月5日").report_year == 2020


@pytest.mark.parametrize("name", ["第一中学", "红十字会", "国有林场", "广播电视台", "总工会", "对口支援恩施州工作队"])
def test_a_body_of_a_kind_not_known_is_not_taken_for_the_government_above_it(name: str) -> None:
    found = identify_report(f"安溪县{name}2019年政府信息公开工作年度报告\n请与安溪县人民政府办公室联系。")
    assert (found.region_code, found.issuer, found.issuer_kind) == ("350524", f"安溪县{name}", "other")


@pytest.mark.parametrize("name", ["安溪县", "安溪县的", "安溪县本级", "2019年度安溪县", "安溪县县直机关"])
def test_words_that_name_no_body_leave_a_title_to_the_government(name: str) -> None:
    assert identify_report(f"{name}2019年政府信息公开工作年度报告").issuer_kind == "government"
