"""The tables of `docs/hostile.md`, made from the cases: `python -m gov_disclosure_tests.hostile.table` prints them.

Belongs here: the shape of a line. Does not belong here: the cases, and the words around the tables.
"""

from collections.abc import Iterator

from gov_disclosure_tests.hostile import archives, markup, papers, texts
from gov_disclosure_tests.hostile.case import Case
from gov_disclosure_tests.hostile.folder import THINGS, Thing
from gov_disclosure_tests.hostile.surroundings import FAULTS

GROUPS = {
    "Archives": archives.CASES,
    "Web pages, Word, Excel and XML": markup.CASES,
    "PDF, Excel 97 and pictures": papers.CASES,
    "Texts": texts.CASES,
    "Names, links and other things in the folder": THINGS,
}


def write_tables() -> Iterator[str]:
    """Lines of all tables, each below its heading."""
    for title, cases in GROUPS.items():
        yield from (f"### {title}", "", "| put into the raw folder | comes to |", "|---|---|")
        yield from map(_write_row, cases)
        yield ""
    yield from ("### Surroundings", "", "| what is wrong | what happens |", "|---|---|")
    yield from (f"| {fault.what} | {fault.happens} |" for fault in FAULTS)


def _write_row(case: Case | Thing) -> str:
    return f"| {case.what.replace('|', chr(92) + '|')} | {case.comes_to} |"


if __name__ == "__main__":
    print("\n".join(write_tables()))
