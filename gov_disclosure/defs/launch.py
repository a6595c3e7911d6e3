"""Runs from the command line: the same jobs, in this process, on the instance of DAGSTER_HOME or a passing one.

Belongs here: launching and telling why a run failed. Does not belong here: options and tables (`cli.py`).
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import dagster as dg

from gov_disclosure.defs import event_log
from gov_disclosure.defs.failures import find_reason
from gov_disclosure.defs.partitions import build_list_config, build_range_tags
from gov_disclosure.defs.pictures import FORGOTTEN
from gov_disclosure.defs.resources import PANEL_RULE_VARIABLE, RawFolder, open_warehouse, read_setting
from gov_disclosure.publishing import catalogue
from gov_disclosure.steps import analysis, stale
from gov_disclosure.steps.memory import give_memory_back
from gov_disclosure.steps.stale import list_filled_keys
from gov_disclosure.steps.streams import sort_keys
from gov_disclosure.steps.summary import Summary, build_summary, list_registered_keys
from gov_disclosure.storage.waivers import read_waivers
from gov_disclosure.storage.warehouse import PartitionKey

_EVENT_LOG = {"module": event_log.__name__, "class": event_log.BatchingSqliteEventLogStorage.__name__}
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True, slots=True)
class FailedRun:
    """Why a run did not end well, in a few lines."""

    what: str
    why: str


@contextmanager
def open_instance() -> Iterator[dg.DagsterInstance]:
    """The instance of DAGSTER_HOME, so that the UI shows the runs; without it one that is forgotten at the end."""
    give_memory_back()
    if os.environ.get("DAGSTER_HOME"):
        with dg.DagsterInstance.get() as instance:
            yield instance
        return
    with tempfile.TemporaryDirectory() as folder:
        storage = {**_EVENT_LOG, "config": {"base_dir": f"{folder}/history/runs"}}
        with dg.DagsterInstance.local_temp(folder, {"event_log_storage": storage}) as instance:
            yield instance


@dataclass(frozen=True, slots=True)
class Launcher:
    """Runs jobs of some definitions in this process."""

    definitions: dg.Definitions
    instance: dg.DagsterInstance

    def run_register(self) -> FailedRun | None:
        """Register what lies in the raw folder."""
        return self._run("register")

    def run_reports(self, keys: Sequence[PartitionKey]) -> FailedRun | None:
        """Write some partitions in one run."""
        return self._run("reports", keys)

    def run_seams(self, keys: Sequence[PartitionKey]) -> FailedRun | None:
        """Compare the years of some partitions in one run."""
        return self._run("seams", keys)

    def run_catalogue(self) -> FailedRun | None:
        """Write the catalogue of views, when all tables are there."""
        return self._run("publish")

    def run_analysis(self) -> FailedRun | None:
        """Write the tables that are made from all partitions together."""
        return self._run("analysis")

    def _run(self, name: str, keys: Sequence[PartitionKey] = ()) -> FailedRun | None:
        job = self.definitions.resolve_job_def(name)
        tags, config = (build_range_tags(keys[0], keys[0]), build_list_config(keys)) if keys else ({}, {})
        passing = {} if os.environ.get("DAGSTER_HOME") else {FORGOTTEN: "yes"}
        result = job.execute_in_process(
            instance=self.instance, tags={**tags, **passing}, run_config=_QUIET | config, raise_on_error=False
        )
        if result.success:
            return None
        failures = [event for event in result.all_events if event.is_step_failure]
        return FailedRun(name, "\n".join(map(find_reason, failures)) or f"run {result.run_id} failed")


def list_keys_with_documents(years: Sequence[int], regions: Sequence[str]) -> list[PartitionKey]:
    """Partitions, of some years and regions, that have or had documents."""
    warehouse = open_warehouse()
    keys = {*list_registered_keys(warehouse), *list_filled_keys(warehouse)}
    return sort_keys(key for key in keys if key.year in years and key.region in regions)


def list_stale_keys(years: Sequence[int], regions: Sequence[str]) -> list[PartitionKey]:
    """Those of them whose files are not what they would be now."""
    return stale.list_stale_keys(open_warehouse(), _ask(years, regions))


def list_stale_seams(years: Sequence[int], regions: Sequence[str]) -> list[PartitionKey]:
    """Partitions whose years have to be compared again; the reports must be written first."""
    return stale.list_stale_seams(open_warehouse(), _ask(years, regions))


def is_analysis_stale() -> bool:
    """Whether the tables made from all partitions together have to be written again; the seams must be written first.

    With a rule that there is not they have: the run will say what is wrong.
    """
    return analysis.is_analysis_stale(open_warehouse(), read_setting(PANEL_RULE_VARIABLE))


def is_catalogue_stale() -> bool:
    """Whether the catalogue of views has to be written again; all tables must be written first."""
    return catalogue.is_catalogue_stale(open_warehouse())


def _ask(years: Sequence[int], regions: Sequence[str]) -> stale.Wanted:
    return stale.Wanted(years, regions, read_waivers(RawFolder().root).by_finding)


def list_all_keys(years: Sequence[int], regions: Sequence[str]) -> list[PartitionKey]:
    """All partitions of some years and regions."""
    return sort_keys(PartitionKey(region, year) for region in regions for year in years)


def summarise(years: Sequence[int], regions: Sequence[str]) -> Summary:
    """Counts over the warehouse of the settings."""
    return build_summary(open_warehouse(), list_keys_with_documents(years, regions))
