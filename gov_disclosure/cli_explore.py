"""The command `explore`: pages about a release that open without a server.

Belongs here: options and exit status. Does not belong here: the pages (`publishing/explorer/`), which are imported when it runs.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gov_disclosure.cli_options import find_place

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
def explore(release: Path | None, warehouse: str | None, folder: Path) -> None:
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
            written = write_explorer(_open_edition(release, warehouse), folder, status.update)
    except TableNotWrittenError as error:
        raise click.ClickException(f"{error}: gov-disclosure run") from None
    except (OSError, LocationError, LibraryMissingError, ExplorerError, ReleaseError) as error:
        raise click.ClickException(str(error)) from None
    size = sum(written.sizes.values()) / 1e6
    console.print(f"{written.reports:,} reports, {written.areas:,} regions, {size:,.1f} MB of data", highlight=False)
    console.print(f"open {written.path / 'index.html'}", highlight=False, soft_wrap=True)


def _open_edition(release: Path | None, warehouse: str | None) -> "Edition":
    from gov_disclosure.publishing.explorer.editions import open_release, open_warehouse

    if release is not None:
        return open_release(release)
    return open_warehouse(find_place("GOV_DISCLOSURE_WAREHOUSE", warehouse))
