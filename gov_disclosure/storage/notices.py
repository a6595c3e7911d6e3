"""What the last registration could not use of the raw folder, kept for whoever asks after it.

Belongs here: the file beside the rows of the register. Does not belong here: what is told (`steps/register.py`). Like those
rows it is no part of the contract: without it nothing is told until the next registration.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from gov_disclosure.storage.replacement import replaced

_NAME = "notices.json"


def write_notices(folder: Path, notices: Iterable[str]) -> None:
    """Replace what was kept, at once for whoever reads it."""
    with replaced(folder / _NAME) as temporary:
        temporary.write_text(json.dumps(list(notices)), encoding="utf-8")


def read_notices(folder: Path) -> list[str]:
    """Notices of the last registration; none before the first."""
    try:
        found = json.loads((folder / _NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return []
    return [str(notice) for notice in found]
