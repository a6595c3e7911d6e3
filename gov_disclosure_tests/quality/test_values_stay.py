"""Generated reports, right ones and wrong ones: no false alarm in the one, and no check that changes a number in either."""

import re
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_disclosure.frames.facts import CELL_TABLES
from gov_disclosure.quality.derivation import derive_values
from gov_disclosure.quality.findings import build_findings
from gov_disclosure.quality.waivers import apply_waivers
from gov_disclosure.vocabulary.waivers import Waiver
from gov_disclosure_tests.builders import File, Partition, build_partition
from gov_disclosure_tests.generator import choose_recipe, generate
from gov_disclosure_tests.generator.recipe import BREAKS

PRINTED = ("value", "value_status", "precision", "raw_text", "source_start", "source_end")


def read(seeds: range, **fixed: object) -> Partition:
    made = (generate(choose_recipe(seed, stray="", form="BCD"[seed % 3], **fixed)) for seed in seeds)
    return build_partition([File(f"{g.recipe.seed}_{g.file_name}", g.data) for g in made])


@pytest.fixture(scope="module")
def wrong() -> Partition:
    return read(range(700, 730), breaks="carry")


def test_right_reports_give_no_error() -> None:
    made = read(range(300, 390), damage=(), breaks="")
    found = build_findings({**made.facts, "report_element": made.elements}, made.register)
    assert not len(found[(found["severity"] == "error") | (found["rule"] == "location")])
    assert (made.register["status"] == "accepted").sum() > 80


def test_no_check_changes_a_number(wrong: Partition) -> None:
    tables = {**wrong.facts, "report_element": wrong.elements}
    before = {name: frame.copy(deep=True) for name, frame in tables.items()}
    found = build_findings(tables, wrong.register)
    assert (found["rule"] == "location").sum() > 10
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_derived_numbers_stand_beside_the_printed_ones(wrong: Partition) -> None:
    derived = 0
    for name, fact in wrong.facts.items():
        made = derive_values(name, fact)
        pd.testing.assert_frame_equal(made[list(PRINTED)], fact[list(PRINTED)])
        derived += int(made["value_derived"].notna().sum())
        assert made.loc[made["value_derived"].notna(), "value"].isna().all()
    assert derived


PLAIN = re.compile("-?[0-9]+")
MONEY = ("元", "万元")


@given(st.integers(0, 10**6), st.sampled_from("BCD"), st.sampled_from(BREAKS))
@settings(max_examples=25)
def test_a_value_is_what_its_characters_say_whatever_is_found_derived_or_waived(
    seed: int, form: str, breaks: str
) -> None:
    generated = generate(choose_recipe(seed, stray="", form=form, breaks=breaks))
    made = build_partition([File(generated.file_name, generated.data)])
    facts = {name: derive_values(name, fact) for name, fact in made.facts.items()}
    findings = build_findings({**facts, "report_element": made.elements}, made.register)
    waivers = {name: Waiver(name, "as printed", "Li", date(2024, 3, 31)) for name in findings["finding_id"]}
    assert len(apply_waivers(findings, waivers)) == len(findings)
    for name in CELL_TABLES:
        cells = made.elements[(made.elements["element"] == "cell") & (made.elements["table"] == name)]
        assert len(facts[name]) == len(cells)
        spoken = dict(zip(cells["row_key"] + cells["column_key"].fillna(""), cells["value"], strict=True))
        for row, key in zip(facts[name].to_dict("records"), spoken, strict=True):
            assert pd.isna(row["value"]) or row["value"] == spoken[key]
            if PLAIN.fullmatch(str(row["raw_text"])) and not pd.isna(row["value"]) and row["unit"] not in MONEY:
                assert row["value"] == Decimal(str(row["raw_text"]))
