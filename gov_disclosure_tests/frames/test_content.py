"""Contents as keys: the same report in another form is the same, one number changed is not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from gov_disclosure.frames.content import Agreement, ContentKey, build_content_key, compare_content, read_content_key
from gov_disclosure.parsing.generation import detect_form
from gov_disclosure.parsing.report import parse_report
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.reading.document import Document, read_document
from gov_disclosure_tests.builders import SAMPLES
from gov_disclosure_tests.generator import Recipe, choose_recipe, generate

SEEDS = range(200)
LEAST_FOUND = 0.9
"""Share of copies in another layout that are told to be the same. The rest leave a cell undecided in one of the layouts."""
OTHER_LOOKS = (
    {"layout": "pipe_rows"},
    {"medium": "html", "layout": "spans"},
    {"medium": "html", "layout": "nested"},
    {"medium": "docx", "layout": "plain"},
    {"encoding": "gb18030"},
)
ABOVE = "首页 > 政务公开 > 年报\n发布时间:2026-03-0{n}  来源:办公室  浏览次数:{n}53\n"
BELOW = "\n上一篇:关于做好值班工作的通知\n扫一扫在手机打开当前页\n主办单位:某某办公室 网站标识码:350000000{n}\n"


def read_text(recipe: Recipe) -> str:
    document = read_document(generate(recipe).data)
    assert isinstance(document, Document)
    return document.text


def sign(text: str, year: int) -> ContentKey:
    return build_content_key(text, detect_form(parse_skeleton(text), year), year)


def reports() -> Iterator[tuple[Recipe, str, ContentKey]]:
    for seed in SEEDS:
        recipe = choose_recipe(seed, stray="", damage=(), medium="text", layout="tab_rows", encoding="utf-8")
        text = read_text(recipe)
        yield recipe, text, sign(text, recipe.year)


def change_one_number(text: str, recipe: Recipe, key: ContentKey, rng: Random) -> Iterator[str]:
    """The text with one digit changed, in a cell and in a figure of the prose."""
    report = parse_report(text, key.form, recipe.year)
    cells = [(c.start, c.end) for c in report.cells if c.start is not None and c.raw_text]
    for spans in (cells, [(f.start, f.end) for f in report.figures]):
        places = [i for start, end in spans for i in range(start, end) if text[i] in "0123456789"]
        if places:
            place = rng.choice(places)
            yield text[:place] + str((int(text[place]) + rng.randint(1, 9)) % 10) + text[place + 1 :]


def test_the_same_report_in_another_look_is_the_same_and_one_number_makes_it_another() -> None:
    found: Counter[str] = Counter()
    for recipe, text, key in reports():
        assert read_content_key(key.write()) == key
        looks = OTHER_LOOKS if recipe.seed % 4 == 0 else (OTHER_LOOKS[recipe.seed % len(OTHER_LOOKS)],)
        others = [sign(read_text(replace(recipe, **look)), recipe.year) for look in looks]
        others.append(sign(ABOVE.format(n=1) + text + BELOW.format(n=1), recipe.year))
        found.update(compare_content(key, other).value for other in others)
        for changed in change_one_number(text, recipe, key, Random(recipe.seed)):
            changed_key = sign(changed, recipe.year)
            assert all(compare_content(changed_key, k) is Agreement.DIFFERENT for k in (key, *others)), recipe
    assert found["same"] > LEAST_FOUND * found.total(), found


def test_two_pages_with_furniture_of_their_own_are_the_same() -> None:
    text = (SAMPLES / "anxi_2020.txt").read_text()
    one, other = (sign(ABOVE.format(n=n) + text + BELOW.format(n=n), 2020) for n in (1, 2))
    assert compare_content(one, other) is Agreement.SAME


PROSE = (
    "安溪县2020年政府信息公开工作年度报告\n一、总体情况。全年主动公开信息12条。收到申请3件。\n"
    "办结率100%,没有收取费用。\n安溪县人民政府\n"
)


@pytest.mark.parametrize(
    ("change", "agreement"),
    [
        (("收到申请3件。\n", "收到申请\n3件。"), Agreement.SAME),
        (("\n", "\r\n\n"), Agreement.SAME),
        (("安溪县2020年", "当前位置:首页 > 年报\n安溪县2020年"), Agreement.SAME),
        (("申请3件", "申请５件"), Agreement.DIFFERENT),
        (("申请3件", "申请三件"), Agreement.DIFFERENT),
        (("申请3件。", "申请3件。其中信函2件。"), Agreement.DIFFERENT),
        (("没有收取费用", "收取费用"), Agreement.DIFFERENT),
        (("报告\n", "报告(更正)\n"), Agreement.DIFFERENT),
        (("办结率100%,没有收取费用。\n安溪县人民政府\n", ""), Agreement.CONTAINS),
        (("安溪县人民政府\n", "附:另收到举报7件。\n"), Agreement.CONTAINED),
    ],
)
def test_prose(change: tuple[str, str], agreement: Agreement) -> None:
    other = sign(PROSE.replace(*change), 2012)
    assert compare_content(sign(PROSE, 2012), other) is agreement


def test_numbers_that_change_their_columns_are_another_content() -> None:
    one = sign(PROSE + "受理 1 11\n", 2012)
    assert compare_content(one, sign(PROSE + "受理\t1\t11\n", 2012)) is Agreement.SAME
    assert compare_content(one, sign(PROSE + "受理 11 1\n", 2012)) is Agreement.DIFFERENT


def test_a_text_that_breaks_off_is_contained_in_the_whole() -> None:
    """Not where it breaks off inside a sentence: there the last words differ."""
    text = (SAMPLES / "anxi_2020.txt").read_text()
    whole = sign(text, 2020)
    cuts = [build_content_key(text[: len(text) * share // 100], whole.form, 2020) for share in range(30, 95, 3)]
    found = Counter(compare_content(whole, cut) for cut in cuts)
    assert found.keys() == {Agreement.CONTAINS, Agreement.DIFFERENT}
    assert found[Agreement.CONTAINS] > 0.75 * len(cuts)


def test_a_key_of_another_version_is_none() -> None:
    assert read_content_key('[0,"C",{},{},{},""]') is None
    assert read_content_key(None) is None
