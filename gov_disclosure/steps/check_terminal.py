"""A check as lines of text: on the terminal, or in the file that a script collects.

Belongs here: the order of the lines and their colours. What a report says is shown as plain text, as `explain` does.
"""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from gov_disclosure.steps.check_material import widen
from gov_disclosure.steps.check_words import SEVERITY_NAMES, list_repairs, spell_equation, spell_summary, spell_verdict
from gov_disclosure.steps.checked import Checked, CheckedReport, Problem
from gov_disclosure.steps.explain_terminal import make_plain

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}

Line = tuple[str, str]
"""Text and style."""


def print_checked(console: Console, documents: list[Checked]) -> None:
    """All documents, each with its verdict as its last line, and of several how many are right."""
    for at, document in enumerate(documents):
        if at:
            console.print()
        for text, style in list_lines(document):
            _print(console, text, style)
    if len(documents) > 1:
        console.print()
        _print(console, spell_summary(documents), "bold")


def _print(console: Console, text: str, style: str) -> None:
    console.print(Text(make_indented(text), style=style), soft_wrap=True)


def make_indented(text: str) -> str:
    """A plain line with its indent."""
    return " " * (len(text) - len(text.lstrip(" "))) + make_plain(text)


def list_lines(document: Checked) -> Iterator[Line]:
    """What is said of a document."""
    if not isinstance(document, CheckedReport):
        yield widen(f"■ {document.source_file}"), "bold"
        yield widen(f"结论:不能核对。{document.message}"), "bold red"
        return
    yield f"■ {document.source_file}  {document.name}", "bold"
    for number, problem in enumerate(document.problems, 1):
        yield from _list_problem(number, problem)
    yield from ((widen(f"说明:{note}"), "dim") for note in document.notes)
    yield spell_verdict(document), "bold"


def _list_problem(number: int, problem: Problem) -> Iterator[Line]:
    yield f"{number}. 【{SEVERITY_NAMES[problem.severity]}】{problem.title}", _STYLES[problem.severity]
    if problem.quote is not None:
        yield widen(f"   原文:『{problem.quote.text}』"), ""
    yield from ((f"   {line}", "") for line in problem.lines)
    for equation in problem.equations:
        head, formula, filled = spell_equation(equation)
        yield from ((f"   {head}", ""), (f"     {formula}", "dim"), (f"     {filled}", "bold"))
    if problem.repairs:
        yield widen("   怎样改可以对上:" if len(problem.repairs) == 1 else "   怎样改可以对上(任选其一):"), ""
    for place, (repair, _) in enumerate(list_repairs(problem), 1):
        yield f"     {place}) {repair}", ""
    if problem.advice:
        yield f"   → {problem.advice}", ""
