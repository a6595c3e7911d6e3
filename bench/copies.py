"""A damaged copy of a text, which knows of each of its characters where it stood in the original.

Belongs here: cutting, inserting and overwriting without losing track. Does not belong here: what is cut (`harms`) and what
that means for the numbers (`judgement`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Span = tuple[int, int]
Edit = tuple[int, int, str]
"""Characters from the first place to the second, and what stands there instead."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A text, and for each character its place in the original; -1 for one that was put in."""

    text: str
    origins: array[int]

    def arrange(self, pieces: Iterable[Span | str]) -> Copy:
        """A copy of stretches of this one, in any order, and of new characters."""
        texts: list[str] = []
        origins = array("l")
        for piece in pieces:
            if isinstance(piece, str):
                texts.append(piece)
                origins.extend([-1] * len(piece))
            else:
                texts.append(self.text[slice(*piece)])
                origins.extend(self.origins[slice(*piece)])
        return Copy("".join(texts), origins)

    def edit(self, edits: Iterable[Edit]) -> Copy:
        """A copy with some characters put in the place of others; where edits overlap, the first has the common part."""
        pieces: list[Span | str] = []
        at = 0
        for start, end, text in sorted(edits):
            pieces += [(at, max(at, start)), text]
            at = max(at, end)
        return self.arrange([*pieces, (at, len(self.text))])

    def overwrite(self, characters: Mapping[int, str]) -> Copy:
        """A copy in which other characters stand in the same places: misread, not exchanged."""
        text = list(self.text)
        for place, character in characters.items():
            text[place] = character
        return Copy("".join(text), self.origins)

    def find_places(self, spans: Mapping[str, Span]) -> dict[str, Span]:
        """Where stretches of the original stand now: those that are whole and in one piece, whatever was overwritten."""
        now = {origin: place for place, origin in enumerate(self.origins)}
        found = {}
        for key, (start, end) in spans.items():
            places = [now.get(origin, -2) for origin in range(start, end)]
            if places and places[0] >= 0 and places == list(range(places[0], places[0] + len(places))):
                found[key] = (places[0], places[-1] + 1)
        return found


def copy_text(text: str) -> Copy:
    """A copy without damage."""
    return Copy(text, array("l", range(len(text))))


def list_lines(text: str, whole: Iterable[Span] = (), width: int = 60) -> list[Span]:
    """The lines of a text with their ends; none ends inside a stretch that is `whole`.

    A text in one line counts as printed in lines of `width` characters.
    """
    ends = [place + 1 for place, character in enumerate(text) if character == "\n"]
    if len(ends) * 1_000 < len(text):
        ends = list(range(width, len(text), width))
    inside = {place for start, end in whole for place in range(start + 1, end)}
    ends = [end for end in ends if end not in inside]
    return [span for span in zip([0, *ends], [*ends, len(text)], strict=True) if span[0] < span[1]]
