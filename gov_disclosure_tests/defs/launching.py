"""Launching jobs in tests, and looking at what lies in a warehouse afterwards."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from gov_disclosure.definitions import defs
from gov_disclosure.defs.partitions import build_range_tags
from gov_disclosure.storage.warehouse import PartitionKey

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@contextmanager
def settings(raw: Path | str, warehouse: Path | str, executor: str = "serial") -> Iterator[None]:
    """The environment that the resources read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOV_DISCLOSURE_RAW", str(raw))
        patch.setenv("GOV_DISCLOSURE_WAREHOUSE", str(warehouse))
        patch.setenv("GOV_DISCLOSURE_EXECUTOR", executor)
        yield


def launch(
    instance: dg.DagsterInstance, job: str, *, partition_key: str | None = None, tags: Mapping[str, str] | None = None
) -> dg.ExecuteInProcessResult:
    """Run a job in this process, with the settings of the environment."""
    return defs.resolve_job_def(job).execute_in_process(
        instance=instance, partition_key=partition_key, tags=tags, run_config=QUIET, raise_on_error=False
    )


def launch_range(instance: dg.DagsterInstance, first: str, last: str, year: int) -> dg.ExecuteInProcessResult:
    """Run everything for neighbouring regions of a year, as one run."""
    tags = build_range_tags(PartitionKey(first, year), PartitionKey(last, year))
    return launch(instance, "refresh", tags=tags)


def hash_files(warehouse: Path) -> dict[str, str]:
    """Every file of the tables of a warehouse, hidden ones too, with the hash of its bytes."""
    folders = os.walk(warehouse)
    files = [
        Path(folder, name) for folder, _, names in folders if ".register" not in Path(folder).parts for name in names
    ]
    return {str(f.relative_to(warehouse)): hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(files)}


def get_metadata(result: dg.ExecuteInProcessResult, asset: str, partition: str | None = None) -> dict[str, Any]:
    """Metadata of one materialisation."""
    (event,) = [
        event.step_materialization_data.materialization
        for event in result.get_asset_materialization_events()
        if event.asset_key == dg.AssetKey(asset) and event.partition == partition
    ]
    return {name: value.value for name, value in event.metadata.items()}
