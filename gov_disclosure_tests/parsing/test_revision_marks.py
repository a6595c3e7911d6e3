"""Words of a revision beside the title, statements that an earlier report is replaced, and sentences that are neither."""

import pytest

from gov_disclosure.parsing.revision_marks import find_revision_mark, rank_revision

TITLE = "安阳市2019年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (f"{TITLE}（第3次更正）", "第3次更正"),
        (f"{TITLE}（修 订）", "修订"),
        (f"{TITLE}（訂正版）", "訂正"),
        (f"{TITLE}\n（更正）", "更正"),
        (f"{TITLE}（2020年3月15日更新）", "2020年3月15日更新"),
        (f"{TITLE}（重新发布）", "重新发布"),
        (f"{TITLE}（新版）", "新版"),
        (f"{TITLE}更正版", "更正"),
        (f"【更正】{TITLE}", "更正"),
        (f"关于更正《{TITLE}》的公告\n{TITLE}", "更正"),
        (f"更正公告\n因工作失误，原发布的2019年报告数据有误，现予更正如下。\n{TITLE}", "更正"),
        (f"{TITLE}\n备注:本年报曾于2020年1月31日发布，因表三数据填报错误，现更正重新公布。", "更正"),
        (f"{TITLE}\n本报告更正后重新发布。", "更正"),
        (f"{TITLE}\n（注：本报告于2020年5月8日更正）", "更正"),
        (f"{TITLE}\n说明：此前公布的年报有误，以本次为准。", "以本次为准"),
        (f"{TITLE}\n原2020年1月发布的年报同时废止。", "废止"),
        (f"{TITLE}（第二版）", "第二版"),
        (f"{TITLE}（重新公开）", "重新公开"),
        (f"【重新发布】{TITLE}", "重新发布"),
        (f"{TITLE}（重 新 發 布）", "重新发布"),
        (f"{TITLE} \n\n本年报已于2020年1月31日发布。\n{TITLE}\n（更(gēng)正）", "更正"),
        (f"关于对《{TITLE}》进行更正的公告\n{TITLE}", "更正"),
        (f"关于更正{TITLE}有关数据的说明\n{TITLE}", "更正"),
        (f"{TITLE}\n更正说明：因统计口径有误，现将收到申请数由12件更正为13件。", "更正"),
        (f"{TITLE}\n本报告于2020年1月20日首次发布，2020年3月5日根据复核结果更正。", "更正"),
        (f"{TITLE}\n备注：因工作人员失误，原公布的年报数据有误，现重新公布，以此为准。", "重新公布"),
        (f"{TITLE}\n（注：此前发布的版本有误，以本版本为准）", "以本版本为准"),
        (f"{TITLE}\n现对2020年1月发布的年度报告予以更正，更正后的报告如下：", "更正"),
    ],
)
def test_a_mark(text: str, mark: str) -> None:
    assert find_revision_mark(text) == mark


@pytest.mark.parametrize(
    "sentence",
    [
        "本报告经多次修改后报市政府审定。",
        "根据《安阳市政府信息公开工作年度报告制度(修订)》编制",
        "《安阳市信息公开工作年度报告编制办法（2018年修订）》",
        "本报告由市政府办公室负责解释和修改。",
        "本报告所列数据如有修改，请与市政府办联系。",
        "对原报告制度废止。",
        "对本报告进行了三次修改、审核后公布。",
        "太原市信息公开年度报告显示，全年废止规范性文件3件。",
        "本报告根据新修订的《中华人民共和国政府信息公开条例》编制。",
        "更新时间：2020-01-20",
        "修订公开指南并重新发布。",
        "收到要求更正政府信息的申请2件。",
        "相关链接：安阳市2018年政府信息公开工作年度报告（更正）",
        "下一篇：安阳市2019年政府信息公开工作年度报告（修订）",
        "针对2018年年度报告存在数据有误的问题，已及时更正重新发布。",
        "指导乡镇对年报数据错误进行更正，重新公布年报5份。",
        "行政复议中原公布的规范性文件有误，现已修改。",
    ],
)
def test_no_mark(sentence: str) -> None:
    assert find_revision_mark(f"{TITLE}\n{sentence}\n") is None


@pytest.mark.parametrize(
    ("mark", "rank"),
    [
        ("第3次更正", 4),
        ("第2次修订", 3),
        ("第三版", 3),
        ("第３次更正", 4),
        ("第四次修订", 5),
        ("再次修订", 3),
        ("第一次修订", 2),
        ("新版", 2),
    ],
)
def test_the_rank_of_a_mark(mark: str, rank: int) -> None:
    assert rank_revision(mark) == rank
