"""The one entry point of Dagster, named by `workspace.yaml`."""

from gov_disclosure.imports import no_garbage_expected

with no_garbage_expected():
    import dagster as dg

    from gov_disclosure.defs.analysis import analyse_reports
    from gov_disclosure.defs.assets import ASSETS
    from gov_disclosure.defs.failures import run_failed
    from gov_disclosure.defs.jobs import JOBS
    from gov_disclosure.defs.resources import RawFolder, WorkerPool
    from gov_disclosure.defs.run_warehouse import RunWarehouse
    from gov_disclosure.defs.schedules import SCHEDULES
    from gov_disclosure.defs.sensors import raw_folder_changed

defs = dg.Definitions(
    assets=[*ASSETS, analyse_reports],
    jobs=JOBS,
    schedules=SCHEDULES,
    sensors=[raw_folder_changed, run_failed],
    resources={"io_manager": RunWarehouse(), "raw": RawFolder(), "pool": WorkerPool()},
    # A step in a process of its own costs seconds of start-up; documents are spread inside the steps.
    executor=dg.in_process_executor,
)
