"""What one mention of a count means: its indicator, or that it is none of disclosure work.

Belongs here: trying the wordings in order, the topic of the text around, and the gate for counts without an indicator.
Does not belong here: the wordings (`narrative_rules`, `published`), years (`narrative_years`).
"""

from __future__ import annotations

import re
from typing import Final

from gov_disclosure.parsing.mentions import Mention
from gov_disclosure.parsing.narrative_rules import find_rules
from gov_disclosure.parsing.narrative_years import OF_THE_YEAR
from gov_disclosure.parsing.published import find_published
from gov_disclosure.parsing.sentences import Sentence
from gov_disclosure.vocabulary.values import MONEY_EXPONENTS

DIFFERENCE: Final = re.compile(r"(?:增加|减少|增长|上升|下降|降低|提高|净增|多|少|增|减)了?$")
"""The number is a difference to another one: 比上年增加12件."""

TOPIC: Final = re.compile(
    "(?P<several>复议[^0-9。;,]{0,8}[0-9]+件[^0-9。;维纠]{0,10}诉讼[^0-9。;,]{0,6}[0-9]+件[,;(]|诉讼[^0-9。;,]{0,8}[0-9]+件[^0-9。;维纠]{0,10}复议[^0-9。;,]{0,6}[0-9]+件[,;(])"
    "|(?P<foreign>(?:审理|办理|受理)[^,;。0-9]{0,10}(?:复议|诉讼|应诉))|(?P<both>复议[^0-9。;]{0,10}诉讼|诉讼[^0-9。;]{0,10}复议)|(?P<review>复议(?:申请)?)|(?P<suit>诉讼|应诉|起诉)"
    "|(?P<request>(?<!不)(?:信息公开|公开信息|公开|政府信息)?申请|依申请公开)"
    "|(?P<other>建议|提案|议案|信箱|来信|留言|热线|信访|投诉|咨询|问政|审批|许可|12345|诉求|工单|采购|处罚|办件)"
)
"""Reviews and lawsuits named together have no topic of their own: what follows may be of either. Cases that the body
itself decides (审理行政复议案件) are not disputes over its disclosure."""

PUBLISHED_UNITS: Final = frozenset(("条", "篇", "件", None))
PLAIN_UNITS: Final = frozenset(("条", "篇", "件", "份", "期", "部", "项"))
LOOSE_UNITS: Final = frozenset(("次", "场", "个", "人", "人次"))
DISCLOSURE: Final = re.compile("公开|发布|公示|公布|解读|回应|推送|发布会|访谈|培训|政务|栏目|申请|刊")
LOOSE: Final = re.compile(
    "公开|发布|解读|回应|申请|培训|咨询|查询|访谈|会议|专栏|栏目|媒体|公众号|浏览|访问|决定|更新|人员"
)
LOOK_ALIKE: Final = re.compile("电话|热线|来信|来访|信访|走访|邮编|传真|文号|路$|编号|面积|资金|人口|12345")
IN_TIME: Final = re.compile("按时|按期|时限|期限")
LATE: Final = re.compile("延期|延长|超期|逾期")
CARRIED: Final = {"requests_carried_in": -1, "requests_carried_out": 1}
YEARS: Final = re.compile("20[0-9]{2}(?=年)")
RELATIVE_YEAR: Final = re.compile("[上下次去]一?年")
PART_IS_DISCLOSURE: Final = {
    f"{key}_total": re.compile(
        "[,;(]?其中[^。;]{0,14}公开"
        "|中?[,;、(]?(?:有|仅)?(?:涉及|涉|有关|属于?|与|因|关于)*(?:政府|政务)?信息公开"
        f"(?:类|的|领域|方面|相关|有关|引发|引起|工作|案件|案|被申请|(?:行政)?{dispute})*(?:有|共|为|仅|占)?[0-9]"
    )
    for key, dispute in (("review", "复议"), ("litigation", "诉讼"))
}
PART_IS_CARRIED: Final = re.compile(
    r"(?:[,;(]?(?:其中|含|包括|包含)|\()[^。;,)0-9]{0,8}(?:20[0-9]{2}年度?)?(?:结转|遗留)(?!(?:到|至)?(?:下|次|20))"
    "|[,;(][^。;)]{0,20}新收"
)
OTHER_WHOLE: Final = {
    **PART_IS_DISCLOSURE,
    "requests_received": PART_IS_CARRIED,
}
"""Words behind a number that make it the whole of something else: all disputes of the body (行政复议56件,其中涉及政府信息公开
2件; 行政诉讼45件中,政府信息公开案件3件), requests received and carried in as one number (申请14件,含上年结转2件)."""
REQUEST_BEHIND: Final = re.compile("[^,;。]{0,6}(?<!复议)申请(?!复议)")
STOCK: Final = re.compile("现有|库存|[现留]存|存[量有]")
THIS_YEAR_BEHIND: Final = re.compile(
    "[,;(]而?(?:今年|本年度?|当年|年内|(?P<year>20[0-9]{2})年度?)(?:以来)?(?P<words>[^,;。0-9]{0,14})[0-9]"
)
FILLERS: Final = frozenset("新增共已又累计主动了为达约有还")
UP_TO: Final = re.compile("截[至止]|目前|上线|开[通办设]")
ALL_VISITS: Final = re.compile("总(?:访问|浏览|点击)|累计")
TRAINING: Final = frozenset(("trainings", "trainees"))
OTHER_TRAINING: Final = re.compile(
    "(?:法治|法律|普法|执法|消防|安全|党[务建校员]|组织部|职业|技能|就业|创业|防汛|统计|财务|保密|公文|招商|农[业技机]|医疗|教师|信访"
    "|档案|反诈|环保|写作|礼仪)[^,;。]{0,16}培训"
)
PART_OF_TRAINING: Final = re.compile("[^。;]{0,24}其中[^。;,0-9]{0,8}公开")
CLAUSE_END: Final = re.compile("[,;。]")


def find_indicator(sentence: Sentence, mention: Mention, report_year: int) -> str | None:
    """The indicator that the words around a count name, None where they name none for certain."""
    if DIFFERENCE.search(mention.label):
        return None
    unit = mention.count.reading.unit
    indicator = None
    if unit in PUBLISHED_UNITS:
        indicator = find_published(mention.name, mention.context, sentence.heading)
    indicator = indicator or _find_by_rule(sentence, mention, unit)
    if indicator == "requests_closed" and IN_TIME.search(mention.name) and LATE.search(sentence.plain):
        return None  # only those closed in time
    if indicator == "proactive_total" and mention.name.endswith("公开") and _find_topic(sentence, mention) == "request":
        return None  # the answer to a request: 答复的98件中,已主动公开20件
    part = OTHER_WHOLE.get(indicator or "")
    if part and part.match(mention.behind):
        return None
    if indicator in TRAINING and _is_other_training(sentence.plain, mention):
        return None
    if indicator == "fees_collected" and "分别" in sentence.plain[mention.start : mention.count.start]:
        return None  # one fee of several: 检索费、复制费分别为10元、20元
    if indicator in CARRIED and not _fits_year(mention, CARRIED[indicator], report_year):
        return None
    return indicator


def is_countable(sentence: Sentence, mention: Mention) -> bool:
    """Whether a count without an indicator is one of disclosure work at all."""
    unit = mention.count.reading.unit
    if mention.count.spelled or unit in MONEY_EXPONENTS or LOOK_ALIKE.search(mention.label):
        return False
    if unit is None:
        return True  # found behind …数 only
    if unit in PLAIN_UNITS:
        return DISCLOSURE.search(sentence.plain) is not None or "公开" in sentence.before
    return unit in LOOSE_UNITS and LOOSE.search(mention.label + mention.behind[:12]) is not None


def is_stock(plain: str, mention: Mention, indicator: str | None, report_year: int) -> bool:
    """A stock, or a sum of years: the number of the year follows (累计制发126件,2022年制发12件), or there is no year."""
    if indicator is None:
        return False
    if indicator != "staff" and STOCK.search(mention.label):
        return True
    behind = THIS_YEAR_BEHIND.match(mention.behind)
    is_same_work = behind is not None and set(behind["words"]) - FILLERS <= set(mention.label)
    is_next = behind is not None and is_same_work and behind["year"] in (None, str(report_year))
    is_visits = indicator == "website_visits" and ALL_VISITS.search(mention.label) is not None
    if not is_next and not is_visits:
        return False
    head = plain[: mention.count.start]
    if str(report_year) in UP_TO.split(head)[0] or OF_THE_YEAR.search(head):
        return False
    return is_next or UP_TO.search(head) is not None


def _is_other_training(plain: str, mention: Mention) -> bool:
    """法治培训, and all training of which a part is named that is about disclosure."""
    if "公开" not in mention.label and PART_OF_TRAINING.match(mention.behind):
        return True
    start = mention.count.start
    other = list(OTHER_TRAINING.finditer(plain, 0, start))
    return bool(other) and "公开" not in plain[other[-1].start() : start]


def _find_by_rule(sentence: Sentence, mention: Mention, unit: str | None) -> str | None:
    topic: str | None = None
    name = mention.name
    for rule in find_rules(unit):
        if not rule.fits(name, mention.behind):
            continue
        wanted = rule.wording.topic
        if wanted and wanted != "disclosure":
            topic = topic or _find_topic(sentence, mention)
        if _is_on_topic(sentence, mention, wanted, topic):
            return rule.wording.indicator
    return None


def _is_on_topic(sentence: Sentence, mention: Mention, wanted: str, topic: str | None) -> bool:
    if wanted == "disclosure":
        return _is_about_disclosure(sentence, mention)
    if wanted == "unsaid":
        return topic in ("", "request") or REQUEST_BEHIND.match(mention.behind) is not None
    return not wanted or wanted == topic


def _find_topic(sentence: Sentence, mention: Mention) -> str:
    """What the text was speaking of last: in the sentence, then in the text before, then in the heading."""
    for words in (sentence.plain[: mention.count.start], sentence.before, sentence.heading):
        topics = [match.lastgroup for match in TOPIC.finditer(words)]
        if topics:
            return topics[-1] or ""
    return ""


def _is_about_disclosure(sentence: Sentence, mention: Mention) -> bool:
    words = (sentence.plain[: mention.count.end + 20], sentence.before, sentence.heading)
    return any("公开" in part for part in words)


def _fits_year(mention: Mention, direction: int, report_year: int) -> bool:
    """结转2020年 leads out of a report of 2019; in a report of 2020 the words say something else."""
    words = mention.label + CLAUSE_END.split(mention.behind, maxsplit=1)[0]
    others = [year for year in map(int, YEARS.findall(words)) if year != report_year]
    named = RELATIVE_YEAR.search(words) is not None or bool(others)
    return named and all((year - report_year) * direction > 0 for year in others)
