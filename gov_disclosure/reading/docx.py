"""Word documents (DOCX) to text: paragraphs and tables of the body, in order.

Belongs here: the elements of WordprocessingML (ECMA-376, part 1, clause 17) that print text in the body. Text boxes,
headers, footers, notes, deleted, struck out and hidden text are left out. Does not belong here: the bounds of the container
(`container`), the shape of lines and rows (`layout`).
"""

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from gov_disclosure.reading.container import read_xml_parts
from gov_disclosure.reading.flow import Flow, Table
from gov_disclosure.reading.refused import RefusedFileError

_BODY = "word/document.xml"
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
# Elements whose content is not printed in the running text of the final document.
_SKIPPED = frozenset(
    (
        *("txbxContent", "drawing", "pict", "object", "Fallback", "del", "moveFrom", "rt", "instrText", "delText"),
        *("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblGrid", "sectPr", "sdtPr", "sdtEndPr", "tblPrEx"),
    )
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_UNPRINTED = ("vanish", "strike", "dstrike")
_OFF = frozenset(("0", "false", "off"))


def read_docx(data: bytes) -> str:
    """The text of a document."""
    content = read_xml_parts(data).get(_BODY)
    if content is None:
        raise RefusedFileError("unsupported_media", f"no {_BODY} in it")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.LxmlError as error:
        raise RefusedFileError("unsupported_media", f"damaged document: {error}") from error
    page = Flow()
    _add_blocks(root, page)
    if not page.lines and any(True for _ in root.iter("{*}drawing", "{*}pict")):
        raise RefusedFileError("needs_ocr", "pictures and no text")
    return "\n".join(page.lines)


def _add_blocks(parent: etree._Element, flow: Flow, *, in_cell: bool = False) -> None:
    for name, child in _printed(parent):
        if name == "p":
            _add_paragraph(child, flow, in_cell=in_cell)
        elif name == "tbl":
            table = _read_table(child)
            flow.add_rows(table.lines, has_table=table.cells > 1)
        else:
            _add_blocks(child, flow, in_cell=in_cell)


def _add_paragraph(paragraph: etree._Element, flow: Flow, *, in_cell: bool) -> None:
    """A paragraph; outside of tables its tabs stand, for columns are set with them."""
    for line in "".join(_texts(paragraph)).split("\n"):
        flow.parts.append(line)
        if in_cell:
            flow.close_line()
        else:
            flow.close_tabbed()


def _read_table(element: etree._Element) -> Table:
    table = Table()
    rows = [_places(row) for row in _inside(element, "tr") if "del" not in _settings(row, "trPr")]
    continued = [{place for place, cell in row if _is_continued(cell)} for row in rows]
    for number, row in enumerate(rows):
        for place, cell in row:
            if place not in continued[number]:
                table.cell, table.rows = Flow(), 1
                while number + table.rows < len(rows) and place in continued[number + table.rows]:
                    table.rows += 1
                _add_blocks(cell, table.cell, in_cell=True)
                table.close_cell()
        table.close_row()
    return table


def _places(row: etree._Element) -> list[tuple[int, etree._Element]]:
    """The cells of a row, each with the column of the grid in which it begins."""
    cells = []
    place = _count(_settings(row, "trPr").get("gridBefore"), 0)
    for cell in _inside(row, "tc"):
        cells.append((place, cell))
        place += _count(_settings(cell, "tcPr").get("gridSpan"), 1)
    return cells


def _count(setting: etree._Element | None, usual: int) -> int:
    value = "" if setting is None else _value(setting)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else usual


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of a name, also those that a content control or a tracked change wraps."""
    for found, child in _printed(parent):
        if found == name:
            yield child
        else:
            yield from _inside(child, name)


def _is_continued(cell: etree._Element) -> bool:
    """Whether a cell is the rest of one that was written above it or before it."""
    settings = _settings(cell, "tcPr")
    return any(name in settings and _value(settings[name]) != "restart" for name in ("vMerge", "hMerge"))


def _texts(element: etree._Element) -> Iterator[str]:
    for name, child in _printed(element):
        if name == "t":
            yield child.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name == "r":
            yield from _run(child)
        else:
            yield from _texts(child)


def _run(run: etree._Element) -> Iterator[str]:
    """A run, unless it is hidden or struck out; one set above or below the line is a note mark, no digit of the number before."""
    settings = _settings(run, "rPr")
    raised = settings.get("vertAlign")
    if any(name in settings and _value(settings[name]) not in _OFF for name in _UNPRINTED):
        return
    if raised is None or _value(raised) == "baseline":
        yield from _texts(run)
    else:
        yield f"[{''.join(_texts(run))}]"


def _printed(parent: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    return ((name, child) for name, child in _children(parent) if name not in _SKIPPED)


def _children(parent: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Elements inside of another, each with its name."""
    return ((_name(tag), child) for child in parent if isinstance(tag := child.tag, str))


@lru_cache(256)
def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _settings(element: etree._Element, properties: str) -> dict[str, etree._Element]:
    """What the properties of an element set, by name; of two of a name the first counts."""
    found: dict[str, etree._Element] = {}
    for name, child in _children(element):
        if name == properties:
            for setting, value in _children(child):
                found.setdefault(setting, value)
    return found


def _value(element: etree._Element) -> str:
    return next((element.get(f"{{{space}}}val", "") for space in _WORD if element.get(f"{{{space}}}val")), "")
