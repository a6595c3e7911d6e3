"""The commands `release` and `codebook`: what goes to readers.

Belongs here: options and exit status. Does not belong here: the files (`publishing/`), which is imported when a command runs.
"""

from pathlib import Path

import click

from gov_disclosure.cli_options import find_place
from gov_disclosure.cli_up_to_date import check_documents, check_tables

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option(
    "--to", "folder", type=_FOLDER, default=Path("data/releases"), show_default=True, help="Where releases stand."
)
@click.option("--version", help="A name for it.  [default: newest report year and a hash over the content]")
@click.option(
    "--since", type=_FOLDER, help="The release to tell the changes against.  [default: the newest one in --to]"
)
@click.option(
    "--as-it-is", is_flag=True, help="Also if the warehouse is not up to date with the raw folder or the program."
)
@click.option("--raw", help="Folder or s3://bucket/prefix of documents.  [default: GOV_DISCLOSURE_RAW or data/raw]")
@click.option(
    "--warehouse", help="Where the tables lie, likewise.  [default: GOV_DISCLOSURE_WAREHOUSE or data/warehouse]"
)
def release(
    folder: Path, version: str | None, since: Path | None, as_it_is: bool, raw: str | None, warehouse: str | None
) -> None:
    """Write a versioned folder for readers: Parquet, CSV for Excel, DuckDB, codebook, checksums, changes since the last one.

    Writes nothing if the newest release has the same content already.
    """
    from rich.console import Console

    from gov_disclosure.publishing.release import write_release
    from gov_disclosure.publishing.standing import ReleaseError, Wish
    from gov_disclosure.storage.locations import LocationError
    from gov_disclosure.storage.warehouse import TableNotWrittenError, Warehouse

    console = Console()
    try:
        stored = Warehouse(find_place("GOV_DISCLOSURE_WAREHOUSE", warehouse))
        if not as_it_is:
            documents = find_place("GOV_DISCLOSURE_RAW", raw)
            check_documents(stored, documents, "release")
            check_tables(stored, documents, "release")
        with console.status("releasing") as status:
            written = write_release(stored, Wish(folder, version, since), status.update)
    except TableNotWrittenError as error:
        raise click.ClickException(f"{error}: gov-disclosure run") from None
    except (OSError, LocationError, ReleaseError) as error:
        raise click.ClickException(str(error)) from None
    what = "written" if written.is_new else "nothing has changed since"
    console.print(f"{written.path}: {what}", highlight=False, soft_wrap=True)
    if written.previous is not None:
        panel = "" if written.panel_changes is None else f", {written.panel_changes:,} of the panel and its indicators"
        told = f"{written.changes:,} values changed since {written.previous}{panel}: CHANGES.md"
        console.print(told, highlight=False, soft_wrap=True)


@click.command()
@click.option("--to", "folder", type=_FOLDER, default=Path("."), show_default=True, help="Where the files go.")
def codebook(folder: Path) -> None:
    """Write codebook.html and codebook.md: what every table, column, key and term means."""
    from gov_disclosure.publishing.bundle import write_codebook

    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_codebook(folder)
    except OSError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{folder / 'codebook.html'}\n{folder / 'codebook.md'}")
