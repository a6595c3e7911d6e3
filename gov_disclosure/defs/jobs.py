"""Jobs: which assets run together.

Belongs here: the selections, and the tags by which the queue keeps runs apart (`deploy/dagster.yaml`). Does not belong here:
when they run (`schedules.py`, `sensors.py`).
"""

import dagster as dg

from gov_disclosure.defs.assets import COMPARING_TABLES, REGISTER_TABLES, REPORT_TABLES
from gov_disclosure.steps.analysis import ANALYSIS_TABLES

WRITES = "gov_disclosure/writes"
"""One run at a time for each value of this tag."""

REGISTER_JOB = dg.define_asset_job(
    "register",
    selection=list(REGISTER_TABLES),
    tags={WRITES: "register"},
    description="What lies in the raw folder, and the reference tables.",
)
REPORTS_JOB = dg.define_asset_job(
    "reports",
    selection=list(REPORT_TABLES),
    description="Everything that is kept by region and year, for one partition or a range given by tags. For a whole year or "
    'more do not launch it from here: in Lineage filter key:"report_text"+ and not group:"analysis" and not group:"publishing" '
    "and choose Materialize all.",
)
REFRESH_JOB = dg.define_asset_job(
    "refresh",
    selection=[*REGISTER_TABLES, *REPORT_TABLES],
    tags={WRITES: "register"},
    description="Register what is new, then write the partitions of this run; what the schedule runs.",
)
SEAMS_JOB = dg.define_asset_job(
    "seams",
    selection=list(COMPARING_TABLES),
    tags={WRITES: "seams"},
    description="What compares the reports of a year with those of the years beside it, when the facts of all are written.",
)
CATALOGUE_JOB = dg.define_asset_job(
    "publish",
    selection=["catalogue"],
    tags={WRITES: "catalogue"},
    description="catalog.duckdb beside the tables; to be run when tables were written for the first time, or by another version.",
)
ANALYSIS_JOB = dg.define_asset_job(
    "analysis",
    # The sensor makes these runs: without the catalogue among them, a machine that is left to it would never have one.
    selection=[*ANALYSIS_TABLES, "catalogue"],
    tags={WRITES: "analysis"},
    description="Panel, indicators and coverage, from the facts of all regions and years, when these are written; catalog.duckdb.",
)
JOBS = [REGISTER_JOB, REPORTS_JOB, REFRESH_JOB, SEAMS_JOB, ANALYSIS_JOB, CATALOGUE_JOB]
