"""One count that a report states twice, with numbers that exclude each other: in two sentences, or in a table of its own.

Belongs here: figures of running text and of local tables against each other. Does not belong here: figures whose count has a
cell in the form, for those are held against the cell (`prose.py`), in every scope that they regularly have.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pandas as pd

from gov_disclosure.frames.arrow import group_records
from gov_disclosure.quality.identities import spell
from gov_disclosure.quality.prose import FIGURES, quote, stated_totals
from gov_disclosure.quality.restatements import find_restatements, restatements, state_interval
from gov_disclosure.vocabulary.findings import INFO, MESSAGES, UNDECIDED, WARNING, Finding
from gov_disclosure.vocabulary.indicators import UNLISTED, narrative_indicators_by_key

RULE = "prose.stated_twice"
_WITH_TABLES_OF_ITS_OWN = "A"
"""Generation whose reports carry local tables beside the text; elsewhere two sentences may well mean two scopes."""


def check_statements(figures: pd.DataFrame) -> Iterator[Finding]:
    """Findings for totals of the report year of which no number fits all statements, one for each count."""
    stated = stated_totals(figures)
    stated = stated[stated["indicator"] != UNLISTED]
    for (_, indicator), records in group_records(stated, ["report_id", "indicator"]).items():
        if find_restatements(str(records[0]["form"]), str(indicator)):
            continue
        apart = (
            pair for pair in combinations(records, 2) if not state_interval(pair[0]).meets(state_interval(pair[1]))
        )
        first = next(apart, None)
        if first is not None:
            yield _tell(*first)


def _tell(one: dict[Any, Any], other: dict[Any, Any]) -> Finding:
    indicator = narrative_indicators_by_key()[str(one["indicator"])]
    words = {
        "label_zh": indicator.label_zh,
        "label_en": indicator.label_en,
        "one": spell(one["value"]),
        "other": spell(other["value"]),
        "sentence": quote(str(one["sentence"]), str(one["raw_text"])),
        "other_sentence": quote(str(other["sentence"]), str(other["raw_text"])),
    }
    matters = any(r.indicator == indicator.key and r.severity == WARNING for r in restatements())
    severity = WARNING if matters and one["form"] == _WITH_TABLES_OF_ITS_OWN else INFO
    return Finding(
        str(one["report_id"]), RULE, severity, UNDECIDED, FIGURES, (indicator.key,),
        MESSAGES[RULE].zh.format(**words), MESSAGES[RULE].en.format(**words), one["value"], other["value"],
    )  # fmt: skip
