"""Realistic annual reports with their truth beside them: any form, place, year, layout, medium and damage, by a seed.

Shares no code with the readers it is used to judge: of the package it takes the labels, keys, sums and places of
`gov_disclosure.vocabulary` and nothing else.

    recipe = choose_recipe(7, form="D", layout="tab_rows")
    made = generate(recipe)
    made.data, made.truth.cells["requests|new|total"]
"""

from gov_disclosure_tests.generator.generate import Generated, generate
from gov_disclosure_tests.generator.recipe import Recipe, choose_recipe
from gov_disclosure_tests.generator.truth import CellTruth, FigureTruth, Truth, judge_cells, judge_figures

__all__ = [
    "CellTruth",
    "FigureTruth",
    "Generated",
    "Recipe",
    "Truth",
    "choose_recipe",
    "generate",
    "judge_cells",
    "judge_figures",
]
