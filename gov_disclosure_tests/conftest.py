"""How hypothesis runs here: without a clock, and in CI with the same examples every time.

Two cores shared with other work make any deadline a matter of luck; what a thing costs is measured by `make bench`.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("usual", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("usual"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "usual")
