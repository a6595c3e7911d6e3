"""The closed lists that the tables draw on: keys of cells, rules of findings, reasons of refusals.

Belongs here: gathering them from the vocabularies for the codebook. Does not belong here: the lists themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from gov_disclosure.frames.arrow import list_records
from gov_disclosure.frames.dimensions import build_indicators
from gov_disclosure.vocabulary.forms import read_reference
from gov_disclosure.vocabulary.rejections import REJECTIONS

_ANY = "*"


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule of `fact_finding` or `fact_seam`; `rule` may stand for several, with `*` for what they differ in."""

    rule: str
    forms: str
    severity: str
    formula: str
    source: str
    zh: str
    en: str

    def covers(self, rule: str) -> bool:
        """Whether a finding's rule is this one.

        >>> RuleEntry("*.zero", "", "", "", "", "", "").covers("B.9a.zero")
        True
        """
        before, star, behind = self.rule.partition(_ANY)
        return rule.startswith(before) and rule.endswith(behind) if star else rule == self.rule


@cache
def list_rules() -> tuple[RuleEntry, ...]:
    """Every rule: the arithmetic of the forms, the rules between years, and those that have no formula."""
    formulas = [*read_reference("identities.csv"), *read_reference("seams.csv")]
    return (*map(_describe_rule, formulas), *_list_statements(), *map(_describe_rule, read_reference("rules.csv")))


@cache
def find_rule(rule: str) -> RuleEntry | None:
    """The entry of the list that says most about a finding's rule.

    >>> find_rule("prose.stated_twice").en
    'the text gives two numbers for the same thing'
    """
    return max((entry for entry in list_rules() if entry.covers(rule)), key=lambda entry: len(entry.rule), default=None)


def _describe_rule(row: Mapping[str, str]) -> RuleEntry:
    names = ("rule", "forms", "severity", "formula", "source", "label_zh", "label_en")
    return RuleEntry(*(row.get(name, "") for name in names))


def _list_statements() -> Iterator[RuleEntry]:
    """What the text states again that a table has; one rule for each indicator, whatever its lines."""
    told = set()
    for row in read_reference("restatements.csv"):
        if row["indicator"] not in told:
            told.add(row["indicator"])
            zh, en = f"正文所述{row['label_zh']}与表格不符", f"the text states other {row['label_en']} than the table"
            yield RuleEntry(f"prose.{row['indicator']}", row["forms"], row["severity"], row["cells"], "", zh, en)


@dataclass(frozen=True, slots=True)
class ReasonEntry:
    """Why a document gave no report, and what to do about it."""

    reason: str
    zh: str
    en: str


@cache
def list_reasons() -> tuple[ReasonEntry, ...]:
    """Every reason of `rejected_document`."""
    return tuple(ReasonEntry(r.reason, r.message("…", "zh"), r.message("…", "en")) for r in REJECTIONS.values())


@cache
def list_indicators() -> Sequence[Mapping[str, Any]]:
    """Every key of every fact table, as in `dim_indicator`."""
    return list_records(build_indicators())
