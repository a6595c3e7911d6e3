"""Documents that use the words of a report and are none: what a reader must refuse, and why.

Belongs here: their words and their order. Reasons are keys of `gov_disclosure.vocabulary.rejections`.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from gov_disclosure_tests.generator.bodies import Body
from gov_disclosure_tests.generator.grid import copy_sheet, list_keys, list_sheets
from gov_disclosure_tests.generator.page import Block
from gov_disclosure_tests.generator.recipe import Recipe


@dataclass(frozen=True, slots=True)
class _Stray:
    titles: tuple[str, ...]
    paragraphs: tuple[str, ...]
    form: bool = False
    """Whether the form's empty tables follow."""


_STRAYS: Final = {
    "guide": _Stray(
        ("{name}政府信息公开指南", "{name}政府信息公开指南({year}年版)"),
        (
            "为方便公民、法人和其他组织获取政府信息,根据《中华人民共和国政府信息公开条例》,编制本指南。",
            "一、主动公开",
            "(一)公开范围。主动公开的信息包括机构职能、政策文件、规划计划、财政预决算、行政许可、行政处罚、行政强制等。",
            "(二)公开形式。通过政府网站、政府公报、政务新媒体和查阅点公开。",
            "二、依申请公开",
            "(一)提出申请。申请人可以当面、信函或者网络提交申请,并填写申请表。",
            "(二)办理期限。自收到申请之日起20个工作日内答复,需要延长的,延长期限最长不超过20个工作日。",
            "三、监督方式",
            "认为未依法履行公开义务的,可以向上级行政机关举报,也可以申请行政复议或者提起行政诉讼。",
        ),
    ),
    "notice": _Stray(
        (
            "{name}关于做好{year}年度政府信息公开工作年度报告编制工作的通知",
            "关于报送{year}年政府信息公开工作年度报告有关事项的通知",
        ),
        (
            "各乡镇人民政府、街道办事处,各有关单位:",
            "为做好{year}年度政府信息公开工作年度报告的编制和发布,现将有关事项通知如下。",
            "一、内容要求。报告包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分,不得缺项漏项。",
            "二、数据要求。统计期限为1月1日至12月31日,各表数据应当符合勾稽关系。",
            "三、时间要求。请于{after}年1月20日前将电子版报送至办公室,逾期未报的予以通报。",
            "{name}办公室",
            "{after}年1月4日",
        ),
    ),
    "blank_form": _Stray(
        ("{name}20××年政府信息公开工作年度报告(样式)", "××××20××年政府信息公开工作年度报告"),
        (
            "一、总体情况",
            "(填写本年度主动公开、依申请公开、政府信息管理、平台建设、监督保障等情况)主动公开政府信息    条,收到申请    件。",
        ),
        form=True,
    ),
    "news": _Stray(
        ("{name}举办政务公开业务培训会", "{name}召开政务公开工作推进会"),
        (
            "(记者 王小林)近日,{short}政务公开业务培训会举行,各单位分管负责人和业务骨干共120人参加。",
            "会议通报了前一阶段工作进展,就信息发布、申请办理等内容进行讲解。今年以来,全市政府网站发布信息3200条,收到群众留言560件。",
            "参会人员表示,将把学到的知识用到工作中去。",
        ),
    ),
    "half_year": _Stray(
        (
            "{name}{year}年上半年政府信息公开工作总结",
            "{name}{year}年第一季度政府信息公开统计报表",
        ),
        (
            "一、主动公开情况",
            "{year}年1至6月,主动公开政府信息312条,其中网站公开280条,微信公开32条。",
            "二、依申请公开情况",
            "上半年收到政府信息公开申请9件,已办结8件,其余1件正在办理。",
            "三、下半年打算",
            "继续做好重点领域信息公开,加强业务培训。",
        ),
    ),
    "error_page": _Stray(
        ("404 Not Found", "您访问的页面不存在", "503 Service Unavailable"),
        ("您访问的页面不存在或者已被删除,请返回首页。",),
    ),
}


def compose_stray(recipe: Recipe, body: Body, rng: Random) -> list[Block]:
    """The blocks of a document that is no report."""
    words = {"name": body.name, "short": body.short, "year": recipe.year, "after": recipe.year + 1}
    if recipe.stray == "list_page":
        return _list_titles(recipe, body, rng)
    stray = _STRAYS[recipe.stray]
    blocks = [Block("title", rng.choice(stray.titles).format(**words))]
    blocks += [Block("para", text.format(**words)) for text in stray.paragraphs]
    if stray.form and recipe.form != "A":
        empty = dict.fromkeys(list_keys(recipe.form), "")
        blocks += [Block("table", sheet=copy_sheet(sheet, empty, {})) for sheet in list_sheets(recipe.form)]
    return blocks


def _list_titles(recipe: Recipe, body: Body, rng: Random) -> list[Block]:
    place = body.region.chain
    lines = [
        f"{place}{rng.choice(('财政局', '教育局', '民政局', '水利局', '审计局', '统计局'))}"
        f"{recipe.year - number % 4}年政府信息公开工作年度报告 {recipe.year + 1}-01-{rng.randint(10, 28)}"
        for number in range(rng.randint(12, 20))
    ]
    end = f"共{len(lines)}条 第1页/共3页 上一页 下一页 尾页"
    return [Block("title", "政府信息公开年报"), *(Block("line", line) for line in lines), Block("line", end)]
