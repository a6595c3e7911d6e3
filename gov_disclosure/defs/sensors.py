"""The sensor over the raw folder: whatever arrives, changes or goes is registered, and what it concerns is written.

Belongs here: what is to be done next, asked anew at every tick. Does not belong here: the state of the folder
(`arrivals.py`), what is stale (`steps/stale.py`), when reports are due (`schedules.py`).

Nothing that changes can be lost, because nothing is counted or queued: each tick compares the folder with the last register
that was made of it, the register with the files of the warehouse, and asks for one run at most, of the first kind that is
needed: the register; then all stale partitions, and no others; then what compares years; then the panel. While a run is under
way no other is asked for, and what arrives meanwhile is seen at the first tick after it. The cursor holds only what saves work:
the state in which nothing was left to do. A folder that has become empty as a whole is taken for one that is not there.

Copying many files takes a while: the register waits until the folder is the same at two ticks, but not for ever. A state
for which a run was made in vain is tried again with growing pauses; when something else changes, at once.
"""

import hashlib
import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import takewhile

import dagster as dg
from dagster._core.storage.tags import GRPC_INFO_TAG

from gov_disclosure.defs.arrivals import STATE, find_register_state, find_state, name_settled
from gov_disclosure.defs.jobs import ANALYSIS_JOB, JOBS, REGISTER_JOB, REPORTS_JOB, SEAMS_JOB
from gov_disclosure.defs.launch import is_analysis_stale, list_stale_keys, list_stale_seams
from gov_disclosure.defs.locks import is_held
from gov_disclosure.defs.partitions import build_list_config, build_range_tags
from gov_disclosure.defs.resources import RawFolder, open_warehouse
from gov_disclosure.defs.run_warehouse import REGISTER, list_asked, list_places
from gov_disclosure.storage.row_cache import find_cache_folder
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS

SECONDS_VARIABLE = "GOV_DISCLOSURE_SENSOR_SECONDS"
_DEFAULT_SECONDS = "30"
EMPTY = "the raw folder is empty, as when its disk is not there; if that is meant, run `gov-disclosure run` once"
PARTITIONS = "gov_disclosure/partitions"
"""Tag of those that write partitions: how many; which ones, says their configuration."""

LONGEST_WAIT_SECONDS = 300.0
SECONDS_TO_BEGIN = 60.0
FIRST_PAUSE_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 6 * 3600.0
_OURS = {job.name for job in JOBS} | {"__ASSET_JOB"}
_UNFINISHED = [
    dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What the last tick saw.

    Attributes:
        settled: state in which nothing was left to do.
        changing: state of the folder that was not registered yet.
        since: when the first such state was seen, in seconds.
    """

    settled: str = ""
    changing: str = ""
    since: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A run to ask for, or why there is none, and what the next tick has to know."""

    seen: Seen
    why: str = ""
    request: dg.RunRequest | None = None


def read_seen(cursor: str | None) -> Seen:
    """What was seen, from the cursor; nothing from one that cannot be read."""
    try:
        return Seen(**json.loads(cursor or "{}"))
    except (ValueError, TypeError):
        return Seen()


def find_next(instance: dg.DagsterInstance, seen: Seen, now: float) -> Answer:
    """What has to be done next."""
    warehouse = open_warehouse()
    busy = find_busy(instance, warehouse, now)
    if busy is not None:
        return Answer(seen, f"run {busy.run_id} ({busy.job_name}) is {busy.status.value.lower()}")
    state, register = find_state(RawFolder().root, warehouse), find_register_state(warehouse)
    if state is None:
        return Answer(seen, EMPTY)
    if register is None or not _was_registered(instance, state):
        return _ask_to_register(instance, state, seen, now)
    settled = name_settled(state, register, date.fromtimestamp(now))
    if seen.settled == settled:
        return Answer(Seen(settled), "nothing has changed")
    return _ask_to_write(instance, settled, now)


def find_busy(instance: dg.DagsterInstance, warehouse: Warehouse, now: float) -> dg.DagsterRun | None:
    """A run of ours that has not ended, however far it is."""
    records = instance.get_run_records(dg.RunsFilter(statuses=_UNFINISHED))
    ours = (record for record in records if record.dagster_run.job_name in _OURS)
    return next((record.dagster_run for record in ours if not _was_killed(record, warehouse, now)), None)


def _was_killed(record: dg.RunRecord, warehouse: Warehouse, now: float) -> bool:
    """Whether a run of the command line was killed: nobody can be asked after it, but the locks that it held are free."""
    run = record.dagster_run
    if GRPC_INFO_TAG in run.tags or run.status != dg.DagsterRunStatus.STARTED:
        return False
    if now - record.create_timestamp.timestamp() < SECONDS_TO_BEGIN:
        return False
    return not is_held(find_cache_folder(warehouse), list_places(run, list_asked(run)))


def _was_registered(instance: dg.DagsterInstance, state: str) -> bool:
    """Whether the last run that wrote the register, whoever asked for it, found this state and ended well.

    An older run of this state says nothing: others may have come between, and the folder may have gone back to it.
    """
    event = instance.get_latest_materialization_event(REGISTER)
    written = event.asset_materialization if event is not None else None
    if event is None or written is None or STATE not in written.metadata or written.metadata[STATE].value != state:
        return False
    run = instance.get_run_by_id(event.run_id)
    return run is not None and run.status == dg.DagsterRunStatus.SUCCESS


def _ask_to_register(instance: dg.DagsterInstance, state: str, seen: Seen, now: float) -> Answer:
    since = seen.since or now
    waiting = replace(seen, changing=state, since=since)
    pause = find_pause(instance, REGISTER_JOB.name, state, now)
    if pause > 0:
        return Answer(waiting, f"registering went wrong: next try in {pause:.0f} s")
    if seen.changing != state and now - since < LONGEST_WAIT_SECONDS:
        return Answer(waiting, "the raw folder has changed: waiting until it is the same at two ticks")
    return Answer(Seen(), request=dg.RunRequest(run_key=None, job_name=REGISTER_JOB.name, tags={STATE: state}))


def _ask_to_write(instance: dg.DagsterInstance, settled: str, now: float) -> Answer:
    job, keys = REPORTS_JOB.name, list_stale_keys(REPORT_YEARS, REGIONS)
    if not keys:
        job, keys = SEAMS_JOB.name, list_stale_seams(REPORT_YEARS, REGIONS)
    if not keys and not is_analysis_stale():
        return Answer(Seen(settled), "everything is up to date")
    job = job if keys else ANALYSIS_JOB.name
    name = hashlib.sha256(f"{settled[:32]}-{job}-{sorted(keys)}".encode()).hexdigest()[:32]
    pause = find_pause(instance, job, name, now)
    if pause > 0:
        what = f"{len(keys)} partitions are" if keys else "the panel is"
        return Answer(Seen(), f"{what} stale after a run: next try in {pause:.0f} s")
    return Answer(Seen(), request=build_request(job, keys, name))


def build_request(job: str, keys: Sequence[PartitionKey], state: str) -> dg.RunRequest:
    """One run that writes some partitions and no others; the tags name the first, the list names all.

    What is made from all partitions together has none.
    """
    if not keys:
        return dg.RunRequest(run_key=None, job_name=job, tags={STATE: state})
    tags = build_range_tags(keys[0], keys[0]) | {STATE: state, PARTITIONS: str(len(keys))}
    return dg.RunRequest(run_key=None, job_name=job, tags=tags, run_config=build_list_config(keys))


def find_pause(instance: dg.DagsterInstance, job: str, state: str, now: float) -> float:
    """Seconds until the next try for a state: none for the first, then a minute, four, sixteen, at most six hours.

    Only the last runs of the job count, as far back as they are for this state: one that comes a second time is a new one.
    """
    records = instance.get_run_records(dg.RunsFilter(job_name=job), limit=10)
    tries = takewhile(lambda record: record.dagster_run.tags.get(STATE) == state, records)
    ends = [record.end_time or 0.0 for record in tries]
    if not ends:
        return 0.0
    pause = min(FIRST_PAUSE_SECONDS * 4.0 ** (len(ends) - 1), LONGEST_PAUSE_SECONDS)
    return max(ends) + pause - now


@dg.sensor(
    jobs=[REGISTER_JOB, REPORTS_JOB, SEAMS_JOB, ANALYSIS_JOB],
    minimum_interval_seconds=int(os.environ.get(SECONDS_VARIABLE) or _DEFAULT_SECONDS),
    description="Registers what arrives, changes or goes in the raw folder; writes the partitions that it concerns.",
)
def raw_folder_changed(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """At most one run for each tick."""
    answer = find_next(context.instance, read_seen(context.cursor), time.time())
    cursor = json.dumps(asdict(answer.seen))
    if answer.request is None:
        return dg.SensorResult(skip_reason=answer.why, cursor=cursor)
    return dg.SensorResult(run_requests=[answer.request], cursor=cursor)
