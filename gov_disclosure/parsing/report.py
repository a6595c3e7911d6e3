"""A text becomes a report: the order of the steps, nothing else."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gov_disclosure.parsing.doubts import Doubt
from gov_disclosure.parsing.extents import Extent, find_extents
from gov_disclosure.parsing.local_tables import TABLE as LOCAL_TABLE
from gov_disclosure.parsing.local_tables import LocalTables, parse_local_tables
from gov_disclosure.parsing.narrative import Figure, parse_figures
from gov_disclosure.parsing.sections import Section, parse_sections
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.parsing.table_years import find_other_years, leave_unread
from gov_disclosure.parsing.tables import LeftOver, ParsedTable, TableCell, parse_table
from gov_disclosure.vocabulary.forms import form_tables


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """What a text says: sections, cells of the form's tables, figures of the prose, numbers left over in tables, and doubts.

    `tables` are the stretches of the text that tables take, each with the key of its table.
    """

    sections: tuple[Section, ...]
    cells: tuple[TableCell, ...]
    figures: tuple[Figure, ...]
    left_over: tuple[LeftOver, ...]
    doubts: tuple[Doubt, ...] = ()
    tables: tuple[Extent, ...] = ()


def parse_report(text: str, form: str, report_year: int) -> ParsedReport:
    """Parse the text of an accepted report."""
    skeleton = parse_skeleton(text)
    sections = parse_sections(text, skeleton)
    extents = {e.table: e for e in find_extents(text, skeleton, form, sections)}
    tables = [parse_table(text, skeleton, form, t.key, extents.get(t.key)) for t in form_tables(form)]
    others = find_other_years(text, tables, report_year)
    tables = [leave_unread(table, doubt) if doubt else table for table, doubt in zip(tables, others, strict=True)]
    local = LocalTables() if tables else parse_local_tables(text, report_year)
    covered = tuple(_list_covered(form, tables, local))
    prose = list(_between(((table.start, table.end) for table in covered), len(text)))
    return ParsedReport(
        tuple(sections),
        tuple(cell for table in tables for cell in table.cells),
        tuple(sorted((*parse_figures(text, prose, report_year), *local.figures), key=lambda f: f.start)),
        (*(number for table in tables for number in table.left_over), *local.left_over),
        tuple(doubt for table in tables for doubt in table.doubts),
        covered,
    )


def _list_covered(form: str, tables: Sequence[ParsedTable], local: LocalTables) -> Iterator[Extent]:
    for layout, table in zip(form_tables(form), tables, strict=True):
        if table.covered:
            yield Extent(layout.key, *table.covered)
    yield from (Extent(LOCAL_TABLE, *span) for span in local.covered)


def _between(covered: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """The stretches of running text between the tables."""
    start = 0
    for table_start, table_end in sorted(covered):
        if start < table_start:
            yield start, table_start
        start = max(start, table_end)
    if start < length:
        yield start, length
