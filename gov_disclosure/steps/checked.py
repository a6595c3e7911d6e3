"""The shape of a check: what does not add up in one report, in the words of the office that writes it.

Belongs here: what is told. Does not belong here: where it comes from (`check.py`) and how it is shown (`check_terminal.py`,
`check_page.py`). Keys of cells and spans are those of the explanation beside it.
"""

from collections import Counter
from dataclasses import dataclass

from gov_disclosure.steps.explanation import Explanation, Span
from gov_disclosure.vocabulary.findings import ERROR, INFO, WARNING

SEVERITIES = (ERROR, WARNING, INFO)

Cell = tuple[str, str]
"""`fact table:row|column`, and the name of the cell in the words of the form."""


@dataclass(frozen=True, slots=True)
class Equation:
    """A rule of the form that does not hold.

    Attributes:
        place: column or row in which it does not.
        formula: the rule in the words of the form.
        filled: the same with the printed numbers, and what is missing.
    """

    place: str
    rule: str
    formula: str
    filled: str


@dataclass(frozen=True, slots=True)
class Change:
    """A cell with the number that stands there and the one that would agree, or the nearest one: 不大于, 不小于."""

    cell: Cell
    printed: str
    needed: str
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that together make every rule of a problem hold, and the slip that they look like (or nothing)."""

    changes: tuple[Change, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the report, and where the number in doubt stands in the text."""

    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that the office has to look at.

    Attributes:
        lines: what was found, a sentence each.
        repairs: changes of which any one would do, likeliest first.
        advice: what to do about it.
        cells: the cells that are marked.
    """

    rule: str
    severity: str
    title: str
    lines: tuple[str, ...] = ()
    quote: Quote | None = None
    equations: tuple[Equation, ...] = ()
    repairs: tuple[Repair, ...] = ()
    advice: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """A report that was checked; `notes` say what was not."""

    source_file: str
    name: str
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    rules_checked: int
    rules_open: int
    explanation: Explanation

    def count(self, severity: str) -> int:
        """Problems of a severity."""
        return Counter(problem.severity for problem in self.problems)[severity]


@dataclass(frozen=True, slots=True)
class UncheckedDocument:
    """A document that could not be checked: why, and what to do about it."""

    source_file: str
    reason: str
    message: str


Checked = CheckedReport | UncheckedDocument
