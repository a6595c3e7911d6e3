"""Partitions whose files are not what the register and this version of the program would give.

Belongs here: comparing what files say they were made from, and which waivers they have, with what it would be now. Does not
belong here: writing them again.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, product

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.accepted import read_stamps
from gov_disclosure.steps.seams import TABLE as SEAMS
from gov_disclosure.steps.seams import build_seam_stamp
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.steps.streams import sort_keys
from gov_disclosure.steps.waivers import has_other_waivers
from gov_disclosure.storage.parallel_reads import read_in_parallel
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS
from gov_disclosure.vocabulary.waivers import Waiver

REPORT_TABLES = tuple(name for name, spec in TABLES.items() if spec.partitioned and not spec.compares)
COMPARING_TABLES = tuple(name for name, spec in TABLES.items() if spec.compares)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Partitions that a user asks about, and the waivers that hold."""

    years: Sequence[int] = REPORT_YEARS
    regions: Sequence[str] = REGIONS
    waivers: Mapping[str, Waiver] = field(default_factory=dict)

    @property
    def keys(self) -> set[PartitionKey]:
        """All partitions, with reports or without."""
        return {PartitionKey(*key) for key in product(self.regions, self.years)}


def list_stale_keys(warehouse: Warehouse, wanted: Wanted) -> list[PartitionKey]:
    """Partitions that have or had reports and have to be written again, in order.

    A partition is stale as long as one of its files is: a killed run is completed by the next one.
    """
    stamps = read_stamps(StoredTable(warehouse, TABLES["document_register"]))
    keys = wanted.keys & {*stamps, *list_filled_keys(warehouse, stamps)}
    return _select(keys, lambda key: _is_stale(warehouse, key, stamps[key], wanted.waivers))


def list_stale_seams(warehouse: Warehouse, wanted: Wanted) -> list[PartitionKey]:
    """The same for the tables that compare years: a partition is stale too if a year beside it has changed."""
    stamps = read_stamps(StoredTable(warehouse, TABLES["document_register"]))
    filled = (key for table in COMPARING_TABLES for key in _list_filled(warehouse, table, stamps))
    return _select(
        wanted.keys & {*stamps, *filled},
        lambda key: (
            _is_other(warehouse, COMPARING_TABLES, key, build_seam_stamp(key, stamps.__getitem__))
            or has_other_waivers(warehouse, SEAMS, key, wanted.waivers)
        ),
    )


def _select(keys: Collection[PartitionKey], is_stale: Callable[[PartitionKey], bool]) -> list[PartitionKey]:
    """Ask after many partitions at a time: the answer is in the footers of small files."""
    ordered = sort_keys(keys)
    return list(compress(ordered, read_in_parallel(is_stale, ordered)))


def list_filled_keys(warehouse: Warehouse, known: Collection[PartitionKey] = ()) -> set[PartitionKey]:
    """Partitions that hold rows, from documents that may be gone by now, besides some that are known."""
    found: set[PartitionKey] = set()
    for table in REPORT_TABLES:
        found.update(_list_filled(warehouse, table, {*known, *found}))
    return found


def _list_filled(warehouse: Warehouse, table: str, known: Collection[PartitionKey]) -> Iterator[PartitionKey]:
    spec = TABLES[table]
    return (key for key in warehouse.list_keys(spec) if key not in known and warehouse.count_rows(spec, key))


def _is_stale(warehouse: Warehouse, key: PartitionKey, stamp: str, waivers: Mapping[str, Waiver]) -> bool:
    return _is_other(warehouse, REPORT_TABLES, key, stamp) or has_other_waivers(warehouse, "fact_finding", key, waivers)


def _is_other(warehouse: Warehouse, tables: Collection[str], key: PartitionKey, stamp: str) -> bool:
    """Whether a file of a partition was made from something else."""
    return any(warehouse.read_stamp(TABLES[table], key) != stamp for table in tables)
