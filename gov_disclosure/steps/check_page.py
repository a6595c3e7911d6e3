"""A check as one page that needs nothing else, to be read on the screen or on paper.

Belongs here: which cells are marked with which problem, and the filling of `check_page.html`. The text with its marks is that
of `explain_page.py`; everything is escaped, links lead to places of the page only, and the page forbids itself scripts and
requests.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gov_disclosure.steps import check_words, explain_words
from gov_disclosure.steps.check_material import widen
from gov_disclosure.steps.checked import Checked, CheckedReport, Problem
from gov_disclosure.steps.explain_page import Piece, build_marks, find_template, list_pieces
from gov_disclosure.steps.explanation import ExplainedTable, Span
from gov_disclosure.vocabulary.findings import INFO

REPAIR = "repair"
_UNNUMBERED = ("cells.absent",)
"""Problems of whole rows and tables, whose cells show by themselves what they are."""


@dataclass(slots=True)
class MarkedCell:
    """How a cell is marked: by the worst that is said of it, and the numbers of the problems that concern it."""

    kind: str
    numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document of the page; `prefix` parts its anchors from those of the others."""

    prefix: str
    document: Checked
    cells: Mapping[str, MarkedCell] = field(default_factory=dict)
    anchors: Mapping[Span, str] = field(default_factory=dict)
    pieces: Sequence[Piece] = ()

    @property
    def report(self) -> CheckedReport | None:
        """The document, if it could be checked."""
        return self.document if isinstance(self.document, CheckedReport) else None


def write_page(documents: Sequence[Checked], page: Path) -> None:
    """Write the page of some documents."""
    # a lone surrogate cannot be written as UTF-8; as a reference, a browser shows it as an unknown character
    page.write_text(build_page(documents), encoding="utf-8", errors="xmlcharrefreplace")


def build_page(documents: Sequence[Checked]) -> str:
    """The page as HTML."""
    return find_template("check_page.html").render(
        sheets=[_build_sheet(f"d{number}-", document) for number, document in enumerate(documents, 1)],
        words=check_words,
        statuses=explain_words,
        widen=widen,
        is_printed=is_printed,
        summary=check_words.spell_summary(documents),
    )


def _build_sheet(prefix: str, document: Checked) -> Sheet:
    if not isinstance(document, CheckedReport):
        return Sheet(prefix, document)
    marks = build_marks(document.explanation, prefix)
    anchors = {span: mark.anchor for span, mark in marks.items()}
    pieces = tuple(list_pieces(document.explanation.text, marks))
    return Sheet(prefix, document, mark_cells(document.problems), anchors, pieces)


def mark_cells(problems: Sequence[Problem]) -> dict[str, MarkedCell]:
    """Cells by key, each marked by the first problem that names it: problems stand worst first, and repairs first in each."""
    marked: dict[str, MarkedCell] = {}
    for number, problem in enumerate(problems, 1):
        for kind, key in _list_marks(problem):
            cell = marked.setdefault(key, MarkedCell(kind))
            if number not in cell.numbers:
                cell.numbers.append(number)
    return marked


def _list_marks(problem: Problem) -> Iterator[tuple[str, str]]:
    if problem.severity == INFO or problem.rule in _UNNUMBERED:
        return
    yield from ((REPAIR, change.cell[0]) for repair in problem.repairs for change in repair.changes)
    yield from ((problem.severity, key) for key, _ in problem.cells)


def is_printed(table: ExplainedTable) -> bool:
    """Whether the document has any cell of a table."""
    return any(cell.status != "absent" for cell in table.cells)
