"""What a count in running text counts: the wordings of the reference table, ready to be tried.

Belongs here: compiling and trying a wording. Does not belong here: the wordings themselves
(`vocabulary/reference/narrative_rules.csv`, the first that fits decides), channels and the total of proactive
disclosure (`published`), zeros stated in words (`stated_zeros`), years (`narrative_years`). The wordings follow the
labels of the statistics table of 2014 and of the forms of 2019 and 2021, which reports repeat in prose.

A wording fits only where the label ENDS with it: 重点领域信息300条 says what is counted, 重点领域的问题300条 does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from gov_disclosure.vocabulary.indicators import NarrativeWording, list_narrative_wordings

UNITS: Final[dict[str, frozenset[str | None]]] = {
    "cases": frozenset(("件", "份", "条", "个", "项", None)),
    "items": frozenset(("条", "篇", "件")),
    "times": frozenset(("次", "场", "期", "个", "件")),
    "persons": frozenset(("人", "人次")),
}
"""Units that prose uses for one kind of count; None stands for a number printed without one."""

FRAGMENTS: Final = {
    # a request for information, as prose names it
    "request": "(?:(?:政府|政务)?信息)?(?:依申请)?(?:公开)?(?:政府信息)?的?"
    "(?:申请|公开(?:件|信件|事项|请求|事宜))(?:件|书|事项|信函|信件|事宜|量)*",
    # one reason only: a part of the disposition, not the whole of it
    "reason": "因|涉及|属于|秘密|隐私|内部|过程|第三方|案卷|法律|危及|重复|信访|不掌握|不存在|其中.{0,4}中",
    # one way of applying or one stage of handling
    "part": "网上|网络|信函|当面|传真|邮箱|邮件|邮寄|来函|复议|诉讼|其中|不予|重复|按时|有效|继续|结转|办结|答复",
    # disputes over something else, and those of a year before
    "other_dispute": "其[他它余](?!组织|社会)|非(?:因|涉及?)?(?:政府|信息)|结转|遗留|征收|征地|拆迁|土地|工伤|治安|处罚"
    "|履职|不动产|劳动|强制|许可|登记|民事|刑事",
    # money that has not been taken in, or not for good
    "not_taken": "退(?!役|休)|预[收缴]|[应待][收缴]|拟|未|不收|减|免|通知|告知|要求|估",
    "returned": "(?:[,;(][^,;。)0-9]{0,10})?(?:[尚仍均暂]?未|[全已]额?退|退[还回]|实际?[收上])",
    "answered": "(?:办结|答复|办理答复|办理完毕|办理完成|回复)",
    "year_before": "(?:上一?年度?|去年|20[0-9]{2}年度?)",
    "year_after": "(?:下一?年度?|次年|20[0-9]{2}年度?)",
}
PLACEHOLDER: Final = re.compile(r"<([a-z_]+)>")


@dataclass(frozen=True, slots=True)
class Rule:
    """A wording with its patterns compiled.

    Attributes:
        wording: The row of the table.
        label: The end of the label before the number.
        units: Normalised units that the number may have.
        behind: The words right behind the number, None where they do not matter.
        veto: Words in the label that make it another count, None where there are none.
    """

    wording: NarrativeWording
    label: re.Pattern[str]
    units: frozenset[str | None]
    behind: re.Pattern[str] | None
    veto: re.Pattern[str] | None

    def fits(self, label: str, behind: str) -> bool:
        """Whether the words around a number fit; unit and topic are judged apart."""
        key = self.wording.key
        return (
            (key in label or key in behind)
            and self.label.search(label) is not None
            and (self.behind is None or self.behind.match(behind) is not None)
            and (self.veto is None or self.veto.search(label) is None)
        )


@cache
def find_rules(unit: str | None) -> tuple[Rule, ...]:
    """Rules that a number with this normalised unit can fit, in the order of the table."""
    return tuple(rule for rule in _list_rules() if unit in rule.units)


@cache
def _list_rules() -> tuple[Rule, ...]:
    return tuple(_compile(wording) for wording in list_narrative_wordings())


def _compile(wording: NarrativeWording) -> Rule:
    return Rule(
        wording,
        re.compile(f"(?:{_expand(wording.label)})$"),
        UNITS.get(wording.units) or frozenset(wording.units.split()),
        re.compile(_expand(wording.behind)) if wording.behind else None,
        re.compile(_expand(wording.veto)) if wording.veto else None,
    )


def _expand(pattern: str) -> str:
    return PLACEHOLDER.sub(lambda match: FRAGMENTS[match[1]], pattern)
