"""Names in Latin letters: right where they are given, and none where no spelling is certain."""

import re

import pytest

from gov_disclosure.vocabulary.regions import load_provinces, load_spans
from gov_disclosure.vocabulary.romanisation import list_romanised, romanise_stem

#: Names with a character that is read in another way elsewhere, with an apostrophe, or spelled after another language.
KNOWN = {
    "陕西省": "Shaanxi", "山西省": "Shanxi", "内蒙古自治区": "Inner Mongolia", "西藏自治区": "Xizang",
    "新疆维吾尔自治区": "Xinjiang",
    "重庆市": "Chongqing", "厦门市": "Xiamen", "六安市": "Lu'an", "六盘水市": "Liupanshui", "蚌埠市": "Bengbu", "亳州市": "Bozhou",
    "台州市": "Taizhou", "丽水市": "Lishui", "浚县": "Xunxian", "荥阳市": "Xingyang", "荥经县": "Yingjing", "长垣市": "Changyuan",
    "长子县": "Zhangzi", "单县": "Shanxian", "番禺区": "Panyu", "吕梁市": "Lüliang", "珲春市": "Hunchun", "涡阳县": "Guoyang",
    "泌阳县": "Biyang", "中牟县": "Zhongmu", "铅山县": "Yanshan", "蔚县": "Yuxian", "尉氏县": "Weishi", "繁峙县": "Fanshi",
    "犍为县": "Qianwei", "筠连县": "Junlian", "宝坻区": "Baodi", "黄陂区": "Huangpi", "洪洞县": "Hongtong", "乐清市": "Yueqing",
    "乐亭县": "Laoting", "乐山市": "Leshan", "东莞市": "Dongguan", "莘县": "Shenxian", "歙县": "Shexian", "黟县": "Yixian",
    "郫都区": "Pidu", "闵行区": "Minhang", "行唐县": "Xingtang", "西安市": "Xi'an", "东阿县": "Dong'e", "曾都区": "Zengdu",
    "枞阳县": "Zongyang", "大城县": "Daicheng", "大埔县": "Dabu", "黄埔区": "Huangpu", "哈尔滨市": "Harbin",
    "呼和浩特市": "Hohhot", "乌鲁木齐市": "Ürümqi", "濮阳市": "Puyang", "安溪县": "Anxi", "济阳区": "Jiyang",
}  # fmt: skip
UNCERTAIN = ("六枝特区", "宕昌县", "土默特左旗", "前郭尔罗斯蒙古族自治县", "鄯善县", "理塘县")


def test_names_are_read_as_the_place_is_called() -> None:
    told: dict[str, set[str | None]] = {}
    for (_, name), latin in list_romanised().items():
        told.setdefault(name, set()).add(latin)
    assert {name: told[name] for name in KNOWN} == {name: {latin} for name, latin in KNOWN.items()}
    assert {name: told[name] for name in UNCERTAIN} == {name: {None} for name in UNCERTAIN}


def test_a_name_is_in_latin_letters_or_is_none() -> None:
    letters = re.compile(r"[A-ZÜ][a-zêü]*('[aeo][a-z]*)?([a-zü]|'[aeo])*( [A-Z][a-z]+)*|XPCC")
    assert [one for one in list_romanised().items() if one[1] is not None and not letters.fullmatch(one[1])] == []


def test_most_places_have_one_and_every_province_does() -> None:
    told = list_romanised()
    assert all(romanise_stem(province.code, province.short_name) for province in load_provinces())
    assert all(told[span.code, span.name] for span in load_spans() if span.level == "prefecture")
    assert sum(latin is not None for latin in told.values()) / len(told) > 0.85


@pytest.mark.parametrize("stem", ["", "龘", "安龘"])
def test_a_character_without_a_reading_leaves_the_name_in_chinese(stem: str) -> None:
    assert romanise_stem("110000", stem) is None
