"""Read generated identities and print what came of them, per story and per body.

python -m gov_disclosure_tests.identities 20000 0              # 20,000 from seed 0 on
python -m gov_disclosure_tests.identities 20000 0 reliability  # the same, whole and damaged: the table of the confidence
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from time import perf_counter

from gov_disclosure.parsing.identity import identify_report
from gov_disclosure_tests.identities.cases import make_case
from gov_disclosure_tests.identities.drafts import Case
from gov_disclosure_tests.identities.reliability import print_reliability


def judge(case: Case, code: str | None) -> str:
    """``right``, ``wrong``, ``abstained`` where a code could be given, ``rightly_abstained`` where none could."""
    if code is None:
        return "abstained" if case.allowed else "rightly_abstained"
    return "right" if code in case.allowed else "wrong"


def main(count: int, first: int = 0) -> None:
    """Read `count` cases from seed `first` on."""
    tables: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    bands: dict[float, Counter[str]] = defaultdict(Counter)
    seconds = 0.0
    for seed in range(first, first + count):
        case = make_case(seed)
        start = perf_counter()
        found = identify_report(case.text, url=case.url)
        seconds += perf_counter() - start
        verdict = judge(case, found.region_code)
        bands[found.confidence][verdict] += 1
        for table, key in (
            ("story", case.story),
            ("body", case.body_kind),
            ("naming", case.naming),
            ("evidence", case.evidence),
        ):
            tables[table][key][verdict] += 1
        if verdict == "wrong" or found.report_year not in (case.year, None):
            print(
                seed,
                verdict,
                case.story,
                case.naming,
                case.evidence,
                found.region_code,
                found.report_year,
                set(case.allowed),
            )
            print("   ", repr(case.text[:160]), repr(case.text[-40:]))
    for table, rows in tables.items():
        print(f"\n{table}")
        for key, counts in sorted(rows.items(), key=lambda item: -item[1].total())[:40]:
            known = counts["right"] + counts["abstained"]
            print(f"  {key:28} {counts.total():6} resolved {counts['right'] / max(known, 1):6.1%}  {dict(counts)}")
    print("\nconfidence")
    for confidence, counts in sorted(bands.items(), reverse=True):
        print(f"  {confidence:.2f} {dict(counts)}")
    print(f"\n{seconds / count * 1e3:.2f} ms each")


if __name__ == "__main__":
    count, first = int(sys.argv[1]), int((sys.argv[2:] or ["0"])[0])
    if "reliability" in sys.argv:
        print_reliability(range(first, first + count))
    else:
        main(count, first)
