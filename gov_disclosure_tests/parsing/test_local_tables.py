import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.parsing.local_tables import parse_local_tables
from gov_disclosure.parsing.report import parse_report
from gov_disclosure.vocabulary.indicators import UNLISTED, narrative_indicators_by_key
from gov_disclosure.vocabulary.local_tables import header_words, list_local_rows

FOOT = "\n填报人:"
ROWS = (
    ("主动公开信息数", "条", "425", "1516"),
    ("其中:1.网站公开", "条", "418", "1509"),
    ("2.政府公报公开", "条", "7", "12"),
    ("受理依申请公开信息总数", "条", "3", "9"),
    ("其中:1.当面申请数", "条", "2", "4"),
    ("对申请的答复数", "条", "3", "9"),
    ("其中:1.同意公开答复数", "条", "1", "5"),
    ("2.否决公开答复数", "条", "2", "4"),
    ("行政复议数", "件", "0", "1"),
    ("行政诉讼数", "件", "0", "0"),
)
NAMED = {
    "proactive_total": 425,
    "proactive_cumulative": 1516,
    "channel_website": 418,
    "channel_gazette": 7,
    "requests_received": 3,
    "requests_closed": 3,
    "requests_granted": 1,
    "requests_denied": 2,
    "review_total": 0,
    "litigation_total": 0,
}
HEADER = ("指标名称", "计量单位", "2011年度", "历年累计")
LAYOUTS = {
    "tabs": ("\t", "\n"),
    "bars": (" | ", " |\n"),
    "cells on lines": ("\n", "\n\n"),
    "one line": (" ", " "),
    "wide spaces": ("　", "\n"),
}


def named(text: str, year: int = 2011) -> dict[str, int]:
    figures = parse_local_tables(text, year).figures
    return {f.indicator: int(f.reading.value or 0) for f in figures if f.indicator != UNLISTED and f.is_current_year}


def write(rows: list[tuple[str, ...]], layout: str = "bars", header: tuple[str, ...] = HEADER) -> str:
    between, ending = LAYOUTS[layout]
    return "".join(between.join(row) + ending for row in (header, *rows)) + FOOT


def left_over(text: str, year: int = 2011) -> list[str]:
    return [text[n.start : n.end] for n in parse_local_tables(text, year).left_over]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_table_is_read_in_every_layout(layout: str) -> None:
    text = write(list(ROWS), layout)
    assert named(text) == NAMED
    assert left_over(text) == []


def test_spans_cut_out_the_number_and_the_sentence_is_the_row() -> None:
    text = write(list(ROWS), "one line")
    figure = next(f for f in parse_local_tables(text, 2011).figures if f.indicator == "channel_gazette")
    assert text[figure.start : figure.end] == "7"
    assert text[figure.sentence_start : figure.sentence_end] == "2.政府公报公开 条 7 12"


def test_a_sum_over_the_years_is_never_the_number_of_the_year() -> None:
    sums = [f for f in parse_local_tables(write(list(ROWS)), 2011).figures if f.kind == "cumulative"]
    assert len(sums) == len(ROWS)
    assert {f.indicator for f in sums} == {"proactive_cumulative", UNLISTED}
    assert not any(f.is_current_year for f in sums if f.indicator == UNLISTED)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("2011年度", {"requests_received": 3}),
        ("数量", {"requests_received": 3}),
        ("本年累计", {"requests_received": 3}),
        ("2010年度", {}),
        ("上年度", {}),
        ("累计", {}),
        ("历年累计", {}),
        ("本期实际", {}),
    ],
)
def test_the_column_says_the_year(column: str, expected: dict[str, int]) -> None:
    text = write([("申请总数", "件", "3")], header=("指标名称", "单位", column))
    assert named(text) == expected


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2010年政府信息公开情况统计表", 2010),
        ("2011年上半年统计表", 2011),
        ("2012年1月9日 附件:统计表", 2011),
        ("2011年1月-12月统计表", 2011),
    ],
)
def test_the_title_says_the_year_where_the_column_does_not(title: str, year: int) -> None:
    text = title + "\n" + write([("申请总数", "件", "3")], header=("指标名称", "单位", "数量"))
    (figure,) = parse_local_tables(text, 2011).figures
    assert figure.subject_year == year
    assert figure.is_current_year == (year == 2011 and "半年" not in title)


def test_two_columns_of_the_same_year_say_nothing() -> None:
    text = write([("申请总数", "件", "3", "5")], header=("指标名称", "单位", "本年度", "数量"))
    assert named(text) == {}


GLUED = "指标名称计量单位2011年度历年累计主动公开信息数条4251516其中:1.网站公开条002.政府公报公开条00附件"
GLUED_ONE = "指标名称计量单位2011年度主动公开信息数条425其中:1.网站公开条4182.政府公报公开条7附件"
OPEN = [
    # 4251516 may be split anywhere, 00 only in one way, and 2. is the number of the next row
    (GLUED, {"channel_website": 0, "channel_gazette": 0}, ["4251516"]),
    (GLUED_ONE, {"proactive_total": 425, "channel_website": 418, "channel_gazette": 7}, []),
    # 3. is no list number behind 1.
    (GLUED_ONE.replace("4182.", "4183."), {"proactive_total": 425, "channel_gazette": 7}, ["4183"]),
    # one number for two columns
    (
        "指标名称 单位 2011年度 历年累计 申请总数 件 3 9 其中:1.当面申请数 件 0 行政复议数 件 1 1 附件",
        {"requests_received": 3, "review_total": 1},
        ["0"],
    ),
    # 1.2万 is no 1.2
    (
        "指标名称 单位 数量 申请总数 件 3 主动公开信息数 条 1.2万条 行政复议数 件 1 附件",
        {"requests_received": 3},
        ["1.2"],
    ),
    # the document is cut behind the last number
    ("指标名称 单位 数量 主动公开信息数 条 425 申请总数 件 3", {"proactive_total": 425}, ["3"]),
]


@pytest.mark.parametrize(("text", "expected", "rest"), OPEN)
def test_what_the_text_does_not_decide_is_left_over(text: str, expected: dict[str, int], rest: list[str]) -> None:
    assert named(text) == expected
    assert left_over(text) == rest


DAMAGED = [
    # the label of the second row is lost: its numbers are not those of the first
    ("申请总数 | 件 | 3 |\n | 件 | 7 |\n行政诉讼数 | 件 | 1 |", {"requests_received": 3, "litigation_total": 1}, ["7"]),
    # words have run into a number
    ("申请总数 | 件 | 3 |\n行政复议数 | 件 2012年 | 7 |\n行政诉讼数 | 件 | 1 |", {"requests_received": 3}, None),
    # a page number splits a label
    ("申请总数 | 件 | 3 |\n行政复议 |\n- 3 -\n 数 | 件 | 7 |\n行政诉讼数 | 件 | 1 |", {"requests_received": 3}, None),
]


@pytest.mark.parametrize(("rows", "expected", "rest"), DAMAGED)
def test_damaged_rows_give_no_number(rows: str, expected: dict[str, int], rest: list[str] | None) -> None:
    text = f"指标名称 | 单位 | 数量 |\n{rows}\n{FOOT}"
    assert named(text) | {"litigation_total": 1} == expected | {"litigation_total": 1}
    assert rest is None or left_over(text) == rest


def test_a_header_that_lost_a_column_gives_no_table() -> None:
    text = write(list(ROWS), header=("指标名称", "计量单位", "", "历年累计"))
    assert parse_local_tables(text, 2011) == parse_local_tables("", 2011)


def test_merged_units_stand_in_the_first_row_only() -> None:
    rows = [(label, unit if label.startswith("主动") else "", a, b) for label, unit, a, b in ROWS]
    assert named(write(rows)) == NAMED


def test_a_blank_cell_between_bars_keeps_its_place() -> None:
    text = write([("申请总数", "件", "3", "9"), ("行政复议数", "件", "", "4"), ("行政诉讼数", "件", "2", "")])
    assert named(text) == {"requests_received": 3, "litigation_total": 2}


def test_a_sum_that_is_less_than_the_number_of_the_year_puts_its_row_in_doubt() -> None:
    text = write([("申请总数", "件", "3", "9"), ("行政复议数", "件", "4", "0")])
    assert named(text) == {"requests_received": 3}
    assert left_over(text) == ["4", "0"]


@pytest.mark.parametrize(
    ("row", "unit"),
    [
        ("重点领域主动公开信息数", "条"),  # not the whole label
        ("网站公开", "条"),  # of what, nothing above says
        ("收取费用", "件"),
        ("收取费用", ""),  # 元 or 万元
        ("全文电子化率", "%"),
    ],
)
def test_a_row_that_is_not_known_for_certain_has_no_indicator(row: str, unit: str) -> None:
    assert named(write([("申请总数", "件", "3", "9"), (row, unit, "5", "6")])) == {"requests_received": 3}


def test_money_is_converted_to_yuan() -> None:
    rows = [("申请总数", "件", "3", "9"), ("收取费用总额", "万元", "0.05", "0.1")]
    figures = parse_local_tables(write(rows), 2011).figures
    fees = next(f.reading for f in figures if f.indicator == "fees_collected")
    assert (fees.value, fees.unit) == (500, "元")


@pytest.mark.parametrize(("title", "is_named"), [("一、主动公开情况", True), ("区直单位", False)])
def test_a_title_that_may_narrow_rows_down_takes_their_indicator(title: str, is_named: bool) -> None:
    for layout in ("bars", "one line", "cells on lines"):
        rows = [("申请总数", "件", "3", "9"), (title,), ("主动公开信息数", "条", "50", "60")]
        assert ("proactive_total" in named(write(rows, layout))) == is_named


def test_two_rows_of_one_name_with_different_numbers_have_none() -> None:
    rows = [("主动公开信息数", "条", "50", "60"), ("申请总数", "件", "3", "9"), ("主动公开信息数", "条", "20", "60")]
    assert named(write(rows)) == {"requests_received": 3, "proactive_cumulative": 60}


def test_line_numbers_are_no_cells() -> None:
    header = ("指标名称", "代码", "单位", "数量")
    assert named(write([("申请总数", "01", "件", "3"), ("行政复议数", "02", "件", "1")], header=header)) == {
        "requests_received": 3,
        "review_total": 1,
    }
    header = ("序号", "指标名称", "单位", "数量")
    for layout in ("bars", "one line"):
        text = write([("1", "申请总数", "件", "3"), ("2", "行政复议数", "件", "1")], layout, header)
        assert named(text).get("requests_received") in (3, None)
        assert named(text).get("review_total") in (1, None)


@pytest.mark.parametrize("column", ["区政府统计数", "同比增长", "乡镇"])
def test_a_header_that_is_not_known_leaves_the_table_alone(column: str) -> None:
    text = write([("主动公开信息数", "条", "50", "60")], header=("指标名称", "计量单位", column, "2011年度"))
    assert parse_local_tables(text, 2011) == parse_local_tables("", 2011)


def test_the_text_around_a_table_is_still_prose_and_the_table_is_not() -> None:
    text = "全年收到政府信息公开申请5件。\n" + write(list(ROWS)) + "\n本年度共举办政务公开培训班2期。"
    figures = parse_report(text, "A", 2011).figures
    received = [int(f.reading.value or 0) for f in figures if f.indicator == "requests_received"]
    assert received == [5, 3]
    assert [f.start for f in figures] == sorted({f.start for f in figures})
    assert figures[-1].indicator == "trainings"


@given(
    st.lists(st.tuples(st.integers(0, 99999), st.integers(0, 99999)), min_size=1, max_size=8),
    st.sampled_from(sorted(LAYOUTS)),
    st.integers(0, 60),
)
def test_every_number_is_a_figure_or_left_over(numbers: list[tuple[int, int]], layout: str, cut: int) -> None:
    rows = [(label, unit, str(a), str(b)) for (label, unit, *_), (a, b) in zip(ROWS, numbers, strict=False)]
    text = write(rows, layout)
    text = text[: len(text) - cut] if cut < len(text) // 2 else text
    tables = parse_local_tables(text, 2011)
    places = [(f.start, f.end) for f in tables.figures] + [(n.start, n.end) for n in tables.left_over]
    assert len(places) == len(set(places))
    printed = {str(n) for pair in numbers for n in pair}
    assert all(text[start:end] in printed or end >= len(text.rstrip()) for start, end in places)
    total = next((f for f in tables.figures if f.indicator == "proactive_total"), None)
    assert total is None or total.reading.value == numbers[0][0]


def test_the_table_of_rows_names_keys_that_exist_and_each_label_once() -> None:
    rows = list_local_rows()
    keys = set(narrative_indicators_by_key())
    assert {row.indicator for row in rows} <= keys
    assert set().union(*(row.under for row in rows)) <= keys
    labels = [label for row in rows for label in row.labels]
    assert len(labels) == len(set(labels))
    words = [word for kind in header_words().values() for word in kind]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    "title",
    ["2008—2011年统计表", "2008年至2011年统计表", "统计表\n(自2008年5月1日以来)", "2008年5月1日至2011年12月31日统计表"],
)
def test_a_title_of_several_years_makes_sums_over_the_years(title: str) -> None:
    table = write([("主动公开政府信息数", "条", "1516")], header=("指标名称", "单位", "数量"))
    (figure,) = parse_local_tables(title + "\n" + table, 2011).figures
    assert (figure.indicator, figure.is_current_year, figure.kind) == (UNLISTED, False, "cumulative")


def test_a_title_from_the_first_to_the_last_day_is_of_one_year() -> None:
    title = "统计表(2011年1月1日至2011年12月31日)\n"
    assert named(title + write([("申请总数", "件", "3")], header=("指标名称", "单位", "数量"))) == {
        "requests_received": 3
    }


def test_disputes_of_which_a_part_is_about_disclosure_are_all_disputes_of_the_body() -> None:
    part = ("其中:涉及政府信息公开", "件", "1", "2")
    assert named(write([ROWS[0], ("行政复议数", "件", "56", "90"), part])) == {
        "proactive_total": 425,
        "proactive_cumulative": 1516,
    }


TITLES = [
    ("政府信息公开情况累计统计表(截至2012年12月31日)", {}),
    ("乡镇(街道)政府信息公开情况统计表", {}),
    ("县直部门政府信息公开情况统计表", {}),
    ("政府信息公开情况统计表", {"proactive_total": 230}),
    ("某镇政府信息公开情况统计表", {"proactive_total": 230}),
    ("各部门、各乡镇政府信息公开情况统计表", {"proactive_total": 230}),
    ("2012年度累计统计表", {"proactive_total": 230}),
    ("截至2012年12月31日政府信息公开情况统计表", {"proactive_total": 230}),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_a_title_tells_whose_numbers_and_which_years_they_are(title: str, expected: dict[str, int]) -> None:
    text = f"各部门、各乡镇工作有序。\n{title}\n指标名称 | 计量单位 | 数量\n主动公开信息数 | 条 | 230\n{FOOT}"
    assert named(text, 2012) == expected
