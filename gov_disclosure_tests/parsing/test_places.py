"""Names of regions in a text: nested chains, stems, zones, and what is no name at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.parsing.places import find_places
from gov_disclosure.parsing.stretches import parse_stretch
from gov_disclosure.vocabulary.regions import load_spans


def places(text: str, year: int = 2019) -> list[tuple[str, list[str]]]:
    stretch = parse_stretch(text)
    return [(stretch.text[p.start : p.end], sorted(p.codes)) for p in find_places(stretch, year)]


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("石家庄市桥西区中山街道办事处", 2021, [("石家庄市桥西区", ["130104"])]),
        ("桥西区教育局", 2015, [("桥西区", ["130104", "130503", "130703"])]),
        ("威海市文登人民政府办公室", 2022, [("威海市文登", ["371003"])]),
        ("丹东市乡村振兴局", 2023, [("丹东市", ["210600"])]),
        ("北京街道办事处", 2020, []),
        ("吉林省吉林日报", 2020, [("吉林省", ["220000"])]),
        ("哈密地区哈密市", 2014, [("哈密地区哈密市", ["652201"])]),
        ("青海省黄南州河南县", 2018, [("青海省黄南州河南县", ["632324"])]),
        ("临沂高新区党政办公室", 2023, [("临沂", ["371300"])]),
        ("海门经济技术开发区", 2023, [("海门", ["320614"])]),
        ("东湖高新区管委会", 2023, []),
        ("平潭综合实验区", 2013, [("平潭综合实验区", ["350128"])]),
        ("深圳市龙华新区", 2014, [("深圳市龙华新区", ["440300"])]),
        (
            "新疆生产建设兵团第八师石河子市",
            2019,
            [("新疆生产建设兵团第八师", ["659001"]), ("石河子市", ["659001"])],
        ),
        ("国家税务总局安溪县税务局", 2019, [("安溪县", ["350524"])]),
        ("国家税务总局2019年", 2019, [("国家税务总局", ["100000"])]),
        ("江南区域经济", 2019, []),
        ("湖南第一师范学院", 2019, []),
        ("荆州市公安局", 2019, [("荆州市", ["421000"])]),
        ("福建省福州高新区", 2019, [("福建省福州", ["350100"])]),
        ("杭州市西湖风景名胜区管委会", 2019, [("杭州市", ["330100"])]),
        ("晋城市\n城区政府信息公开", 2021, [("晋城市\n城区", ["140502"])]),
        ("台江经济技术开发区", 2021, [("台江", ["350103", "522630"])]),
        ("沅陵縣二酉苗族鄉(xiāng)人民政府", 2020, [("沅陵县", ["431222"])]),
    ],
)
def test_chains(text: str, year: int, expected: list[tuple[str, list[str]]]) -> None:
    assert places(text, year) == expected


@pytest.mark.parametrize(
    ("text", "year", "is_open"),
    [
        ("济南市济阳县", 2021, True),
        ("济南市济阳县", 2018, False),
        ("株洲市裕淞区2010年", 2010, True),
        ("河源市龙龙川县人民政府", 2018, True),
        ("新疆生产建设兵团第六县政府信息公开", 2018, True),
        ("唐山市唐海审计局", 2011, True),
        ("泉州市市场监督管理局", 2019, False),
        ("济南市城市管理局", 2019, False),
        ("荆州市公安局", 2019, False),
        ("重庆市万盛经济技术开发区关坝镇人民政府", 2019, False),
        ("东莞市长安镇人民政府", 2019, False),
    ],
)
def test_a_name_that_cannot_be_told_is_left_open(text: str, year: int, is_open: bool) -> None:
    assert find_places(parse_stretch(text), year)[0].is_open == is_open


def test_every_division_of_the_register_is_found_by_its_name() -> None:
    for span in load_spans():
        found = find_places(parse_stretch(f"由{span.name}编制"), span.valid_from_year)
        assert any(span.code in place.codes for place in found), span.name


@given(st.text(alphabet="安溪县 濮阳市(ān)（）：２０\n\u3000鄉龍x", max_size=60))
def test_every_character_of_a_stretch_leads_back_to_its_place(text: str) -> None:
    stretch = parse_stretch(text)
    for index, character in enumerate(stretch.text):
        original = text[stretch.place(index)]
        assert character == original or parse_stretch(original).text in (character, "")


@given(st.text(alphabet="安溪县\n \t", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_a_window_reads_like_the_window_alone(text: str, start: int, end: int) -> None:
    start, end = min(start, len(text)), min(max(start, end), len(text))
    assert parse_stretch(text, start, end).text == parse_stretch(text[start:end]).text
