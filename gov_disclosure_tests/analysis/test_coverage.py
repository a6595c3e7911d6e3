"""What there is of each region and year, and what is missing."""

import datetime as dt

import pandas as pd
import pytest

from gov_disclosure.analysis.attachments import names_attachment
from gov_disclosure.analysis.choice import choose_reports
from gov_disclosure.analysis.coverage import Material, build_coverage, list_regions, select_documented
from gov_disclosure.frames.schemas import TABLES

REPORT = {
    "report_id": "r", "region": "henan", "region_code": "410900", "report_year": 2021, "issuer": "濮阳市人民政府",
    "issuer_kind": "government", "scope": "unknown", "form": "D", "published_on": dt.date(2022, 3, 31), "cells": 200,
}  # fmt: skip


def cover(*changes: dict[str, object], refused: str = "", **material: object) -> pd.DataFrame:
    """Coverage of 2020 to 2022 with a report for each change to the usual one."""
    frame = pd.DataFrame([REPORT | change for change in changes], columns=list(REPORT))
    counts = frame.groupby(["region_code", "report_year"]).size().rename("reports").reset_index()
    if refused:
        counts = pd.DataFrame([{"region_code": "410900", "report_year": 2021, "reports": 0}])
    counts = counts.assign(replaced=0, refused=int(bool(refused)), refused_reasons=refused or None)
    findings = frame[["report_id"]].assign(findings_error=1, findings_warning=2, findings_info=0, seams=None)
    given = Material(frame, counts, findings, choose_reports(frame), **material)  # type: ignore[arg-type]
    coverage = build_coverage(given, range(2020, 2023))
    TABLES["coverage_region_year"].model.validate(coverage)
    return coverage


def find(coverage: pd.DataFrame, code: str = "410900", year: int = 2021) -> dict[str, object]:
    (row,) = coverage[(coverage["region_code"] == code) & (coverage["report_year"] == year)].to_dict("records")
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "present"),
        ({"cells": 0}, "prose_only"),
        ({"form": "A", "cells": 0}, "prose_only"),
        ({"scope": "own_body"}, "other_scope"),
    ],
)
def test_the_state_of_a_region_with_one_report(change: dict[str, object], state: str) -> None:
    row = find(cover(change))
    assert row["state"] == state
    assert (row["report_id"] == "r") == (state != "other_scope")


def test_a_report_in_prose_is_whole_as_long_as_the_form_is_prose() -> None:
    frame = pd.DataFrame([REPORT | {"form": "A", "cells": 0, "report_year": 2012}])
    counts = pd.DataFrame(
        [
            {
                "region_code": "410900",
                "report_year": 2012,
                "reports": 1,
                "replaced": 0,
                "refused": 0,
                "refused_reasons": None,
            }
        ]
    )
    findings = frame[["report_id"]].assign(findings_error=0, findings_warning=0, findings_info=0, seams=0)
    coverage = build_coverage(Material(frame, counts, findings, choose_reports(frame)), [2012])
    assert find(coverage, year=2012)["state"] == "present"


def test_tables_in_an_attachment() -> None:
    assert find(cover({"cells": 0}, attached={"r"}))["state"] == "attachment"
    assert names_attachment("详见附件:政府信息公开情况统计表.xls")
    assert not names_attachment("政府信息公开情况统计表如下")


def test_two_that_cannot_be_told_apart_and_one_that_is_not_written_yet() -> None:
    two = cover({}, {"report_id": "s"})
    assert (find(two)["state"], find(two)["candidates"], find(two)["report_id"]) == ("contested", 2, None)
    assert find(cover({}, unwritten={("henan", 2021)}))["state"] == "not_written"


def test_what_was_refused_and_what_is_missing() -> None:
    row = find(cover(refused="needs_ocr"))
    assert (row["state"], row["refused"], row["refused_reasons"]) == ("refused", 1, "needs_ocr")
    assert find(cover({}), year=2020)["state"] == "missing"


@pytest.mark.parametrize(
    ("day", "timeliness"), [(dt.date(2022, 3, 31), "on_time"), (dt.date(2022, 4, 1), "late"), (None, "unknown")]
)
def test_the_day_of_publication(day: dt.date | None, timeliness: str) -> None:
    assert find(cover({"published_on": day}))["timeliness"] == timeliness


def test_findings_of_the_report_that_stands_for_the_region() -> None:
    row = find(cover({}))
    assert [row[name] for name in ("findings_error", "findings_warning", "seams")] == [1, 2, None]


def test_the_register_is_that_of_the_year() -> None:
    regions = list_regions((2017, 2018)).set_index(["report_year", "region_code"])
    assert regions.loc[(2017, "370125"), "area_id"] == regions.loc[(2018, "370115"), "area_id"]
    assert (2018, "370125") not in regions.index
    assert {"660000"} <= set(regions.loc[2017].index)
    assert "100000" not in regions.loc[2017].index


def test_the_panel_has_the_areas_of_which_something_is_known_in_every_year_in_between() -> None:
    coverage = cover({"report_year": 2020}, {"report_id": "s", "report_year": 2022, "region_code": "410100"})
    rows = select_documented(coverage)
    assert sorted(zip(rows["region_code"], rows["report_year"], strict=True)) == [
        (code, year) for code in ("410100", "410900") for year in (2020, 2021, 2022)
    ]
