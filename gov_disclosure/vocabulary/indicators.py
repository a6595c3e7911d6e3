"""The closed list of indicators for figures in running text.

Belongs here: loading the list and the wordings by which reports state each of them. Does not belong here: finding the
figures (`parsing.narrative`). Source: the data contract; keys are added where documents ask for it and never renamed.
Labels follow the statistics table of 2014 (国办发〔2014〕32号) where it has the same count.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

UNLISTED: Final = "unlisted"
"""Key of a count of disclosure work that has no indicator of its own."""


@dataclass(frozen=True, slots=True)
class NarrativeIndicator:
    """One indicator of `fact_narrative_figure`.

    Attributes:
        key: Stable key.
        label_zh: Chinese label.
        label_en: What is counted, in English.
        unit: Unit of the value; None where figures of several units share the key.
        parent: Key of the count that this one is a part of, if any.
        note: What to watch when comparing, empty where there is nothing.
    """

    key: str
    label_zh: str
    label_en: str
    unit: str | None
    parent: str | None
    note: str


@dataclass(frozen=True, slots=True)
class NarrativeWording:
    """One wording by which a number in prose is known to be an indicator; patterns as in the file.

    Attributes:
        indicator: Key of the indicator.
        key: Characters that stand in the label or behind the number whenever the wording fits.
        label: Regular expression for the end of the words before the number.
        units: Name of a set of units, or the normalised units themselves.
        behind: Regular expression for the words right behind the number; empty where they do not matter.
        topic: What the text must be speaking of: request, review, suit, disclosure; unsaid for requests or nothing
            named before; empty for anything.
        veto: Regular expression for words before the number that make it another count.
    """

    indicator: str
    key: str
    label: str
    units: str
    behind: str
    topic: str
    veto: str


@cache
def list_narrative_indicators() -> tuple[NarrativeIndicator, ...]:
    """All indicators, in the order of the contract."""
    return tuple(
        NarrativeIndicator(
            row["key"], row["label_zh"], row["label_en"], row["unit"] or None, row["parent"] or None, row["note"]
        )
        for row in _read_rows("narrative_indicators.csv")
    )


@cache
def narrative_indicators_by_key() -> dict[str, NarrativeIndicator]:
    """The same indicators by key."""
    return {indicator.key: indicator for indicator in list_narrative_indicators()}


@cache
def list_narrative_wordings() -> tuple[NarrativeWording, ...]:
    """All wordings; the first that fits decides, so their order carries meaning."""
    return tuple(NarrativeWording(**row) for row in _read_rows("narrative_rules.csv"))


def _read_rows(name: str) -> list[dict[str, str]]:
    source = files("gov_disclosure.vocabulary") / "reference" / name
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
