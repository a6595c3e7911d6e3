"""Replacements that cannot be and documents in two places are told."""

import pyarrow as pa

from gov_disclosure.frames.manifest_use import COLUMNS, list_unused

ROWS = (
    ("a.txt", "accepted", "a", "350803", 2019, None),
    ("b.txt", "accepted", "a", "430802", 2019, None),
    ("c.txt", "accepted", "c", "410300", 2019, "d.txt"),
    ("d.txt", "accepted", "d", "410300", 2019, "c.txt"),
    ("e.txt", "accepted", "e", "410300", 2019, "e.txt"),
    ("f.txt", "accepted", "f", "410300", 2020, "c.txt"),
    ("g.txt", "accepted", "g", "410300", 2019, "e.txt"),
    ("h.txt", "accepted", "h", "410300", 2019, "g.txt"),
    ("i.txt", "accepted", "i", "410300", 2019, "j.txt"),
    ("j.txt", "accepted", "j", "410300", 2019, None),
    ("k.txt", "accepted", "k", "410300", 2019, "l.txt"),
    ("l.txt", "accepted", "l", "410300", 2019, None),
    ("m.txt", "accepted", "l", "410300", 2019, "k.txt"),
)
OUTCOME = (
    ("b.txt", "a.txt", False),
    ("e.txt", None, False),
    ("g.txt", None, True),
    ("j.txt", "i.txt", False),
    ("m.txt", "l.txt", False),
)


def test_what_cannot_be_used_is_told() -> None:
    table = pa.table({name: list(column) for name, column in zip(COLUMNS, zip(*ROWS, strict=True), strict=True)})
    names = ("source_file", "duplicate_of", "is_current")
    versions = pa.table({name: list(column) for name, column in zip(names, zip(*OUTCOME, strict=True), strict=True)})
    assert list_unused(table, versions) == [
        "a.txt and b.txt are the same bytes, put at 350803 2019 and at 430802 2019; only the first counts,"
        " the second was not used",
        "supersedes 'd.txt' of c.txt was not used: the replacements go round in a circle",
        "supersedes 'c.txt' of d.txt was not used: the replacements go round in a circle",
        "supersedes 'e.txt' of e.txt was not used: it names itself",
        "supersedes 'c.txt' of f.txt was not used: the one is of 410300 2020, the other of 410300 2019",
        "supersedes 'g.txt' of h.txt was not used: other evidence contradicts it, or there are more than 40 different reports of"
        " the body for the year",
        "supersedes 'j.txt' of i.txt was not used: both are the same report",
        "supersedes 'l.txt' of k.txt was not used: the replacements go round in a circle",
        "supersedes 'k.txt' of m.txt was not used: the replacements go round in a circle",
    ]
