"""What a run is told by its surroundings: where documents lie, where tables go, how work is spread.

Belongs here: settings and their defaults, read when a run starts. Relative paths are taken from the working directory.
"""

import os

import dagster as dg
from pydantic import Field

from gov_disclosure.analysis.choice import RANKS, WHOLE_AREA
from gov_disclosure.steps.memory import give_memory_back
from gov_disclosure.steps.workers import SETTINGS, Workers, parse_workers
from gov_disclosure.storage.locations import Location, parse_location
from gov_disclosure.storage.warehouse import Warehouse

RAW_VARIABLE = "GOV_DISCLOSURE_RAW"
WAREHOUSE_VARIABLE = "GOV_DISCLOSURE_WAREHOUSE"
EXECUTOR_VARIABLE = "GOV_DISCLOSURE_EXECUTOR"
PANEL_RULE_VARIABLE = "GOV_DISCLOSURE_PANEL_RULE"
DEFAULTS = {
    RAW_VARIABLE: "data/raw",
    WAREHOUSE_VARIABLE: "data/warehouse",
    EXECUTOR_VARIABLE: "serial",
    PANEL_RULE_VARIABLE: WHOLE_AREA,
}


def read_setting(variable: str, configured: str = "") -> str:
    """A value of the launchpad, else of the environment, else the default."""
    return configured or os.environ.get(variable) or DEFAULTS[variable]


class RawFolder(dg.ConfigurableResource[None]):
    """The folder of raw documents."""

    path: str = Field(default="", description=f"Folder or s3://bucket/prefix; empty means {RAW_VARIABLE}, or data/raw")

    @property
    def root(self) -> Location:
        """The folder, absolute, or the place in an object store."""
        return parse_location(read_setting(RAW_VARIABLE, self.path))


class WorkerPool(dg.ConfigurableResource[None]):
    """How documents are spread over processes and machines."""

    setting: str = Field(
        default="",
        description=f"{SETTINGS}; empty means {EXECUTOR_VARIABLE}, or serial",
    )

    @property
    def workers(self) -> Workers:
        """The workers that the setting names; this process, which gets their tables, keeps no more of them than they do."""
        give_memory_back()
        return parse_workers(read_setting(EXECUTOR_VARIABLE, self.setting))


def find_panel_rule(configured: str = "") -> str:
    """Which report stands for a region.

    Raises:
        ValueError: there is no such rule.
    """
    rule = read_setting(PANEL_RULE_VARIABLE, configured)
    if rule not in RANKS:
        raise ValueError(f"{PANEL_RULE_VARIABLE} is {rule!r}: it must be one of {', '.join(RANKS)}")
    return rule


def open_warehouse(location: str = "") -> Warehouse:
    """The warehouse at a location, or where the settings say."""
    return Warehouse(read_setting(WAREHOUSE_VARIABLE, location))
