"""CSV files mean the same to a spreadsheet program: no formula, no text that became a number, no Chinese lost."""

import csv
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_disclosure.publishing.release import write_release
from gov_disclosure.publishing.spreadsheets import LONGEST, Rows, guard_text, write_csv
from gov_disclosure.publishing.sql import open_database
from gov_disclosure.publishing.standing import Wish
from gov_disclosure.storage.warehouse import Warehouse

SCHEMA = pa.schema([("文本", pa.string()), ("数", pa.decimal128(18, 4))])
TEXTS = (
    "=1+1", "=HYPERLINK(\"http://x\";\"y\")", "+5", "-", "–", "@SUM(A1)", "\tx", "＝1", "'", "''x", "-5", "007", "62", "0",
    "1e5", "12e3", "1.50", "1,234", "20-1", "2019-12", "3/4", "5月", "2019年3月", "12:30", "TRUE", "false", "３", "50%", "￥5",
    "9" * 15, "1" * 16, "370115-济阳", "370115 370116", "济阳区", "一,二", "引\"号", "两\n行", "12ab34", "01e2",
)  # fmt: skip
NUMBERS = ("62", "-5", "0", "0.5", "12345678901234.5678", "1200", "-0.0001")


def write(texts: list[str], path: Path, limit: int = 1_000_000) -> list[Path]:
    with open_database(":memory:") as database:
        database.execute('CREATE TABLE t (row_number BIGINT, "文本" VARCHAR, "数" DECIMAL(18,4))')
        rows = [[place, text, Decimal(NUMBERS[place % len(NUMBERS)])] for place, text in enumerate(texts)]
        if rows:
            database.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
        return write_csv(database, Rows("FROM t", SCHEMA, len(rows)), path, limit)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@settings(max_examples=30)
@given(
    st.lists(
        st.one_of(
            st.text(alphabet="0123456789.,-/:eE+%年月日 ０３￥'=@\t", max_size=8),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5),
            st.sampled_from(TEXTS),
        ),
        min_size=1,
        max_size=60,
    )
)
def test_cells_are_guarded_alike_in_files_and_here_and_every_guard_comes_off(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    (path,) = write(texts, tmp_path_factory.mktemp("guard") / "t.csv")
    assert [text for text, _ in read(path)[1:]] == [guard_text(text) for text in texts]
    assert [guard_text(text).removeprefix("'") for text in texts] == texts


def test_numbers_are_numbers_with_the_decimals_that_they_have(tmp_path: Path) -> None:
    (path,) = write([""] * len(NUMBERS), tmp_path / "t.csv")
    assert [number for _, number in read(path)[1:]] == list(NUMBERS)
    assert path.read_bytes().startswith("\ufeff文本,数\r\n".encode())


def test_a_text_that_no_cell_takes_is_cut_and_says_so(tmp_path: Path) -> None:
    (path,) = write(["字" * (LONGEST + 1), "=" * (LONGEST + 5), "字" * LONGEST], tmp_path / "t.csv")
    first, second, third = (text for text, _ in read(path)[1:])
    assert first == "字" * LONGEST + f"[…{LONGEST + 1}]"
    assert second == "'" + "=" * LONGEST + f"[…{LONGEST + 5}]"
    assert third == "字" * LONGEST


def test_more_rows_than_a_sheet_has_are_in_several_files_in_order(tmp_path: Path) -> None:
    texts = [f"行{place}" for place in range(7)]
    paths = write(texts, tmp_path / "t.csv", limit=3)
    assert [path.name for path in paths] == ["t-1.csv", "t-2.csv", "t-3.csv"]
    assert [text for path in paths for text, _ in read(path)[1:]] == texts
    assert all(read(path)[0] == ["文本", "数"] for path in paths)


def test_no_rows_are_a_file_of_names(tmp_path: Path) -> None:
    assert [read(path) for path in write([], tmp_path / "t.csv")] == [[["文本", "数"]]]


@pytest.fixture(scope="module")
def opened(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of a release, and one of nasty texts, opened and saved by LibreOffice.

    What its dialog asks otherwise is said: UTF-8, and that whatever looks like a number or a date shall become one.
    """
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-calc-nogui)")
    folder = tmp_path_factory.mktemp("office")
    write(list(TEXTS), folder / "nasty.csv")
    release = write_release(Warehouse(str(warehouse)), Wish(folder / "releases")).path
    for table in ("fact_requests", "fact_proactive_disclosure", "dim_region"):
        shutil.copy(release / "csv" / f"{table}.csv", folder)
        shutil.copy(release / "parquet" / f"{table}.parquet", folder)
    files = sorted(path.name for path in folder.glob("*.csv"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--infilter=CSV:44,34,76,1,,0,false,true,false",
        "--convert-to",
        "xlsx",
        *files,
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder


def read_sheet(path: Path) -> list[list[openpyxl.cell.Cell]]:
    sheet = openpyxl.load_workbook(path)
    return [list(row) for row in sheet.worksheets[0].iter_rows()]


def test_libreoffice_runs_nothing_and_changes_no_text(opened: Path) -> None:
    names, *rows = read_sheet(opened / "nasty.xlsx")
    assert [cell.value for cell in names] == ["文本", "数"]
    for (text, number), given_text, given_number in zip(rows, TEXTS, NUMBERS * 10, strict=False):
        assert text.data_type != "f"
        shown = str(text.value)
        assert shown.removeprefix("'") == given_text
        assert number.data_type == "n"
        assert float(number.value) == pytest.approx(float(given_number), rel=1e-14)


@pytest.mark.parametrize("table", ["fact_requests", "fact_proactive_disclosure", "dim_region"])
def test_libreoffice_shows_the_tables_as_they_are(opened: Path, table: str) -> None:
    stored = pq.read_table(opened / f"{table}.parquet")
    names, *rows = read_sheet(opened / f"{table}.xlsx")
    assert [cell.value for cell in names] == stored.column_names
    assert len(rows) == stored.num_rows
    for row, record in zip(rows, stored.to_pylist(), strict=True):
        for cell, value in zip(row, record.values(), strict=True):
            assert cell.data_type != "f"
            if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
                assert float(cell.value) == float(value)
            elif isinstance(value, str):
                assert str(cell.value if cell.value is not None else "").removeprefix("'") == value
