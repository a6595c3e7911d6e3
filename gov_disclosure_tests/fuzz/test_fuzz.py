"""The promises of the fuzzer on a few hundred inputs, the same ones every time."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gov_disclosure.parsing.report import parse_report
from gov_disclosure_tests.fuzz.lengths import list_long_inputs
from gov_disclosure_tests.fuzz.oracle import check_report
from gov_disclosure_tests.fuzz.seeds import FORMS, list_words
from gov_disclosure_tests.fuzz.targets import TARGETS, parse

EXAMPLES = {
    "report": 150,
    "identity": 100,
    "row": 100,
    "html": 60,
    "docx": 40,
    "xlsx": 30,
    "xls": 30,
    "pdf": 15,
    "zip": 20,
}
WORDS = st.lists(st.sampled_from(list_words()) | st.text(max_size=6), max_size=60).map("".join)
LONG = 10_000


@pytest.mark.parametrize("name", EXAMPLES)
def test_damaged_documents_keep_every_promise(name: str) -> None:
    target, seeds = TARGETS[name], TARGETS[name].seeds(12)

    @settings(max_examples=EXAMPLES[name], derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(seeds), st.integers(0, 2**32))
    def check(data: bytes, seed: int) -> None:
        target.check(target.mutate(data, Random(seed)))

    check()


@settings(max_examples=150, derandomize=True, database=None)
@given(WORDS)
def test_words_of_the_forms_in_any_order_keep_every_promise(text: str) -> None:
    parse(text.encode("utf-8", "replace"))
    for form in FORMS:
        check_report(text, form, parse_report(text, form, 2020))


@pytest.mark.parametrize("name", list_long_inputs(LONG))
def test_long_texts_of_one_thing_are_read(name: str) -> None:
    """Not timed: work that grows with the square of the length shows by itself."""
    target, data = list_long_inputs(LONG)[name]
    TARGETS[target].check(data)
