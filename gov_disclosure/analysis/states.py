"""What is known of a number of the panel, and how it stands to that of the year before: the words.

Belongs here: names for the words of the tables. Does not belong here: deciding which word applies.
"""

from typing import Final

from gov_disclosure.frames.analysis_tables import STATUSES

REPORTED: Final = "reported"
ROUNDED: Final = "rounded"
DERIVED: Final = "derived"
ABSENT: Final = "absent"
UNREADABLE: Final = "unreadable"
AMBIGUOUS: Final = "ambiguous"
BELOW_ZERO: Final = "below_zero"
NOT_IN_FORM: Final = "not_in_form"
NO_TEXT_BEFORE: Final = "no_text_before"
OTHER_BODY_BEFORE: Final = "other_body_before"
NO_REPORT_BEFORE: Final = "no_report_before"
CONTESTED: Final = "contested"
NOT_WRITTEN: Final = "not_written"
OTHER_SCOPE: Final = "other_scope"
REFUSED: Final = "refused"
NO_REPORT: Final = "no_report"

STATES = STATUSES
"""From the best to the worst."""

HAS_VALUE = 1 + STATES.index(DERIVED)
"""The first so many have a value."""

SAME: Final = "same"
BOUNDED: Final = "bounded"
BREAK: Final = "break"
NOT_COMPARABLE: Final = "not_comparable"


def code(state: str) -> int:
    """Place of a state in `STATES`, as arrays hold it."""
    return STATES.index(state)
