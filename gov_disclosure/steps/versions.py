"""Documents that are versions of one report, found over the whole register.

Belongs here: reading from the register what decides, and reading documents again where their content must be compared.
Does not belong here: the decision (`frames/versions.py`).
"""

from pathlib import Path

import pyarrow as pa

from gov_disclosure.frames.register import find_duplicates
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.row_cache import RowCache

_COLUMNS = ["source_file", "status", "text_sha256"]


def resolve_all(cache: RowCache, root: Path, workers: Workers) -> pa.Table:
    """The documents for which there is something to say beyond what they say themselves."""
    return find_duplicates(pa.concat_tables(cache.read_groups(_COLUMNS)))
