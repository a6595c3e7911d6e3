"""Panel and indicators of generated reports are those that SQL computes from what the reports are known to say.

The same for a whole country: `make panel-truth DOCUMENTS=5000`. Here: some divisions that were renamed, joined and divided, in
twelve years with three borders between forms; a third of them web pages, one in ten damaged, blanks and dashes in place of zeros.
"""

import pytest

from bench.corpus import Reporter
from gov_disclosure_tests.analysis.difference import Difference
from gov_disclosure_tests.analysis.truth import check_corpus
from gov_disclosure_tests.generator.bodies import list_regions

CODES = ("370000", "370100", "370125", "370115", "371200", "371202", "370116", "370211", "370284", "371002")
YEARS = range(2011, 2023)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Difference]:
    bodies = {Reporter(code, "government", 0): [year for year in YEARS if code in list_regions(year)] for code in CODES}
    return check_corpus(tmp_path_factory.mktemp("panel"), bodies)


@pytest.mark.parametrize(("table", "least"), [("panel_series", 3_500), ("indicator_series", 1_000)])
def test_every_row_is_what_the_reports_say(found: dict[str, Difference], table: str, least: int) -> None:
    difference = found[table]
    assert not difference.wrong
    assert difference.compared > least
    assert difference.lost < difference.compared / 50
    assert difference.guessed == 0


def test_the_share_of_text_is_what_the_words_of_the_reports_give(found: dict[str, Difference]) -> None:
    difference = found["text_reuse"]
    assert not difference.wrong
    assert difference.compared > 15
    assert difference.lost < 70
