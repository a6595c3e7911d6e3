"""Rows of `fact_text_reuse`: one for each report whose body has a report of the year before, in whatever order they come."""

import pandas as pd

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.quality.comparison import align_years
from gov_disclosure.quality.reuse import compare_texts, list_compared
from gov_disclosure.quality.running_text import build_running_text
from gov_disclosure_tests.generator import sentences as say
from gov_disclosure_tests.quality.comparing import Made, build_year
from gov_disclosure_tests.quality.texts import count_naively

FIRST, SECOND = "".join(say.MANAGEMENT), "".join(say.PLATFORM)
BEFORE = {"水利局": FIRST, "教育局": SECOND, "公安局": FIRST}
OWN = {"教育局": SECOND + FIRST, "水利局": FIRST, "林业局": FIRST}


def compare(before: dict[str, str], own: dict[str, str]) -> dict[str, tuple[object, ...]]:
    """Characters by body."""
    numbers = (build_year(*(Made(year, body=body) for body in texts)) for year, texts in ((2021, before), (2022, own)))
    years = align_years(*numbers, build_year())
    texts = {
        Made(year, body=body).record["report_id"]: build_running_text(text, [(0, len(text))], [])
        for year, given in ((2021, before), (2022, own))
        for body, text in given.items()
    }
    mine, past = ({name: texts[name] for name in names} for names in list_compared(years))
    rows = compare_texts(years, mine, past)
    frame = rows.to_pandas(types_mapper=pd.ArrowDtype)
    TABLES["fact_text_reuse"].model.validate(frame)
    assert set(frame["other_year"]) <= {2021}
    assert all(a.split("|")[2] == b.split("|")[2] for a, b in frame[["report_id", "other_report_id"]].to_numpy())
    counts = ("own_characters", "shared_characters", "other_own_characters")
    return {row["issuer"]: tuple(row[name] for name in counts) for row in frame.to_dict("records")}


def test_each_report_is_compared_with_that_of_its_body_and_a_new_body_with_none() -> None:
    first, second = (count_naively(text, "")[0] for text in (FIRST, SECOND))
    assert compare(BEFORE, OWN) == {"教育局": (second + first, second, second), "水利局": (first, first, first)}


def test_the_order_of_the_reports_does_not_matter() -> None:
    turned = (dict(reversed(BEFORE.items())), dict(reversed(OWN.items())))
    assert compare(*turned) == compare(BEFORE, OWN)


def test_a_year_without_reports_gives_no_rows() -> None:
    assert compare({}, OWN) == compare(BEFORE, {}) == {}
