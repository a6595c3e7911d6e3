"""Numbers of a report that follow from the report of the year before: carry-over, items, documents in force.

Belongs here: the gaps. A rule is checked where all its numbers are printed in reports of one body, one scope and the forms
of the rule; a year that is missing is no seam. Which of both reports is right stays open, unless a further statement of
either report, or the report of the year after, agrees with one of the numbers and none with the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.quality.bodies import NOBODY
from gov_disclosure.quality.comparison import Comparison, Place, Years
from gov_disclosure.quality.identities import name_cells, spell
from gov_disclosure.quality.matrix import Bools, Ints, unscale
from gov_disclosure.quality.numbers import FACT_OF_LAYOUT, Numbers, index_cells
from gov_disclosure.vocabulary.findings import SOURCE, TABLE_NAMES, UNDECIDED
from gov_disclosure.vocabulary.indicators import list_narrative_indicators
from gov_disclosure.vocabulary.seams import SEAM_MESSAGES, SeamInstance, Term, seam_instances

PROSE = ("正文数字", "Figures of the text")


@dataclass(frozen=True, slots=True)
class Statement:
    """A number as some terms give it, a line per report of the own year."""

    total: Ints
    complete: Bools
    precision: Ints

    def agrees(self, other: Statement) -> Bools:
        """Where both are known and the same within their rounding."""
        near = np.abs(self.total - other.total) <= self.precision + other.precision
        return np.asarray(self.complete & other.complete & near)


@dataclass(frozen=True, slots=True)
class Seam:
    """A rule instance over all reports of a year.

    Attributes:
        observed: the number in the report.
        expected: the number that follows from the report of the year before.
        checked: where the rule can be checked: both reports are there, of its forms, with all its numbers.
    """

    instance: SeamInstance
    observed: Statement
    expected: Statement
    checked: Bools


def check_seams(years: Years) -> Iterator[Comparison]:
    """The gaps between the reports of a year and those of the year before."""
    for seam in _join_all(years):
        instance = seam.instance
        lines = np.flatnonzero(seam.checked & ~seam.observed.agrees(seam.expected))
        said = [_state(years, instance, witness) for witness in instance.witnesses] if len(lines) else []
        for line in map(int, lines):
            yield _tell_gap(years, seam, line, _find_borne_out(seam, line, said))


def count_checked(years: Years) -> int:
    """How many rule instances could be checked, broken or not."""
    return sum(int(seam.checked.sum()) for seam in _join_all(years))


def _join_all(years: Years) -> Iterator[Seam]:
    reports = years.own.reports
    report_years = reports["report_year"].to_numpy(np.int64)
    forms, forms_before = reports["form"].to_numpy(dtype="<U1"), _list_forms_before(years)
    for instance in seam_instances():
        rule, of = instance.rule, list(instance.rule.forms)
        observed = _state(years, instance, (Term(instance.cell, 0, 1),))
        expected = _state(years, instance, instance.expected)
        in_force = (report_years >= rule.first_year) & np.isin(forms, of) & np.isin(forms_before, of)
        yield Seam(instance, observed, expected, observed.complete & expected.complete & in_force)


def _list_forms_before(years: Years) -> np.ndarray:
    """The form of the report of the year before, empty where there is none."""
    forms = np.array([*years.before.reports["form"].tolist(), ""], dtype=object)
    return forms[years.predecessors].astype(str)


def _state(years: Years, instance: SeamInstance, terms: tuple[Term, ...]) -> Statement:
    count = len(years.own)
    total, precision = np.zeros(count, np.int64), np.zeros(count, np.int64)
    complete = np.ones(count, np.bool_)
    for term in terms:
        numbers, lines = _side(years, term.offset)
        there = lines != NOBODY
        place = index_cells()[FACT_OF_LAYOUT[instance.rule.table], term.cell]
        at = lines[there]
        complete[there] &= numbers.known[at, place]
        complete[~there] = False
        total[there] += term.sign * numbers.values[at, place]
        precision[there] += numbers.precision[at, place]
    return Statement(total, complete, precision)


def _side(years: Years, offset: int) -> tuple[Numbers, Ints]:
    """Numbers of the year that a term is taken from, and the lines in it."""
    if offset == 0:
        return years.own, np.arange(len(years.own), dtype=np.int64)
    return (years.before, years.predecessors) if offset < 0 else (years.after, years.followers)


_Support = tuple[str, tuple[Term, ...]]
"""Which number is borne out, and by what sum."""


def _find_borne_out(seam: Seam, line: int, said: Sequence[Statement]) -> _Support | None:
    """The number that further statements agree with, if they agree with one of both alone."""
    found: dict[str, tuple[Term, ...]] = {}
    for witness, statement in zip(seam.instance.witnesses, said, strict=True):
        for name, side in (("observed", seam.observed), ("expected", seam.expected)):
            if statement.agrees(side)[line]:
                found.setdefault(name, witness)
    return next(iter(found.items())) if len(found) == 1 else None


def _tell_gap(years: Years, seam: Seam, line: int, support: _Support | None) -> Comparison:
    instance, rule = seam.instance, seam.instance.rule
    cells, other_cells = (tuple(t.cell for t in instance.expected if t.offset == offset) for offset in (0, -1))
    own = Place(years.own, line, (instance.cell, *cells))
    other = Place(years.before, int(years.predecessors[line]), other_cells)
    numbers = (int(seam.observed.total[line]), int(seam.expected.total[line]))
    return Comparison(
        rule.rule, rule.severity, SOURCE if support else UNDECIDED, FACT_OF_LAYOUT[rule.table], own, other,
        _word_gap(instance, (own, other), numbers, support),
        *numbers, (support[0], _find_report(years, line, support[1])) if support else None,
    )  # fmt: skip


def _find_report(years: Years, line: int, witness: tuple[Term, ...]) -> str:
    """The report that makes the statement: the one of its terms that lies farthest from the own year."""
    numbers, lines = _side(years, max((term.offset for term in witness), key=abs))
    return str(numbers.reports.at[int(lines[line]), "report_id"])


def _word_gap(
    instance: SeamInstance, places: tuple[Place, Place], numbers: tuple[int, int], support: _Support | None
) -> tuple[str, str]:
    rule = instance.rule
    names, names_en = TABLE_NAMES.get(FACT_OF_LAYOUT[rule.table], PROSE)
    label = f"「{instance.place}」" if instance.place else ""
    words = {
        "place": f"{names}{label}",
        "place_en": f"{names_en}{label}",
        "label_zh": rule.label_zh,
        "label_en": rule.label_en,
        "observed": spell(unscale(numbers[0])),
        "expected": spell(unscale(numbers[1])),
        "difference": spell(unscale(numbers[0] - numbers[1])),
        "other_year": str(places[1].get("report_year")),
    }
    hint, hint_en = _word_support(str(places[0].get("form")), rule.table, support)
    message = SEAM_MESSAGES["gap"]
    return message.zh.format(**words, hint=hint), message.en.format(**words, hint_en=hint_en)


def _word_support(form: str, table: str, support: _Support | None) -> tuple[str, str]:
    if support is None:
        return "", ""
    name, witness = support
    message = SEAM_MESSAGES[name]
    zh, en = name_cells_of(FACT_OF_LAYOUT[table], form, tuple(dict.fromkeys(term.cell for term in witness)))
    return message.zh.format(cells=zh), message.en.format(cells=en)


def name_cells_of(fact: str, form: str, cells: tuple[str, ...]) -> tuple[str, str]:
    """Cells of a fact table in Chinese and in English."""
    if fact in TABLE_OF_FACT:
        return name_cells(form, TABLE_OF_FACT[fact], cells), name_cells(form, TABLE_OF_FACT[fact], cells, "en")
    labels = {i.key: (i.label_zh, i.label_en) for i in list_narrative_indicators()}
    return "、".join(labels[cell][0] for cell in cells), ", ".join(labels[cell][1] for cell in cells)
