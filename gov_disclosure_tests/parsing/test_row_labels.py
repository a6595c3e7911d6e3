"""Which label named which row: on readable cases."""

import pytest

from gov_disclosure.parsing.generation import find_form_evidence
from gov_disclosure.parsing.row_labels import Certainty, find_row_labels
from gov_disclosure.parsing.skeleton import parse_skeleton

REVIEWS = """统计指标 | 单位 | 统计数
四、行政复议数量 | 件 | 3
(一)维持具体行政行为数 | 件 | 1
(二)被依法纠错数 | 件 | 2
五、行政诉讼数量 | 件 | 1
(二)被依法纠错数 | 件 | 1
"""


def test_rows_of_one_name_are_told_apart_by_their_place() -> None:
    used, unused = find_row_labels(REVIEWS, "B")
    places = {label.row: (label.certainty, REVIEWS[: label.start].count("\n")) for label in used}
    assert places["review_corrected"] == (Certainty.BY_PLACE, 3)
    assert places["litigation_corrected"] == (Certainty.BY_PLACE, 5)
    assert places["review_total"] == (Certainty.SAME, 1)
    assert unused == []


def test_spans_cut_out_the_labels() -> None:
    used, _ = find_row_labels(REVIEWS, "B")
    assert [REVIEWS[label.start : label.end] for label in used[:2]] == ["行政复议数量", "维持具体行政行为数"]


def test_a_text_without_a_table_has_no_labels() -> None:
    assert find_row_labels("全年收到政府信息公开申请5件。", "D") == ([], [])
    assert find_row_labels(REVIEWS, "A") == ([], [])


@pytest.mark.parametrize(
    ("text", "year", "form", "label", "is_by_year"),
    [
        ("本年新\n制作数量 | 3", 2022, "C", "本年新\n制作数量", False),
        ("延期办结数 件 0", 2020, "B", "延期办结数", False),
        ("三、收到和处理政府信息公开申请情况", 2019, "C", "收到和处理政府信息公开申请", True),
        ("三、收到和处理政府信息公开申请情况", 2021, "D", "收到和处理政府信息公开申请", True),
        ("行政申诉数 条 0", 2011, "A", None, False),
    ],
)
def test_the_form_comes_with_the_label_that_decides_it(
    text: str, year: int, form: str, label: str | None, is_by_year: bool
) -> None:
    evidence = find_form_evidence(parse_skeleton(text), year)
    assert (evidence.form, evidence.is_by_year) == (form, is_by_year)
    assert (text[slice(*evidence.span)] if evidence.span else None) == label
