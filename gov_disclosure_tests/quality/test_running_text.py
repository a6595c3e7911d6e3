"""What a body wrote itself, and how much of it another text has: golden sentences, and a second count with strings and sets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.parsing.report import parse_report
from gov_disclosure.quality.running_text import RunningText, build_running_text, count_shared
from gov_disclosure.vocabulary.forms import form_tables
from gov_disclosure.vocabulary.wording import list_form_wording
from gov_disclosure_tests.generator import sentences as say
from gov_disclosure_tests.quality.texts import count_naively

OLD = "全市组织业务培训3期,参训120人次。县级融媒体中心制作解读短视频12部,播放量超过5万次。"
NEW = "各乡镇设置查阅点44处,配备专人引导。图书馆新增自助查询设备,方便老年人使用。"
SAMPLES = {  # the number of characters left of a sentence
    "全市组织业务培训3期,参训120人次。": "全市组织业务培训期参训人次",
    "第一,\n抓  培 训;第二,抓 考 核、促落实!": "第一抓培训第二抓考核促落实",
    "縣政務服務大廳設置專門窗口。": "县政务服务大厅设置专门窗口",
    "\U00020000某某街道办事处印发指南。": "某某街道办事处印发指南",
}


def write(text: str) -> RunningText:
    return build_running_text(text, [(0, len(text))], [])


def spell_own(text: RunningText) -> str:
    return text.codes[text.is_own].tobytes().decode("utf-16-le")


def share(own: str, other: str) -> tuple[int, int]:
    """Own and shared characters."""
    text = write(own)
    return text.length, count_shared(text, write(other))


@pytest.mark.parametrize(("text", "own"), SAMPLES.items())
def test_characters_stay_and_figures_blanks_and_punctuation_go(text: str, own: str) -> None:
    assert spell_own(write(text)) == own


def test_an_old_sentence_with_new_figures_is_a_copy() -> None:
    again = OLD.replace("120", "87").replace("5万", "12.5万").replace(",", "、")
    assert share(again, OLD) == (35, 35)


def test_half_of_the_sentences_new_is_half() -> None:
    assert share(OLD + NEW, OLD) == (68, 35)
    assert share(NEW + OLD, OLD) == (68, 35)
    assert share(NEW, OLD) == (33, 0)


def test_seven_characters_in_a_row_are_chance() -> None:
    assert share("东南西北甲乙丙丁戊己庚", "甲乙丙丁戊己庚子丑寅卯") == (11, 0)
    assert share("东南西北甲乙丙丁戊己庚辛", "甲乙丙丁戊己庚辛丑寅卯") == (12, 8)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{row.ordinal}{row.label} 12 0 7" for table in form_tables("D") for row in table.rows),
        "\n".join(f"{row.label} 12" for table in form_tables("B") for row in table.rows),
        "本报告所列数据的统计期限自2022年1月1日起至12月31日止。如对本报告有疑问,请与办公室联系(电话:1234567)。",
        "某某市2022年政府信息公开工作年度报告\n根据《中华人民共和国政府信息公开条例》编制。",
        "您现在的位置:首页>政务公开>某某市人民政府办公室\n主办:某某市人民政府办公室 网站标识码:1234",
    ],
    ids=["form D", "form B", "about the report", "title", "page"],
)
def test_of_what_every_report_says_nothing_is_left(text: str) -> None:
    assert len(spell_own(write(text))) <= len("某某市人民政府办公室")


def test_what_the_form_prints_is_no_part_of_a_run() -> None:
    wording = "行政机关收到和处理政府信息公开申请情况"
    assert share(f"东南西北甲乙丙丁{wording}子丑寅卯", f"东南西北甲乙丙丁{wording}辰巳午未") == (8, 8)


def test_tables_and_headings_of_a_report_are_left_out() -> None:
    table = "指标名称 计量单位 统计数\n主动公开政府信息数 条 425\n重点领域公开政府信息数 条 16\n"
    text = f"一、概述\n{OLD}\n附表\n政府信息公开情况统计表\n{table}"
    report = parse_report(text, "B", 2016)
    spans = [(section.start, section.end) for section in report.sections]
    found = build_running_text(text, spans, [(span.start, span.end) for span in report.tables])
    assert spell_own(found).startswith(spell_own(write(OLD)))
    assert "指标名称" not in spell_own(found)
    assert "概述" not in spell_own(found)


SENTENCES = (*say.MANAGEMENT, *say.PLATFORM, *say.SUPERVISION, *say.PROBLEMS, *say.OPENINGS, *say.PERIODS, OLD, NEW)
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(SENTENCES), st.sampled_from(list_form_wording()), st.text("政府信息公开甲乙。,1\n", max_size=30)
    ),
    max_size=8,
).map("".join)


@given(TEXTS, TEXTS)
def test_a_second_count_with_strings_and_sets_gives_the_same(own: str, other: str) -> None:
    own_characters, shared = share(own, other)
    assert (own_characters, shared) == count_naively(own, other)
    assert 0 <= shared <= own_characters
    assert share(own, own) == (own_characters, own_characters)
