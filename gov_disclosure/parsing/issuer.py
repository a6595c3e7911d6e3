"""Who reports: the places where a document names its body, and what kind of body that is.

What belongs here: reading the words around a region's name (title, signature, «由…编制», «请与…联系», the page's own
fields). What does not: weighing these hints against each other (`identity`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gov_disclosure.parsing.peers import CLAUSE_LENGTH, is_peer
from gov_disclosure.parsing.places import Place, begins_with_name, find_places
from gov_disclosure.parsing.stretches import Stretch
from gov_disclosure.parsing.titles import FIRST_SECTION, Title

#: Words that never stand inside the name of a body; they end the search for 局, 委, 厅 behind a region.
_NOT_IN_NAMES = (
    r"(?:认真|贯彻|落实|坚持|严格|按照|根据|推进|积极|深入|全面|主动|各[级县乡镇部街]|高度|政务公开|政府信息|依法|及时|通过|关于|公布|发布|"
    r"编制|政府网|门户|网站|制定|印发|成立|召开|收到|受理|累计|继续|不断|完善|加强|公开|年报|年度|报告|信息公开|的|了|在|是|与|由|向)"
)
_WORD = rf"(?:(?!{_NOT_IN_NAMES})[\u4e00-\u9fff])"
#: Endings of the names of departments, longest first.
_DEPARTMENT = (
    r"(?:委员会办公室|领导小组办公室|管理办公室|服务办公室|办公室|管委会|委员会|管理局|监督局|分局|总队|支队|大队|局|厅|委|(?<![公行])署|部门|"
    r"(?:服务|交易|管理|疾控|控制|指挥|事务)中心|中心|研究院|法院|检察院|学院|医院|总社|联社|公司|集团|(?:所|处|部|站|馆|社|行|办)(?=$|\W|\d|二[0零]|政府信息|信息公开|政务公开|编制|根据|依))"
)
_PORTAL = (
    r"(?:管委会)?(?:官方)?网站|(?:人民)?政府(?:信息|公众|公开|门户|政务|外)*(?:网|站|信息公开(?:网|平台|栏目|专栏))|"
    r"(?:公众|门户|政务|政府)?(?:信息网|门户网站)"
)
_TOWNSHIP = (
    rf"(?:人民政府)?{_WORD}{{1,9}}?(?:苏木乡|苏木|街道|地区|镇|乡)"
    r"(?:人民政府|办事处|党政(?:综合)?办公?室?|政府|(?=\d|二[0零]|党|推|的|$|\W|驻地|年度|认真|扎实|积极|严格|坚持|持续|不断|进一步|全面|深入|紧紧|切实|始终|高度|共))"
)
_KINDS = (
    ("portal", _PORTAL),
    ("township", _TOWNSHIP),
    (
        "government_office",
        r"(?:人民)?政府(?:\([^)\n]{2,12}\)|办公[厅室])|(?:(?:人民)?政府|行政公署|行署)办(?:公室|(?!事))|办公[厅室]",
    ),
    ("department", rf"(?:人民政府)?(?!和){_WORD}{{0,16}}?{_DEPARTMENT}(?!长|员|门[^户]|理)"),
    ("government", r"(?:人民)?政府|行政公署|行署"),
)
_BEHIND = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_ZONE_OFFICE = re.compile(r"管理?委员?会?(?:办公室)?|党政办公室")
_ZONE_PORTAL = re.compile(r"(?:管理?委员?会?)?(?:政府|门户|官方|政务)*网")
_ZONE_BODIES = {"central_body": "department", "corps": "government", "corps_division": "government"}
#: What stands before and behind the name of the body that reports, both needed: «本报告由…编制», «请与…联系».
_ISSUER_AROUND = (
    (r"(?:机构|单位|机关|部门|来源|主体|主办|承办|作者)(?:\(盖章\))?[:|\s]{1,3}$", r""),
    (r"(?:报告|年报|年度报告)(?:是|系)?由$", r""),
    (r"附[件表]?[一二三1-9]?[:、.|]?$", r"[^。\n]{0,3}20\d\d年?度?(?:政府信息|政务|信息)公开(?:工作)?(?:情况)?统计表"),
    (r"(?:与|联系|咨询)$", r"[^。\n]{0,20}?(?:联系|\(|[,，]?(?:地址|电话))"),
    (r"(?:公布|发布|编制|现将|公开|形成|撰写)(?:了|的)?《?$", r"[^。\n]{0,25}?(?:20\d\d|年报|年度|信息公开)"),
)
_ISSUER = tuple((re.compile(before), re.compile(behind)) for before, behind in _ISSUER_AROUND)
_SUBJECT_BEFORE = re.compile(r"(?:(?:^|\n|[。;；)])(?:20\d\d年度?,?)?|20\d\d年度?,|本年度?,?)$")
_YEARLY_SUBJECT = re.compile(r"20\d\d年度?,?$")
_ADDRESS_BEFORE = re.compile(r"(?:地址|地点|住所|位于)[:|\s]{0,3}(?:中国)?$|[(]$")
_SUPERIOR_BEFORE = re.compile(
    r"(?:(?:根据|按照|依照|依据|贯彻|落实|遵照|转发|按|经|报|向)[^。\n《]{0,8}?(?:和|、|及)?(?:中共)?《?|条例》?和《?|《)$"
)
_BOUNDARY_BEFORE = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[由与在为和是向了即对将布的及经据照按于制县市省系年度到至于将局院行司团])$"
)
#: A line of one or two characters before a name may be its beginning (清, 新县交通运输局).
_BROKEN_BEFORE = re.compile(r"(?:^|\n)[\u4e00-\u9fff]{1,2}\n$")

#: A report is signed once, by two bodies at most; more lone names at the end are links to other sites.
MOST_SIGNATURES = 2
#: Kinds of hints that can decide alone, best first, and how much each says.
DECISIVE = ("title", "issuer", "signature", "subject")


@dataclass(frozen=True, slots=True)
class Mention:
    """A region named in a place that says something about the issuer.

    Attributes:
        kind: title, signature, issuer, subject, portal, address, superior, aside or other.
        place: the chain of names.
        start, end: span in the document, the body's words included.
        text: that text, normalised.
        body_kind: government, government_office, department, township, zone, portal, or None without a body's word.
    """

    kind: str
    place: Place
    start: int
    end: int
    text: str
    body_kind: str | None


def find_mentions(head: Stretch, tail: Stretch, titles: Sequence[Title], year: int) -> list[Mention]:
    """All regions named in the head, and those in signatures of the tail, in order of the document."""
    section = FIRST_SECTION.search(head.text)
    sections_from = section.start() if section else len(head.text)
    places = find_places(head, year)
    listed = _list_in_menus(head.text, places)
    alone = list(_list_lone_names(tail, year))
    signed = {m.start for m in alone}
    mentions = []
    for place in places:
        mention = _mention(head, place, _title_span(place, titles))
        if mention is None or (place.is_open and mention.kind not in DECISIVE):
            continue
        if mention.kind != "title" and mention.start in signed:
            continue
        is_aside = mention.kind == "other" and (place.start > sections_from or place in listed)
        mentions.append(_aside(mention) if is_aside else mention)
    titled = {m.start for m in mentions if m.kind == "title"}
    signatures = [m for m in alone if m.start not in titled]
    return mentions + (signatures if len(signatures) <= MOST_SIGNATURES else [])


def _list_in_menus(text: str, places: Sequence[Place]) -> set[Place]:
    """Places in lines that name several provinces or places of several: a menu, not the body's own."""
    lines: dict[int, list[Place]] = {}
    for place in places:
        lines.setdefault(text.rfind("\n", 0, place.start), []).append(place)
    several = (line for line in lines.values() if len({s.province_code for p in line for s in p.spans[:1]}) > 1)
    return {place for line in several for place in line}


def _aside(mention: Mention) -> Mention:
    """A place named in the sections without a role; its whole chain still says which of two places of a name is meant."""
    return mention if mention.place.depth > 1 else replace(mention, kind="aside")


def _title_span(place: Place, titles: Iterable[Title]) -> bool:
    return any(t.start <= place.start < t.end and not t.other_kind for t in titles)


def _mention(stretch: Stretch, place: Place, in_title: bool) -> Mention | None:
    text = stretch.text
    before = text[max(0, place.start - 14) : place.start]
    body_kind, end = find_body(text, place)
    around = text[max(0, place.start - CLAUSE_LENGTH) : place.start], text[place.end : place.end + 2 * CLAUSE_LENGTH]
    if not in_title and is_peer(*around):
        kind = "aside"
    elif not _BOUNDARY_BEFORE.search(before) or _BROKEN_BEFORE.search(before):
        if place.end - place.start == 2:
            return None  # 东区, 城区 inside another word
        kind = "other"
    else:
        kind = "title" if in_title else _kind(before, body_kind, text[end : end + 40])
    return Mention(kind, place, *stretch.span(place.start, end), text[place.start : end], body_kind)


def _kind(before: str, body_kind: str | None, behind: str) -> str:
    if body_kind == "portal":
        return "portal"
    if _ADDRESS_BEFORE.search(before):
        return "address"
    if any(left.search(before) and right.match(behind) for left, right in _ISSUER):
        return "issuer"
    if _SUPERIOR_BEFORE.search(before):
        return "superior"
    if body_kind and behind[:1] in ("《", "关", "印"):
        return "superior"
    if _YEARLY_SUBJECT.search(before) or (body_kind and _SUBJECT_BEFORE.search(before)):
        return "subject"
    return "other"


def find_body(text: str, place: Place) -> tuple[str | None, int]:
    """What kind of body the words behind a name make of it, and where they end.

    >>> from gov_disclosure.parsing.stretches import parse_stretch
    >>> text = parse_stretch("安溪县人民政府办公室")
    >>> find_body(text.text, find_places(text, 2020)[0])
    ('government_office', 10)
    """
    if place.zone is not None:
        if _ZONE_PORTAL.match(text, place.zone):
            return "portal", place.zone
        found = _ZONE_OFFICE.match(text, place.zone)
        return _ZONE_BODIES.get(str(place.zone_kind), "zone"), found.end() if found else place.zone
    for kind, pattern in _BEHIND:
        found = pattern.match(text, place.end)
        if found:
            return kind, found.end()
    return None, place.end


def _list_lone_names(tail: Stretch, year: int) -> Iterator[Mention]:
    """Short lines of the tail that hold nothing but the name of a body: signatures, or links where there are many."""
    end = 0
    for line in re.split(r"[\n|]", tail.text):
        at, end = end, end + len(line) + 1
        if not (3 <= len(line) <= 32 and begins_with_name(line)):
            continue
        if _BROKEN_BEFORE.search(tail.text[max(0, at - 4) : at]):
            continue
        place = next(iter(find_places(Stretch(line, (0,), (tail.place(at),)), year)), None)
        if place is None or place.start:
            continue
        body_kind, behind = find_body(line, place)
        if body_kind not in (None, "portal") and re.fullmatch(r"[\W\d年月日]*", line[behind:]):
            yield Mention("signature", place, *tail.span(at, at + behind), line[:behind], body_kind)


#: Words by which a document without a name for its body still tells what kind it is.
_PLAIN_BODIES = (
    (
        "township",
        re.compile(
            r"[我本](?:镇|乡|街道|苏木|办事处)|"
            r"(?<![各、和及])[\u4e00-\u9fff]{2,8}?(?:镇|乡|街道)(?:人民政府|办事处|党政)"
        ),
    ),
    (
        "department",
        re.compile(r"[我本](?:局|委|厅|办|中心|部门|队|所|站|院|单位)|[\u4e00-\u9fff]{2,10}局(?=20\d\d|推进|公开)"),
    ),
)
#: The same in a title, where the year or the name of the document follows the body's name.
_TITLE_END = r"(?=\n?(?:\d|二|政府信息|政务|信息公开|关于|年))"
_TITLE_BODIES = (
    ("township", re.compile(rf"(?:镇|乡|街道|苏木|区(?=办事处))(?:人民政府|办事处|党政办公室|政府)?{_TITLE_END}")),
    (
        "department",
        re.compile(
            rf"(?:局|(?<![区园城港岛]管理)(?<!行政)委员会|委|(?<!办公)厅|中心|部门|支队|大队|总队)(?:\([^)]{{2,12}}\))?{_TITLE_END}"
        ),
    ),
)


def find_body_kind(mentions: Sequence[Mention], title: Title | None, head: Stretch) -> tuple[str | None, str]:
    """Name and kind of the reporting body: from the title, else the signature or issuer line, else the text's own words."""
    ranked = sorted((m for m in mentions if m.kind in DECISIVE and m.body_kind), key=lambda m: DECISIVE.index(m.kind))
    for kind, pattern in _TITLE_BODIES:
        if title and pattern.search(title.text):
            named = next((m for m in ranked if m.body_kind == kind), None)
            return (named.text if named else _plain_name(title)), kind
    if title and _has_unknown_body(mentions, title):
        return _plain_name(title), "other"
    if ranked:
        return ranked[0].text, str(ranked[0].body_kind)
    for kind, pattern in _PLAIN_BODIES:
        if pattern.search(head.text):
            return None, kind
    return None, "government" if title and any(m.kind == "title" for m in mentions) else "other"


#: What a title may have between the name of a region and the year without naming a body of it.
_NO_BODY = re.compile(
    r"(?:的|年度?|关于|本级|[省市州盟县区旗]直|各级|全[省市州盟县区旗]|公布|发布|编制|地区|境内|门户|网站|网|行政机关|机关|[^\u4e00-\u9fff])*"
)
_BODY_WORDS = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?=\n?(?:\([^)]*\))?\n?(?:\d|二[0零]|年|政府信息|政务|信息公开|关于|$))"
)


def _has_unknown_body(mentions: Sequence[Mention], title: Title) -> bool:
    """Whether a title names a body of its region that no kind is known for (安溪县第一中学): not the region's government."""
    named = [m for m in mentions if m.kind == "title"]
    if not named or any(m.body_kind for m in named):
        return False
    rest = title.text.rpartition(named[-1].text)[2]
    behind = _NO_BODY.match(rest)
    start = behind.end() if behind else 0
    if re.match(r"政府信息|政务|信息公开", rest[start:]):
        return False
    return bool(_BODY_WORDS.match(rest, start))


_OWN_CLASS = re.compile(
    rf"(?:^|\n|年度?|关于)([省市县区旗州盟])(?={_WORD}{{1,16}}?(?:局|委员会|委|办公室|办|中心|厅){_TITLE_END})"
)


_SPOKEN_CLASS = re.compile(rf"(?:公布|发布|由|现将|20\d\d年度?,?)([县区旗])(?={_WORD}{{1,12}}?局)")


def find_own_class(title: Title | None, head: Stretch) -> str | None:
    """What class of division a body without a place says it belongs to: 县 of 县财政局, in its title or where it speaks."""
    found = _OWN_CLASS.search(title.text) if title else None
    if found is None and not (title and title.year):
        found = _SPOKEN_CLASS.search(head.text)
    return found[1] if found else None


def _plain_name(title: Title) -> str | None:
    name = re.sub(
        r"^(?:现|了|是|由|关于|公布|发布|(?:(?:19|20)\d\d|二[0零][\d一二三四五六七八九]{2})年?度?)+", "", title.text
    )
    name = re.split(r"(?:关于)?(?:(?:19|20)\d\d|二[0零])|政府信息|政务公开|信息公开", name)[0]
    return name.strip("\n-·、,") or None
