"""A table that prints rows which the form does not have: what follows from its sums, and what is said of them."""

import pandas as pd
import pytest

from gov_disclosure.quality.derivation import derive_values
from gov_disclosure.quality.findings import build_findings
from gov_disclosure_tests.builders import SAMPLES, File, build_partition

TEXT = (SAMPLES / "puyang_2019.txt").read_text(encoding="utf-8")
ADMIN = "\t\t8.属于行政查询事项\t\t0\t0\t0\t0\t0\t0\t0"
GRANTED = "\t\t89\t1\t0\t0\t61\t1\t152"
LOCAL = "\t\t9.其他不予公开情形\t\t{0}\t0\t0\t0\t0\t0\t{0}"


def build(local: str, *, granted: int = 86, admin: str = "0") -> dict[str, pd.DataFrame]:
    """A report that grants three requests fewer, and prints a row of its own."""
    row = ADMIN if admin == "0" else "\t\t8.属于行政查询事项\t\t—\t0\t0\t0\t0\t0\t—"
    text = TEXT.replace(GRANTED, GRANTED.replace("89", str(granted)).replace("152", str(granted + 63)))
    assert text.count(ADMIN) == 1
    made = build_partition([File("r.txt", text.replace(ADMIN, f"{row}\n{local}" if local else row).encode())])
    requests = made.facts["fact_requests"]
    requests.loc[requests["value_status"] == "dash", "value_status"] = "blank"
    facts = {name: derive_values(name, fact, made.elements) for name, fact in made.facts.items()}
    found = build_findings({**facts, "report_element": made.elements}, made.register)
    return {"requests": facts["fact_requests"], "findings": found[found["table"] == "fact_requests"]}


def test_nothing_is_derived_or_proved_from_sums_that_may_count_a_local_row() -> None:
    made = build(LOCAL.format(3), admin="")
    assert made["requests"]["value_derived"].isna().all()
    (state,) = made["findings"].query("rule == 'cells.blank'")["suggestion"]
    assert state == "blank = 0: open"
    assert not {"T3.1", "T3.2", "T3.3C", "location"} & set(made["findings"]["rule"])


def test_without_it_the_same_cells_follow() -> None:
    derived = build("", admin="")["requests"].query("value_derived.notna()")
    assert derived["value_derived"].tolist() == [3, 3]


@pytest.mark.parametrize(
    ("local", "granted", "suggestion"),
    [
        (LOCAL.format(3), 86, "the difference is a row beside those of the form"),
        (LOCAL.format(2), 86, "the table prints numbers beside those of the form"),
        (LOCAL.format(3), 89, None),
    ],
)
def test_a_sum_that_may_hold_with_a_local_row_is_no_error(local: str, granted: int, suggestion: str | None) -> None:
    found = build(local, granted=granted)["findings"]
    assert "location" not in set(found["rule"])
    broken = found[found["rule"] == "T3.3C"]
    assert set(broken["suggestion"]) == ({suggestion} if suggestion else set())
    assert set(zip(broken["severity"], broken["verdict"], strict=True)) <= {("warning", "undecided")}


def test_a_local_row_of_zeros_excuses_nothing() -> None:
    found = build(LOCAL.format(0))["findings"]
    assert set(found[found["rule"] == "T3.3C"]["severity"]) == {"error"}
    assert "location" in set(found["rule"])


def test_a_row_of_the_form_is_still_one_sum() -> None:
    made = build(LOCAL.format(3).replace("9.其他", "其他"))
    assert not len(made["findings"].query("rule == 'T3.2'"))
    text = GRANTED.replace("89", "86").replace("61", "")
    whole = TEXT.replace(GRANTED, text.replace("152", "149")).replace(ADMIN, f"{ADMIN}\n{LOCAL.format(3)}")
    made_of_text = build_partition([File("r.txt", whole.encode())])
    fact = derive_values("fact_requests", made_of_text.facts["fact_requests"], made_of_text.elements)
    assert fact[fact["value_derived"].notna()]["derivation"].tolist() == ["T3.2"]
