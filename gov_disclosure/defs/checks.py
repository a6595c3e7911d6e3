"""Asset checks: did it go well, and if not, which reports and cells are concerned, as a table one can read.

Belongs here: the names of the checks and their results. Checks are declared with the asset and yielded from inside it:
a check of its own would load every partition, or stay planned for ever after a run of many. Does not belong here: what
is counted (`steps/`).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import dagster as dg
import pandas as pd

from gov_disclosure.frames.facts import FACT_TABLES
from gov_disclosure.steps.register import Registration
from gov_disclosure.steps.streams import Tally
from gov_disclosure.storage.listings import ListingProblem
from gov_disclosure.storage.warehouse import PartitionKey

WARN, ERROR = dg.AssetCheckSeverity.WARN, dg.AssetCheckSeverity.ERROR
CHECKS: Mapping[str, Mapping[str, str]] = {
    "document_register": {
        "conservation": "Every document of the raw folder is exactly one of accepted, duplicate and rejected.",
        "manifest": "Every line of manifest.csv can be used.",
        "waivers": "Every line of waivers.csv can be used, and has a finding in the warehouse.",
    },
    "report_text": {"documents_unchanged": "Documents are what they were when they were registered."},
    "report_element": {
        "conservation": "Every text was parsed; every number of a recognised table is one cell or left over, once, "
        "and stands in the text where it says."
    },
    "dim_report": {"conservation": "Every accepted document of the register is one report."},
    "fact_finding": {
        "arithmetic": "The numbers of the reports agree with each other: red for an error, amber for a warning that nobody waived."
    },
    "fact_seam": {
        "seams": "The numbers of a body agree from year to year, and are its own: amber for a warning that nobody waived.",
        "years_up_to_date": "The facts of these years, and of those beside them, are what the register asks for.",
    },
}
_SCHEMA = "Every row satisfies the schema of its table."


def build_check_specs(table: str) -> list[dg.AssetCheckSpec]:
    """The checks that an asset declares."""
    named = {"schema": _SCHEMA} if table in FACT_TABLES else CHECKS.get(table, {})
    return [dg.AssetCheckSpec(name, asset=table, description=text) for name, text in named.items()]


def build_tally_check(
    name: str, tally: Tally, what: str, *, severity: Any = WARN, asset: str | None = None
) -> dg.AssetCheckResult:
    """Result over the partitions of this run: passed if the stream met no problem; `asset` in a step of several."""
    return dg.AssetCheckResult(
        check_name=name,
        asset_key=asset,
        passed=tally.problem_count == 0,
        severity=severity,
        description=f"{tally.problem_count} {what} in this run, over {_spell_scope(list(tally.counts))}",
        metadata={
            "problems": tally.problem_count,
            **_show(tally.problems),
            **_show(tally.slowest, "slowest documents"),
        },
    )


def build_findings_check(name: str, tally: Tally, *, asset: str | None = None) -> dg.AssetCheckResult:
    """Result over the findings of this run that are more than notices: as severe as the worst of them.

    No check blocks: a mistake of a report turns its check red, and neither the run nor what is made from it stops.
    """
    severity = ERROR if tally.severities["error"] else WARN
    return build_tally_check(name, tally, "errors and warnings that nobody waived", severity=severity, asset=asset)


def _spell_scope(keys: Sequence[PartitionKey]) -> str:
    """The partitions that a check speaks of: a check of Dagster shows the last run only, whatever that covered.

    >>> _spell_scope([PartitionKey("henan", 2019), PartitionKey("hubei", 2019)])
    'henan and hubei of 2019'
    """
    regions, years = list(dict.fromkeys(k.region for k in keys)), sorted({k.year for k in keys})
    where = " and ".join(regions) if len(regions) < 4 else f"{len(regions)} regions"
    when = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}" if years else "no year"
    return f"{where or 'no region'} of {when}"


def build_conservation_check(registration: Registration) -> dg.AssetCheckResult:
    """Files listed against files known."""
    counts = {name: registration.counts.get(name, 0) for name in ("accepted", "duplicate", "rejected", "gone")}
    skipped = [{"source_file": entry.source_file, "why": entry.why} for entry in registration.skipped]
    return dg.AssetCheckResult(
        check_name="conservation",
        asset_key="document_register",
        passed=registration.is_conserved,
        severity=ERROR,
        description=f"{registration.listed} files, {registration.read} of them read: "
        + ", ".join(f"{n} {name}" for name, n in counts.items()),
        metadata={
            "files": registration.listed,
            "read": registration.read,
            **counts,
            "skipped": len(skipped),
            **_show(skipped),
        },
    )


def build_manifest_check(registration: Registration) -> dg.AssetCheckResult:
    """Lines of the manifest that could not be used."""
    return _build_lines_check("manifest", registration.manifest_problems)


def build_waivers_check(problems: Sequence[ListingProblem]) -> dg.AssetCheckResult:
    """Lines of the waivers that could not be used, or have no finding any more."""
    return _build_lines_check("waivers", problems)


def _build_lines_check(name: str, found: Sequence[ListingProblem]) -> dg.AssetCheckResult:
    problems = [{"line": problem.line, "message": problem.message} for problem in found]
    return dg.AssetCheckResult(
        check_name=name,
        asset_key="document_register",
        passed=not problems,
        severity=WARN,
        description=f"{len(problems)} problems",
        metadata={"problems": len(problems), **_show(problems)},
    )


def _show(records: Sequence[Mapping[str, Any]], name: str = "details") -> dict[str, Any]:
    """The records as a table of the UI; nothing where there are none."""
    if not records:
        return {}
    names = list(dict.fromkeys(name for record in records for name in record))
    rows = [dg.TableRecord({name: _spell(record.get(name)) for name in names}) for record in records]
    schema = dg.TableSchema([dg.TableColumn(name) for name in names])
    return {name: dg.MetadataValue.table(rows, schema)}


def _spell(value: Any) -> str:
    if pd.isna(value):
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
