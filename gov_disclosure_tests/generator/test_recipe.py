import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from gov_disclosure_tests.generator import choose_recipe, generate
from gov_disclosure_tests.generator.__main__ import main
from gov_disclosure_tests.generator.bodies import list_regions, name_body
from gov_disclosure_tests.generator.layouts import LAYOUTS
from gov_disclosure_tests.generator.recipe import YEARS


def test_choices_given_are_kept() -> None:
    recipe = choose_recipe(
        9, form="C", layout="cell_bar_lines", year=2020, region_code="410900", damage=("cut_end",), stray=""
    )
    assert (recipe.form, recipe.layout, recipe.medium, recipe.year, recipe.region_code) == (
        "C", "cell_bar_lines", "text", 2020, "410900",
    )  # fmt: skip
    assert recipe.damage == ("cut_end",)


def test_an_unknown_choice_is_an_error() -> None:
    with pytest.raises(TypeError, match="color"):
        choose_recipe(1, color="red")


def test_numbers_that_run_together_come_with_nothing_else_open() -> None:
    recipe = choose_recipe(1, form="D", layout="glued", notation="units", empty="blank", damage=("dropped_cells",))
    assert (recipe.notation, recipe.empty, recipe.damage) == ("plain", "", ())


def test_the_mixture_has_everything() -> None:
    recipes = [choose_recipe(seed) for seed in range(3000)]
    assert {r.layout for r in recipes} > set(LAYOUTS)
    assert {r.form for r in recipes} == {"A", "B", "C", "D"}
    assert {r.medium for r in recipes} == {"text", "html", "docx", "xlsx"}
    assert all(r.year in YEARS[r.form] or (r.form, r.year) == ("C", 2022) for r in recipes if r.medium != "xlsx")
    assert all(r.region_code in list_regions(r.year) for r in recipes)


def test_bodies_name_their_place_in_full() -> None:

    region = list_regions(2019)["370115"]
    assert region.chain == "济南市济阳区"
    assert region.area_code == "0531"
    assert name_body(region, "government", Random(1)).name == "济南市济阳区人民政府"
    assert "370115" not in list_regions(2017)


def test_command_writes_documents_with_their_truth(tmp_path: Path) -> None:
    main([str(tmp_path), "--count", "12", "--seed", "40", "--form", "D", "--damage", "cut_end"])
    records = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(records) == 12
    assert all((tmp_path / record["file"]).stat().st_size for record in records)
    assert {record["recipe"]["form"] for record in records} == {"D"}


def test_a_bare_name_that_others_carry_comes_with_a_telephone_number() -> None:
    recipe = choose_recipe(
        5, form="D", region_code="130105", year=2022, naming="bare", body="government", style="terse"
    )
    made = generate(replace(recipe, medium="text", layout="pipe_rows", encoding="utf-8", damage=(), stray=""))
    text = made.data.decode()
    assert made.truth.issuer == "新华区人民政府"
    assert "0311-" in text
    assert "石家庄市新华区" not in text
