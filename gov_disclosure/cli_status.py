"""The command `status`: where the warehouse stands, and what to do next.

Belongs here: options and exit status. Does not belong here: what is counted (`steps/status.py`). It needs no Dagster and
changes nothing.
"""

import json

import click

from gov_disclosure.cli_options import find_panel_rule, find_place


@click.command()
@click.option("--raw", help="Folder or s3://bucket/prefix of documents.  [default: GOV_DISCLOSURE_RAW or data/raw]")
@click.option(
    "--warehouse", help="Where the tables lie, likewise.  [default: GOV_DISCLOSURE_WAREHOUSE or data/warehouse]"
)
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def status(raw: str | None, warehouse: str | None, as_json: bool) -> None:
    """Show per year what is registered, refused, written and to be written, and what to do next.

    Only looks: nothing is written, and no document is read but what could not be. Ends with 1 if there is no warehouse.
    """
    from gov_disclosure.steps.explain_terminal import open_console
    from gov_disclosure.steps.status import build_record, build_status, print_status
    from gov_disclosure.storage.locations import LocationError, parse_location
    from gov_disclosure.storage.warehouse import TableNotWrittenError, Warehouse

    location = find_place("GOV_DISCLOSURE_WAREHOUSE", warehouse)
    try:
        root = parse_location(find_place("GOV_DISCLOSURE_RAW", raw))
        found = build_status(Warehouse(location), root, find_panel_rule())
    except TableNotWrittenError:
        raise click.ClickException(f"there is no register in {location} yet: gov-disclosure run") from None
    except (OSError, LocationError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(build_record(found), ensure_ascii=False, indent=2))
    else:
        print_status(open_console(), found)
