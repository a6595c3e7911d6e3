"""A text becomes a report: the order of the steps, nothing else."""

from dataclasses import dataclass

from gov_disclosure.parsing.extents import find_extents
from gov_disclosure.parsing.sections import Section, parse_sections
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.parsing.tables import ParsedTable, TableCell, parse_table
from gov_disclosure.vocabulary.forms import form_tables


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """What a text says: sections, cells of the form's tables, and numbers of the tables that are left over."""

    sections: tuple[Section, ...]
    cells: tuple[TableCell, ...]
    left_over: tuple[tuple[int, int], ...]


def parse_report(text: str, form: str, report_year: int) -> ParsedReport:
    """Parse the text of an accepted report."""
    skeleton = parse_skeleton(text)
    sections = parse_sections(text, skeleton)
    extents = {e.table: e for e in find_extents(text, skeleton, form, sections)}
    tables = [parse_table(text, skeleton, form, t.key, extents.get(t.key)) for t in form_tables(form)]
    return ParsedReport(
        tuple(sections),
        tuple(c for t in tables for c in t.cells),
        tuple(n for t in tables for n in t.left_over),
    )
