"""Figures of the text that are parts of what the table counts."""

from decimal import Decimal

import pandas as pd
import pytest

from gov_disclosure.quality.matrix import build_matrix
from gov_disclosure.quality.parts import is_part
from gov_disclosure.quality.prose import check_restatements
from gov_disclosure_tests.builders import build_fact_of


@pytest.mark.parametrize(
    ("sentence", "number", "expected"),
    [
        ("通过政府网站受理申请8件,通过信函受理4件。", "8", True),
        ("县政府办受理申请5件、县自然资源和规划局受理4件、县住建局受理3件。", "5", True),
        ("县政府办公室共收到政府信息公开申请5件,各乡镇、各部门收到7件。", "5", True),
        ("2022年,县政府本级收到政府信息公开申请5件,均已按时答复。", "5", True),
        ("县公安局收到申请8件。", "8", True),
        ("其中,以县政府为答复主体的收到申请5件,办结5件。", "5", True),
        ("全年共收到政府信息公开申请5件。", "5", False),
        ("各单位共受理政府信息公开申请5件。", "5", False),
        ("县住建局负责此项工作,全县共收到政府信息公开申请5件。", "5", False),
        ("通过网站、信函等各种渠道收到政府信息公开申请5件。", "5", False),
        ("收到申请5件,其中自然人4件。", "5", False),
        ("县公安局收到申请18件。", "18", False),
    ],
)
def test_what_counts_a_part_of_twelve(sentence: str, number: str, expected: bool) -> None:
    figure = {"indicator": "requests_received", "value": Decimal(number), "sentence": sentence, "raw_text": number}
    assert is_part(figure | {"issuer": "青田县人民政府"}, Decimal(12)) is expected


def test_the_body_of_the_report_itself_counts_the_whole() -> None:
    figure = {"indicator": "requests_received", "value": Decimal(8), "raw_text": "8", "issuer": "青田县公安局"}
    assert not is_part(figure | {"sentence": "青田县公安局收到申请8件。"}, Decimal(12))


@pytest.mark.parametrize(("stated", "is_hinted"), [(3, False), (30, True)])
def test_a_small_number_that_stands_in_another_row_is_no_hint(stated: int, is_hinted: bool) -> None:
    fact = build_fact_of("B", "statistics", {"req_received": 3 * stated, "reply_total": stated})
    figure = {
        "report_id": "r1",
        "form": "B",
        "indicator": "requests_received",
        "issuer": "某县",
        "value": Decimal(stated),
    }
    figure |= {"precision": Decimal(0), "bound": "exact", "sentence": f"共收到{stated}件。", "raw_text": str(stated)}
    matrices = {("B", "fact_statistics"): build_matrix(fact, ("indicator",))}
    (found,) = check_restatements(pd.DataFrame([figure | {"is_current_year": True}]), matrices)
    assert bool(found.suggestion) is is_hinted


@pytest.mark.parametrize(
    ("printed", "yuan", "is_told"),
    [("0.38", 3804, False), ("0.38", 3850, False), ("0.38", 3860, True), ("0.3804", 3810, True), ("0", 3804, True)],
)
def test_an_amount_in_a_larger_unit_is_rounded_to_its_last_digit(printed: str, yuan: int, is_told: bool) -> None:
    fact = build_fact_of("B", "statistics", {"fees": Decimal(printed)})
    figure = {"report_id": "r1", "form": "B", "indicator": "fees_collected", "issuer": "某县", "value": Decimal(yuan)}
    figure |= {"precision": Decimal(0), "bound": "exact", "sentence": f"收取{yuan}元。", "raw_text": str(yuan)}
    figures = pd.DataFrame([figure | {"is_current_year": True}])
    matrices = {("B", "fact_statistics"): build_matrix(fact, ("indicator",))}
    assert bool(list(check_restatements(figures, matrices))) is is_told
