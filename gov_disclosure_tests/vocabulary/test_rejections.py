"""Every reason has a message in both languages, and shows its detail."""

from __future__ import annotations

import pytest

from gov_disclosure.vocabulary.rejections import REJECTIONS


@pytest.mark.parametrize("reason", REJECTIONS)
def test_messages_show_the_detail(reason: str) -> None:
    rejection = REJECTIONS[reason]
    assert rejection.reason == reason
    assert "甲乙" in rejection.message("甲乙")
    assert "甲乙" in rejection.message("甲乙", "en")
    assert "{" not in rejection.message("甲乙", "en")
