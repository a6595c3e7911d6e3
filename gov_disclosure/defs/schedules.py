"""Schedules: the year that is due.

Belongs here: when runs begin by the calendar. Does not belong here: what happens when documents arrive (`sensors.py`); both
may be on.

Reports of a year are published from January to March of the next, by the regulation (第四十九条) before 31 January,
by townships and departments often later.
"""

import dagster as dg

from gov_disclosure.defs.jobs import REFRESH_JOB, SEAMS_JOB
from gov_disclosure.defs.partitions import build_range_tags
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS


@dg.schedule(
    job=REFRESH_JOB,
    cron_schedule="0 3 * 1-4 1",
    execution_timezone="Asia/Shanghai",
    description="Mondays from January to April: one run over all regions of the year before.",
)
def refresh_year_due(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """One request per tick: a backfill from a job would be one run for each partition."""
    return _request(context, 0)


@dg.schedule(
    job=SEAMS_JOB,
    cron_schedule="0 9 * 1-4 1",
    execution_timezone="Asia/Shanghai",
    description="Six hours later: the seams of that year and of the one before it, which it continues.",
)
def compare_year_due(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """One request per tick, like the refresh."""
    return _request(context, 1)


def _request(context: dg.ScheduleEvaluationContext, years_back: int) -> dg.RunRequest | dg.SkipReason:
    """All regions of the year before the tick, and as many years before it."""
    year = context.scheduled_execution_time.year - 1
    if year not in REPORT_YEARS:
        return dg.SkipReason(f"{year} is not among the partitions, {REPORT_YEARS[0]} to {REPORT_YEARS[-1]}")
    first = max(year - years_back, REPORT_YEARS[0])
    tags = build_range_tags(PartitionKey(REGIONS[0], first), PartitionKey(REGIONS[-1], year))
    return dg.RunRequest(run_key=None, tags=tags)


SCHEDULES = [refresh_year_due, compare_year_due]
