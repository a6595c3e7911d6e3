"""An explanation as one page that needs nothing else: the text on one side, what was read of it on the other.

Belongs here: which stretches of the text are marked, and the filling of `explain_page.html`. Everything is escaped by the
template engine, links lead to places of the page only, and the page forbids itself scripts and requests.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from heapq import heapify, heappop, heappush

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from gov_disclosure.steps import explain_words as words
from gov_disclosure.steps.explanation import SHOWN_CELLS, Explanation, Span


@dataclass(slots=True)
class Mark:
    """A marked stretch of the text: its anchor, the kinds of what was read there, and their names."""

    anchor: str
    kinds: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What stands in the tooltip."""
        more = f" 等 {len(self.names)} 项" if len(self.names) > 3 else ""
        return "；".join(self.names[:3]) + more


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the page's text: characters, the beginning of a mark, or (with neither) its end.

    `is_first` is false where a mark goes on that another one had cut.
    """

    text: str = ""
    mark: Mark | None = None
    is_first: bool = True


def build_page(explanation: Explanation) -> str:
    """The page as HTML."""
    marks = build_marks(explanation)
    return find_template("explain_page.html").render(
        explanation=explanation,
        anchors={span: mark.anchor for span, mark in marks.items()},
        pieces=list_pieces(explanation.text, marks),
        words=words,
        shown=SHOWN_CELLS,
    )


@cache
def find_template(name: str) -> Template:
    """A template of this folder: everything that is put into it is escaped."""
    loader = PackageLoader("gov_disclosure", "steps")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True).get_template(name)


def build_marks(explanation: Explanation, prefix: str = "c") -> dict[Span, Mark]:
    """One mark for each stretch that anything was read from, `c1`, `c2`, … in their order."""
    found = [(span, kind, name) for span, kind, name in _list_spans(explanation) if span is not None]
    marks = {span: Mark(f"{prefix}{i}") for i, span in enumerate(sorted({span for span, _, _ in found}), 1)}
    for span, kind, name in found:
        marks[span].names.append(name)
        if kind not in marks[span].kinds:
            marks[span].kinds.append(kind)
    return marks


def _list_spans(explanation: Explanation) -> Iterator[tuple[Span | None, str, str]]:
    for table in explanation.tables:
        yield from ((cell.span, cell.status, f"{cell.name}：{words.STATUS_NAMES[cell.status]}") for cell in table.cells)
        yield from ((number.span, "left_over", number.name) for number in table.left_over)
        yield from ((row.span, "label", f"行名：{row.name}") for row in table.rows)
        yield from ((label.span, "label", label.name) for label in table.unused_labels)
    yield from ((number.span, "left_over", number.name) for number in explanation.left_over)
    yield from ((figure.span, "figure", f"{figure.name}：{figure.value}") for figure in explanation.figures)
    yield from ((e.span, "evidence", f"{e.name} → {e.meaning}") for e in explanation.evidence)
    yield from ((s.span, "heading", f"章节：{s.name}") for s in explanation.sections)
    yield from ((e.span, "set_aside", f"{e.name}：{e.meaning}") for e in explanation.set_aside)


def list_pieces(text: str, marks: Mapping[Span, Mark]) -> Iterator[Piece]:
    """The text with its marks, properly nested; a mark that crosses the end of another goes on behind that end."""
    waiting = [(start, -end, mark.anchor) for (start, end), mark in marks.items()]
    heapify(waiting)
    by_anchor = {mark.anchor: mark for mark in marks.values()}
    ends: list[int] = []
    begun: set[str] = set()
    at = 0
    while waiting or ends:
        closes = bool(ends) and (not waiting or ends[-1] <= waiting[0][0])
        place = ends[-1] if closes else waiting[0][0]
        yield from _cut(text, at, place)
        at = place
        if closes:
            ends.pop()
            yield Piece()
            continue
        _, negative_end, anchor = heappop(waiting)
        end = -negative_end
        if ends and end > ends[-1]:
            heappush(waiting, (ends[-1], negative_end, anchor))
            end = ends[-1]
        yield Piece(mark=by_anchor[anchor], is_first=anchor not in begun)
        begun.add(anchor)
        ends.append(end)
    yield from _cut(text, at, len(text))


def _cut(text: str, start: int, end: int) -> Iterable[Piece]:
    return [Piece(text[start:end])] if start < end else []
