"""A check as JSON, for scripts.

Belongs here: the keys. The text of the report and its tables are left out; `explain` and the warehouse have them.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from gov_disclosure.steps.check_words import spell_verdict
from gov_disclosure.steps.checked import Checked, CheckedReport


def build_json(documents: Sequence[Checked], exit_status: int) -> str:
    """All documents with their problems."""
    content = {"exit_status": exit_status, "documents": [_list_keys(document) for document in documents]}
    # a lone surrogate of a damaged text cannot be written as UTF-8
    return json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode("utf-8")


def _list_keys(document: Checked) -> dict[str, Any]:
    if not isinstance(document, CheckedReport):
        return {"file": document.source_file, "checked": False, "reason": document.reason, "message": document.message}
    return {
        "file": document.source_file,
        "checked": True,
        "report": document.name,
        "verdict": spell_verdict(document),
        "rules_checked": document.rules_checked,
        "rules_open": document.rules_open,
        "notes": list(document.notes),
        "problems": [asdict(problem) for problem in document.problems],
    }
