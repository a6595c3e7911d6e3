"""Findings: what is broken or in doubt in a report, and the words in which an editor is told.

Belongs here: the shape of a finding and its message templates, in Chinese and English. Does not belong here: when a rule is
broken (`quality/`).
"""

from dataclasses import dataclass
from decimal import Decimal

ERROR, WARNING, INFO = "error", "warning", "info"
SOURCE, EXTRACTION, UNDECIDED = "source", "extraction", "undecided"


@dataclass(frozen=True, slots=True)
class Finding:
    """One instance of a rule that is broken or in doubt.

    Attributes:
        verdict: whose mistake it is: `source` (the printed text says so), `extraction` (the reading is in doubt), or
            `undecided`.
        cells: cells concerned, `row|column`.
        observed, expected: the number that stands there and the one that the rule asks for.
    """

    report_id: str
    rule: str
    severity: str
    verdict: str
    table: str | None
    cells: tuple[str, ...]
    message_zh: str
    message_en: str
    observed: Decimal | None = None
    expected: Decimal | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Templates of one kind of finding."""

    zh: str
    en: str


MESSAGES = {
    "broken": Message(
        "{place}：{label_zh}。等式左边为 {left}，右边为 {right}，相差 {difference}。请对照原始台账核对：{cells}。",
        "{place_en}: {label_en}. The left side is {left}, the right side {right}, a difference of {difference}."
        " Check against the records: {cells_en}.",
    ),
    "the table prints numbers beside those of the form": Message(
        "但表中另印有规定格式以外的行或数字，计入后也可能相等；请核对合计是否计入了这些数字。",
        "But the table prints rows or numbers that the form does not have, with which both sides may be equal; check whether the"
        " totals count them.",
    ),
    "the difference is a row beside those of the form": Message(
        "但表中另印有规定格式以外的行，相差的数恰等于多印的行在同一栏的数；请核对合计是否计入了这些数字。",
        "But the table prints rows that the form does not have, and the difference is just what they count in each column; check"
        " whether the totals count them.",
    ),
    "exceeded": Message(
        "{place}：{label_zh}。前者（{left_cells}）为 {left}，后者（{right_cells}）为 {right}。请核对是否填反或漏填。",
        "{place_en}: {label_en}. The first ({left_cells_en}) is {left}, the second ({right_cells_en}) is {right}. Check whether"
        " they were swapped or one left out.",
    ),
    "one_sided": Message(
        "{place}：{label_zh}。{left_cells}为 {left}，{right_cells}为 {right}。请核对是否漏填或误填。",
        "{place_en}: {label_en}. {left_cells_en} is {left}, {right_cells_en} is {right}. Check whether one was left out.",
    ),
    "coincides": Message(
        "{place}：{label_zh}。{left_cells}为 {left}。请对照原始台账核对该数。",
        "{place_en}: {label_en}. {left_cells_en} is {left}. Check it against the records.",
    ),
    "location": Message(
        "{table_zh}有 {rules} 条勾稽关系不成立。只改动下列之一即可使其全部成立，按可能性排列：{candidates}。{verdict}；"
        "本系统不改动原数。",
        "{table_en}, rules broken: {rules}. Any one of these changes would repair them, the likeliest first: {candidates_en}."
        " {verdict_en}; no number is changed here.",
    ),
    "location_unknown": Message(
        "{table_zh}有 {rules} 条勾稽关系不成立，差错多处，无法确定是哪些单元格；请对照原始台账逐行核对。",
        "{table_en}, rules broken: {rules}, by more errors than can be told apart; compare the rows with the records.",
    ),
    "blank_total": Message(
        "{place}：合计项未填写，而已填写的分项之和为 {sum}。请补填合计；本系统不替报告补数。",
        "{place_en}: the total is left blank while the parts that are printed add up to {sum}. Fill in the total;"
        " nothing is filled in here.",
    ),
    "blank_cells": Message(
        "{table_zh}：{count} 个单元格印为空白（共 {all} 格），{proof_zh}。空白不等于 0；没有发生的事项请填 0。",
        "{table_en}: {count} of {all} cells are printed empty; {proof_en}. Blank is not zero; where nothing happened print 0.",
    ),
    "unreadable_cells": Message(
        "{table_zh}：{count} 个单元格的内容无法确定为一个数字，原文保留在 raw_text。请对照原件。",
        "{table_en}: {count} cells cannot be read as one certain number; their text is kept in raw_text."
        " Compare with the original.",
    ),
    "cells.impossible": Message(
        "{table_zh}「{cell_zh}」印为 {number}，而该项不可能小于 0，因此未采信。请更正。",
        "{table_en}, {cell_en}: printed as {number}, where nothing below 0 can stand. It was not taken; correct it.",
    ),
    "cells.glued": Message(
        "{table_zh}「{row_zh}」一行的数字连写为 {digits}，{zh}，因此未采信任何一种。请对照原件。",
        "{table_en}, {row_en}: the numbers ran together as {digits}; {en}, so that none was taken. Compare with the original.",
    ),
    "cells.copied": Message(
        "{table_zh}在文件中印了两次，有 {count} 个单元格两处数字不同（{zh}）。无法确定以何处为准，均未采信；请更正。",
        "{table_en} is printed twice, and {count} cells differ between the copies ({en}). Neither number was taken; correct"
        " the one that is wrong.",
    ),
    "table.other_year": Message(
        "{table_zh}的标题或表头写明「{title}」，而报告年度为 {year} 年。无法确定是标题有误，还是表中为其他年度的数字，"
        "因此表中数字均未采信；请更正标题或补上本年度的表。",
        "{table_en} says in its title or header {title}, and the report is for {year}. Whether the title is wrong or the numbers"
        " are of another year is not known, so that none was taken; correct the title, or print the table of the year.",
    ),
    "table.left_over": Message(
        "{table_zh}中有 {count} 个数字不属于表中任何单元格（{examples}）。可能是多印的行、列或页码，也可能是未能识别的单元格；"
        "请对照原件。",
        "{table_en}: {count} numbers belong to no cell of the form ({examples}). They may be of extra rows or columns, of page"
        " numbers, or of cells that were not recognised; compare with the original.",
    ),
    "absent_cells": Message(
        "{table_zh}：文件中没有印出 {count} 个单元格（共 {all} 格）。请检查文件是否完整、表格是否在附件中。",
        "{table_en}: {count} of {all} cells are not in the document. Check whether it is complete or the table is in an"
        " attachment.",
    ),
    "prose": Message(
        "正文「{sentence}」写明{label_zh}为 {stated}，而表格中{cells}为 {tabled}{hint}。请统一口径。",
        "The text states {label_en} as {stated}, while {cells_en} of the table is {tabled}{hint_en}."
        " Say which scope each of them has.",
    ),
    "prose.stated_twice": Message(
        "{label_zh}在报告中有两个不同的数字：{one}（「{sentence}」）和 {other}（「{other_sentence}」）。请核对并统一。",
        "{label_en}: the report gives two different numbers, {one} and {other}. Say which one holds, or what each counts.",
    ),
    "channels_exceed": Message(
        "正文各公开渠道之和为 {sum}，大于主动公开总数 {total}。同一信息经多个渠道公开只计一条时属正常，但各渠道数不可相加。",
        "The channels in the text add up to {sum}, more than the total of {total}. That is regular where an item"
        " published in several channels counts once; the channels must then not be added up.",
    ),
    "channel_exceeds": Message(
        "正文中单一渠道公开数 {channel} 大于主动公开总数 {total}。请核对统计口径。",
        "One channel alone, {channel}, is more than the total of {total}. Check the scope of both.",
    ),
    "conflict": Message(
        "同一机构同一年度另有内容不同的报告（{others}），无法判断哪一份为最新版本，两份均计入。"
        "请核对，并在 manifest.csv 的 supersedes 列中写明。",
        "There is another report of the same body for the same year with other content ({others}); nothing tells which one"
        " is newer, and both count. Check them and name the older one in the column supersedes of manifest.csv.",
    ),
    "manifest": Message(
        "manifest.csv 给出的{field_zh}是 {given}，正文显示为 {found}。已采用 manifest.csv；请核对。",
        "manifest.csv gives the {field_en} {given}, the text says {found}. manifest.csv was used; check it.",
    ),
}

TABLE_NAMES = {
    "fact_proactive_disclosure": ("表二 主动公开政府信息情况", "Table 2, proactive disclosure"),
    "fact_requests": ("表三 收到和处理政府信息公开申请情况", "Table 3, requests"),
    "fact_review_litigation": ("表四 行政复议、行政诉讼情况", "Table 4, review and litigation"),
    "fact_statistics": ("政府信息公开情况统计表", "Statistics table"),
}
