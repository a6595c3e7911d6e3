"""What a series or an indicator is, in words: golden cases of both kinds, and nothing untold."""

import pytest

from gov_disclosure.vocabulary.definitions import INDICATOR, SERIES, Definition, find_definitions, list_definitions
from gov_disclosure.vocabulary.forms import form_table
from gov_disclosure.vocabulary.measure_words import describe_measure, spell_formula
from gov_disclosure.vocabulary.series import list_derived_indicators, list_series, series_by_key


def find(kind: str, key: str, form: str) -> Definition:
    return next(d for d in find_definitions(kind, key) if d.form == form)


@pytest.mark.parametrize(
    ("key", "form", "zh", "en", "unit", "joins"),
    [
        ("requests_received", "B", "收到申请数", "Requests received", "件", "break"),
        (
            "requests_received",
            "D",
            "本年新收政府信息公开申请数量/总计",
            "Requests received this year/Total",
            "件",
            "same",
        ),
        ("granted", "B", "属于已主动公开范围数 + 同意公开答复数", "Already public + Granted", "件", "break"),
        (
            "review_concluded",
            "C",
            "行政复议/总计 - 行政复议/尚未审结",
            "Administrative review/Total - Administrative review/Pending",
            "件",
            "break",
        ),
        ("request_fees", "B", "10000 × 依申请公开信息收取的费用", "10000 × Fees collected", "元", "break"),
        (
            "denied_law_forbidden",
            "C",
            "其他法律行政法规禁止公开/总计",
            "Denied: publication forbidden by law/Total",
            "件",
            "not_comparable",
        ),
        ("normative_published", "B", "主动公开规范性文件数", "of which normative documents", "条", None),
        ("normative_published", "C", "规范性文件/本年新公开数量", "Normative documents/Newly published", "件", "break"),
        ("rules_in_force", "D", "规章/现行有效件数", "Rules/In force", "件", None),
    ],
)
def test_a_series_in_a_form(key: str, form: str, zh: str, en: str, unit: str, joins: str | None) -> None:
    found = find(SERIES, key, form)
    assert (spell_formula(found, "zh"), spell_formula(found, "en"), found.unit, found.joins) == (zh, en, unit, joins)


@pytest.mark.parametrize(
    ("key", "zh", "en", "measure", "minimum"),
    [
        ("caseload", "新收申请 + 上年结转申请", "Requests received + Requests carried in", "count", None),
        ("denied_rate", "不予公开合计 ÷ 办结申请", "Requests denied ÷ Requests closed", "share", 30),
        (
            "dispute_conversion",
            "(行政复议 + 行政诉讼) ÷ 新收申请",
            "(Administrative reviews + Lawsuits) ÷ Requests received",
            "ratio",
            30,
        ),
    ],
)
def test_an_indicator(key: str, zh: str, en: str, measure: str, minimum: int | None) -> None:
    found = find(INDICATOR, key, "D")
    assert (spell_formula(found, "zh"), spell_formula(found, "en")) == (zh, en)
    assert (found.measure, found.minimum) == (measure, minimum)


def test_every_series_and_indicator_is_told_in_each_of_its_forms() -> None:
    wanted = [(SERIES, s.key, form) for s in list_series() for form in s.cells]
    wanted += [(INDICATOR, i.key, form) for i in list_derived_indicators() for form in i.forms]
    assert [(d.kind, d.key, d.form) for d in list_definitions()] == wanted


def test_both_languages_tell_the_notes_of_a_measure() -> None:
    for d in list_definitions():
        number = describe_measure(d.kind, d.key)[""]
        assert number.meaning_zh != number.zh
        assert bool(d.note_zh) == bool(d.note_en)
        assert d.note_zh in number.meaning_zh
        assert d.note_en in number.meaning_en


def test_a_key_that_a_series_and_an_indicator_share_is_told_by_each_of_them() -> None:
    series, indicator = (describe_measure(kind, "licensing_decisions")[""] for kind in (SERIES, INDICATOR))
    assert "2021年起含依法不公开的决定" in series.meaning_zh
    assert "from 2021 decisions that are lawfully not published count too" in series.meaning_en
    assert indicator.meaning_zh == "同名的面板序列；2019—2020年常被误填为事项数"


def test_bounds_and_parts_have_their_units() -> None:
    fees, reuse = describe_measure(SERIES, "request_fees"), describe_measure(INDICATOR, "text_reuse")
    assert (fees["low"].unit, fees["high"].unit, fees["status"].unit) == ("元", "元", None)
    assert (reuse["numerator"].unit, reuse["denominator"].unit, reuse["low"].unit) == ("字", "字", None)
    assert describe_measure(SERIES, "normative_published")[""].unit == "件 (B: 条)"


def test_one_row_of_results_has_one_english_name() -> None:
    rows = {row.key: row.label_en for row in form_table("D", "requests").rows}  # type: ignore[union-attr]
    parts = ("denied_", "unable_", "not_processed_")
    named = {key: series_by_key()[key].label_en for key in rows if key.startswith(parts)}
    assert named == {key: rows[key] for key in named}
    assert len(named) == 16


def test_a_count_is_called_alike_as_series_and_as_indicator() -> None:
    for indicator in list_derived_indicators():
        series = series_by_key().get(indicator.key)
        if series is not None:
            assert (indicator.label_zh, indicator.label_en) == (series.label_zh, series.label_en)
