"""Whose report it is: a place that existed in that year, and the name of a body there.

Belongs here: choosing a region and naming government, office, department or township. Does not belong here: what the
report says (`prose`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from random import Random

from gov_disclosure.vocabulary.forms import read_reference

NAMINGS = ("chain", "bare", "full")
KINDS = ("government", "office", "department", "township")
_ISSUER_KINDS = {"office": "government_office"}
_LEVEL_OF_SCALE = {"province": "province", "prefecture": "city", "county": "county"}
_DEPARTMENTS = (
    "财政",
    "教育",
    "民政",
    "水利",
    "审计",
    "统计",
    "交通运输",
    "农业农村",
    "住房和城乡建设",
    "市场监督管理",
    "卫生健康",
)
_TOWNS = (
    "柳溪", "石坪", "云岗", "双桥铺", "白塔", "青石", "大庙", "三岔口", "龙泉寺", "黄土岭",
    "清水沟", "板桥", "杨柳湾", "金鸡岭", "红旗渠", "马家店", "赵家集", "王家坝", "槐树坪", "东风桥",
)  # fmt: skip
_TOWN_KINDS = (("镇", "人民政府"), ("乡", "人民政府"), ("街道", "办事处"))


@dataclass(frozen=True, slots=True)
class Region:
    """A division in a year; `chain` is its name behind that of the division above; `unique` tells whether no other has it."""

    code: str
    name: str
    level: str
    chain: str
    province: str
    area_code: str
    unique: bool

    def written(self, naming: str) -> str:
        """Its name as a report prints it."""
        if naming == "bare" and (self.unique or self.area_code):
            return self.name
        return self.chain if naming != "full" or self.chain.startswith(self.province) else self.province + self.chain


@dataclass(frozen=True, slots=True)
class Body:
    """The body that reports. `name` tells the place in full, `short` is how it names itself."""

    region: Region
    kind: str
    name: str
    short: str
    office: str

    @property
    def needs_contact(self) -> bool:
        """Whether only a telephone number tells which of the places of that name it is."""
        return not self.region.unique and self.region.chain not in self.name

    @property
    def issuer_kind(self) -> str:
        """The kind in the words of the contract."""
        return _ISSUER_KINDS.get(self.kind, self.kind)

    @property
    def scale(self) -> str:
        """How large its numbers are."""
        if self.kind in ("department", "township"):
            return self.kind
        return _LEVEL_OF_SCALE[self.region.level]

    @property
    def makes_rules(self) -> bool:
        """Whether it can issue 规章."""
        return self.kind == "government" and self.region.level != "county"


@cache
def list_regions(year: int) -> dict[str, Region]:
    """Regions that stood in a year, by code; names that another region of the year carries have a chain all the same."""
    rows = [
        r
        for r in read_reference("regions.csv")
        if int(r["valid_from_year"]) <= year <= int(r["valid_to_year"] or year) and r["province_code"] != "100000"
    ]
    by_code = {r["code"]: r for r in rows}
    area_codes: dict[str, str] = {}
    for row in read_reference("area_codes.csv"):
        area_codes.setdefault(row["code"], row["area_code"])
    carried = Counter(r["name"] for r in rows)
    regions = {}
    for row in rows:
        parent = by_code.get(row["parent_code"])
        above = parent["name"] if parent else ""
        area = area_codes.get(row["code"]) or area_codes.get(row["parent_code"]) or ""
        province = by_code[row["province_code"]]["name"]
        unique = carried[row["name"]] == 1
        regions[row["code"]] = Region(
            row["code"], row["name"], row["level"], above + row["name"], province, area, unique
        )
    return regions


@cache
def _codes(year: int, level: str) -> tuple[str, ...]:
    return tuple(code for code, region in list_regions(year).items() if region.level == level)


def choose_region(year: int, rng: Random) -> str:
    """A region code; counties are the most, provinces the fewest."""
    level = rng.choices(("county", "prefecture", "province"), (12, 5, 1))[0]
    return rng.choice(_codes(year, level))


def choose_kind(region: Region, rng: Random) -> str:
    """A kind of body that such a region has."""
    kinds = KINDS if region.level == "county" else KINDS[:3]
    return rng.choices(kinds, (4, 2, 4, 5)[: len(kinds)])[0]


def name_body(region: Region, kind: str, rng: Random, naming: str = "chain") -> Body:
    """A body of the region, with its full and its short name."""
    place = region.written(naming)
    office = "办公厅" if region.level == "province" else "办公室"
    if kind == "township":
        town, seat = rng.choice(_TOWNS), rng.choice(_TOWN_KINDS)
        name = f"{place}{town}{seat[0]}{seat[1]}"
        return Body(region, kind, name, f"{town}{seat[0]}", f"{town}{seat[0]}党政办公室")
    if kind == "department":
        name = f"{place}{rng.choice(_DEPARTMENTS)}{'厅' if region.level == 'province' else '局'}"
        return Body(region, kind, name, "我局" if name.endswith("局") else "我厅", f"{name}办公室")
    government = f"{place}人民政府"
    name = government if kind == "government" else government + office
    return Body(region, kind, name, region.name, government + office)
