"""Where the warehouse stands, as the command shows it on the samples, in the states that it goes through."""

import json
import re
import shutil
from pathlib import Path

import pytest

from gov_disclosure.cli_options import DEFAULT_PLACES
from gov_disclosure.defs.resources import DEFAULTS
from gov_disclosure_tests.builders import SAMPLES
from gov_disclosure_tests.hostile.trying import run_command

GOLDEN = """\
year ┃accepted ┃duplicate ┃refused ┃gone ┃partitions ┃written ┃stale ┃uncompared
━━━━━╇━━━━━━━━━╇━━━━━━━━━━╇━━━━━━━━╇━━━━━╇━━━━━━━━━━━╇━━━━━━━━╇━━━━━━╇━━━━━━━━━━
2017 │       1 │        · │      · │   · │         1 │      1 │    · │         ·
2019 │       2 │        · │      · │   · │         2 │      2 │    · │         ·
2020 │       2 │        1 │      · │   · │         2 │      2 │    · │         ·
none │       · │        · │      1 │   · │         · │      · │    · │         ·
─────┼─────────┼──────────┼────────┼─────┼───────────┼────────┼──────┼──────────
all  │       5 │        1 │      1 │   · │         5 │      5 │    · │         ·
refused 1 empty_file
next: nothing to write; what to do about each refused document stands in rejected_document
"""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    raw, warehouse = tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("place") / "warehouse"
    shutil.copytree(SAMPLES, raw, dirs_exist_ok=True)
    shutil.copy(SAMPLES / "anxi_2020.txt", raw / "again.txt")
    (raw / "empty.txt").touch()
    return "--raw", raw, "--warehouse", warehouse


def read_status(places: tuple[object, ...]) -> dict[str, object]:
    done = run_command("status", *places, "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_it_follows_a_warehouse_from_nothing_to_written_and_stale(places: tuple[object, ...]) -> None:
    none = run_command("status", *places)
    assert none.returncode == 1
    assert f"there is no register in {places[3]} yet: gov-disclosure run" in none.stderr
    assert not Path(str(places[3])).exists()

    assert run_command("register", *places).returncode == 0
    registered = read_status(places)
    assert registered["next"] == "partitions are to be written: gov-disclosure run"
    assert registered["totals"].items() >= {"accepted": 5, "written": 0, "stale": 5, "uncompared": 5}.items()  # type: ignore[attr-defined]

    assert run_command("run", *places).returncode == 0
    shown = run_command("status", *places)
    assert re.sub(r" +$", "", shown.stdout, flags=re.M) == GOLDEN

    raw = Path(str(places[1]))
    (raw / "new.txt").write_text("新", encoding="utf-8")
    (raw / "again.txt").unlink()
    (raw / "manifest.csv").write_text("path,note\npuyang_2019.txt,x\nanxi_2020.txt,\n", encoding="utf-8")
    (Path(str(places[3])) / "dim_report/region=henan/year=2019/part-0.parquet").unlink()
    changed = read_status(places)
    assert (changed["unread"], changed["missing"]) == (3, 1)
    assert changed["totals"].items() >= {"written": 4, "stale": 1}.items()  # type: ignore[attr-defined]
    assert str(changed["next"]).startswith("files to read: 3, files gone: 1: ")

    (raw / "puyang_2019.txt").unlink()
    assert run_command("run", *places).returncode == 0
    emptied = read_status(places)["totals"]
    assert emptied.items() >= {"accepted": 4, "gone": 1, "partitions": 4, "written": 4, "stale": 0}.items()  # type: ignore[attr-defined]

    (Path(str(places[3])) / "panel_series" / "part-0.parquet").unlink()
    incomplete = read_status(places)
    assert incomplete["analysis_stale"]
    assert incomplete["next"] == "panel and indicators are to be written: gov-disclosure run"


def test_it_knows_the_same_places_as_the_other_commands() -> None:
    assert DEFAULT_PLACES.items() <= DEFAULTS.items()
