"""Partitions whose files are not what the register and this version of the program would give.

Belongs here: comparing what files say they were made from with what they would be made from now. Does not belong here:
writing them again.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.streams import StoredTable, read_stamps, sort_keys
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS

REPORT_TABLES = tuple(name for name, spec in TABLES.items() if spec.partitioned)


def list_stale_keys(
    warehouse: Warehouse, years: Sequence[int] = REPORT_YEARS, regions: Sequence[str] = REGIONS
) -> list[PartitionKey]:
    """Partitions, of some years and regions, that have or had reports and have to be written again, in order.

    A partition is stale as long as one of its files is: a killed run is completed by the next one.
    """
    wanted = {PartitionKey(*key) for key in product(regions, years)}
    stamps = read_stamps(StoredTable(warehouse, TABLES["document_register"]))
    keys = wanted & {*stamps, *list_filled_keys(warehouse)}
    return sort_keys(key for key in keys if _is_stale(warehouse, key, stamps[key]))


def list_filled_keys(warehouse: Warehouse) -> Iterator[PartitionKey]:
    """Partitions that hold rows, from documents that may be gone by now."""
    for table in ("report_text", "dim_report"):
        yield from (key for key in warehouse.list_keys(TABLES[table]) if warehouse.count_rows(TABLES[table], key))


def _is_stale(warehouse: Warehouse, key: PartitionKey, stamp: str) -> bool:
    return any(warehouse.read_stamp(TABLES[table], key) != stamp for table in REPORT_TABLES)
