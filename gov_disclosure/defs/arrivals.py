"""What lies in the raw folder, as one short name: another name, and something has come, changed or gone.

Belongs here: the state of the raw folder and of the register, cheap enough to be asked for every half minute. Does not
belong here: what follows from a change (`sensors.py`).
"""

import hashlib
from datetime import date

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.steps.version import find_code_version
from gov_disclosure.storage.corpus import MANIFEST_NAME, WAIVERS_NAME, list_raw_files, read_stamp
from gov_disclosure.storage.locations import Location
from gov_disclosure.storage.warehouse import Warehouse

STATE = "gov_disclosure/state"
"""What made a run necessary, as a tag of the runs that the sensor asks for; what the register was made of, beside it."""


def find_state(root: Location, warehouse: Warehouse) -> str | None:
    """The raw folder with its lists, the warehouse it goes to, and the program that reads it, as one name.

    A file that was changed and changed back gives another name, since the time of its entry does not come back. A file that
    came and went, or a folder that was away, leaves the name that there was before: a state may come a second time.
    None for a folder without any document.
    """
    found = None
    digest = hashlib.sha256(f"{find_code_version()}\0{warehouse.location}\0{root}".encode())
    for name in (MANIFEST_NAME, WAIVERS_NAME):
        digest.update(f"\n{read_stamp(root / name)}".encode())
    for found in list_raw_files(root):
        digest.update(f"\n{found.source_file}\0{found.stamp}".encode())
    return digest.hexdigest()[:32] if found else None


def find_register_state(warehouse: Warehouse) -> str | None:
    """The state of the file of the register; None where there is none."""
    return warehouse.read_state(TABLES["document_register"])


def name_settled(state: str, register: str, today: date) -> str:
    """A name for a state in which nothing is left to do; another one each day, so that once a day everything is looked at."""
    return f"{state}-{register}-{today.isoformat()}"
