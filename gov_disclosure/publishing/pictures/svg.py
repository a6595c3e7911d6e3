"""SVG as Vega writes it, made small: a picture lies in the event log, one for every run that writes the analysis.

Belongs here: leaving out what changes nothing that is seen. Does not belong here: drawing (`drawing.py`).
"""

import re
from typing import Any

from lxml import etree

_SVG = "http://www.w3.org/2000/svg"
_GROUP, _PATH = f"{{{_SVG}}}g", f"{{{_SVG}}}path"
_RECTANGLES = ("rect mark", "bar")
_ONLY_FOR_PAGES = ("aria-label", "aria-roledescription", "role", "aria-hidden", "pointer-events", "class")
_DEFAULTS = {"opacity": "1", "stroke-width": "1", "x2": "0", "y2": "0", "stroke-miterlimit": "10"}
_INHERITED = ("font-family", "font-size", "font-weight", "text-anchor", "fill", "stroke")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")


def shrink_svg(svg: str) -> bytes:
    """The same drawing in fewer bytes.

    >>> head, path = '<svg xmlns="http://www.w3.org/2000/svg">', '<path aria-roledescription="bar" d="M{},0h1v1Z" fill="red"/>'
    >>> shrink_svg(head + path.format(0) + path.format(2) + "</svg>")
    b'<svg xmlns="http://www.w3.org/2000/svg" fill="red"><path d="M0,0h1v1ZM2,0h1v1Z"/></svg>'
    """
    root = etree.fromstring(svg.encode(), etree.XMLParser(remove_blank_text=True))
    for element in list(root.iter(_PATH)):
        if element.get("fill") is None and element.get("stroke") is None:
            element.getparent().remove(element)
    for element in root.iter():
        _join_rectangles(element)
        _drop_attributes(element)
    for element in reversed(list(root.iter())):
        _lift_attributes(element)
    for group in root.iter(_GROUP):
        group.tag = group.tag if group.attrib else "plain"
    etree.strip_tags(root, "plain")
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, encoding="utf-8"))


def _join_rectangles(group: Any) -> None:
    """Those of one look become one path: rectangles of one mark do not overlap, so that their order does not matter."""
    first: dict[tuple[str | None, ...], Any] = {}
    for path in group.findall(_PATH):
        if path.get("aria-roledescription") in _RECTANGLES:
            known = first.setdefault((path.get("fill"), path.get("stroke"), path.get("transform")), path)
            if known is not path:
                known.set("d", known.get("d") + path.get("d"))
                group.remove(path)


def _drop_attributes(element: Any) -> None:
    """What only a page can use, what is so anyway, and more than two decimals of a pixel."""
    for name in _ONLY_FOR_PAGES:
        element.attrib.pop(name, None)
    for name, value in element.attrib.items():
        if value == _DEFAULTS.get(name):
            del element.attrib[name]
        elif name in ("d", "transform"):
            element.set(name, _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), value))


def _lift_attributes(group: Any) -> None:
    """What all children have is told once, where it goes down to them."""
    for name in _INHERITED if len(group) else ():
        values = {child.get(name) for child in group}
        if len(values) == 1 and None not in values:
            group.set(name, values.pop())
            for child in group:
                del child.attrib[name]
