"""Which generation of the form a text follows: by its labels, never by its year.

The year is asked only where the text shows the six sections that forms C and D share and none of the labels that tell
them apart. Seen against the year: a 2022 township report on form C, 2018 reports without any table (form A).
Source: 国办发〔2014〕32号 (B), 国办公开办函〔2019〕60号 (C), 国办公开办函〔2021〕30号 (D).
"""

import re
from dataclasses import dataclass

from gov_disclosure.parsing.skeleton import Skeleton, label_core

# First match wins. 政府集中采购 is left out: it stands in the prose of every generation.
_MARKS = {
    "D": ("本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量", "本年收费金额", "行政机关不再处理其政府信息公开申请"),
    "C": ("本年新制作数量", "本年新公开数量", "对外公开总数量", "上一年项目数量", "其他对外管理服务事项"),
    "B": (
        "不同渠道和方式公开相同信息计1条",
        "延期办结数",
        "告知作出更改补充数",
        "制发规范性文件总数",
        "微博微信回应事件数",
    ),
}  # fmt: skip
_SHARED_BY_C_AND_D = re.compile(
    "收到和处理政府信息公开申请|本列数据的[勾钩]稽关系|本年新收政府信息公开申请|第二十条第一项信息内容"
    "|未经复议直接起诉复议后起诉"
)
_PATTERNS = {form: re.compile("|".join(map(label_core, labels))) for form, labels in _MARKS.items()}
FIRST_YEAR_OF_FORM_D = 2021


@dataclass(frozen=True, slots=True)
class FormEvidence:
    """The generation of a form and what decided it.

    Attributes:
        form: A, B, C or D.
        span: Place of the deciding label in the text; None where no label was found, which is form A.
        is_by_year: Whether forms C and D share that label, so that the report year decided between them.
    """

    form: str
    span: tuple[int, int] | None = None
    is_by_year: bool = False


def detect_form(skeleton: Skeleton, report_year: int | None = None) -> str:
    """Generation of the form: A, B, C or D.

    >>> from gov_disclosure.parsing.skeleton import parse_skeleton
    >>> detect_form(parse_skeleton("信息内容 | 本年制发件数 | 现行有效件数"))
    'D'
    """
    return find_form_evidence(skeleton, report_year).form


def find_form_evidence(skeleton: Skeleton, report_year: int | None = None) -> FormEvidence:
    """The same with the first label that decides it.

    >>> from gov_disclosure.parsing.skeleton import parse_skeleton
    >>> text = "信息内容 | 本年制发件数 | 现行有效件数"
    >>> evidence = find_form_evidence(parse_skeleton(text))
    >>> evidence.form, text[slice(*evidence.span)]
    ('D', '本年制发件数')
    """
    for form, pattern in _PATTERNS.items():
        label = pattern.search(skeleton.text)
        if label:
            return FormEvidence(form, skeleton.span(*label.span()))
    shared = _SHARED_BY_C_AND_D.search(skeleton.text)
    if shared is None:
        return FormEvidence("A")
    is_older = report_year is not None and report_year < FIRST_YEAR_OF_FORM_D
    return FormEvidence("C" if is_older else "D", skeleton.span(*shared.span()), is_by_year=True)
