"""Waivers against the findings that lie in the warehouse.

Belongs here: which partitions a change of `waivers.csv` concerns, and which waivers have no finding (any more). Does not
belong here: reading the file (`storage/waivers.py`) and writing waivers into rows (`quality/waivers.py`).
"""

from collections.abc import Iterator, Mapping

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.waivers import WAIVED, is_waived_as_told
from gov_disclosure.storage.corpus import WAIVERS_NAME
from gov_disclosure.storage.listings import ListingProblem
from gov_disclosure.storage.locations import Location
from gov_disclosure.storage.waivers import Waivers, read_waivers
from gov_disclosure.storage.warehouse import PartitionKey, TableNotWrittenError, Warehouse
from gov_disclosure.vocabulary.waivers import Waiver

FINDING_TABLES = ("fact_finding", "fact_seam")
_NAME = "finding_id"


def has_other_waivers(warehouse: Warehouse, table: str, key: PartitionKey, waivers: Mapping[str, Waiver]) -> bool:
    """Whether a file of findings has other waivers in its rows than it would be given now."""
    columns = [_NAME, *WAIVED] if waivers else list(WAIVED[:1])
    rows = warehouse.read(TABLES[table], key, columns)
    return not is_waived_as_told(rows, waivers) if waivers else rows[WAIVED[0]].null_count < rows.num_rows


def list_waiver_problems(warehouse: Warehouse, waivers: Waivers) -> list[ListingProblem]:
    """Lines that cannot be used, and waivers without a finding in the warehouse: a text has changed, or the rules have."""
    message = "has no finding (any more): a report has changed, or a rule"
    open_names = set(waivers.by_finding)
    for names in _list_found(warehouse) if open_names else ():
        open_names -= names
    expired = (ListingProblem(waivers.lines[name], f"{name} {message}") for name in open_names)
    return sorted((*waivers.problems, *expired), key=lambda problem: problem.line)


def list_waiver_notices(root: Location, warehouse: Warehouse) -> list[str]:
    """The same for a reader of the command line."""
    problems = list_waiver_problems(warehouse, read_waivers(root))
    return [f"{WAIVERS_NAME}, line {problem.line}: {problem.message}" for problem in problems]


def _list_found(warehouse: Warehouse) -> Iterator[set[str]]:
    for table in FINDING_TABLES:
        for key in warehouse.list_keys(TABLES[table]):
            try:
                yield set(warehouse.read(TABLES[table], key, [_NAME])[_NAME].to_pylist())
            except TableNotWrittenError:  # of another version: it is stale, and written again by the next run
                continue
