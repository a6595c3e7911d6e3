"""The closed list of indicators for figures in running text.

Belongs here: loading the list. Does not belong here: finding the figures (`parsing.narrative`). Source: the data
contract; keys are added where documents ask for it and never renamed. Labels follow the statistics table of 2014
(国办发〔2014〕32号) where it has the same count.
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


@cache
def list_narrative_indicators() -> tuple[NarrativeIndicator, ...]:
    """All indicators, in the order of the contract."""
    source = files("gov_disclosure.vocabulary") / "reference" / "narrative_indicators.csv"
    with source.open(encoding="utf-8", newline="") as stream:
        return tuple(
            NarrativeIndicator(
                row["key"],
                row["label_zh"],
                row["label_en"],
                row["unit"] or None,
                row["parent"] or None,
                row["note"],
            )
            for row in csv.DictReader(stream)
        )


@cache
def narrative_indicators_by_key() -> dict[str, NarrativeIndicator]:
    """The same indicators by key."""
    return {indicator.key: indicator for indicator in list_narrative_indicators()}
