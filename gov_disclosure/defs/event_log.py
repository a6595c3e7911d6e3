"""Dagster's event log in SQLite, with the events of many partitions in one transaction.

Dagster hands over the events of a run's partitions in batches where DAGSTER_EVENT_BATCH_SIZE is set. Its storage for
PostgreSQL writes a batch at once; the one for SQLite takes each event by itself, with a connection, a commit and a wait for
the disk in each of two files: 3,000 files of a run cost 150 seconds. Belongs here: that one difference.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from dagster._core.events import ASSET_EVENTS
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log.schema import SqlEventLogStorageTable
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData

BATCH_VARIABLE = "DAGSTER_EVENT_BATCH_SIZE"
EVENTS_PER_BATCH = "1000"
# Whoever opens an instance with this storage imports this module: webserver, daemon and run alike.
os.environ.setdefault(BATCH_VARIABLE, EVENTS_PER_BATCH)


class BatchingSqliteEventLogStorage(SqliteEventLogStorage):
    """`SqliteEventLogStorage`, to be named in `dagster.yaml`; a relative `base_dir` is one below DAGSTER_HOME."""

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """The storage that a `dagster.yaml` describes."""
        home = Path(os.environ.get("DAGSTER_HOME") or ".")
        return cls(base_dir=str(home / config_value["base_dir"]), inst_data=inst_data)

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Store events, those about assets in one transaction for each run."""
        by_run: dict[str, list[EventLogEntry]] = {}
        for event in events:
            if event.dagster_event_type in ASSET_EVENTS:
                by_run.setdefault(event.run_id, []).append(event)
            else:
                self.store_event(event)
        for run_id, own in by_run.items():
            self._store_asset_events(run_id, own)

    def _store_asset_events(self, run_id: str, events: Sequence[EventLogEntry]) -> None:
        rows = [self._event_to_row(event) for event in events]
        insert = SqlEventLogStorageTable.insert()
        with self.run_connection(run_id) as connection:
            connection.execute(insert, rows)
        number = SqlEventLogStorageTable.c.id
        with self.index_transaction() as connection:
            ids = connection.execute(insert.returning(number, sort_by_parameter_order=True), rows).scalars().all()
            self._store_asset_event_tags(connection, events, ids)
            last = {event.get_dagster_event().asset_key: (event, at) for event, at in zip(events, ids, strict=True)}
            for event, at in last.values():
                self._store_asset_event(connection, event, at)
