"""The command `check`, for the office that writes a report and for its scripts.

Belongs here: options and exit status. Does not belong here: what is checked and how it is told (`steps/check*.py`), which is
imported when the command runs.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from gov_disclosure.cli_options import find_place

_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
_STANDARD = "-"
_STATUS = """\b
Exit status:
  0  nothing was found (notes of lesser weight than --fail-on do not count)
  1  something does not add up or has to be looked at
  2  a FILE could not be checked, a page could not be written, or the command was not understood"""


class TroubleError(click.ClickException):
    """What keeps a check from being made or written; 1 would mean that something was found."""

    exit_code = 2


@click.command(epilog=_STATUS)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@click.option(
    "--previous",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The report of the year before of the same body: carry-over and documents in force are checked across both.",
)
@click.option("--year", type=click.IntRange(2008, 2099), help="The year covered, where the text does not say.")
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Also write one page to print.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--fail-on",
    "least",
    type=click.Choice(["error", "warning", "info"]),
    default="warning",
    show_default=True,
    help="The least severity that gives exit status 1: 对不上, 请核对 or 提示.",
)
def check(files: Sequence[Path], page: Path | None, **options: Any) -> None:
    """Say in Chinese what does not add up in a report, in which cell, and what would reconcile it.

    Reads any FILE that `explain` reads, or standard input (-); needs no network, no warehouse and no manifest. A report whose
    region or year cannot be told is checked all the same.
    """
    if options["previous"] and len(files) > 1:
        raise click.UsageError("--previous goes with one FILE")
    if page is not None and str(page) == _STANDARD:
        raise click.BadParameter("a page is written to a file, not to standard output", param_hint="--html")
    if page is not None and any(page.exists() and _is_same(page, file) for file in (*files, options["previous"])):
        raise click.BadParameter("the page would replace a document", param_hint="--html")
    try:
        status = _check(files, page, options)
    except OSError as error:
        raise TroubleError(str(error)) from None
    except Exception as error:  # a traceback would end with 1
        raise TroubleError(f"{type(error).__name__}: {error}") from error
    sys.exit(status)


def _is_same(page: Path, file: Path | None) -> bool:
    return file is not None and file.exists() and page.samefile(file)


def _check(files: Sequence[Path], page: Path | None, options: dict[str, Any]) -> int:
    from gov_disclosure.steps.check import check_document, find_exit_status, find_known, read_input
    from gov_disclosure.steps.check_json import build_json
    from gov_disclosure.steps.check_page import write_page
    from gov_disclosure.steps.check_terminal import print_checked
    from gov_disclosure.steps.explain_terminal import open_console

    before = read_input(options["previous"], sys.stdin.buffer) if options["previous"] else None
    raw = Path(find_place("GOV_DISCLOSURE_RAW", None))
    documents = [
        check_document(read_input(file, sys.stdin.buffer), find_known(file, options["year"], raw), before)
        for file in files
    ]
    status = find_exit_status(documents, options["least"])
    if page is not None:
        write_page(documents, page)
    if options["form"] == "json":
        click.echo(build_json(documents, status))
    else:
        print_checked(open_console(), documents)
    return status
