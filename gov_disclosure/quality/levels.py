"""规章 (rules) in the report of a body that cannot make any.

Belongs here: who can, by 立法法 第九十一条 and 第九十三条 (2023 numbering): ministries, the governments of provinces, of cities
with districts and of autonomous prefectures. A department below them reports now and then the rules that it drafted: a
notice. For a county or a township it is most likely a slip of the row.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from gov_disclosure.frames.arrow import group_records
from gov_disclosure.quality.identities import spell
from gov_disclosure.vocabulary.findings import INFO, TABLE_NAMES, UNDECIDED, WARNING, Finding
from gov_disclosure.vocabulary.seams import SEAM_MESSAGES

RULE = "level.rules"
FACT = "fact_proactive_disclosure"
# region level, kind of issuer → severity; kinds of a level that are not named can make rules or are in doubt
_CANNOT = {
    **{("county", kind): WARNING for kind in ("government", "government_office", "department", "township", "zone")},
    **{(level, "township"): WARNING for level in ("prefecture", "province")},
    **{(level, "department"): INFO for level in ("prefecture", "province")},
}


def check_levels(proactive: pd.DataFrame) -> Iterator[Finding]:
    """A finding for each report of a body without rule-making power that counts rules."""
    rows = proactive[(proactive["category"] == "rules") & (proactive["value"] > 0).fillna(False)]
    for records in group_records(rows, ["report_id"]).values():
        severity = _CANNOT.get((str(records[0]["region_level"]), str(records[0]["issuer_kind"])))
        if severity is not None:
            yield _tell(severity, records)


def _tell(severity: str, records: Sequence[Mapping[Any, Any]]) -> Finding:
    first = records[0]
    most = max(record["value"] for record in records)
    names, names_en = TABLE_NAMES[FACT]
    body = first["region_name"] if pd.isna(first["issuer"]) else first["issuer"]
    words = {"table_zh": names, "table_en": names_en, "observed": spell(most), "body": str(body)}
    message = SEAM_MESSAGES["level"]
    return Finding(
        str(first["report_id"]), RULE, severity, UNDECIDED, FACT,
        tuple(f"{record['category']}|{record['measure']}" for record in records),
        message.zh.format(**words), message.en.format(**words), most,
    )  # fmt: skip
