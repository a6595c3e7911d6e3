"""Golden cases and properties of reading one written number."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gov_disclosure.parsing.chinese_numerals import find_chinese_number, write_chinese_number
from gov_disclosure.parsing.numerals import read_number
from gov_disclosure.vocabulary.values import UNIT_SYNONYMS, Bound, ValueStatus

NUMBERS = [
    # raw, unit of the column, value, precision, unit (of money: that of the value, else as printed), bound
    ("0", None, "0", "0", None, "exact"),
    ("1297", "项", "1297", "0", None, "exact"),
    ("１２３", "件", "123", "0", None, "exact"),
    ("1,234", "件", "1234", "0", None, "exact"),
    ("1，234，567条", "条", "1234567", "0", "条", "exact"),
    (" 46 件 ", "件", "46", "0", "件", "exact"),
    ("12(件)", "件", "12", "0", "件", "exact"),
    ("3宗", "件", "3", "0", "件", "exact"),
    ("增加1297项", "项", "1297", "0", "项", "exact"),
    ("减少2487项", "项", "-2487", "0", "项", "exact"),
    ("+208", "项", "208", "0", None, "exact"),
    ("-10", "项", "-10", "0", None, "exact"),
    ("－5", "项", "-5", "0", None, "exact"),
    ("−7", "项", "-7", "0", None, "exact"),
    ("-0", "项", "0", "0", None, "exact"),
    ("31.2万件", "件", "312000", "500", "件", "exact"),
    ("173769万条", "条", "1737690000", "5000", "条", "exact"),
    ("195.4万余条", "条", "1954000", "1000", "条", "at_least"),
    ("10余万条", "条", "100000", "100000", "条", "at_least"),
    ("80余条", "条", "80", "10", "条", "at_least"),
    ("300余条", "条", "300", "100", "条", "at_least"),
    ("1234余条", "条", "1234", "1", "条", "at_least"),
    ("200万余条", "条", "2000000", "10000", "条", "at_least"),
    ("200余万条", "条", "2000000", "1000000", "条", "at_least"),
    ("100件以上", "件", "100", "100", "件", "at_least"),
    ("近5000件", "件", "5000", "500", "件", "approximate"),
    ("约30万元", "万元", "30", "5", "万元", "approximate"),
    ("超过1.5亿元", "万元", "15000", "1000", "万元", "at_least"),
    ("约4900人次", "人次", "4900", "50", "人次", "approximate"),
    ("50场左右", "场", "50", "5", "场", "approximate"),
    ("三", "件", "3", "0", None, "exact"),
    ("一件", "件", "1", "0", "件", "exact"),
    ("十二", None, "12", "0", None, "exact"),
    ("一百零五件", "件", "105", "0", "件", "exact"),
    ("两次", "次", "2", "0", "次", "exact"),
    ("2.953亿元", "万元", "29530", "5", "万元", "exact"),
    ("2.953亿元", "元", "295300000", "50000", "元", "exact"),
    ("1亿2953万元", "万元", "12953", "0", "万元", "exact"),
    ("￥251000.00", "元", "251000.00", "0", "元", "exact"),
    ("￥0", "万元", "0", "0", "万元", "exact"),
    ("¥25.1万元", "万元", "25.1", "0", "万元", "exact"),
    ("3万2345元", "元", "32345", "0", "元", "exact"),
    ("585313万元", "万元", "585313", "0", "万元", "exact"),
    ("585313万元", "元", "5853130000", "5000", "元", "exact"),
    ("585313(万元)", "元", "5853130000", "5000", "元", "exact"),
    ("75394432.52元", "万元", "7539.4433", "0.0001", "万元", "exact"),
    ("251000元", "万元", "25.1", "0", "万元", "exact"),
    ("92042.4403", "万元", "92042.4403", "0", None, "exact"),
    ("15000000", "万元", "15000000", "0", None, "exact"),
    ("3000元", None, "3000", "0", "元", "exact"),
    ("99999999999999", None, "99999999999999", "0", None, "exact"),
]


@pytest.mark.parametrize(("raw", "unit", "value", "precision", "printed", "bound"), NUMBERS)
def test_numbers(raw: str, unit: str | None, value: str, precision: str, printed: str | None, bound: str) -> None:
    reading = read_number(raw, unit=unit)
    assert reading.status is ValueStatus.REPORTED
    assert (reading.value, reading.precision) == (Decimal(value), Decimal(precision))
    assert (reading.unit, reading.bound) == (printed, bound)


ABSENCES = {
    ValueStatus.BLANK: ["", " ", "\u3000", "\xa0\xa0", "&nbsp;&nbsp;", "\u200b", "\n"],
    ValueStatus.DASH: ["-", "—", "——", "–", "―", "/", "\\", "／", "－", "--"],
    ValueStatus.NOT_APPLICABLE: [
        "无",
        "暂无",
        "不涉及",
        "未发生",
        "没有",
        "本单位未制作规章",
        "不适用",
        "N/A",
    ],
}


@pytest.mark.parametrize(("status", "raw"), [(status, raw) for status, raws in ABSENCES.items() for raw in raws])
def test_absences_have_no_value(status: ValueStatus, raw: str) -> None:
    reading = read_number(raw, unit="件")
    assert reading.status is status
    assert reading.value is None


DOUBTFUL = [
    "0.", "12.", ".5", "12。", "1.", "一", "一百五", "三五", "几十", "十几件",  # stray dots, ambiguous characters
    "12,34", "1,2345", "1234,567", "1, 234", "1 234", "3 1 2", "12 34",  # malformed groups, two numbers
    "00", "05", "-05", "增加-3", "—5", "- 5",  # glued cells, doubtful signs
    "3-5", "3/5", "1:2", "12%", "１２％", "第3", "3月", "2019年", "①", "5²",  # other things than counts
    "12.5件", "3件5件", "12件(3件)", "abc", "无法提供", "未审结", "没有现成信息需要另行制作", "未公开3件",
    "123456789012345", "1万2千件", "3元5角", "增1项减2项",
]  # fmt: skip


@pytest.mark.parametrize("raw", DOUBTFUL)
def test_doubt_is_unreadable(raw: str) -> None:
    reading = read_number(raw, unit="件")
    assert reading.status is ValueStatus.UNREADABLE
    assert reading.value is None


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ("585313万元", "件"),
        ("￥251000.00", "万元"),
        ("￥12", "件"),
        ("12件", "万元"),
        ("585313万", "万元"),
        ("99999999亿亿元", "元"),
    ],
)
def test_unit_that_contradicts_the_column_is_unreadable(raw: str, unit: str) -> None:
    assert read_number(raw, unit=unit).status is ValueStatus.UNREADABLE


COUNTS = st.integers(min_value=0, max_value=10**14 - 1)
FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


@st.composite
def spelled_counts(draw: st.DrawFn) -> tuple[int, str]:
    number = draw(COUNTS)
    raw = draw(st.sampled_from([str(number), f"{number:,}"]))
    raw = raw.translate(FULL_WIDTH) if draw(st.booleans()) else raw
    space = draw(st.sampled_from(["", " ", "\u3000", "\xa0"]))
    unit = draw(st.sampled_from(["", "件", "条", "项", "人次", "宗"]))
    return number, draw(st.sampled_from(["", " ", "\u3000"])) + raw + space + unit


@given(spelled_counts())
def test_every_spelling_reads_the_same(case: tuple[int, str]) -> None:
    number, raw = case
    reading = read_number(raw)
    assert reading.value == number
    assert reading.precision == 0


@given(
    st.integers(min_value=1, max_value=10**9),
    st.sampled_from(["减少", "-", "－", "−", "减", "增加", "+", "增"]),
)
def test_signs(number: int, sign: str) -> None:
    expected = number if sign in ("增加", "+", "增") else -number
    assert read_number(f"{sign}{number}项", unit="项").value == expected


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_money_goes_both_ways(amount: Decimal) -> None:
    in_yuan = read_number(f"{amount}元", unit="万元")
    assert in_yuan.value is not None
    assert abs(in_yuan.value * 10_000 - amount) <= in_yuan.precision * 10_000
    assert read_number(f"{amount}万元", unit="元").value == amount * 10_000
    assert read_number(f"{amount}万元", unit="万元").value == amount


@given(st.integers(min_value=1, max_value=10**9), st.integers(min_value=0, max_value=8))
def test_a_number_cut_or_rounded_by_its_author_lies_within_the_precision(number: int, places: int) -> None:
    step = 10**places
    stated = number // step * step
    if stated:
        at_least = read_number(f"{stated}余条")
        assert at_least.value is not None
        assert at_least.value <= number <= at_least.value + at_least.precision
    rounded = (number + step // 2) // step * step
    if rounded:
        about = read_number(f"约{rounded}条")
        assert about.value is not None
        assert abs(about.value - number) <= about.precision


@given(st.decimals(min_value=Decimal("0.1"), max_value=9999, places=1), st.sampled_from([("万", 4), ("亿", 8)]))
def test_rounding_interval_holds_the_number(short: Decimal, magnitude: tuple[str, int]) -> None:
    word, exponent = magnitude
    reading = read_number(f"{short}{word}件")
    assert reading.value == short.scaleb(exponent)
    assert reading.precision == Decimal(5).scaleb(exponent - 2)


@given(st.integers(min_value=2, max_value=10**11))
@example(10)
@example(100_010_001)
def test_chinese_numerals_round_trip(number: int) -> None:
    written = write_chinese_number(number)
    assert find_chinese_number(written) == number
    assert read_number(written.replace("〇", "零") + "件").value == number


@given(st.text(max_size=12))
@example("12,34")
@example("٣")
def test_any_text_keeps_the_promises(raw: str) -> None:
    reading = read_number(raw)
    assert (reading.value is not None) == (reading.status is ValueStatus.REPORTED)
    if reading.value is not None:
        assert re.search(r"[0-9０-９〇○零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]", raw)
        assert abs(reading.value) < 10**14
        assert int(reading.value.as_tuple().exponent) in range(-4, 1)
        assert reading.bound in set(Bound)


@given(st.from_regex(r"\A[0-9]{1,6} [0-9]{1,6}\Z"))
def test_two_numbers_are_never_one(raw: str) -> None:
    assert read_number(raw).status is ValueStatus.UNREADABLE


def test_every_unit_is_read_back() -> None:
    for printed, unit in UNIT_SYNONYMS.items():
        assert read_number(f"7{printed}").unit == unit


@given(
    st.decimals(0, 10**12, allow_nan=False, places=8),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["", "元", "件"]),
    st.sampled_from([None, "万元", "元", "件"]),
)
def test_every_number_fits_the_contract(number: Decimal, magnitude: str, printed: str, unit: str | None) -> None:
    reading = read_number(f"{number:f}{magnitude}{printed}", unit=unit)
    for part in (reading.value, reading.precision):
        assert part is None or (part.as_tuple().exponent >= -4 and part.adjusted() < 14)
