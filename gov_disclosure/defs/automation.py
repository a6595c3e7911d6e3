"""Jobs, and the schedules that refresh the year that is due.

Belongs here: which assets run together and when. Does not belong here: the assets.

Reports of a year are published from January to March of the next, by the regulation (第四十九条) before 31 January,
by townships and departments often later.
"""

import dagster as dg

from gov_disclosure.defs.assets import COMPARING_TABLES, REGISTER_TABLES, REPORT_TABLES
from gov_disclosure.defs.partitions import build_range_tags
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS

REGISTER_JOB = dg.define_asset_job(
    "register",
    selection=list(REGISTER_TABLES),
    description="What lies in the raw folder, and the reference tables.",
)
REPORTS_JOB = dg.define_asset_job(
    "reports",
    selection=list(REPORT_TABLES),
    description="Everything that is kept by region and year, for one partition or a range given by tags. For a whole year or "
    'more do not launch it from here: in Lineage filter key:"report_text"+ and choose Materialize all.',
)
REFRESH_JOB = dg.define_asset_job(
    "refresh",
    selection=[*REGISTER_TABLES, *REPORT_TABLES],
    description="Register what is new, then write the partitions of this run; what the schedule runs.",
)
SEAMS_JOB = dg.define_asset_job(
    "seams",
    selection=list(COMPARING_TABLES),
    description="What compares the reports of a year with those of the years beside it, when the facts of all are written.",
)
JOBS = [REGISTER_JOB, REPORTS_JOB, REFRESH_JOB, SEAMS_JOB]


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
