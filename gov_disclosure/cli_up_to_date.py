"""What `release` and `explore` refuse: tables that are not what the program would write now.

Belongs here: the comparison, and the message that says what to do. Does not belong here: how stale tables are found (`steps/`).
"""

from typing import TYPE_CHECKING

import click

from gov_disclosure.cli_options import find_panel_rule

if TYPE_CHECKING:
    from gov_disclosure.storage.warehouse import Warehouse


def check_documents(warehouse: "Warehouse", raw: str, command: str) -> None:
    """Refuse where documents are new, changed or gone since the warehouse was written; without a raw folder nobody can tell.

    Raises:
        ClickException: so it is.
    """
    from gov_disclosure.steps.register import count_changes
    from gov_disclosure.storage.locations import parse_location

    root = parse_location(raw)
    unread, missing = count_changes(root, warehouse, by_content=True) if root.is_dir() else (0, 0)
    if unread or missing:
        raise _build_refusal(
            f"in {raw} {unread:,} files are new or changed and {missing:,} gone since they were read", command
        )


def check_tables(warehouse: "Warehouse", raw: str, command: str) -> None:
    """Refuse where partitions, or what is made of all of them, are not made from what there is now, as after a killed run.

    Raises:
        ClickException: so it is.
    """
    from gov_disclosure.steps.analysis import is_analysis_stale
    from gov_disclosure.steps.stale import Wanted, list_stale_keys, list_stale_seams
    from gov_disclosure.storage.locations import parse_location
    from gov_disclosure.storage.waivers import read_waivers

    wanted = Wanted(waivers=read_waivers(parse_location(raw)).by_finding)
    stale = {*list_stale_keys(warehouse, wanted), *list_stale_seams(warehouse, wanted)}
    if stale:
        raise _build_refusal(f"{len(stale)} partitions are not what this program would write now", command)
    if is_analysis_stale(warehouse, find_panel_rule()):
        raise _build_refusal("panel and indicators are not what this program would write now", command)


def _build_refusal(why: str, command: str) -> click.ClickException:
    return click.ClickException(f"{why}: gov-disclosure run, or {command} --as-it-is")
