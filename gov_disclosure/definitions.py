"""The one entry point of Dagster, named by `workspace.yaml`."""

import dagster as dg

from gov_disclosure.defs.assets import ASSETS
from gov_disclosure.defs.automation import JOBS, SCHEDULES
from gov_disclosure.defs.io_managers import WarehouseIOManager
from gov_disclosure.defs.resources import RawFolder, WorkerPool

defs = dg.Definitions(
    assets=ASSETS,
    jobs=JOBS,
    schedules=SCHEDULES,
    resources={"io_manager": WarehouseIOManager(), "raw": RawFolder(), "pool": WorkerPool()},
    # A step in a process of its own costs seconds of start-up; documents are spread inside the steps.
    executor=dg.in_process_executor,
)
