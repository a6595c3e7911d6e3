"""Heads and tails of reports by every kind of body, with what a careful reader would conclude about whose report it is.

Shares no code with the readers it is used to judge: of the package it takes the register and the tables beside it and
nothing else. ``python -m gov_disclosure_tests.identities 20000`` reads that many and prints what came of them.
"""

from gov_disclosure_tests.identities.cases import make_case
from gov_disclosure_tests.identities.drafts import Case

__all__ = ["Case", "make_case"]
