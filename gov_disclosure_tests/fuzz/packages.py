"""Damage inside of packed files, which are packed again: from outside they are whole, so that their readers open them.

Belongs here: parts of ZIP files, streams of PDF files, records of Excel's binary sheets. Does not belong here: edits of the
text in them (`mutation`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from itertools import islice
from random import Random
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from gov_disclosure_tests.fuzz.mutation import mutate_bytes, mutate_encoded, mutate_page, mutate_text

_PDF_STREAM = re.compile(rb"(?<!end)stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_BEGIN_OF_SHEET = re.compile(rb"\x09\x08\x10\x00")
_WILD = (
    "",
    "0",
    "-1",
    "1",
    "A1",
    "XFD1048576",
    "A0",
    "A1:XFD9999",
    "restart",
    "s",
    "n",
    "inlineStr",
    "99999999999",
    "行政",
)
_NAMES = (
    "",
    "..",
    "../a.txt",
    "/etc/a",
    "C:\\a.txt",
    "a" * 300,
    "\x07b",
    "word/document.xml",
    "内.zip",
    "a.txt",
    "年报.docx",
)
MOST_COPIED = 600
"""Elements that one edit adds at most: copies of copies would make any document a giant."""
Members = dict[str, bytes]


def mutate_zip(data: bytes, rng: Random) -> bytes:
    """An archive with other names, members and members of members."""
    members = _unpack(data)
    if not members or rng.random() < 0.2:
        return mutate_bytes(data, rng)
    name = rng.choice(list(members))
    kind = rng.random()
    if kind < 0.2:
        members[rng.choice(_NAMES)] = members.pop(name)
    elif kind < 0.4:
        members[rng.choice(_NAMES)] = data[:20_000]
    else:
        members[name] = rng.choice((mutate_bytes, mutate_encoded, mutate_office))(members[name], rng)
    return _pack(members, rng)


def mutate_office(data: bytes, rng: Random) -> bytes:
    """An office file with one of its XML parts changed."""
    members = _unpack(data)
    parts = [name for name in members if name.endswith((".xml", ".rels"))]
    if not parts or rng.random() < 0.1:
        return mutate_bytes(data, rng)
    parts += [name for name in parts if "document.xml" in name or "sheet" in name] * 4  # where the text is
    name = rng.choice(parts)
    members[name] = _mutate_xml(members[name], rng)
    return _pack(members, rng)


def mutate_pdf(data: bytes, rng: Random) -> bytes:
    """A PDF with the content of one of its streams changed, or its skeleton."""
    streams = list(_PDF_STREAM.finditer(data))
    if not streams or rng.random() < 0.3:
        return mutate_bytes(data, rng)
    match = rng.choice(streams)
    packed = match[1]
    try:
        content = mutate_bytes(zlib.decompress(packed), rng)
        changed = zlib.compress(content)
    except zlib.error:
        changed = mutate_bytes(packed, rng)
    return data[: match.start(1)] + changed + data[match.end(1) :]


def mutate_xls(data: bytes, rng: Random) -> bytes:
    """A binary workbook with records of a sheet changed, their lengths kept."""
    begins = [match.start() for match in _BEGIN_OF_SHEET.finditer(data)]
    if not begins or rng.random() < 0.2:
        return mutate_bytes(data, rng)
    changed = bytearray(data)
    records = list(_list_records(data, rng.choice(begins)))
    for _ in range(rng.randint(1, 6)):
        start, end = rng.choice(records)
        kind = rng.random()
        if kind < 0.7 and start < end:
            changed[rng.randrange(start, end)] = rng.choice((0, 1, 0x7F, 0xFF, rng.randrange(256)))
        elif kind < 0.85:
            changed[start - 4] = rng.randrange(256)
        else:
            changed[start - 2] = rng.randrange(256)
    return bytes(changed)


def _list_records(data: bytes, start: int) -> list[tuple[int, int]]:
    """Contents of the records from a place on: two bytes of kind and two of length stand before each."""
    found = []
    while start + 4 <= len(data) and len(found) < 3000:
        end = start + 4 + int.from_bytes(data[start + 2 : start + 4], "little")
        if end > len(data):
            break
        found.append((start + 4, end))
        start = end
    return found


def _unpack(data: bytes) -> Members:
    try:
        with ZipFile(BytesIO(data)) as package:
            return {part.filename: package.read(part)[:500_000] for part in package.infolist()[:40]}
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return {}


def _pack(members: Members, rng: Random) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", rng.choice((ZIP_DEFLATED, ZIP_STORED))) as package:
        for name, data in members.items():
            package.writestr(ZipInfo(name or "a"), data, rng.choice((ZIP_DEFLATED, ZIP_STORED)))
    return file.getvalue()


def _mutate_xml(data: bytes, rng: Random) -> bytes:
    """A part after some edits, well-formed most of the time."""
    if rng.random() < 0.15:
        return mutate_encoded(data, rng, mutate_page)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.LxmlError:
        return mutate_encoded(data, rng, mutate_page)
    for _ in range(rng.randint(1, 6)):
        elements = list(root.iter("*"))
        rng.choice(_EDITS)(rng.choice(elements), rng.choice(elements), rng)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _edit_text(element: etree._Element, other: etree._Element, rng: Random) -> None:
    text = mutate_text(element.text or other.text or "", rng)
    element.text = "".join(c for c in text if c.isprintable() or c in "\t\n")


def _edit_attribute(element: etree._Element, other: etree._Element, rng: Random) -> None:
    names = list(element.attrib) or list(other.attrib)
    if names:
        element.set(rng.choice(names), rng.choice((*_WILD, str(rng.randrange(2**33)))))


def _drop_element(element: etree._Element, other: etree._Element, rng: Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _copy_element(element: etree._Element, other: etree._Element, rng: Random) -> None:
    copied = deepcopy(element)
    size = sum(1 for _ in islice(element.iter(), MOST_COPIED))
    for _ in range(min(rng.choice((1, 1, 20)), MOST_COPIED // size - 1)):
        other.append(deepcopy(copied))


def _rename_element(element: etree._Element, other: etree._Element, rng: Random) -> None:
    element.tag = other.tag


_EDITS: tuple[Callable[[etree._Element, etree._Element, Random], None], ...] = (
    *(_edit_text, _edit_text, _edit_attribute, _edit_attribute, _drop_element, _copy_element, _rename_element),
)
