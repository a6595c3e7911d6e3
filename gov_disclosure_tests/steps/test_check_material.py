"""Words of a check: whole sentences, and numbers as they are printed."""

import pytest

from gov_disclosure.steps.check_material import strip_subject
from gov_disclosure_tests.steps.test_check import BASE, NEW, check_text, get_problem, list_texts

TABLE = "表二 主动公开政府信息情况"


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (f"{TABLE}的 175 个数字与本机关 2021 年报告逐格相同。", f"{TABLE}的 175 个数字与本机关 2021 年报告逐格相同。"),
        (f"{TABLE}在文件中印了两次。", f"{TABLE}在文件中印了两次。"),
        (f"{TABLE}：共 3 格。", "共 3 格。"),
        (f"{TABLE}「行政许可」为 3。", "「行政许可」为 3。"),
    ],
)
def test_a_sentence_keeps_its_subject(message: str, told: str) -> None:
    assert strip_subject(message, TABLE) == told


def test_a_rounded_number_is_shown_as_it_is_printed() -> None:
    report = check_text(BASE.replace(NEW, NEW.replace("270", "1.2万")))
    filled = [equation.filled for equation in get_problem(report, "T3.1").equations]
    assert any("表中为 1.2万" in line for line in filled)
    assert not any("12000" in line for line in list_texts(report) if "表中为" in line or "由 12000" in line)
