"""The sensor over failed runs: what failed, which partitions, why, and where to look.

Belongs here: the words of the message. Does not belong here: how it is sent (`notification.py`). The sensor is on from the
start where the environment names somebody to be told, and off elsewhere.
"""

from collections.abc import Sequence

import dagster as dg

from gov_disclosure.defs import notification
from gov_disclosure.defs.notification import Message
from gov_disclosure.defs.partitions import parse_key
from gov_disclosure.defs.run_warehouse import list_asked
from gov_disclosure.storage.warehouse import PartitionKey

_MOST_NAMED = 5
_LONGEST_REASON = 2_000


def build_message(run: dg.DagsterRun, reasons: Sequence[str]) -> Message:
    """What is told of a failed run."""
    partitions = spell_partitions(find_partitions(run))
    why = "\n".join(reasons)[:_LONGEST_REASON] or "no reason was given"
    url = f"{notification.find_address_of_ui()}/runs/{run.run_id}"
    facts = {"job": run.job_name, "run_id": run.run_id, "partitions": partitions, "why": why, "url": url}
    text = f"What: {run.job_name}\nPartitions: {partitions}\nWhy: {why}\nRun: {url}\n"
    return Message(f"gov_disclosure: {run.job_name} failed ({partitions})", text, facts)


def find_partitions(run: dg.DagsterRun) -> list[PartitionKey]:
    """The partitions that a run was to write."""
    config = run.run_config if isinstance(run.run_config, dict) else {}
    only = config.get("resources", {}).get("io_manager", {}).get("config", {}).get("only", [])
    return [parse_key(spelled) for spelled in only] or list_asked(run)


def spell_partitions(keys: Sequence[PartitionKey]) -> str:
    """Partitions in a few words.

    >>> spell_partitions([PartitionKey("henan", 2019), PartitionKey("hubei", 2020)])
    'henan 2019, hubei 2020'
    """
    named = ", ".join(f"{key.region} {key.year}" for key in keys[:_MOST_NAMED])
    more = f" and {len(keys) - _MOST_NAMED} more" if len(keys) > _MOST_NAMED else ""
    return f"{named}{more}" or "none"


def find_reason(event: dg.DagsterEvent) -> str:
    """Why a step failed: the first cause, in its own words, and what to do where they do not say it."""
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    if error is None:
        return f"{event.step_key}: {event.message}"
    advice = next((text for name, text in _ADVICE.items() if str(error.cls_name).endswith(name)), "")
    return f"{event.step_key}: {error.message.strip()}{advice}"


_ADVICE = {
    "MemoryError": ". There is not enough memory: GOV_DISCLOSURE_EXECUTOR=serial or processes:1 needs least",
    "NotADirectoryError": ". A part of that path is a file: set --warehouse or GOV_DISCLOSURE_WAREHOUSE to a folder",
    "InterruptedError": ". Interrupted; run it again, and it completes what is left",
}
"""What to do about errors of the system, by the end of their class; those of this program say it themselves."""


@dg.run_failure_sensor(
    default_status=dg.DefaultSensorStatus.RUNNING if notification.is_wanted() else dg.DefaultSensorStatus.STOPPED,
    description="Tells those whom GOV_DISCLOSURE_NOTIFY_MAIL and GOV_DISCLOSURE_NOTIFY_WEBHOOK name of failed runs.",
)
def run_failed(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """One message for each run that failed and is not tried again by itself."""
    run = context.dagster_run
    if not notification.is_wanted():
        return dg.SkipReason(f"neither {notification.MAIL} nor {notification.WEBHOOK} is set")
    if run.tags.get("dagster/will_retry") == "true":
        return dg.SkipReason(f"run {run.run_id} is tried again")
    reasons = [find_reason(event) for event in context.get_step_failure_events()]
    notification.send(build_message(run, reasons or [context.failure_event.message or ""]))
    return None
