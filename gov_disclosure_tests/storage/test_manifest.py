from pathlib import Path

import pytest

from gov_disclosure.storage.manifest import find_strangers, parse_manifest, read_manifest

HEADER = "path,url,region_code,report_year,issuer\n"


def messages(text: str) -> list[str]:
    return [f"{problem.line}: {problem.message}" for problem in parse_manifest(text).problems]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with byte order mark"])
def test_reads_all_columns_with_and_without_byte_order_mark(tmp_path: Path, mark: bytes) -> None:
    text = HEADER + "a/b.txt,http://example.org/1,410900,2019,濮阳市人民政府\nc.txt,,,,\n"
    (tmp_path / "manifest.csv").write_bytes(mark + text.encode())
    manifest = read_manifest(tmp_path)
    full, bare = manifest.lines["a/b.txt"], manifest.lines["c.txt"]
    assert (full.url, full.region_code, full.report_year, full.issuer) == (
        "http://example.org/1",
        "410900",
        2019,
        "濮阳市人民政府",
    )
    assert (bare.url, bare.region_code, bare.report_year, bare.issuer) == (None, None, None, None)
    assert manifest.problems == ()


def test_no_manifest_is_an_empty_one(tmp_path: Path) -> None:
    assert read_manifest(tmp_path).lines == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "",
            "1: the first line must name the columns, between commas: path,url,region_code,report_year,issuer,supersedes,note",
        ),
        (
            "file,url\na,b\n",
            "1: the first line must name the columns, between commas: path,url,region_code,report_year,issuer,supersedes,note",
        ),
        (
            "path;year\na;2019\n",
            "1: the first line must name the columns, between commas: path,url,region_code,report_year,issuer,supersedes,note",
        ),
        ("path,path\na,b\n", "1: column 'path' comes 2 times; the last one is used"),
        (
            'path,note\na,x\n"b,y\nc,z\n',
            "3: is no CSV (unexpected end of data): is a quotation mark not closed? The lines from here on were not used",
        ),
        ("path,yaer\na,2019\n", "1: unknown column 'yaer'"),
        (HEADER + ",http://x,,,\n", "2: no path; the line was not used"),
        (HEADER + "a,,4109,,\n", "2: region_code '4109' of a is no code of six digits; it was not used"),
        (HEADER + "a,,,20019,\n", "2: report_year '20019' of a is no year of four digits; it was not used"),
        (HEADER + "a,,,,b,c\n", "2: 6 cells under 5 columns; the line was not used"),
        (HEADER + "a,,,2019,\na,,,2020,\n", "3: a stands twice with different values; neither was used"),
    ],
)
def test_says_what_it_could_not_use(text: str, message: str) -> None:
    assert messages(text) == [message]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1e"])
def test_only_line_ends_end_a_line(mark: str) -> None:
    manifest = parse_manifest(f'path,issuer,note\r\na,濮阳{mark}市,"x\r\ny"\rb,,\nc{mark}d,,,\n')
    assert {path: line.issuer for path, line in manifest.lines.items()} == {"a": f"濮阳{mark}市", "b": None}
    assert [problem.line for problem in manifest.problems] == [5]


def test_a_bad_value_leaves_the_rest_of_its_line_standing() -> None:
    line = parse_manifest(HEADER + "a,,4109,2019,\n").lines["a"]
    assert (line.region_code, line.report_year) == (None, 2019)


def test_two_lines_that_contradict_each_other_are_both_dropped() -> None:
    assert parse_manifest(HEADER + "a,,,2019,\na,,,2020,\na,,,2019,\n").lines == {}


def test_what_a_chinese_spreadsheet_saves_is_read_and_other_bytes_are_not(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_bytes((HEADER + "a,,,,濮阳市\n").encode("gb18030"))
    assert read_manifest(tmp_path).lines["a"].issuer == "濮阳市"
    (tmp_path / "manifest.csv").write_bytes(HEADER.encode() + b"a,,,,\xff\xff\n")
    (problem,) = read_manifest(tmp_path).problems
    assert "save it as CSV UTF-8" in problem.message


def test_names_the_lines_that_belong_to_no_file() -> None:
    manifest = parse_manifest(HEADER + "./here.txt,,,,\nfolder\\gone.txt,,,,\n")
    assert [problem.message for problem in find_strangers(manifest, {"here.txt"})] == [
        "folder/gone.txt is not in the raw folder"
    ]


def test_a_replaced_file_that_is_not_there_is_named() -> None:
    manifest = parse_manifest("path,supersedes\nhere.txt,./older\\one.txt\n")
    assert manifest.lines["here.txt"].supersedes == "older/one.txt"
    assert [problem.message for problem in find_strangers(manifest, {"here.txt"})] == [
        "older/one.txt is not in the raw folder"
    ]
