"""Slips printed into the texts of right reports and read back, from the characters to the findings.

Belongs here: writing a slip into a text, reading many of them at once, and comparing what is found with what was done. Does
not belong here: the slips (`slips`), what can be told at all (`equations`), the tables of results (`trust`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bench.equations import find_single_repairs, list_blocks, list_broken
from bench.slips import Slip
from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.quality.findings import build_findings
from gov_disclosure_tests.builders import File, Partition, build_partition

AT_ONCE = 300
"""Reports that are read as one partition."""
Changes = Mapping[str, int]
_CHANGE = re.compile(r"([\w|]+) = (-?[\d.]+)")
_Records = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Print:
    """A report as it is printed: its numbers, and where the characters of each stand."""

    name: str
    form: str
    text: str
    numbers: Mapping[str, int]
    places: Mapping[str, tuple[int, int]]

    def overprint(self, printed: Changes) -> str:
        """The text with other numbers in some cells."""
        text = self.text
        for cell in sorted(printed, key=self.places.__getitem__, reverse=True):
            start, end = self.places[cell]
            text = f"{text[:start]}{printed[cell]}{text[end:]}"
        return text


@dataclass(frozen=True, slots=True)
class Outcome:
    """One slip and what came of it.

    Attributes:
        is_broken: some rule is certainly broken by what is printed now.
        is_tellable: every wrong cell stands in a broken block, and no change of fewer cells would repair a block.
        repairs: how many changes of one cell alone repair everything, for a slip in one cell that is tellable.
        told: severities of the findings about the table.
        candidates: how many repairs are named.
        is_among, is_first: whether the wrong cells are named, and are named first.
        is_exact: whether they are named with the numbers that they had.
    """

    form: str
    table: str
    slip: Slip
    is_broken: bool
    is_tellable: bool
    repairs: int
    told: frozenset[str]
    candidates: int
    is_among: bool
    is_first: bool
    is_exact: bool

    @property
    def is_only(self) -> bool:
        """Whether no other cells are named."""
        return self.is_among and self.candidates == 1


def read_print(name: str, data: bytes) -> Print:
    """A report with the cells that print a plain whole number."""
    made = build_partition([File(name, data)])
    text = str(made.texts["text"].iloc[0])
    cells = made.elements[(made.elements["element"] == "cell") & made.elements["value"].notna()]
    numbers, places = {}, {}
    for row in cells.to_dict("records"):
        if row["raw_text"] == f"{int(row['value'])}":
            key = _name(row)
            numbers[key], places[key] = int(row["value"]), (row["source_start"], row["source_end"])
    return Print(name, str(made.register["form"].iloc[0]), text, numbers, places)


def _name(row: Mapping[Any, Any]) -> str:
    table = TABLE_OF_FACT[row["table"]]
    return f"{table}|{row['row_key']}" + ("" if table == "statistics" else f"|{row['column_key']}")


def inject(prints: Print, slips: Iterable[Slip]) -> Iterator[Outcome]:
    """Each slip alone in the text of a report, read and checked."""
    remaining = iter(slips)
    while batch := list(islice(remaining, AT_ONCE)):
        texts = [prints.overprint(slip.printed) for slip in batch]
        files = {text: File(f"{at}.txt", text.encode()) for at, text in enumerate(dict.fromkeys(texts))}
        found = check_partition(build_partition(list(files.values())))
        for text, slip in zip(texts, batch, strict=True):
            yield judge(prints, slip, found.get(files[text].source_file, []))


def check_partition(made: Partition) -> dict[str, list[Mapping[str, Any]]]:
    """Findings by file."""
    files = dict(zip(made.register["report_id"], made.register["source_file"], strict=True))
    findings: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in build_findings({**made.facts, "report_element": made.elements}, made.register).to_dict("records"):
        findings[files[row["report_id"]]].append({str(name): value for name, value in row.items()})
    return findings


def judge(prints: Print, slip: Slip, findings: _Records) -> Outcome:
    """What the findings of a report say of a slip in it."""
    table = next(iter(slip.printed)).split("|")[0]
    printed = {**prints.numbers, **slip.printed}
    true = {cell: prints.numbers[cell] for cell in slip.printed}
    blocks = list(list_blocks(prints.form, list_broken(prints.form, printed)))
    concerned = [(cells, broken) for cells, broken in blocks if cells & true.keys()]
    singles = [find_single_repairs(prints.form, printed, broken) for _, broken in concerned]
    in_blocks = set().union(*(cells for cells, _ in concerned)) >= true.keys()
    is_fewest = all(
        len(cells & true.keys()) == 1 or not single for (cells, _), single in zip(concerned, singles, strict=True)
    )
    own = [f for f in findings if TABLE_OF_FACT.get(str(f["table"])) == table]
    named = [_list_candidates(f, table) for f in own if f["rule"] == "location"]
    named = [candidates for candidates in named if any(c.keys() & true.keys() for c in candidates)]
    fit = [[c for c in candidates if c.keys() <= true.keys()] for candidates in named]
    exact = [[c for c in candidates if c.items() <= true.items()] for candidates in named]
    return Outcome(
        prints.form, table, slip, bool(concerned), bool(concerned) and in_blocks and is_fewest,
        len(singles[0]) if len(true) == 1 and singles else 0,
        frozenset(str(f["severity"]) for f in own if f["rule"] != "location"),
        max((len(candidates) for candidates in named), default=0),
        _covers(fit, true), _covers([candidates[:1] for candidates in fit], true) and _leads(named, fit), _covers(exact, true),
    )  # fmt: skip


def _list_candidates(finding: Mapping[str, Any], table: str) -> list[dict[str, int]]:
    told = str(finding["suggestion"] or "").split(" or ")
    changes = ([(f"{table}|{cell}", float(number)) for cell, number in _CHANGE.findall(one)] for one in told)
    return [{cell: int(number) if number.is_integer() else -1 for cell, number in one} for one in changes if one]


def _covers(fit: list[list[dict[str, int]]], true: Changes) -> bool:
    return {cell for candidates in fit for candidate in candidates for cell in candidate} == set(true)


def _leads(named: list[list[dict[str, int]]], fit: list[list[dict[str, int]]]) -> bool:
    return all(candidates[0] in fitting for candidates, fitting in zip(named, fit, strict=True))
