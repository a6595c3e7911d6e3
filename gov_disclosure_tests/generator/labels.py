"""The form's labels in other words: variants, slips, notes, broken headers, brackets and scripts.

Belongs here: what an issuer or a converter does to a label without taking it away. Does not belong here: labels that are
cut or lost (`damage`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from random import Random

from gov_disclosure.vocabulary.forms import form_tables, read_reference
from gov_disclosure_tests.generator.grid import list_sheets

WORDINGS = ("official", "variants", "notes", "broken", "broken_wide", "spaced", "straight_quotes", "old_labels")
SCRIPTS = ("simplified", "traditional", "pinyin", "compatibility")

_WIDE = str.maketrans("(),:", "（），：")
_BREAKS = {
    "商业企业": "商业|企业",
    "科研机构": "科研|机构",
    "社会公益组织": "社会|公益|组织",
    "法律服务机构": "法律|服务|机构",
    "本年新制作数量": "本年新|制作数量",
    "本年新公开数量": "本年新|公开数量",
    "结果维持": "结果|维持",
    "结果纠正": "结果|纠正",
    "其他结果": "其他|结果",
    "尚未审结": "尚未|审结",
    "总计": "总|计",
    "三、本年度办理结果": "三、本年度|办理结果",
}
_NOTES = {
    "上一年项目数量": "上一年项目数量(指{last}年事项数)",
    "本年增/减": "本年增/减(减用负值表示,如-8)",
    "处理决定数量": "处理决定数量(指{year}年办件量)",
    "采购项目数量": "采购项目数量(个)",
    "采购总金额": "采购总金额(单位:万元)",
    "规章": "规章(设区的市、自治州人民政府应提供相关数据)",
    "现行有效件数": "现行有效件数(历史累计)",
    "其他对外管理服务事项": "其他对外管理服务事项(指行政许可以外的政务服务事项)",
}
_SPACED = {
    "总计": "总 计",
    "(七)总计": "(七) 总计",
    "自然人": "自 然 人",
    "规章": "规 章",
    "(一)予以公开": "(一) 予以公开",
}
_PINYIN = {
    "規": "guī", "範": "fàn", "許": "xǔ", "項": "xiàng", "數": "shù", "據": "jù", "業": "yè", "務": "wù", "發": "fā",
    "廢": "fèi", "決": "jué", "現": "xiàn", "強": "qiáng", "罰": "fá", "購": "gòu", "機": "jī", "構": "gòu", "計": "jì",
    "報": "bào", "開": "kāi", "請": "qǐng", "訴": "sù", "訟": "sòng", "總": "zǒng", "類": "lèi", "內": "nèi", "關": "guān",
    "網": "wǎng", "條": "tiáo", "億": "yì", "萬": "wàn", "結": "jié", "轉": "zhuǎn", "議": "yì", "會": "huì", "單": "dān",
}  # fmt: skip
_COMPATIBILITY = str.maketrans({"一": "⼀", "人": "⼈", "工": "⼯", "行": "⾏"})


def choose_labels(form: str, wording: str, wide: bool, year: int, rng: Random) -> dict[str, str]:
    """Official label -> label as it is printed in one document."""
    chosen = dict(_REWORDINGS[wording](form, year, rng))
    if wide:
        chosen = {label: chosen.get(label, label).translate(_WIDE) for label in _all_labels(form)}
    return chosen


def write_script(text: str, script: str) -> str:
    """Text in another script; only `pinyin` changes its length."""
    if script == "simplified":
        return text
    if script == "compatibility":
        return text.translate(_COMPATIBILITY)
    traditional = text.translate(_traditional())
    if script == "pinyin":
        return _WITH_PINYIN.sub(lambda m: f"{m[0]}({_PINYIN[m[0]]})", traditional)
    return traditional


_LIST_NUMBER = re.compile(r"(?:[一二三四五六七八九]、|\([一二三四五六七八九]\)|\d\.)?")
_UNCHANGED = frozenset("布里后面系干台向并于游志斗谷占范注只了制表采借松冬卷云郁才准家丑仆伙朱党")
"""Characters that the traditional script has too: the table gives them another form that is right in few words only."""
_WITH_PINYIN = re.compile(f"[{''.join(_PINYIN)}]")


@cache
def _traditional() -> dict[int, str]:
    table: dict[int, str] = {}
    for row in read_reference("traditional_characters.csv"):
        if len(row["simplified"]) == len(row["traditional"]) == 1 and row["simplified"] not in _UNCHANGED:
            table.setdefault(ord(row["simplified"]), row["traditional"])
    return table


@cache
def _all_labels(form: str) -> tuple[str, ...]:
    labels = (c.text for s in list_sheets(form) for line in s.lines for c in line.cells if not c.key and c.text)
    return tuple(dict.fromkeys(labels))


@cache
def _variants(form: str) -> dict[str, tuple[str, ...]]:
    """Label as printed -> the forms in which it is also seen, with its list number."""
    others = {label for other in "BCD" if other != form for label in _all_labels(other)}
    variants = {}
    for table in form_tables(form):
        items = [(r.label, r.variants) for r in table.rows] + [(c.label, c.variants) for c in table.columns]
        for official, others_of_it in items:
            for label in _all_labels(form):
                number = label.removesuffix(official)
                if others_of_it and label.endswith(official) and _LIST_NUMBER.fullmatch(number):
                    variants[label] = tuple(number + v for v in others_of_it if number + v not in others)
    return variants


def _use_variants(form: str, year: int, rng: Random) -> dict[str, str]:
    """Some labels as variants; the labels that tell the form stay as they are in half of the documents."""
    return {label: rng.choice(v) for label, v in _variants(form).items() if v and rng.random() < 0.4}


def _add_notes(form: str, year: int, rng: Random) -> dict[str, str]:
    return {label: note.format(year=year, last=year - 1) for label, note in _NOTES.items() if rng.random() < 0.8}


def _break_headers(mark: str) -> dict[str, str]:
    return {label: broken.replace("|", mark) for label, broken in _BREAKS.items()}


_REWORDINGS: dict[str, Callable[[str, int, Random], dict[str, str]]] = {
    "official": lambda form, year, rng: {},
    "variants": _use_variants,
    "notes": _add_notes,
    "broken": lambda form, year, rng: _break_headers("\n"),
    "broken_wide": lambda form, year, rng: _break_headers("\n\n"),
    "spaced": lambda form, year, rng: _SPACED,
    "straight_quotes": lambda form, year, rng: {"3.危及“三安全一稳定”": '3.危及"三安全一稳定"'},
    "old_labels": lambda form, year, rng: {"行政规范性文件": "规范性文件"},
}
