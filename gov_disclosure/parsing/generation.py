"""Which generation of the form a text follows: by its labels, never by its year.

The year is asked only where the text shows the six sections that forms C and D share and none of the labels that tell
them apart. Seen against the year: a 2022 township report on form C, 2018 reports without any table (form A).
Source: 国办发〔2014〕32号 (B), 国办公开办函〔2019〕60号 (C), 国办公开办函〔2021〕30号 (D).
"""

import re

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


def detect_form(skeleton: Skeleton, report_year: int | None = None) -> str:
    """Generation of the form: A, B, C or D.

    >>> from gov_disclosure.parsing.skeleton import parse_skeleton
    >>> detect_form(parse_skeleton("信息内容 | 本年制发件数 | 现行有效件数"))
    'D'
    """
    for form, pattern in _PATTERNS.items():
        if pattern.search(skeleton.text):
            return form
    if _SHARED_BY_C_AND_D.search(skeleton.text):
        return "C" if report_year is not None and report_year < FIRST_YEAR_OF_FORM_D else "D"
    return "A"
