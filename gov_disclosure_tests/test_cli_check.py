"""The command `check`: its exit status and what it prints, as a script meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gov_disclosure.cli import main
from gov_disclosure_tests.builders import SAMPLES

ENTRY_POINT = Path(sys.executable).with_name("gov-disclosure")
ANXI, LIUPANSHUI = (str(SAMPLES / name) for name in ("anxi_2020.txt", "liupanshui_2020.txt"))


def invoke(*arguments: object, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)], input=stdin)


def test_the_entry_point_ends_with_the_status_of_its_help(tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    ends = {}
    for name, path in {"right": LIUPANSHUI, "wrong": ANXI, "scan": scan, "nothing": tmp_path / "nothing.txt"}.items():
        done = subprocess.run([ENTRY_POINT, "check", path], capture_output=True, text=True, timeout=120, check=False)
        ends[name] = done.returncode
        assert "Traceback" not in done.stderr
        assert done.stderr == "" or name == "nothing"
    assert ends == {"right": 0, "wrong": 1, "scan": 2, "nothing": 2}


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 2),
        (["--fail-on", "anything", ANXI], 2),
        (["--previous", ANXI, ANXI, LIUPANSHUI], 2),
        (["--html", ANXI, ANXI], 2),
        (["--html", "-", ANXI], 2),
        (["--html", "/nowhere/at/all/page.html", ANXI], 2),
        ([LIUPANSHUI], 0),
        ([ANXI, LIUPANSHUI], 1),
        (["--fail-on", "error", SAMPLES / "puyang_2019.txt"], 0),
        (["--fail-on", "info", SAMPLES / "puyang_2019.txt"], 1),
    ],
)
def test_exit_status(arguments: list[object], status: int) -> None:
    result = invoke(*arguments)
    assert result.exit_code == status, result.output
    assert (SAMPLES / "anxi_2020.txt").read_text(encoding="utf-8").count("<html") == 0


def test_the_last_line_is_the_verdict() -> None:
    assert invoke(ANXI).output.strip().splitlines()[-1].startswith("结论")
    assert invoke(ANXI, LIUPANSHUI).output.strip().splitlines()[-1].startswith("共 2 份文件")


def test_standard_input_is_read_as_a_file() -> None:
    data = Path(ANXI).read_bytes()
    lines = [line for line in invoke("-", stdin=data).output.splitlines() if not line.startswith("■")]
    assert lines == [line for line in invoke(ANXI).output.splitlines() if not line.startswith("■")]
    assert invoke("-", stdin=b"").exit_code == 2


def test_json_is_the_same_for_a_script(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    result = invoke("--format", "json", ANXI, empty)
    content = json.loads(result.output)
    assert content["exit_status"] == result.exit_code == 2
    first, second = content["documents"]
    assert (first["checked"], first["rules_checked"], second["checked"], second["reason"]) == (
        True,
        40,
        False,
        "empty_file",
    )
    (problem,) = first["problems"]
    assert (problem["rule"], problem["severity"]) == ("T4.1", "error")
    assert {"cell", "printed", "needed", "relation"} == set(problem["repairs"][0]["changes"][0])


def test_the_page_is_written_beside_the_text(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert invoke(ANXI, "--html", page).exit_code == 1
    assert "未经复议直接起诉" in page.read_text(encoding="utf-8")


def test_help_says_what_the_exit_status_means() -> None:
    words = invoke("--help").output
    assert all(f"  {status}  " in words for status in (0, 1, 2))
