"""Files of a few kilobytes that would have the reader of PDF work for hours or fill the memory."""

import pytest

from gov_disclosure.reading.document import Document, read_document
from gov_disclosure_tests.hostile.case import Case
from gov_disclosure_tests.hostile.papers import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_refused_before_the_work_is_done(case: Case) -> None:
    document = read_document(case.build())
    assert not isinstance(document, Document)
    assert document.reason == case.comes_to
