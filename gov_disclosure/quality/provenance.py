"""What the manifest says against what the text says about who and when."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from gov_disclosure.frames.arrow import list_records
from gov_disclosure.frames.facts import accepted_reports
from gov_disclosure.vocabulary.findings import MESSAGES, UNDECIDED, WARNING, Finding

# rule, column in use, column by the text (or by the manifest, for the issuer), words
_FIELDS = (
    ("manifest.region_code", "region_code", "text_region_code", "区划代码", "region code"),
    ("manifest.report_year", "report_year", "text_report_year", "报告年度", "report year"),
    ("manifest.issuer", "manifest_issuer", "issuer", "发布机构", "issuer"),
)


def check_provenance(register: pd.DataFrame) -> Iterator[Finding]:
    """Findings for accepted documents whose manifest line contradicts their text."""
    columns = dict.fromkeys(name for _, given, found, _, _ in _FIELDS for name in (given, found))
    for row in list_records(accepted_reports(register), ["report_id", *columns]):
        yield from _check(row)


def _check(row: Mapping[Any, Any]) -> Iterator[Finding]:
    for rule, given_column, found_column, field_zh, field_en in _FIELDS:
        given, found = row[given_column], row[found_column]
        if given is None or found is None or given == found:
            continue
        words = {"field_zh": field_zh, "field_en": field_en, "given": str(given), "found": str(found)}
        message = MESSAGES["manifest"]
        yield Finding(
            str(row["report_id"]), rule, WARNING, UNDECIDED, None, (),
            message.zh.format(**words), message.en.format(**words),
        )  # fmt: skip
