"""The command `explore`: pages about a release that open without a server.

Belongs here: options and exit status. Does not belong here: the pages (`publishing/explorer/`), which are imported when it runs.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gov_disclosure.cli_options import find_place
from gov_disclosure.cli_up_to_date import check_tables

if TYPE_CHECKING:
    from gov_disclosure.publishing.explorer.site import Edition

_FOLDER = click.Path(file_okay=False, path_type=Path)
_EXISTING = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--release", type=_EXISTING, help="A release.  [default: the warehouse as it is]")
@click.option(
    "--warehouse",
    help="Where the tables lie, without a release.  [default: GOV_DISCLOSURE_WAREHOUSE or data/warehouse]",
)
@click.option(
    "--to", "folder", type=_FOLDER, default=Path("data/explorer"), show_default=True, help="Where the pages go."
)
@click.option("--as-it-is", is_flag=True, help="Also if the tables of the warehouse are not up to date.")
@click.option("--raw", help="Where the documents lie, with their waivers.  [default: GOV_DISCLOSURE_RAW or data/raw]")
def explore(release: Path | None, warehouse: str | None, folder: Path, as_it_is: bool, raw: str | None) -> None:
    """Write pages to look at the data: what is there, trends, comparisons, and each number down to its characters.

    They open by a double click on index.html, in Chinese and English, and need neither a server nor a network.
    """
    from rich.console import Console

    from gov_disclosure.publishing.explorer.charts import LibraryMissingError
    from gov_disclosure.publishing.explorer.site import ExplorerError, write_explorer
    from gov_disclosure.publishing.standing import ReleaseError
    from gov_disclosure.storage.locations import LocationError
    from gov_disclosure.storage.warehouse import TableNotWrittenError

    console = Console()
    try:
        with console.status("reading") as status:
            checked = None if as_it_is else find_place("GOV_DISCLOSURE_RAW", raw)
            written = write_explorer(_open_edition(release, warehouse, checked), folder, status.update)
    except TableNotWrittenError as error:
        raise click.ClickException(f"{error}: gov-disclosure run") from None
    except (OSError, LocationError, LibraryMissingError, ExplorerError, ReleaseError) as error:
        raise click.ClickException(str(error)) from None
    size = sum(written.sizes.values()) / 1e6
    console.print(f"{written.reports:,} reports, {written.areas:,} regions, {size:,.1f} MB of data", highlight=False)
    console.print(f"open {written.path / 'index.html'}", highlight=False, soft_wrap=True)


def _open_edition(release: Path | None, warehouse: str | None, raw: str | None) -> "Edition":
    """A release, or a warehouse whose tables are compared with what they were made from, unless `raw` is None."""
    from gov_disclosure.publishing.explorer.editions import open_release, open_warehouse
    from gov_disclosure.storage.warehouse import Warehouse

    if release is not None:
        return open_release(release)
    place = find_place("GOV_DISCLOSURE_WAREHOUSE", warehouse)
    if raw is not None:
        check_tables(Warehouse(place), raw, "explore")
    return open_warehouse(place)
