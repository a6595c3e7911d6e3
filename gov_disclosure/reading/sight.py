"""How an element of a page is seen, from its name and attributes alone.

Belongs here: what the rules of `visibility` and `furniture` say of one element, asked once for each kind of element of a
page. Does not belong here: the rules, and what follows from them for the text in and around the element (`html`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gov_disclosure.reading.elements import BLOCKS
from gov_disclosure.reading.furniture import FURNITURE, is_furniture
from gov_disclosure.reading.visibility import (
    SIZED_TAGS,
    STRUCK_TAGS,
    HiddenNames,
    Look,
    find_hidden_names,
    find_look,
    find_size,
    is_hidden,
    is_struck,
)


@dataclass(frozen=True, slots=True)
class Sight:
    """How an element is seen.

    Attributes:
        is_struck: whether its text is crossed out.
        is_hidden, is_hidden_in_table: whether it is not displayed, outside of tables and in one.
        has_size: whether it sets its text in some size (True) or in none (False).
        is_furniture: whether it is a block named as furniture.
        look: what it sets of how its text is seen.
    """

    is_struck: bool = False
    is_hidden: bool = False
    is_hidden_in_table: bool = False
    has_size: bool | None = None
    is_furniture: bool = False
    look: Look = ()


PLAIN = Sight()
"""Of most elements there is nothing to say; they share this one."""
_SAYING = ("style", "class", "id", "hidden", "color", "size")
"""Attributes that the rules ask for."""


class Sights:
    """The elements of one page, by what its own style sheets and their attributes say."""

    def __init__(self, page: str) -> None:
        self._names = find_hidden_names(page)
        self._known: dict[tuple[str | None, ...], Sight] = {}

    def find(self, tag: str, attributes: Mapping[str, str]) -> Sight:
        """How an element is seen.

        >>> Sights("").find("p", {"style": "display:none"}).is_hidden, Sights("").find("p", {"align": "left"}) is PLAIN
        (True, True)
        """
        kind = (tag, *map(attributes.get, _SAYING))
        sight = self._known.get(kind)
        if sight is None:
            sight = self._known[kind] = _read_sight(tag, attributes, self._names)
        return sight


def _read_sight(tag: str, attributes: Mapping[str, str], names: HiddenNames) -> Sight:
    sight = Sight(
        is_struck(tag, attributes),
        is_hidden(tag, attributes, names),
        is_hidden(tag, attributes, names, in_table=True),
        find_size(attributes),
        tag in BLOCKS and is_furniture(tag, attributes),
        find_look(tag, attributes),
    )
    return PLAIN if sight == PLAIN else sight


BARE = {tag: _read_sight(tag, {}, HiddenNames()) for tag in FURNITURE | STRUCK_TAGS | SIZED_TAGS}
"""Elements of which their name says something."""
