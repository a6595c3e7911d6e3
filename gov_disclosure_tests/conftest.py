"""How tests run here: hypothesis without a clock, in CI with the same examples every time; and what takes longest first.

Two cores shared with other work make any deadline a matter of luck; what a thing costs is measured by `make bench`.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("usual", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("usual"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "usual")

LONG = ("deploy", "hostile", "killing", "bench", "ui")
"""Folders whose files take minutes: begun last, one of them would keep one core busy and leave the others idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; all others keep their order."""
    items.sort(key=lambda item: item.path.parent.name not in LONG)
