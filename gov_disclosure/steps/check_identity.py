"""A row of the register for a document that is to be checked, whoever wrote it and for whichever year.

Belongs here: what stands in for a region or a year that the text leaves open, so that its tables can be checked all the same,
and what may not be checked then. Does not belong here: the warehouse, which takes no such row.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gov_disclosure.frames.register import KnownFacts, RawFacts, build_register_row, find_report_id
from gov_disclosure.frames.versions import build_body_key
from gov_disclosure.parsing.generation import detect_form
from gov_disclosure.parsing.revision_marks import find_revision_mark
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.reading.document import Document, read_document
from gov_disclosure.vocabulary.regions import REPORT_YEARS
from gov_disclosure.vocabulary.rejections import REJECTIONS

_NOBODY = "000000"
_OPEN_REGION = ("region_unknown", "region_ambiguous", "manifest_region_unknown")
_OPEN_YEAR = ("year_unknown", "year_ambiguous")
NO_REPORT = "not_a_report"
_CHECKED_ALL_THE_SAME = (*_OPEN_REGION, *_OPEN_YEAR, "year_out_of_range", NO_REPORT)
# a report of which nothing tells the year is read as one of the last years of its form
_LAST_YEAR_OF_FORM = {"A": 2013, "B": 2018, "C": 2020, "D": REPORT_YEARS[-1]}
_YEAR = re.compile(r"20\d\d")
_YEAR_EVIDENCE = ("title_year", "period")
# reason → what to tell an office, where the register speaks of its manifest
_MESSAGES = {
    NO_REPORT: "文件中没有年度报告应有的内容({detail})。请检查是否拿错了文件,或正文、表格是否在附件中。",
    "internal_error": "程序处理这份文件时出错({detail})。请把文件提供给程序的维护者。",
    "empty_file": "文件是空的。",
    "year_out_of_range": f"报告年度 {{detail}} 不在本程序所知的 {REPORT_YEARS[0]}—{REPORT_YEARS[-1]} 年之内。"
    "请检查年度是否写错;更晚的年度需要更新程序。",
}  # fmt: skip
# words of the detail of a file that is not read → what to tell an office
_ABOUT_FILES = {
    "an archive": "这是压缩包。请先解压,再核对里面的报告。",
    "(.doc)": "这是旧格式的 Word 文件。请在 Word 或 WPS 中另存为 .docx,再核对。",
    "(.mht)": "这是网页归档文件。请把网页另存为 .html,再核对。",
    "is missing: install": "没有安装读取这种文件所需的组件({detail})。也可以把报告另存为 .docx 或网页,再核对。",
    "encrypted": "文件加了密,或格式不明。请去掉密码,另存为 .docx 或 .xlsx,再核对。",
    "damaged": "文件已损坏,打不开。请重新导出或另存一次,再核对。",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Register:
    """A row of the register, as good as accepted, and what was put in place of what is not known.

    Attributes:
        reason: why the warehouse would not take it; empty where it would.
    """

    row: Mapping[str, Any]
    reason: str = ""
    detail: str = ""

    @property
    def has_region(self) -> bool:
        """Whether the region is known; rules that only some levels may have cannot be checked without it."""
        return bool(self.row["region_code"] != _NOBODY)

    @property
    def has_year(self) -> bool:
        """Whether the year is certain; the figures of the text cannot be checked without it."""
        return self.reason not in (*_OPEN_YEAR, NO_REPORT)


@dataclass(frozen=True, slots=True)
class GivenYear:
    """A year given by the office, beside what a manifest says."""

    report_year: int
    url: str | None = None
    region_code: str | None = None
    issuer: str | None = None
    supersedes: str | None = None


def give_year(year: int | None, known: KnownFacts | None) -> KnownFacts | None:
    """What is known of a document when its year is given."""
    if year is None:
        return known
    if known is None:
        return GivenYear(year)
    return GivenYear(year, known.url, known.region_code, known.issuer, known.supersedes)


def register_for_check(file: RawFacts, known: KnownFacts | None) -> Register:
    """The row of a document; of one that is no report at all, as it was rejected."""
    row = build_register_row(file, known)
    if row["status"] == "accepted":
        return Register(row)
    document = read_document(file.data) if file.data is not None else None
    if row["reason"] not in _CHECKED_ALL_THE_SAME or not isinstance(document, Document):
        return Register(row, row["reason"], row["detail"] or "")
    return Register(_stand_in(row, document.text), row["reason"], row["detail"] or "")


def _stand_in(row: Mapping[str, Any], text: str) -> dict[str, Any]:
    """An accepted row. What is not known of the region is that of a central body, of which any rule may hold."""
    skeleton = parse_skeleton(text)
    year = row["report_year"] or next(_list_years(row), None) or _LAST_YEAR_OF_FORM[detect_form(skeleton)]
    region = {name: row[name] for name in ("region_code", "region_name", "region_level", "province_code", "region")}
    if row["region_code"] is None or row["region_name"] is None:
        region = {"region_code": _NOBODY, "region_name": "", "region_level": "central", "province_code": _NOBODY}
    body = build_body_key(row["issuer"], row["issuer_kind"], region["region_code"], year)
    return {
        **row,
        **region,
        "region": region.get("region") or "",
        "report_year": year,
        "status": "accepted",
        "reason": None,
        "detail": None,
        "report_id": find_report_id(row["source_sha256"]),
        "form": detect_form(skeleton, year),
        "body_key": body,
        "revision_mark": find_revision_mark(text),
    }


def _list_years(row: Mapping[str, Any]) -> Iterator[int]:
    """Years that a title or a period names, where they do not agree."""
    evidence = json.loads(row["identity_evidence"])["evidence"]
    for kind in _YEAR_EVIDENCE:
        yield from (int(_YEAR.findall(e[4])[0]) for e in evidence if e[0] == kind and _YEAR.search(e[4]))


def spell_refusal(reason: str, detail: str) -> str:
    """Why a document cannot be checked, and what to do about it."""
    for words, message in _ABOUT_FILES.items():
        if words in detail and reason == "unsupported_media":
            return message.format(detail=detail)
    if reason in _MESSAGES:
        return _MESSAGES[reason].format(detail=detail or "—")
    is_chinese = any("\u4e00" <= character <= "\u9fff" for character in detail)
    return REJECTIONS[reason].message(detail).replace("（）" if is_chinese or not detail else f"（{detail}）", "")
