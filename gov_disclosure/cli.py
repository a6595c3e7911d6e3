"""The command line: a thin face over the same assets.

Belongs here: options, progress and the summary at the end. Dagster and pandas are imported when a command runs, so that
`--help` answers at once.
"""

import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from gov_disclosure.cli_check import check
from gov_disclosure.cli_explore import explore
from gov_disclosure.cli_options import (
    YearRange,
    errors_as_messages,
    find_place,
    make_plain,
    place_options,
    scope_options,
)
from gov_disclosure.cli_publish import codebook, release
from gov_disclosure.cli_status import status
from gov_disclosure.vocabulary.regions import REGIONS, REPORT_YEARS

_STATUSES = ("accepted", "duplicate", "rejected", "gone")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gov-disclosure")
def main() -> None:
    """Annual reports on government information disclosure (政府信息公开工作年度报告): from raw documents to Parquet."""


@main.command()
@click.option("--year", "years", type=YearRange(), help="Only these report years.")
@click.option("--all", "everything", is_flag=True, help="Also partitions of which nothing has changed.")
@scope_options
def run(years: Sequence[int] | None, everything: bool, **options: Any) -> None:
    """Register what is new in the raw folder; write the partitions that it changes.

    A document that was deleted is taken out of the facts, and a run that was interrupted is completed.
    """
    regions = _prepare(options)
    _launch("list_keys_with_documents" if everything else "list_stale_keys", years or REPORT_YEARS, regions)


@main.command()
@click.argument("years", type=YearRange())
@scope_options
def backfill(years: Sequence[int], **options: Any) -> None:
    """Register what is new in the raw folder; write every partition of YEARS (2014:2018), the empty ones too."""
    regions = _prepare(options)
    _launch("list_all_keys", years, regions)


@main.command()
@click.option(
    "--template",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a manifest with one line for each document that waits for one, to be filled in.",
)
@place_options
def register(template: Path | None, **options: Any) -> None:
    """Register what is new in the raw folder, and show whose reports they are, which abstained, and why."""
    _set_environment(options)
    with errors_as_messages():
        _register(template)


def _register(template: Path | None) -> None:
    if template is not None and template.exists():
        raise click.ClickException(f"{template} is there, and may have been filled in: give another name")
    from gov_disclosure.definitions import defs
    from gov_disclosure.defs import launch
    from gov_disclosure.defs.resources import open_warehouse
    from gov_disclosure.steps.explain_terminal import open_console
    from gov_disclosure.steps.manifest_template import write_manifest_template
    from gov_disclosure.steps.register_terminal import print_refusals, print_registered
    from gov_disclosure.steps.summary import build_summary

    console = open_console()
    with _open_instance(launch) as instance, console.status("registering documents"):
        failure = launch.Launcher(defs, instance).run_register()
    if failure is not None:
        _show_failures(console, [failure])
    summary = build_summary(open_warehouse(), ())
    print_registered(console, open_warehouse())
    print_refusals(console, summary.refused)
    _show_notices(console)
    console.print(f"{summary.documents.total():,} documents: {_join(summary.documents, _STATUSES)}", highlight=False)
    if template is not None:
        count = write_manifest_template(open_warehouse(), template)
        console.print(f"{count:,} lines to fill in: {make_plain(str(template))}", highlight=False)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write one page with the original beside it.",
)
def explain(file: Path, page: Path | None) -> None:
    """Show how one document is read: whose it is, each table cell by cell, and what is in doubt.

    Ends with 1 if the document gives no report.
    """
    from gov_disclosure.steps.explain import explain_file
    from gov_disclosure.steps.explain_terminal import open_console, print_explanation, print_refusal
    from gov_disclosure.steps.explanation import Refused

    console = open_console()
    explanation = explain_file(file, Path(find_place("GOV_DISCLOSURE_RAW", None)))
    if isinstance(explanation, Refused):
        print_refusal(console, explanation)
        sys.exit(1)
    print_explanation(console, explanation)
    if page is not None:
        _write_page(explanation, file, page)


main.add_command(check)
main.add_command(explore)
main.add_command(status)
main.add_command(release)
main.add_command(codebook)


def _write_page(explanation: Any, file: Path, page: Path) -> None:
    from gov_disclosure.steps.explain_page import build_page

    if page.exists() and page.samefile(file):
        raise click.BadParameter("the page would replace the document", param_hint="--html")
    try:
        # A lone surrogate cannot be written as UTF-8; as a reference, a browser shows it as an unknown character.
        page.write_text(build_page(explanation), encoding="utf-8", errors="xmlcharrefreplace")
    except OSError as error:
        raise click.ClickException(str(error)) from None


def _prepare(options: dict[str, Any]) -> Sequence[str]:
    """Check what can be checked without Dagster, hand the settings over, give the regions."""
    if options["more_regions"] and not options["regions"]:
        raise click.UsageError(f"unexpected argument {options['more_regions'][0]!r}")
    names = [n for text in (*options["regions"], *options["more_regions"]) for n in text.replace(",", " ").split()]
    unknown = [name for name in names if name not in REGIONS]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: not among {' '.join(REGIONS)}", param_hint="--region")
    _set_environment(options)
    return [region for region in REGIONS if region in names] or REGIONS


def _set_environment(options: dict[str, Any]) -> None:
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    for name in ("raw", "warehouse", "executor"):
        if options[name]:
            os.environ[f"GOV_DISCLOSURE_{name.upper()}"] = options[name]
    from gov_disclosure.defs.resources import WorkerPool
    from gov_disclosure.steps.cluster import ClusterError
    from gov_disclosure.steps.workers import WorkerSettingError

    try:
        WorkerPool().workers.check()
    except (WorkerSettingError, ClusterError) as error:
        raise click.BadParameter(str(error), param_hint="--executor") from None
    _check_places()


def _check_places() -> None:
    from gov_disclosure.defs.resources import RawFolder, open_warehouse
    from gov_disclosure.storage.locations import LocationError, check_apart

    try:
        root = RawFolder().root
        if not root.is_dir():
            raise click.BadParameter(f"the folder {root} does not exist", param_hint="--raw")
        check_apart(root, open_warehouse().folder)
    except LocationError as error:
        raise click.BadParameter(str(error), param_hint="--raw or --warehouse") from None
    except OSError as error:  # an object store that cannot be used
        raise click.ClickException(str(error)) from None


def _launch(list_keys: str, years: Sequence[int], regions: Sequence[str]) -> None:
    with errors_as_messages():
        _launch_all(list_keys, years, regions)


def _launch_all(list_keys: str, years: Sequence[int], regions: Sequence[str]) -> None:
    from gov_disclosure.definitions import defs
    from gov_disclosure.defs import launch
    from gov_disclosure.steps.explain_terminal import open_console

    console = open_console()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with _open_instance(launch) as instance, Progress(*columns, console=console) as progress:
        task = progress.add_task("registering documents", total=None)
        launcher = launch.Launcher(defs, instance)
        failures = [launcher.run_register()]
        if failures[0] is None:
            keys = getattr(launch, list_keys)(years, regions)
            failures += _write_reports(launcher, keys, progress, task)
        if not any(failures):
            failures += _write_seams(launcher, {*keys, *launch.list_stale_seams(years, regions)}, progress, task)
        if not any(failures) and launch.is_analysis_stale():
            progress.update(task, description="panel, indicators, coverage")
            failures.append(launcher.run_analysis())
        if not any(failures) and launch.is_catalogue_stale():
            failures.append(launcher.run_catalogue())
    _show_failures(console, [failure for failure in failures if failure is not None])
    _show_summary(console, launch.summarise(years, regions), len(keys))


def _show_failures(console: Console, failed: Sequence[Any]) -> None:
    for failure in failed:
        console.print(f"[red]{failure.what} failed[/red]\n{make_plain(failure.why)}", highlight=False)
    if failed:
        sys.exit(1)


def _open_instance(launch: Any) -> Any:
    home = os.environ.get("DAGSTER_HOME")
    if home and not (os.path.isabs(home) and os.path.isdir(home)):
        raise click.ClickException(
            f"DAGSTER_HOME is {home!r}: it must be the absolute path of a folder that exists, or unset"
        )
    return launch.open_instance()


def _write_reports(launcher: Any, keys: Sequence[Any], progress: Progress, task: Any) -> list[Any]:
    from gov_disclosure.defs.assets import REPORT_TABLES
    from gov_disclosure.storage.progress import listening

    progress.update(task, total=len(keys) * len(REPORT_TABLES), description="files written")
    with listening(lambda _: progress.advance(task)):
        return [launcher.run_reports(keys)] if keys else []


def _write_seams(launcher: Any, keys: Collection[Any], progress: Progress, task: Any) -> list[Any]:
    """The second stage: a year is compared with those beside it when the facts of all are written."""
    from gov_disclosure.defs.assets import COMPARING_TABLES
    from gov_disclosure.storage.progress import listening

    progress.update(task, total=(progress.tasks[task].total or 0) + len(keys) * len(COMPARING_TABLES))
    with listening(lambda _: progress.advance(task)):
        return [launcher.run_seams(sorted(keys))] if keys else []


def _show_summary(console: Console, summary: Any, written: int) -> None:
    from gov_disclosure.defs.resources import open_warehouse
    from gov_disclosure.steps.register_terminal import MOST_SHOWN, print_refusals

    table = Table("what", "count", "of which", show_edge=False)
    documents = summary.documents
    table.add_row("documents", str(documents.total()), _join(documents, _STATUSES))
    table.add_row(
        "reports", str(summary.reports), f"in {summary.partitions} partitions (region × year), {written} written"
    )
    table.add_row("cells", f"{summary.cells.total():,}", _join(summary.cells, tuple(summary.cells)))
    table.add_row("findings", f"{summary.findings.total():,}", _join(summary.findings, tuple(summary.findings)))
    table.add_row("between reports", f"{summary.seams.total():,}", _join(summary.seams, tuple(summary.seams)))
    console.print(table)
    print_refusals(console, summary.refused)
    _show_notices(console)
    console.print(f"Parquet: {open_warehouse().location}/<table>/region=<region>/year=<year>/part-0.parquet")
    console.print(f"DuckDB:  {open_warehouse().location}/catalog.duckdb")
    if not summary.is_complete:
        console.print(f"[red]{summary.expected} documents were accepted, {summary.reports} reports written[/red]")
        for name in summary.lost[:MOST_SHOWN]:
            console.print(f"  {make_plain(name)}: see the checks of report_text and report_element", highlight=False)
        sys.exit(1)


def _show_notices(console: Console) -> None:
    from gov_disclosure.defs.resources import RawFolder, open_warehouse
    from gov_disclosure.steps.register_terminal import print_notices
    from gov_disclosure.steps.summary import list_notices

    print_notices(console, list_notices(RawFolder().root, open_warehouse()))


def _join(counts: Any, names: tuple[str, ...]) -> str:
    return ", ".join(f"{counts[name]:,} {name.replace('_', ' ')}" for name in names)
