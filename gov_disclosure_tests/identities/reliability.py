"""How often the evidence that decided was right, over whole and damaged documents: what the confidence is set from.

What belongs here: counting. What does not: documents (`cases`), damages (`damage`), and the confidence itself
(`gov_disclosure.parsing.region_clues`). Documents that contradict themselves stay whole, for a damage may hide that they do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from random import Random

from gov_disclosure.parsing.identity import Identity, identify_report
from gov_disclosure_tests.identities.cases import make_case
from gov_disclosure_tests.identities.damage import KINDS, damage
from gov_disclosure_tests.identities.drafts import Case

YEAR_KINDS = ("title_year", "period", "mention")


def list_documents(seeds: Iterable[int]) -> Iterator[Case]:
    """For each seed its document, and once more with one damage."""
    for seed in seeds:
        case, rng = make_case(seed), Random(f"damage {seed}")
        yield case
        if case.story != "contradiction":
            yield damage(case, rng.choice(KINDS), rng)


def count_right(seeds: Iterable[int]) -> dict[str, Counter[bool]]:
    """For each kind of evidence how many regions of accepted documents were right; ``year_conflict`` counts years."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for case in list_documents(seeds):
        found = identify_report(case.text, url=case.url)
        if found.refusal is None:
            counts[_basis(found)][found.region_code in case.allowed] += 1
            if len({e.supports for e in found.evidence if e.kind in YEAR_KINDS}) > 1:
                counts["year_conflict"][found.report_year == case.year] += 1
    return counts


def _basis(found: Identity) -> str:
    return next(e.supports for e in found.evidence if e.kind == "decided_by")


def print_reliability(seeds: Iterable[int]) -> None:
    """Print one line for each kind of evidence."""
    for kind, counts in sorted(count_right(seeds).items(), key=lambda item: -item[1].total()):
        print(f"| {kind} | {counts.total()} | {counts[True] / counts.total():.4f} |")
