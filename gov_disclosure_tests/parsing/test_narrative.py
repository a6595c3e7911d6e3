"""Golden sentences for figures in running text, and the promises that hold for any text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.parsing.narrative import Figure, parse_figures
from gov_disclosure.parsing.narrative_rules import find_rules
from gov_disclosure.vocabulary.indicators import UNLISTED, list_narrative_wordings, narrative_indicators_by_key


def parse(text: str, year: int = 2019) -> list[Figure]:
    return parse_figures(text, [(0, len(text))], year)


def value(figure: Figure) -> int:
    assert figure.reading.value is not None
    return int(figure.reading.value)


def named(text: str, year: int = 2019) -> dict[str, int]:
    """Current figures under an indicator; a contradiction would show as a list of two."""
    found = [f for f in parse(text, year) if f.indicator != UNLISTED and f.is_current_year]
    assert len({f.indicator for f in found}) == len(found)
    return {f.indicator: value(f) for f in found}


GOLDEN: list[tuple[str, str, dict[str, int]]] = [
    (
        "a heading that ran into its sentence",
        "五、行政复议、行政诉讼情况 全年发生政府信息公开行政复议3件、行政诉讼1件。",
        {"review_total": 3, "litigation_total": 1},
    ),
    ("a heading that speaks of waivers", "四、收费及减免情况本年度收取信息处理费19元。", {"fees_collected": 19}),
    (
        "the total and its channels",
        "2019年,各地各单位主动公开政府信息62044条。其中,通过政府网站公开政府信息42364条;通过政府公报公开109条;"
        "通过政务微博公开政府信息1402条;通过政务微信公开11762条;通过其他方式公开政府信息20734条。",
        {
            "proactive_total": 62044,
            "channel_website": 42364,
            "channel_gazette": 109,
            "channel_weibo": 1402,
            "channel_wechat": 11762,
            "channel_other": 20734,
        },
    ),
    (
        "a pair of names with a pair of numbers",
        "政务微博、政务微信公开信息分别为1402条、11762条。",
        {"channel_weibo": 1402, "channel_wechat": 11762},
    ),
    (
        "a heading speaks for the count under it",
        "(三)微博、微信。受关注4000余人,主动推送政务信息2101条。",
        {"channel_weibo_wechat": 2101},
    ),
    (
        "requests and what became of them",
        "全区收到的信息公开申请共62件,比上年增长24%。其中予以公开41件,占66%;部分公开2件;不予公开3件;无法提供13件;其他处理3件。",
        {
            "requests_received": 62,
            "requests_granted": 41,
            "requests_partially_granted": 2,
            "requests_denied": 3,
            "requests_unable": 13,
            "requests_other": 3,
        },
    ),
    (
        "requests between two years",
        "本年度共收到10件依申请公开请求,2018年结转政府信息公开申请2件,共办结10件,结转2020年度继续办理2件。",
        {"requests_received": 10, "requests_carried_in": 2, "requests_closed": 10, "requests_carried_out": 2},
    ),
    (
        "closed in time is all that was closed, unless some were late",
        "全县累计收到政府信息公开申请46件,按期答复46件,全部办结。",
        {"requests_received": 46, "requests_closed": 46},
    ),
    (
        "reviews and lawsuits with their outcomes",
        "因政府信息公开引发行政复议3件,其中维持1件、纠正1件,行政诉讼2件,维持2件。",
        {
            "review_total": 3,
            "review_upheld": 1,
            "review_corrected": 1,
            "litigation_total": 2,
            "litigation_upheld": 2,
        },
    ),
    (
        "the number before its label",
        "全年发布197条解读信息,就两项政策组织2次政策新闻发布会。",
        {"policy_interpretations": 197, "press_conferences": 2},
    ),
    (
        "interpretation and response",
        "发布政策解读25篇;在线访谈6次;回应公众关注热点或重大舆情8次。",
        {"policy_interpretations": 25, "online_interviews": 6, "hot_topic_responses": 8},
    ),
    (
        "the work itself",
        "举办政务公开培训班3期,培训人员450人次;召开政务公开工作会议2次;召开新闻发布会三场。",
        {"trainings": 3, "trainees": 450, "meetings": 2, "press_conferences": 3},
    ),
    (
        "visits, key areas, documents, proposals",
        "政府网站访问量达到3330146人次。公开重点领域政务信息1258条。制发规范性文件12件,废止3件。办理建议提案共17件。",
        {
            "website_visits": 3330146,
            "key_area_disclosures": 1258,
            "normative_docs_issued": 12,
            "proposals_handled": 17,
        },
    ),
    (
        "fees are counted in 元",
        "本年度依申请公开收取费用0.5万元。",
        {"fees_collected": 5000},
    ),
    (
        "zeros in words",
        "本年度未收到政府信息公开申请。没有发生因政府信息公开提起的行政复议、行政诉讼。未收取政府信息处理费。",
        {"requests_received": 0, "review_total": 0, "litigation_total": 0, "fees_collected": 0},
    ),
    (
        "the count of the whole area stands beside that of one office",
        "市政府办公室收到政府信息公开申请12件;全市共收到政府信息公开申请62件。",
        {"requests_received": 62},
    ),
    (
        "累计 of this year and a total since an earlier one",
        "自2008年5月1日条例施行以来,累计主动公开政府信息30000条,2019年主动公开政府信息1200条。",
        {"proactive_cumulative": 30000, "proactive_total": 1200},
    ),
    ("累计 of this year alone", "2019年,全区各行政机关累计主动公开政府信息49125条。", {"proactive_total": 49125}),
    (
        "words that only prose has, in traditional characters",
        "開展在線訪談6次,回應公眾關注熱點或重大輿情8次,舉辦政務公開培訓班3期,培訓人員90人次。結轉下年度繼續辦理2件政府信息公開申請。",
        {"online_interviews": 6, "hot_topic_responses": 8, "trainings": 3, "trainees": 90, "requests_carried_out": 2},
    ),
    (
        "what was handled and what came in",
        "收到政府信息公开申请共160件(上年结转7件,本年新收153件)。",
        {"requests_received": 153, "requests_carried_in": 7},
    ),
    (
        "outcomes of reviews and lawsuits together",
        "因政府信息公开引起的行政复议5件,行政诉讼3件,其中维持4件。",
        {"review_total": 5, "litigation_total": 3},
    ),
    (
        "the province beside the own county",
        "全省收到政府信息公开申请9999件。我县收到政府信息公开申请62件。",
        {"requests_received": 62},
    ),
    (
        "radicals in the place of characters",
        "政务公开培训⼈员90⼈次。全年⽆⼈申请公开政府信息。",
        {"trainees": 90, "requests_received": 0},
    ),
    (
        "a part of the year, then the whole",
        "上半年收到政府信息公开申请8件,全年收到政府信息公开申请12件。",
        {"requests_received": 12},
    ),
    ("months that make a year", "2019年1-12月,收到政府信息公开申请12件。", {"requests_received": 12}),
    ("up to the last month by its name", "截至12月份,收到政府信息公开申请12件。", {"requests_received": 12}),
    ("the days of the year", "2019年1月1日至12月31日期间,收到政府信息公开申请12件。", {"requests_received": 12}),
    ("better than the mean", "高于全省平均水平,收到政府信息公开申请12件。", {"requests_received": 12}),
    ("after an occasion", "服务疫情期间企业需要,加强公开,收到政府信息公开申请12件。", {"requests_received": 12}),
    ("up to the last month", "截至2019年12月,共收到政府信息公开申请12件。", {"requests_received": 12}),
    ("the month of an event", "2019年5月,举办政务公开培训班3期。", {"trainings": 3}),
    (
        "the day a regulation took effect",
        "新条例自2019年5月15日起施行,收到政府信息公开申请12件。",
        {"requests_received": 12},
    ),
    (
        "disputes over disclosure among those received",
        "全年受理因政府信息公开引起的行政复议2件。",
        {"review_total": 2},
    ),
    ("traditional characters with pinyin", "全年主動(dòng)公開(kāi)信息286條。", {"proactive_total": 286}),
]


@pytest.mark.parametrize(("title", "text", "expected"), GOLDEN, ids=[title for title, _, _ in GOLDEN])
def test_golden_sentences(title: str, text: str, expected: dict[str, int]) -> None:
    assert named(text) == expected, title


NOT_NAMED = {
    "cells of a table in front of a sentence": "无 无 全年政府信息公开申请3155件。",
    "a cell in front of a heading": "无 政府信息公开行政复议情况",
    "a plan": "2020年,我市将举办政务公开培训班3期,主动公开政府信息500条。",
    "a part of the year": "2019年上半年,全区共受理政府信息公开申请267件,答复263件。",
    "a month": "2019年12月,收到政府信息公开申请2件。",
    "months of the year": "1-6月收到政府信息公开申请2件。",
    "days of the year": "2019年1月1日至6月30日,收到政府信息公开申请2件。",
    "from a month of the year on": "自2019年3月起,收到政府信息公开申请2件。",
    "from a month to the last": "2019年3月至12月,收到政府信息公开申请50件。2019年3月1日至12月31日,收到申请50件。",
    "this month": "本月主动公开政府信息120条。",
    "a month by its name": "12月份收到政府信息公开申请12件。12月份未收到政府信息公开申请。",
    "an occasion": "春节期间,主动公开政府信息120条。国庆假期公开政府信息120条。",
    "nothing in a part of the year": "2019年上半年未收到政府信息公开申请。",
    "several years": "近三年收到政府信息公开申请36件。五年来收到政府信息公开申请56件。",
    "planned in other words": "拟于2020年召开新闻发布会12次。",
    "received and carried in as one": "政府信息公开申请14件(含结转2件)。",
    "all disputes of the body": "全年发生行政复议56件,其中涉及政府信息公开的2件。",
    "disputes that the body takes in": "全年受理行政复议案件56件,推进复议决定公开。",
    "a total up to a day without a first one": "截至2019年12月31日,累计主动公开政府信息12条。",
    "bodies by name": "县教育局收到政府信息公开申请5件,县公安局收到政府信息公开申请3件。",
    "townships only": "各乡镇主动公开政府信息300条。",
    "departments only": "县直各单位主动公开政府信息500条。",
    "the city and the county in it": "全市共收到政府信息公开申请1280件,其中我县153件。",
    "the province, where neither is the own one": "全省收到政府信息公开申请9999件。全县收到政府信息公开申请62件。",
    "one office and the county": "县政府办收到政府信息公开申请12件,全县62件。",
    "several years and the year in them": "累计制定规范性文件30件,其中本年度5件。",
    "several tens": "主动公开政府信息数十条。",
    "one fee of several": "本年度依申请公开收取检索费、复制费、邮寄费分别为10元、20元、30元。",
    "a difference": "收到政府信息公开申请比上年增加12件。",
    "one way of applying": "其中网上申请10件、信函申请5件。",
    "one reason": "因涉及国家秘密不予公开2件。",
    "granted and partly granted together": "依申请公开中,予以公开和部分公开7件。",
    "reviews and lawsuits together": "因政府信息公开被申请行政复议和行政诉讼共5件。",
    "reviews that the body decides itself": "全年审理行政复议案件120件,维持60件。",
    "letters and hotlines": "市长信箱收到来信300件,答复298件;12345热线受理5000件,办结4990件。",
    "another kind of application": "共受理审批事项117件,办结171件,办结率100%。",
    "classes of items": "其他应主动公开的信息946条,业务类信息主动公开210条。",
    "a page of the website": "政府信息公开专栏访问量11460人次。",
    "proposals published": "公开代表建议、委员提案的办理结果67条。",
    "one channel of several": "未收到网上申请。",
    "one outcome": "未发生行政复议败诉案件。",
    "a condition": "如未收到政府信息公开申请,应当说明。",
}


@pytest.mark.parametrize("text", NOT_NAMED.values(), ids=NOT_NAMED.keys())
def test_doubt_has_no_indicator(text: str) -> None:
    assert named(text) == {}


NO_FIGURE = [
    "主动公开政府信息  条,收到政府信息公开申请   件。",
    "根据国务院令第711号和国办公开办函〔2019〕60号,自收到之日起20个工作日内答复。",
    "电话:0531-84232793,邮编251400,10月16日下午3点。",
    "办结率100%,占总数的98.5%,是上年的1.4倍。",
    "连续5年排名第3,〔2020〕52号文件。",
    "主动公开政府信息1 234条。",
    "主动公开政府信息1, 234条。",
    "平均每单位收到政府信息公开申请3件。",
    "平均每家单位主动公开政府信息120条,日均公开3条。",
    "单月最高收到政府信息公开申请12件。",
    "主动公开政府信息12\n30条。",
    "主动公开政府信息1，\r\n　　230条。",
    "主动公开信息数12 \n 30条。",
    "主动公开政府信息3.\n2万条。",
    "主动公开政府信息1万2千条。",
    "主动公开政府信息3万4千5百条。",
]


@pytest.mark.parametrize("text", NO_FIGURE)
def test_look_alikes_give_nothing(text: str) -> None:
    assert parse(text) == []


def test_a_line_that_begins_with_a_list_number_breaks_no_number() -> None:
    assert named("主动公开信息数1230\n2.收到政府信息公开申请62件。") == {
        "proactive_total": 1230,
        "requests_received": 62,
    }
    assert named("主动公开信息数1230,\n2019年收到政府信息公开申请62件。") == {
        "proactive_total": 1230,
        "requests_received": 62,
    }


def test_what_was_public_already_is_an_answer_to_a_request() -> None:
    assert "proactive_total" not in named("在答复的98件申请中,已主动公开20件。")


def test_last_year_is_found_and_marked() -> None:
    figures = parse("2018年收到政府信息公开申请50件,2019年收到政府信息公开申请62件,去年同期收到申请50件。")
    assert [(value(f), f.subject_year, f.is_current_year, f.kind) for f in figures] == [
        (50, 2018, False, "comparison"),
        (62, 2019, True, "total"),
        (50, 2018, False, "comparison"),
    ]


UNPAIRED = [
    ("2019年、2018年收到政府信息公开申请分别为31件、45件。", [None, None]),
    ("2018年、2019年分别收到政府信息公开申请45件和31件。", [None, None]),
    ("收到政府信息公开申请由2018年的45件下降到31件。", [2018, None]),
    ("收到政府信息公开申请由2018年的45件下降到2019年的31件。", [2018, 2019]),
    ("2018年、2019年工作平稳,2019年收到政府信息公开申请31件。", [2019]),
    ("从2019年1月1日至12月31日,收到政府信息公开申请31件。", [2019]),
]


@pytest.mark.parametrize(("text", "years"), UNPAIRED)
def test_numbers_of_several_years_have_none_where_the_text_leaves_it_open(text: str, years: list[int | None]) -> None:
    assert [figure.subject_year for figure in parse(text)] == years
    assert all(figure.is_current_year == (figure.subject_year == 2019) for figure in parse(text))


SEVERAL_YEARS = [
    "2017-2019年,主动公开政府信息1230条。",
    "2018年至2019年,收到政府信息公开申请149件。",
    "2018、2019两年,收到政府信息公开申请149件。",
    "2017年1月1日至2019年12月31日,主动公开政府信息1230条。",
    "2017年至2019年,我县深入推进公开工作。共主动公开政府信息1230条。",
    "三年共收到政府信息公开申请149件。",
    "这三年收到政府信息公开申请149件。",
    "过去三年,收到政府信息公开申请149件。",
    "五年累计主动公开政府信息1230条。",
    "2017年、2018年、2019年分别收到政府信息公开申请42件、45件、62件。",
    "2017、2018、2019年分别收到政府信息公开申请42件、45件、62件。",
    "2017年至2019年分别收到政府信息公开申请42件、45件、62件。",
]


@pytest.mark.parametrize("text", SEVERAL_YEARS)
def test_several_years_are_none_of_them(text: str) -> None:
    assert named(text) == {}


PAST = [
    ("去年,收到政府信息公开申请45件,办结44件。", [2018, 2018]),
    ("去年收到政府信息公开申请45件,办结44件;今年收到政府信息公开申请62件。", [2018, 2018, 2019]),
    ("上年,我县主动公开政府信息1230条。", [2018]),
    ("上一年度,共主动公开政府信息1230条。", [2018]),
    ("上个年度,共主动公开政府信息1230条。", [2018]),
    ("前一年主动公开政府信息1230条。", [2018]),
    ("去年同期,收到政府信息公开申请45件。", [2018]),
    ("去年全年,我局收到政府信息公开申请45件。", [2018]),
    ("2018年全年收到政府信息公开申请45件。", [2018]),
    ("前年收到政府信息公开申请42件。", [2017]),
    ("截至上年底,主动公开政府信息1230条。", [2018]),
    ("去年,收到政府信息公开申请45件。办结政府信息公开申请44件。", [2018, None]),
    ("收到政府信息公开申请62件,较上年(45件)增长37.8%。", [2019, 2018]),
    ("收到政府信息公开申请62件(去年:45件)。", [2019, 2018]),
    ("收到政府信息公开申请62件,去年全年收到45件。", [2019, 2018]),
    ("收到政府信息公开申请62件,去年45件,前年42件。", [2019, 2018, 2017]),
    ("2018年收到政府信息公开申请45件,当年办结40件。", [2018, None]),
    ("政府信息公开行政复议从5件降至3件。", [None, 2019]),
    ("政策解读率由2018年的85%提高至100%,公布政策解读58篇。", [2019]),
    ("与去年相比,收到政府信息公开申请62件。", [2019]),
    ("在去年的基础上,我县主动公开政府信息1230条。", [2019]),
    ("按照去年工作部署,主动公开政府信息1230条。", [2019]),
    ("上年结转政府信息公开申请2件,收到政府信息公开申请62件,当年办结60件。", [2019, 2019, 2019]),
    ("2019年1月1日至2019年12月31日,收到政府信息公开申请62件。", [2019]),
    ("2017年至2019年三年行动收官,主动公开政府信息1230条。", [2019]),
    ("二〇一九年共收到政府信息公开申请62件。", [2019]),
]


@pytest.mark.parametrize(("text", "years"), PAST)
def test_a_year_of_the_past_holds_as_far_as_it_goes(text: str, years: list[int | None]) -> None:
    assert [figure.subject_year for figure in parse(text)] == years


def test_rounding_and_bounds_are_kept() -> None:
    (figure,) = parse("各级行政机关主动公开政府信息195.4万余条。")
    assert (value(figure), int(figure.reading.precision), figure.reading.bound) == (1954000, 1000, "at_least")


def test_a_contradiction_keeps_both_numbers() -> None:
    figures = parse("收到政府信息公开申请62件。全年收到政府信息公开申请65件。")
    assert [(f.indicator, value(f)) for f in figures] == [("requests_received", 62), ("requests_received", 65)]


def test_the_span_is_the_number_as_printed_or_the_phrase_that_states_zero() -> None:
    text = "本年度“没有收到”政府信息公开申请。"
    (figure,) = parse(text)
    assert text[figure.start : figure.end] == "没有收到”政府信息公开申请"
    text = "本年度主动公开政府信息 约 1,234 条。"
    (figure,) = parse(text)
    assert text[figure.start : figure.end] == "约 1,234 条"
    assert text[figure.sentence_start : figure.sentence_end] == text


def test_only_the_given_spans_are_read() -> None:
    text = "主动公开政府信息5条。主动公开政府信息7条。"
    assert [f.reading.value for f in parse_figures(text, [(11, len(text))], 2019)] == [7]


def test_counts_of_disclosure_work_without_a_key_are_unlisted() -> None:
    figures = parse("主动公开政府信息86条,其中政务动态类73条、财政预决算2条,市长热线办理900件。")
    assert [(f.indicator, value(f), f.kind) for f in figures] == [
        ("proactive_total", 86, "total"),
        (UNLISTED, 73, "part"),
        (UNLISTED, 2, "part"),
    ]


PIECES = st.sampled_from([
    "未", "没有", "收到", "申请", "政府信息公开", "公开", "行政复议", "、", "和", "行政诉讼", ",", "。", "12件",
    "3", "条", "有关", "的", "公民", "网站", "微信", "主动公开", "信息", "2019年", "2018年", "比上年", "分别为", "其中",
    "(", ")", "\n", "累计", "截至", "结转", "下年度", "办结", "答复", "收取", "费用", "无", "零", "“", "”", "《", "》",
    "1,234", "万", "余", "规(guī)", "\u3000", " ",
])  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_keeps_the_promises(text: str) -> None:
    known = narrative_indicators_by_key()
    figures = parse(text)
    assert figures == sorted(figures, key=lambda f: f.start)
    for figure in figures:
        assert figure.indicator in known
        assert figure.reading.value is not None
        assert 0 <= figure.sentence_start <= figure.start < figure.end <= figure.sentence_end <= len(text)
        assert figure.is_current_year <= (figure.subject_year == 2019)
        assert figure.reading.value == 0 or any(c.isdigit() for c in text[figure.start : figure.end])


@given(st.integers(min_value=0, max_value=10**8), st.sampled_from(["{}", "{:,}"]))
def test_the_number_is_read_whatever_it_is(number: int, spelling: str) -> None:
    (figure,) = parse(f"2019年,全市受理的政府信息公开申请共{spelling.format(number)}件。")
    assert (figure.indicator, figure.reading.value) == ("requests_received", Decimal(number))


def test_every_wording_leads_to_a_known_indicator() -> None:
    known = narrative_indicators_by_key()
    assert {wording.indicator for wording in list_narrative_wordings()} <= set(known)
    assert all(find_rules(unit) for unit in ("件", "条", "次", "人次", "元"))
