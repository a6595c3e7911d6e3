"""Dagster's event log in SQLite, with the events of many partitions in one transaction, and without waiting for the disk.

Dagster hands over the events of a run's partitions in batches where DAGSTER_EVENT_BATCH_SIZE is set. Its storage for
PostgreSQL writes a batch at once; the one for SQLite takes each event by itself, with a connection, a commit and a wait for
the disk in each of two files: 3,000 files of a run cost 150 seconds. It also closes each file after each event, and the last
one to close a file has SQLite bring it up to date and wait for the disk several times: for one changed document 2,077 waits,
half of the run. Here the file stays open, and a commit does not wait: what a power cut may take is the last events, never the
file, and a killed process loses nothing. Belongs here: these two differences.
"""

import os
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from dagster._core.events import ASSET_EVENTS
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log.schema import SqlEventLogStorageTable
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection

BATCH_VARIABLE = "DAGSTER_EVENT_BATCH_SIZE"
EVENTS_PER_BATCH = "1000"
FILES_HELD = 8
"""One of them is the index, the others are of runs."""

# Whoever opens an instance with this storage imports this module: webserver, daemon and run alike.
os.environ.setdefault(BATCH_VARIABLE, EVENTS_PER_BATCH)


class BatchingSqliteEventLogStorage(SqliteEventLogStorage):
    """`SqliteEventLogStorage`, to be named in `dagster.yaml`; a relative `base_dir` is one below DAGSTER_HOME."""

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """The storage that a `dagster.yaml` describes."""
        home = Path(os.environ.get("DAGSTER_HOME") or ".")
        return cls(base_dir=str(home / config_value["base_dir"]), inst_data=inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        self._hold(shard)
        with super()._connect(shard) as connection:
            connection.exec_driver_sql("PRAGMA synchronous=NORMAL")
            yield connection

    def _hold(self, shard: str) -> None:
        """Keep a file open, and let go of the one that was asked for longest ago."""
        held = self.__dict__.setdefault("_held", OrderedDict())
        if shard not in held:
            held[shard] = sqlite3.connect(self.path_for_shard(shard), check_same_thread=False)
            held[shard].execute("PRAGMA journal_mode=WAL").fetchone()
            held[shard].execute("SELECT count(*) FROM sqlite_master").fetchone()
        held.move_to_end(shard)
        while len(held) > FILES_HELD:
            held.popitem(last=False)[1].close()

    def dispose(self) -> None:
        """Close the files."""
        for connection in self.__dict__.pop("_held", {}).values():
            connection.close()
        super().dispose()

    def store_event(self, event: EventLogEntry) -> None:
        """Store an event, and show the file to those who watch it: the webserver looks at nothing but its time."""
        super().store_event(event)
        os.utime(self.path_for_shard(event.run_id))

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
        os.utime(self.path_for_shard(run_id))
        number = SqlEventLogStorageTable.c.id
        with self.index_transaction() as connection:
            ids = connection.execute(insert.returning(number, sort_by_parameter_order=True), rows).scalars().all()
            self._store_asset_event_tags(connection, events, ids)
            last = {event.get_dagster_event().asset_key: (event, at) for event, at in zip(events, ids, strict=True)}
            for event, at in last.values():
                self._store_asset_event(connection, event, at)
