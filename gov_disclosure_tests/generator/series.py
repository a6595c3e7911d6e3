"""Reports of one body for years that follow each other, whose numbers agree from year to year; and gaps put into them.

Belongs here: making the numbers of a year follow from those of the year before, and known exceptions. Does not belong here:
the rules by which the package finds them (`vocabulary/reference/seams.csv`), which are written down a second time here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from gov_disclosure_tests.generator.counts import Numbers, draw_numbers
from gov_disclosure_tests.generator.generate import Generated, generate
from gov_disclosure_tests.generator.recipe import YEARS, Recipe, choose_recipe

Series = dict[int, Numbers]
ITEMS = ("licensing", "other_services", "penalty", "coercion", "admin_fees")
DOCUMENTS = ("rules", "normative_docs")
KINDS = ("natural_person", "org_commercial", "org_research", "org_public_welfare", "org_legal_service", "org_other")


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that does not follow from the year before: the rule, the cell, and by how much it is too large."""

    year: int
    rule: str
    cell: str
    size: Decimal


def find_form(year: int) -> str:
    """The generation of the form that the reports of a year follow."""
    return next(form for form, years in YEARS.items() if year in years)


def draw_series(years: Iterable[int], scale: str, seed: int) -> Series:
    """Numbers for some years; each follows from the year before where there is one."""
    rng, series = Random(seed), {}
    for year in sorted(years):
        numbers = draw_numbers(find_form(year), scale, True, rng)
        before = series.get(year - 1, {})
        if find_form(year) in "CD":
            _carry(numbers, before)
            _continue_documents(numbers, before, rng)
            _continue_items(numbers, before)
        series[year] = numbers
    return series


def _carry(numbers: Numbers, before: Mapping[str, Decimal]) -> None:
    """Requests carried in; what is new makes up for it, so that each column still adds up."""
    for kind in KINDS:
        carried = before.get(f"requests|carried_out|{kind}")
        if carried is not None:
            numbers[f"requests|carried_in|{kind}"] = carried
        _balance(numbers, kind)
    for row in ("new", "carried_in", "granted", "result_total", "carried_out"):
        numbers[f"requests|{row}|total"] = sum((numbers[f"requests|{row}|{kind}"] for kind in KINDS), Decimal(0))


def _balance(numbers: Numbers, kind: str) -> None:
    new, carried_in, granted, closed, carried_out = (
        f"requests|{row}|{kind}" for row in ("new", "carried_in", "granted", "result_total", "carried_out")
    )
    short = numbers[carried_in] - numbers[closed] - numbers[carried_out]
    if short > 0:
        numbers[granted] += short
        numbers[closed] += short
    numbers[new] = numbers[closed] + numbers[carried_out] - numbers[carried_in]


def _continue_documents(numbers: Numbers, before: Mapping[str, Decimal], rng: Random) -> None:
    for row in DOCUMENTS:
        issued, repealed, in_force = (f"proactive|{row}|{name}" for name in ("issued", "repealed", "in_force"))
        public, published = f"proactive|{row}|public_total", f"proactive|{row}|published_new"
        if in_force in before and in_force in numbers:
            numbers[repealed] = Decimal(rng.randint(0, int(before[in_force])))
            numbers[in_force] = before[in_force] + numbers[issued] - numbers[repealed]
        if public in before and public in numbers:
            numbers[public] = before[public] + numbers[published]


def _continue_items(numbers: Numbers, before: Mapping[str, Decimal]) -> None:
    for row in ITEMS:
        items, change = f"proactive|{row}|prev_year_items", f"proactive|{row}|change_items"
        if items in before and items in numbers:
            numbers[items] = before[items] + before[change]
            numbers[change] = max(numbers[change], -numbers[items])


def open_carry_over(series: Series, year: int, kind: str, size: int) -> Iterator[Gap]:
    """More carried in than was carried out, and fewer new ones: the report itself still adds up."""
    cells = {name: f"requests|carried_in|{name}" for name in (kind, "total")}
    for name, cell in cells.items():
        series[year][cell] += size
        series[year][f"requests|result_total|{name}"] += size
        series[year][f"requests|granted|{name}"] += size
        yield Gap(year, "X.1", f"carried_in|{name}", Decimal(size))


def open_stock(series: Series, year: int, row: str, size: int) -> Iterator[Gap]:
    """A wrong number of documents in force, to which the year after does not come back to."""
    series[year][f"proactive|{row}|in_force"] += size
    yield Gap(year, "X.2", f"{row}|in_force", Decimal(size))
    if year + 1 in series:
        yield Gap(year + 1, "X.2", f"{row}|in_force", Decimal(-size))


def restate_stock(series: Series, year: int, row: str, size: int) -> Iterator[Gap]:
    """Another number of documents in force, from which all later years go on."""
    for later in range(year, max(series) + 1):
        series[later][f"proactive|{row}|in_force"] += size
    yield Gap(year, "X.2", f"{row}|in_force", Decimal(size))


def open_items(series: Series, year: int, row: str, size: int) -> Iterator[Gap]:
    """Other items of last year than last year's report gives."""
    series[year][f"proactive|{row}|prev_year_items"] += size
    yield Gap(year, "X.3", f"{row}|prev_year_items", Decimal(size))


def open_public(series: Series, year: int, row: str, size: int) -> Iterator[Gap]:
    """Another published total."""
    series[year][f"proactive|{row}|public_total"] += size
    yield Gap(year, "X.4", f"{row}|public_total", Decimal(size))


OPENERS: Mapping[str, tuple[Callable[[Series, int, str, int], Iterator[Gap]], tuple[str, ...], range]] = {
    "X.1": (open_carry_over, KINDS, range(2020, 2026)),
    "X.2": (open_stock, DOCUMENTS, range(2022, 2026)),
    "X.3": (open_items, ITEMS, range(2020, 2021)),
    "X.4": (open_public, DOCUMENTS, range(2020, 2021)),
}
"""How a gap of each rule is opened, where, and in which years."""


def write_series(series: Series, **choices: object) -> dict[int, Generated]:
    """The documents of a series, all of one body."""
    fixed = {
        "stray": "",
        "damage": (),
        "breaks": "none",
        "notation": "plain",
        "signs": "minus",
        "empty": "",
        "local": False,
    }
    usual = {"layout": "tab_rows", "medium": "text", "encoding": "utf-8", "title": "usual", "script": "simplified"}
    made = {}
    for year, numbers in series.items():
        recipe = choose_recipe(7, form=find_form(year), year=year, **(fixed | usual | choices))  # type: ignore[arg-type]
        assert isinstance(recipe, Recipe)
        made[year] = generate(recipe, numbers)
    return made
