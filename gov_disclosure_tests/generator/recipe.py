"""What to make: one recipe is one document, down to the damage.

Belongs here: the choices, which of them go together, and a mixture that looks like what is found on the web. Does not
belong here: making anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from random import Random
from typing import Any

from gov_disclosure_tests.generator.bodies import NAMINGS, choose_kind, choose_region, list_regions
from gov_disclosure_tests.generator.damage import SHEET_DAMAGES
from gov_disclosure_tests.generator.labels import SCRIPTS, WORDINGS
from gov_disclosure_tests.generator.layouts import LAYOUTS
from gov_disclosure_tests.generator.notation import EMPTIES, NOTATIONS, PLACES, SIGNS, Hand
from gov_disclosure_tests.generator.paper import TEXT_DAMAGES

FORMS = ("A", "B", "C", "D")
YEARS = {"A": range(2008, 2014), "B": range(2014, 2019), "C": range(2019, 2021), "D": range(2021, 2026)}
MEDIA = ("text", "html", "docx", "xlsx")
MARKUPS = ("spans", "plain", "nested", "word", "mismatched")
"""Layouts of HTML (and DOCX: the first two). HTML may also hold a text layout, a line in a paragraph."""
IN_PARAGRAPHS = ("cell_lines_tight", "pipe_rows", "space_rows", "glued", "glued_rows")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16")
DECLARATIONS = ("right", "wrong", "none")
TITLES = ("usual", "degree", "year_behind", "year_first", "about", "two_lines", "twice", "intro_only")
STYLES = ("full", "terse", "running", "blank_lines", "long", "giant")
BREAKS = ("none", "total", "carry", "prose")
"""Contradictions that the author put in: a total that is not its sum, any other number, prose against table."""
PAGE_DAMAGES = ("page_breaks", "no_place", "no_year")
DAMAGES = (*SHEET_DAMAGES, *PAGE_DAMAGES, *TEXT_DAMAGES)
STRAYS = ("guide", "notice", "blank_form", "news", "half_year", "list_page", "error_page")


@dataclass(frozen=True, slots=True)
class Recipe:
    """One document. Equal recipes give equal bytes."""

    seed: int
    form: str = "D"
    year: int = 2022
    region_code: str = "370100"
    body: str = "government"
    naming: str = "chain"
    layout: str = "tab_rows"
    medium: str = "text"
    encoding: str = "utf-8"
    declaration: str = "right"
    wording: str = "official"
    wide: bool = True
    script: str = "simplified"
    style: str = "full"
    title: str = "usual"
    notation: str = "plain"
    signs: str = "minus"
    empty: str = ""
    place: str = "zeros"
    breaks: str = "none"
    local: bool = False
    damage: tuple[str, ...] = ()
    stray: str = ""

    @property
    def hand(self) -> Hand:
        """How its author writes numbers."""
        return Hand(self.notation, self.signs, self.empty, self.place)

    @property
    def text_layout(self) -> bool:
        """Whether tables become lines of text."""
        return self.layout in LAYOUTS

    @property
    def joined(self) -> bool:
        """Whether all numbers run together."""
        return self.text_layout and LAYOUTS[self.layout].joined

    @property
    def spaced(self) -> bool:
        """Whether blanks divide the numbers."""
        return self.text_layout and LAYOUTS[self.layout].spaced


_FORM_WEIGHTS = (3, 4, 5, 9)
_TEXT_LAYOUTS = dict.fromkeys(LAYOUTS, 1.0) | {"tab_rows": 2, "pipe_rows": 3, "cell_lines": 2, "word_cells": 1.5}
_MIXTURE: tuple[tuple[str, tuple[Any, ...], tuple[float, ...]], ...] = (
    ("naming", NAMINGS, (6, 2, 1)),
    ("medium", MEDIA[:3], (8, 4, 1)),
    ("encoding", ENCODINGS, (12, 1, 2, 1, 0.5)),
    ("declaration", DECLARATIONS, (4, 1, 1)),
    ("wording", WORDINGS, (8, 2, 1, 3, 1, 1, 1, 1)),
    ("wide", (True, False), (6, 4)),
    ("script", SCRIPTS, (30, 1, 0.7, 0.5)),
    ("style", STYLES, (5, 3, 1, 2, 2, 0.5)),
    ("title", TITLES, (6, 4, 2, 2, 1, 1, 1, 1)),
    ("notation", NOTATIONS, (14, 1, 0.5, 0.7, 2, 1.5, 1)),
    ("signs", SIGNS, (5, 1, 1)),
    ("empty", ("", *EMPTIES), (14, 3, 1, 0.4, 0.6, 0.4, 0.4)),
    ("place", PLACES, (3, 3, 1, 1, 1, 1)),
    ("breaks", BREAKS, (14, 1.5, 1, 1.5)),
)
_DAMAGE_WEIGHTS = {"cut_end": 4.0, "no_place": 0.2, "no_year": 0.2}


def choose_recipe(seed: int, **fixed: Any) -> Recipe:
    """A recipe of the usual mixture with the given choices; what cannot go together is taken back (`_reconcile`)."""
    unknown = set(fixed) - {f.name for f in fields(Recipe)}
    if unknown:
        raise TypeError(f"a recipe has no {', '.join(sorted(unknown))}")
    rng = Random(seed)
    choice: dict[str, Any] = {"form": fixed.get("form") or rng.choices(FORMS, _FORM_WEIGHTS)[0]}
    form = choice["form"]
    odd_year = 2022 if form == "C" and rng.random() < 0.03 else None
    choice["year"] = fixed.get("year") or odd_year or rng.choice(YEARS[form])
    choice["region_code"] = fixed.get("region_code") or choose_region(choice["year"], rng)
    choice["body"] = choose_kind(list_regions(choice["year"])[choice["region_code"]], rng)
    choice |= {name: rng.choices(options, weights)[0] for name, options, weights in _MIXTURE}
    if form == "B" and rng.random() < 0.08:
        choice["medium"] = "xlsx"
    if "layout" in fixed and "medium" not in fixed:
        choice["medium"] = "text" if fixed["layout"] in LAYOUTS else "html"
    medium = fixed.get("medium", choice["medium"])
    choice["layout"] = _choose_layout(medium, rng)
    choice["damage"] = _choose_damage(rng)
    choice["stray"] = rng.choice(STRAYS) if rng.random() < 0.04 else ""
    choice["local"] = rng.random() < 0.5
    return _reconcile(Recipe(seed, **(choice | fixed)))


def _choose_layout(medium: str, rng: Random) -> str:
    if medium == "text":
        return rng.choices(list(_TEXT_LAYOUTS), list(_TEXT_LAYOUTS.values()))[0]
    return {
        "html": rng.choice((*MARKUPS, *MARKUPS, *IN_PARAGRAPHS)),
        "docx": rng.choice(("spans", "plain")),
        "xlsx": "plain",
    }[medium]


def _choose_damage(rng: Random) -> tuple[str, ...]:
    if rng.random() < 0.55:
        return ()
    names = rng.choices(DAMAGES, [_DAMAGE_WEIGHTS.get(d, 1.0) for d in DAMAGES], k=rng.choice((1, 1, 1, 2, 3)))
    return tuple(d for d in DAMAGES if d in names)


_PLAIN = {"notation": "plain", "signs": "minus", "empty": "", "breaks": "none"}
_SUMS_DECIDE = (
    "dropped_cells",
    "glued_cells",
    "lost_digits",
    "lost_page",
    "page_breaks",
    "dropped_rows",
    "extra_column",
)
_NOT_IN_B = ("cut_headers", "extra_rows", "lost_groups", "repeated_band", "words_in_cells", "swapped_rows")
_IN_B_ONLY = ("extra_column",)
_IN_A = (*PAGE_DAMAGES, "cut_end")

_Rule = tuple[Callable[[Recipe], bool], dict[str, Any], Callable[[str], bool]]
_RULES: tuple[_Rule, ...] = (
    (lambda r: bool(r.stray), {}, lambda d: True),
    (lambda r: bool(r.stray) and r.medium == "xlsx", {"medium": "docx", "layout": "plain"}, lambda d: False),
    (
        lambda r: r.medium == "xlsx",
        {"form": "B", "script": "simplified", "layout": "plain"},
        lambda d: d in PAGE_DAMAGES,
    ),
    (lambda r: r.form == "A", {"empty": "", "breaks": "none"}, lambda d: d not in _IN_A),
    (lambda r: r.form != "A" or "no_year" in r.damage, {"local": False}, lambda d: False),
    (lambda r: r.form == "B", {}, lambda d: d in _NOT_IN_B),
    (lambda r: r.form != "B", {}, lambda d: d in _IN_B_ONLY),
    (lambda r: "extra_column" in r.damage, {"empty": ""}, lambda d: d in ("dropped_cells", "glued_cells")),
    # Where numbers run together, sums decide where one ends: nothing else may be open.
    (lambda r: r.joined, _PLAIN, lambda d: d in _SUMS_DECIDE),
    (lambda r: bool({"glued_cells", "dropped_cells"} & {*r.damage}), _PLAIN, lambda d: False),
    (lambda r: r.medium in ("docx", "xlsx"), {"encoding": "utf-8"}, lambda d: d in TEXT_DAMAGES),
    (lambda r: r.medium == "html", {}, lambda d: d == "lost_digits"),
    (lambda r: r.medium == "html" and r.encoding == "utf-16", {"encoding": "utf-8"}, lambda d: False),
    (lambda r: r.spaced and r.wording == "spaced", {"wording": "official"}, lambda d: False),
    (lambda r: r.spaced and r.notation == "padded", {"notation": "plain"}, lambda d: False),
    (lambda r: r.medium == "xlsx" or r.form == "B", {"naming": "chain"}, lambda d: False),
    (lambda r: bool({"no_place", "no_year"} & {*r.damage}), {"title": "usual", "wording": "official"}, lambda d: False),
)
"""What cannot go together: a condition, the choices taken back, and the damages left out."""


def _reconcile(recipe: Recipe) -> Recipe:
    """Take back choices that do not go together, so that the truth stays certain."""
    for applies, change, left_out in _RULES:
        if applies(recipe):
            recipe = replace(recipe, **change, damage=tuple(d for d in recipe.damage if not left_out(d)))
    return recipe
