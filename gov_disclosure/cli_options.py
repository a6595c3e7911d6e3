"""Options that several commands share.

Belongs here: parameter types, options, how errors and names are told. Does not belong here: what a command does (`cli.py`).
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from gov_disclosure.vocabulary.regions import REPORT_YEARS

DEFAULT_PLACES = {"GOV_DISCLOSURE_RAW": "data/raw", "GOV_DISCLOSURE_WAREHOUSE": "data/warehouse"}
_REGION_OPTIONS = (
    click.argument("more_regions", nargs=-1, metavar=""),
    click.option(
        "--region", "regions", multiple=True, metavar="REGION …", help="Province-level keys: henan shandong …"
    ),
)
_PLACE_OPTIONS = (
    click.option(
        "--raw",
        type=click.Path(),
        help="Folder or s3://bucket/prefix of documents.  [default: GOV_DISCLOSURE_RAW or data/raw]",
    ),
    click.option(
        "--warehouse", help="Where the tables go, likewise.  [default: GOV_DISCLOSURE_WAREHOUSE or data/warehouse]"
    ),
    click.option(
        "--executor",
        help="serial, processes, processes:N or dask://host:port.  [default: GOV_DISCLOSURE_EXECUTOR or serial]",
    ),
)


class YearRange(click.ParamType):  # type: ignore[type-arg]  # generic in the newest releases only
    """`2019` or `2014:2018`."""

    name = "YEAR[:YEAR]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Sequence[int]:
        """The years of a range, or a message that says which there are."""
        if not isinstance(value, str):
            return tuple(value)
        first, colon, last = value.partition(":")
        span = f"{REPORT_YEARS[0]} to {REPORT_YEARS[-1]}"
        if not (first.isdecimal() and (last if colon else first).isdecimal()):
            self.fail(f"{value!r} is no year or range of years such as 2019 or 2014:2018", param, ctx)
        years = range(int(first), int(last or first) + 1)
        if not years:
            self.fail(f"{value!r} ends before it begins", param, ctx)
        if not set(years) <= set(REPORT_YEARS):
            self.fail(f"{value!r} is not within {span}, the years of the partitions", param, ctx)
        return years


def place_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options of a command that needs the raw folder and the warehouse."""
    for option in reversed(_PLACE_OPTIONS):
        command = option(command)
    return command


def scope_options(command: Callable[..., None]) -> Callable[..., None]:
    """The same, and those of a command that works on some partitions."""
    command = place_options(command)
    for option in reversed(_REGION_OPTIONS):
        command = option(command)
    return command


@contextmanager
def errors_as_messages() -> Iterator[None]:
    """A sentence instead of a traceback for what is wrong with the surroundings."""
    try:
        yield
    except OSError as error:  # a warehouse that cannot be read or written, outside a run
        raise click.ClickException(str(error)) from None
    except Exception as error:
        if not type(error).__module__.startswith(("sqlalchemy", "sqlite3")):
            raise
        place = os.environ.get("DAGSTER_HOME") or "the folder of temporary files"
        why = str(error).partition("\n")[0]
        raise click.ClickException(
            f"Dagster cannot keep its runs ({why}): is {place} (DAGSTER_HOME) full, or not writable?"
        ) from None


def find_place(variable: str, given: str | None) -> str:
    """Where documents or tables lie: as given, else as the environment says, else the default."""
    return given or os.environ.get(variable) or DEFAULT_PLACES[variable]


def find_panel_rule() -> str:
    """Which report stands for a region in the panel, as a run would choose."""
    from gov_disclosure.steps.analysis import DEFAULT_RULE

    return os.environ.get("GOV_DISCLOSURE_PANEL_RULE") or DEFAULT_RULE


def make_plain(text: str) -> str:
    """What a document or a file is called: it means nothing to the terminal, nor to the marks of its colours."""
    from rich.markup import escape

    from gov_disclosure.steps.explain_terminal import make_plain

    return escape("\n".join(map(make_plain, text.splitlines())))
