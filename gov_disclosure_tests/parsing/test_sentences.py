"""Plain sentences and the way back to the characters of the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.parsing.sentences import LONGEST, Sentence, simplify, split_sentences


def split(text: str) -> list[Sentence]:
    return list(split_sentences(text, [(0, len(text))]))


def test_only_sentences_that_can_state_a_figure_are_kept() -> None:
    text = "全面推进公开工作。公开信息5条。没有收费。加强领导!召开三次会议。"
    assert [s.plain for s in split(text)] == ["公开信息5条。", "没有收费。", "召开三次会议。"]


def test_spelling_is_uniform_and_spans_lead_back() -> None:
    text = "  主動(dòng)公開《2018年要点》信息 １２ 條,“收到”申请5件（份）。"
    (sentence,) = split(text)
    assert sentence.plain == "主动公开信息12条,收到申请5件。"
    assert text[slice(*sentence.span(6, 9))] == "１２ 條"
    assert text[slice(*sentence.span(10, 12))] == "收到"
    assert text[sentence.start : sentence.end] == text.strip()


def test_spaces_between_digits_stay() -> None:
    assert split("公开信息 1 234 条。")[0].plain == "公开信息1 234条。"


def test_pictures_and_bookmarks_say_nothing() -> None:
    assert split("回应舆情[image: D:\\图4.jpg]8次[bookmark: b2]。")[0].plain == "回应舆情8次。"


def test_heading_and_text_before() -> None:
    text = "(三)微博、微信。推送信息21条。\n二、依申请公开情况\n收到申请3件。答复3件。"
    first, second, third = split(text)
    assert (first.heading, second.heading, third.heading) == ("微博、微信", "依申请公开情况", "依申请公开情况")
    assert third.before.endswith("收到申请3件。")
    assert "\n" in second.before


def test_simplify_keeps_the_length() -> None:
    assert simplify("無行政復議，訴訟１０％") == "无行政复议,诉讼10%"
    assert simplify("⼈⺠政府⾏政機關優化欄⽬") == "人民政府行政机关优化栏目"


def test_a_text_without_ends_of_sentences_is_cut_behind_clauses_and_never_inside_a_number() -> None:
    sentences = split("公开信息1,234条," * 1000)
    assert max(s.end - s.start for s in sentences) <= LONGEST
    assert "".join(s.plain for s in sentences) == "公开信息1,234条," * 1000
    assert all(s.plain.startswith("公开") for s in sentences)


def test_a_long_stretch_without_clauses_is_no_running_text() -> None:
    assert [s.plain for s in split("公开12条" * 1000 + ",公开3条。")] == ["公开3条。"]


def test_a_negation_in_another_script_is_a_statement() -> None:
    assert [s.plain for s in split("⽆⼈申请。沒有收費。")] == ["无人申请。", "没有收费。"]


@given(st.text(alphabet="公开信息收到申请12件。,，（）()《》“” \u3000\n開規(guī)[image: a]未", max_size=80))
def test_every_plain_character_stands_in_the_text(text: str) -> None:
    for sentence in split(text):
        for index, character in enumerate(sentence.plain):
            start, end = sentence.span(index, index + 1)
            assert sentence.start <= start < end <= sentence.end
            assert simplify(text[start:end]) == character
