"""The command line: one benchmark after the other, their tables on standard output as Markdown."""

from __future__ import annotations

import gc
import platform
from collections.abc import Callable, Iterator

import click

from bench.damage import list_damage_tables
from bench.length import list_length_tables
from bench.listed import list_listed_tables
from bench.national import list_national_tables
from bench.registration import list_registration_tables
from bench.speed import list_speed_tables
from bench.stages import list_stage_tables
from bench.tables import Table, print_table
from bench.trust import list_trust_tables

BENCHES: dict[str, Callable[[bool], Iterator[Table]]] = {
    "speed": list_speed_tables,
    "length": list_length_tables,
    "registration": list_registration_tables,
    "national": list_national_tables,
    "stages": list_stage_tables,
    "listed": list_listed_tables,
    "damage": list_damage_tables,
    "trust": list_trust_tables,
}
"""A benchmark gives its tables one by one; its argument asks for a run of seconds that shows what the tables look like."""

USUAL = ("speed", "length", "registration", "stages", "national")


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHES)))
@click.option("--quick", is_flag=True, help="A few documents and rounds: shows the tables, measures little.")
def main(names: tuple[str, ...], quick: bool) -> None:
    """Run benchmarks; without names all that measure speed."""
    gc.collect()
    gc.freeze()  # what was loaded so far need not be looked at again before every round
    click.echo(
        f"Python {platform.python_version()}, {platform.machine()}; one process, CPU time, where nothing else is said.\n"
    )
    for name in names or USUAL:
        for table in BENCHES[name](quick):
            print_table(table)


if __name__ == "__main__":
    main()
