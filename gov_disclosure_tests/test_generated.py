"""Generated reports of every form, layout, medium and damage, read from bytes to cells, against their truth."""

from collections import Counter
from collections.abc import Iterator

import pytest

from gov_disclosure.parsing.generation import detect_form
from gov_disclosure.parsing.identity import identify_report
from gov_disclosure.parsing.report import parse_report
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.reading.document import Document, read_document
from gov_disclosure.vocabulary.indicators import UNLISTED, list_narrative_indicators
from gov_disclosure_tests.generator import Generated, choose_recipe, generate, judge_cells, judge_figures

SEEDS = range(200)
LEAST_RECALL = 0.985


def reports() -> Iterator[tuple[Generated, Document]]:
    for seed in SEEDS:
        generated = generate(choose_recipe(seed, stray=""))
        document = read_document(generated.data)
        assert isinstance(document, Document), (seed, document)
        yield generated, document


def read_cells(generated: Generated, document: Document) -> dict:
    year = generated.recipe.year
    report = parse_report(document.text, detect_form(parse_skeleton(document.text), year), year)
    for cell in report.cells:
        assert cell.raw_text is None or document.text[cell.start : cell.end] == cell.raw_text
    keys = ((f"{c.table}|{c.row}" + ("" if c.table == "statistics" else f"|{c.column}"), c) for c in report.cells)
    return {key: cell.reading.value for key, cell in keys}


def test_no_cell_is_wrong_and_nearly_all_are_read() -> None:
    total: Counter[str] = Counter()
    for generated, document in reports():
        counts, notes = judge_cells(generated.truth, read_cells(generated, document))
        assert not [n for n in notes if not n.startswith("missing")], generated.recipe
        total.update(counts)
    assert total["right"] / (total["right"] + total["missing"]) > LEAST_RECALL, total


def test_no_figure_of_a_local_table_is_wrong_and_nearly_all_are_read() -> None:
    closed = frozenset(indicator.key for indicator in list_narrative_indicators()) - {UNLISTED}
    total: Counter[str] = Counter()
    for seed in range(80):
        generated = generate(choose_recipe(seed, form="A", local=True, stray="", damage=()))
        document = read_document(generated.data)
        assert isinstance(document, Document)
        figures = parse_report(document.text, "A", generated.recipe.year).figures
        found = [(f.indicator, f.reading.value, f.is_current_year) for f in figures]
        counts, notes = judge_figures(generated.truth, found, closed)
        assert not [n for n in notes if n.startswith("WRONG")], generated.recipe
        total.update(counts)
    assert total["right"] / (total["right"] + total["missing"]) > LEAST_RECALL, total


def test_nobody_is_taken_for_another() -> None:
    accepted = 0
    for generated, document in reports():
        identity = identify_report(document.text)
        if identity.refusal is None:
            accepted += 1
            truth = generated.truth
            assert truth.region_code in (None, identity.region_code), generated.recipe
            assert truth.report_year in (None, identity.report_year), generated.recipe
    assert accepted > 0.9 * len(SEEDS)


@pytest.mark.parametrize("stray", ["guide", "blank_form", "news", "half_year", "list_page", "error_page"])
def test_what_is_no_report_is_refused(stray: str) -> None:
    for seed in range(12):
        document = read_document(generate(choose_recipe(seed, stray=stray)).data)
        assert not isinstance(document, Document) or identify_report(document.text).refusal is not None, seed
