"""What the reports of one body for neighbouring years must say alike: rules read from data, and the words of their findings.

Belongs here: the rules with their terms, each with the year it is taken from, and the messages. Does not belong here: which
reports are of one body (`quality/bodies.py`) and when a rule is broken (`quality/seams.py`).

Source: meaning of the columns of 国办公开办函〔2019〕60号 and 〔2021〕30号. The forms print no rule between years, so that no
gap is more than a warning.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gov_disclosure.vocabulary.findings import Message
from gov_disclosure.vocabulary.forms import FormTable, form_table, read_reference

FIGURES = "narrative"
"""Layout of the figures of the running text, which have no rows and columns."""
_TERM = re.compile(r"(?P<sign>[+-]?)\s*(?P<name>[a-z_]+)(?:@(?P<year>[+-]1))?\s*")


@dataclass(frozen=True, slots=True)
class Term:
    """A cell with its sign: of the report itself (`offset` 0), of the year before (-1) or of the year after (1)."""

    cell: str
    offset: int
    sign: int


@dataclass(frozen=True, slots=True)
class SeamRule:
    """A number of a report that follows from the report of the year before.

    Attributes:
        forms: generations of the form that both reports must have.
        first_year: first year whose report can be compared with the one before.
        table: layout of the table that the cells stand in.
    """

    rule: str
    forms: str
    first_year: int
    table: str
    severity: str
    source: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class SeamInstance:
    """A rule in one column or row.

    Attributes:
        cell: the number that follows, in the later report.
        expected: what it follows from.
        witnesses: other statements of the same number, that may decide which of the two reports is right.
    """

    rule: SeamRule
    place: str
    cell: str
    expected: tuple[Term, ...]
    witnesses: tuple[tuple[Term, ...], ...]


@cache
def seam_instances() -> tuple[SeamInstance, ...]:
    """Every instance of every rule."""
    return tuple(instance for row in read_reference("seams.csv") for instance in _instances(row))


def _instances(row: dict[str, str]) -> Iterator[SeamInstance]:
    names = ("rule", "forms", "table", "severity", "source", "label_zh", "label_en")
    rule = SeamRule(first_year=int(row["first_year"]), **{name: row[name] for name in names})
    cell, expected = (side.strip() for side in row["formula"].split("="))
    sums = [_parse_terms(text) for text in (expected, *row["witnesses"].split(";"))]
    for place, pattern in _places(rule, row["over"], cell):
        first, *others = (tuple(Term(pattern.format(t.cell), t.offset, t.sign) for t in terms) for terms in sums)
        yield SeamInstance(rule, place, pattern.format(cell), first, tuple(others))


def _parse_terms(text: str) -> tuple[Term, ...]:
    """Terms of a sum: `in_force@-1 + issued - repealed`."""
    found = _TERM.finditer(text.strip())
    return tuple(Term(m["name"], int(m["year"] or 0), -1 if m["sign"] == "-" else 1) for m in found)


def _places(rule: SeamRule, over: str, cell: str) -> Iterator[tuple[str, str]]:
    """Label and pattern of the cells of each column or row in which a rule holds."""
    layout = form_table(rule.forms[0], rule.table)
    if layout is None:
        yield "", "{}"
    elif over == "columns":
        yield from ((column.label, f"{{}}|{column.key}") for column in layout.columns)
    else:
        yield from ((row, f"{key}|{{}}") for key, row in _rows_with(layout, cell))


def _rows_with(layout: FormTable, column: str) -> Iterator[tuple[str, str]]:
    return ((row.key, row.label) for row, c in layout.cells() if c.key == column)


SEAM_MESSAGES = {
    "gap": Message(
        "{place}：{label_zh}。本年报告为 {observed}，按 {other_year} 年报告应为 {expected}，相差 {difference}。{hint}"
        "请核对两年的报告。",
        "{place_en}: {label_en}. This report has {observed}, the report for {other_year} gives {expected}, a difference of"
        " {difference}. {hint_en}Check the reports of both years.",
    ),
    "observed": Message("另有数字（{cells}）支持本年的数。", "Other numbers ({cells}) bear out this year's. "),
    "expected": Message("另有数字（{cells}）支持上一年的数。", "Other numbers ({cells}) bear out last year's. "),
    "copy": Message(
        "{table_zh}的 {count} 个数字与{other}{other_year} 年报告逐格相同（其中 {distinct} 个为互不相同的非零数）。"
        "请核对是否误用了该报告的数据。",
        "{table_en}: all {count} numbers are those of the report of {other_en} for {other_year}, {distinct} of them different"
        " from each other and not zero. Check whether they were copied.",
    ),
    "magnitude": Message(
        "{table_zh}「{label_zh}」为 {observed}，而相邻年度报告为 {others}，约差一万倍。请核对单位（元、万元，条、万条）。",
        "{table_en}, {label_en}: {observed}, while the reports of the years beside have {others}, about ten thousand times"
        " off. Check the unit.",
    ),
    "peers": Message(
        "{table_zh}「{label_zh}」为 {observed}，而同省同级 {peers} 家机关同年的中位数为 {median}，约差一万倍，且无一接近。"
        "请核对单位（元、万元，条、万条）。",
        "{table_en}, {label_en}: {observed}, while the median of {peers} bodies of this level in the province is {median}, about"
        " ten thousand times off, and none of them comes near. Check the unit.",
    ),
    "level": Message(
        "{table_zh}「规章」一行填有 {observed} 件，但{body}没有规章制定权（依《立法法》，"
        "有权的是国务院部门和省、自治区、直辖市以及设区的市、自治州的人民政府）。"
        "请核对是否为规范性文件。",
        "{table_en}: {observed} rules (规章) are reported, which this body cannot make (only ministries, provinces, cities with"
        " districts and autonomous prefectures can). Check whether they are normative documents.",
    ),
}
