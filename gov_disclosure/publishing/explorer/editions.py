"""What pages are made from: a release, or a warehouse as it is.

Belongs here: opening either, and what names it. Does not belong here: reading its tables (`sources.py`).
"""

import hashlib
from pathlib import Path

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.publishing.explorer.site import Edition
from gov_disclosure.publishing.explorer.sources import ReleaseSource, WarehouseSource
from gov_disclosure.publishing.standing import LATEST, read_record
from gov_disclosure.steps.analysis import ANALYSIS_TABLES
from gov_disclosure.storage.warehouse import Warehouse


def open_release(folder: Path) -> Edition:
    """A release, or the newest one of a folder of releases.

    Raises:
        ReleaseError: the folder is neither.
    """
    if (folder / LATEST).is_file():
        folder = folder / (folder / LATEST).read_text(encoding="utf-8").strip()
    record = read_record(folder)
    return Edition(ReleaseSource(folder), str(record["version"]), str(record["content"]))


def open_warehouse(place: str) -> Edition:
    """A warehouse; it has no version, and what its partitions and its panel were made from stands for its content."""
    warehouse = Warehouse(place)
    spec = TABLES["dim_report"]
    stamps = [f"{key.region} {key.year} {warehouse.read_stamp(spec, key)}" for key in warehouse.list_keys(spec)]
    stamps += [f"{name} {warehouse.read_stamp(TABLES[name])}" for name in ANALYSIS_TABLES]
    return Edition(WarehouseSource(warehouse), "", hashlib.sha256("\n".join(stamps).encode()).hexdigest())
