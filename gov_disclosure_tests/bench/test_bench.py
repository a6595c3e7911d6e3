"""The command prints its tables with numbers in them; how large they are is not judged."""

import re

import pytest
from click.testing import CliRunner

from bench.__main__ import main
from bench.conversions import convert_to_pdf, convert_to_xls
from bench.samples import generate_clean
from gov_disclosure.reading.document import Document, read_document


def run(*names: str) -> str:
    result = CliRunner().invoke(main, [*names, "--quick"])
    assert result.exit_code == 0, result.output
    return result.output


def rows_of(output: str) -> dict[str, list[str]]:
    lines = [line.strip("| ").split("|") for line in output.splitlines() if line.startswith("|")]
    return {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines}


def test_speed_has_a_rate_for_every_medium() -> None:
    rows = rows_of(run("speed"))
    assert {name.split(",")[0] for name in rows} >= {"text", "html", "docx", "pdf", "xlsx", "xls"}
    for name, (*measured, pandas, _) in rows.items():
        if ", " in name and name != "medium, layout":
            assert all(float(number.replace(",", "")) > 0 for number in measured), name
            assert (pandas != "–") == name.startswith("html")


def test_length_compares_with_the_floor_and_names_every_repetition() -> None:
    rows = rows_of(run("length"))
    assert float(rows["tab_rows"][-1]) > 1
    assert {"form and prose", "labels", "pipes", "blank cells", "digits"} <= rows.keys()


def test_registration_reads_all_then_nothing_then_the_one_that_changed() -> None:
    rows = rows_of(run("registration"))
    assert {name: cells[0] for name, cells in rows.items() if name in ("from nothing", "nothing changed")} == {
        "from nothing": "120",
        "nothing changed": "0",
    }
    assert rows["one document changed"][0] == "1"
    assert float(rows["from nothing"][4].replace(",", "")) > float(rows["floor"][3].replace(",", "")) > 0


def test_the_whole_way_is_measured_and_a_change_replaces_files_of_its_partition_only() -> None:
    rows = rows_of(run("national"))
    assert rows["2"][:2] == ["2", "2"]
    assert rows["nothing changed"][4:6] == ["0", "0"]
    assert rows["nothing changed"][-2] == "0"
    own, seams, _, others, arrived = rows["one document changed"][4:]
    assert (own, seams, others, arrived) == ("11", "2", "0", "yes")
    for executor in ("serial", next(name for name in rows if name.startswith("processes:"))):
        assert rows[executor][-1] == rows[executor][-2] != "0"


def test_a_register_that_knows_all_files_reads_none() -> None:
    files, seconds = rows_of(run("listed"))["100"][:2]
    assert files == "0"
    assert float(seconds) >= 0


def test_stages_add_up_and_stand_beside_the_floor() -> None:
    rows = rows_of(run("stages"))
    shares = {name: float(cells[-2].strip("%")) for name, cells in rows.items() if cells[-2].endswith("%")}
    measured = [share for name, share in shares.items() if name != "together" and not name.startswith("floor: ")]
    assert sum(measured) == pytest.approx(100, abs=2)
    assert float(rows["bytes to cells and figures"][2]) > float(rows["floor"][2]) == 1.0


def test_damage_lists_layouts_kinds_and_rates() -> None:
    rows = rows_of(run("damage"))
    assert re.fullmatch(r"100\.0 / 0\.0", rows["tab_rows"][0])
    assert {"lines dropped", "characters replaced", "all together"} <= rows.keys()
    assert rows["cells dropped"][0] == ""
    assert float(rows["cells dropped"][1].split(" / ")[0]) < 100


def test_converted_files_hold_the_same_numbers() -> None:
    for convert, source in ((convert_to_pdf, "docx"), (convert_to_xls, "xlsx")):
        made = generate_clean(source, "plain", 2)
        before, after = read_document(made.data), read_document(convert(made.data))
        assert isinstance(before, Document)
        assert isinstance(after, Document)
        numbers = [re.findall(r"\t(\d+)(?=\t)", document.text) for document in (before, after)]
        assert len(numbers[0]) > 50
        assert numbers[0] == numbers[1]
