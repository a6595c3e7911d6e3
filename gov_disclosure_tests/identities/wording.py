"""How reports name themselves: titles, contact sentences, signatures, and what else stands around them.

What belongs here: the words. What does not: which place they are about and what follows from them (`cases`).
"""

from __future__ import annotations

from random import Random

DEPARTMENTS = (
    "财政局", "教育局", "民政局", "水利局", "审计局", "统计局", "司法局", "交通运输局", "农业农村局", "卫生健康局",
    "市场监督管理局", "住房和城乡建设局", "发展和改革委员会", "人力资源和社会保障局", "城市管理局", "应急管理局",
    "行政审批服务局", "乡村振兴局", "文化和旅游局",
)  # fmt: skip
TOWNSHIPS = (
    "柳溪镇", "石坪乡", "云岗街道", "双桥铺镇", "白塔乡", "青石镇", "三岔口镇", "板桥乡", "槐树坪街道", "新华街道",
    "城关镇", "城东街道", "长安镇", "东方红乡", "朝阳街道", "中山路街道", "解放镇", "团结乡",
)  # fmt: skip
ZONES = ("高新技术产业开发区", "经济技术开发区", "高新区", "经济开发区", "工业园区")
_TITLES = (
    "{body}{year}年政府信息公开工作年度报告",
    "{body}{year}年度政府信息公开工作报告",
    "{year}年{body}政府信息公开工作年度报告",
    "{year}年度{body}政府信息公开年报",
    "{body}政府信息公开工作年度报告({year}年)",
    "{body}关于{year}年政府信息公开工作情况的报告",
    "{body}{year}年政务公开工作报告",
    "{body}\n{year}年政府信息公开工作年度报告",
    "{body}\n政府信息公开工作年度报告\n({year}年度)",
    "{body}{year}年政府信息公开年度报告",
    "首页>政务公开>政府信息公开年报\n{body}{year}年政府信息公开工作年度报告",
)
_PREAMBLES = (
    "根据《中华人民共和国政府信息公开条例》,现公布{year}年度政府信息公开工作年度报告。",
    "本报告依照《条例》编制,统计期限自{year}年1月1日起至{year}年12月31日止。",
    "按照《条例》第五十条和国办公开办函〔2019〕60号要求编制本报告,所列数据的统计期限从{year}年1月1日至{year}年12月31日。",
    "",
)
_BODY = (
    "\n一、总体情况\n{year}年,{we}认真落实各项要求,主动公开政府信息{n}条,受理申请{m}件。{aside}"
    "\n二、主动公开政府信息情况\n第二十条第(一)项\n规章 0 0 0\n三、收到和处理政府信息公开申请情况\n本年新收 {m}\n"
    "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n主动性有待加强。\n六、其他需要报告的事项\n无。"
)
_ASIDES = (
    "组织人员赴{place}学习考察。",
    "与{place}人民政府结对共建。",
    "借鉴{place}的做法。",
    "国务院办公厅通报了{place}的经验。",
    "邀请{place}档案馆专家授课。",
)
#: Where a body may name itself apart from the title.
NAMED_IN = {
    "issuer_field": "\n发布机构:{body}\n",
    "compiled_by": "本报告由{body}编制。",
    "contact": "如对本报告有疑问,请与{body}联系(电话:{phone})。",
    "published": "现将{body}{year}年度政府信息公开工作情况报告如下。",
}
#: Roles in which a report names a place above its own body.
ROLES = {
    "portal": "本报告在{place}人民政府门户网站公布。",
    "order": "根据{place}人民政府办公室的通知编制。",
    "seat": "(地址:{place}建设路1号)",
    "signed": "\n发布机构:{place}人民政府办公室\n",
    "guide": "依据《{place}政府信息公开指南》编制。",
}
_SUPERIORS = ("根据{body}办公室的通知编制。", "按照{body}要求编制。", "依照《{body}关于做好年度报告的通知》编制。")
LINKS = "\n友情链接\n{}人民政府\n{}人民政府\n{}人民政府"


def write_title(body: str, year: int, rng: Random) -> str:
    """A title that names the body, or none where `body` is empty."""
    title = rng.choice(_TITLES).format(body=body, year=_write_year(year, rng))
    return _decorate(title.strip("\n"), rng)


def _write_year(year: int, rng: Random) -> str:
    return "".join("〇一二三四五六七八九"[int(d)] for d in str(year)) if rng.random() < 0.06 else str(year)


def _decorate(title: str, rng: Random) -> str:
    kind = rng.random()
    if kind < 0.05:
        return " ".join(title)
    if kind < 0.08:
        return title.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    return title


def write_preamble(year: int, rng: Random) -> str:
    """The sentence in front of the first section."""
    return rng.choice(_PREAMBLES).format(year=year)


def write_body(year: int, we: str, aside: str, rng: Random) -> str:
    """The sections, as short as they can be."""
    n, m = rng.randrange(20, 4000), rng.randrange(0, 90)
    return _BODY.format(year=year, we=we, aside=aside, n=n, m=m)


def write_aside(place: str, rng: Random) -> str:
    """A sentence on a place that is not the body's own."""
    return rng.choice(_ASIDES).format(place=place)


def write_superior(body: str, rng: Random) -> str:
    """The body above, whose order the report obeys."""
    return rng.choice(_SUPERIORS).format(body=body)


def write_signature(body: str, year: int, rng: Random) -> str:
    """Name and date at the end."""
    return f"\n{body}\n{year + 1}年{rng.randrange(1, 4)}月{rng.randrange(1, 29)}日"


def write_phone(area: str, rng: Random) -> str:
    """A telephone number with its area code."""
    number = rng.randrange(2_000_000, 8_999_999) if len(area) == 4 else rng.randrange(20_000_000, 89_999_999)
    return rng.choice(("{}-{}", "({}){}", "{}—{}")).format(area, number)
