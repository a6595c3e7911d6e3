"""Files become rows of the register: every file is accepted, a duplicate, or rejected with a reason and advice."""

from dataclasses import dataclass

import pytest

from gov_disclosure.frames.arrow import to_frame
from gov_disclosure.frames.register import build_refusals, build_register, build_register_row
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.vocabulary.regions import REPORT_YEARS
from gov_disclosure_tests.builders import SAMPLES, File

ANXI = (SAMPLES / "anxi_2020.txt").read_bytes()


@dataclass(frozen=True)
class Known:
    """A line of the manifest."""

    url: str | None = None
    region_code: str | None = None
    report_year: int | None = None
    issuer: str | None = None
    supersedes: str | None = None


def test_the_same_bytes_twice_are_one_report() -> None:
    rows = [build_register_row(File(name, ANXI)) for name in ("b.txt", "a.txt", "c.txt")]
    register = build_register(rows)
    rejected = build_refusals(register)
    TABLES["document_register"].model.validate(to_frame(register))
    TABLES["rejected_document"].model.validate(to_frame(rejected))
    assert register["source_file"].to_pylist() == ["a.txt", "b.txt", "c.txt"]
    assert register["status"].to_pylist() == ["accepted", "duplicate", "duplicate"]
    assert register["duplicate_of"].to_pylist() == [None, "a.txt", "a.txt"]
    assert rejected["source_file"].to_pylist() == ["b.txt", "c.txt"]


def test_the_same_text_in_another_encoding_is_the_same_report() -> None:
    text = ANXI.decode()
    copies = [ANXI, text.encode("gb18030"), text.replace("\n", "\r\n").encode("utf-8-sig"), ANXI + b"\n\n"]
    rows = [build_register_row(File(f"{i}.txt", data)) for i, data in enumerate(copies)]
    (report,) = (row for row in build_register(rows).to_pylist() if row["status"] == "accepted")
    assert report["report_id"] == min(row["report_id"] for row in rows)


def test_the_name_of_a_report_depends_on_its_content_alone() -> None:
    rows = [build_register_row(File(name, ANXI)) for name in ("x/a.txt", "b.txt")]
    other = build_register_row(File("a.txt", ANXI + b"\n"))
    assert rows[0]["report_id"] == rows[1]["report_id"] != other["report_id"]


def test_the_manifest_wins_and_the_text_is_remembered() -> None:
    row = build_register_row(File("a.txt", ANXI), Known(region_code="350525", report_year=2019))
    assert (row["region_code"], row["report_year"]) == ("350525", 2019)
    assert (row["text_region_code"], row["text_report_year"]) == ("350524", 2020)


@pytest.mark.parametrize(
    ("file", "known", "reason"),
    [
        (File("a.txt", b""), None, "empty_file"),
        (File("a.txt", None, "too_large", "52,428,800 bytes"), None, "too_large"),
        (File("a.txt", bytes(range(256))), None, "binary_file"),
        (File("a.txt", ANXI), Known(region_code="999999"), "manifest_region_unknown"),
        (File("a.txt", ANXI), Known(report_year=2040), "year_out_of_range"),
    ],
)
def test_refusals_say_what_to_do(file: File, known: Known | None, reason: str) -> None:
    row = build_register_row(file, known)
    rejected = build_refusals(build_register([row]))
    assert (row["status"], row["reason"]) == ("rejected", reason)
    assert rejected["message_zh"][0].as_py()
    assert rejected["message_en"][0].as_py()


def test_a_year_that_is_not_known_is_told_with_those_that_are() -> None:
    rejected = build_refusals(build_register([build_register_row(File("a.txt", ANXI), Known(report_year=2040))]))
    known = REPORT_YEARS[0], REPORT_YEARS[-1]
    assert "（2040）不在本版本所知的 {}—{} 年之内".format(*known) in rejected["message_zh"][0].as_py()
    assert (
        "(2040) is none of those that this version knows, {} to {}".format(*known) in rejected["message_en"][0].as_py()
    )


def test_the_manifest_vouches_for_a_text_that_shows_too_little_but_not_for_something_else() -> None:
    table = "政府集中采购\t6\t251000元\n".encode()
    assert build_register_row(File("a.txt", table))["reason"] == "not_a_report"
    assert build_register_row(File("a.txt", table), Known(region_code="350524"))["reason"] == "not_a_report"
    row = build_register_row(File("a.txt", table), Known(region_code="350524", report_year=2020))
    assert (row["status"], row["region_name"], row["report_year"]) == ("accepted", "安溪县", 2020)
    guide = "安溪县政府信息公开指南\n一、公开范围\n二、申请方式\n".encode()
    assert build_register_row(File("g.txt", guide), Known(region_code="350524", report_year=2020))["reason"] == "guide"
