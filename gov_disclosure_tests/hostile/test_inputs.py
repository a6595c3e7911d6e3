"""Every hostile file and thing, the whole way: one raw folder, one run of the command line, and nothing that surprises."""

import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage.warehouse import PartitionKey
from gov_disclosure_tests.hostile.case import OUTSIDE, PORT, Case
from gov_disclosure_tests.hostile.folder import SECRET, THINGS, Thing
from gov_disclosure_tests.hostile.trying import CASES, Trial, fill, find_outcome, try_all

MOST_MEMORY = 1024**3
PUYANG = PartitionKey("henan", 2019)


@pytest.fixture(scope="module")
def asked() -> Iterator[list[str]]:
    """Who asked the address that the files name."""
    found: list[str] = []
    with closing(socket.create_server(("127.0.0.1", PORT))) as listener:

        def listen() -> None:
            while True:
                try:
                    connection, address = listener.accept()
                except OSError:
                    return
                found.append(str(address))
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield found
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def trial(asked: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    raw = tmp_path_factory.mktemp("raw")
    fill(raw)
    yield try_all(raw, tmp_path_factory.mktemp("warehouse"))
    subprocess.run(["rm", "-rf", raw], check=True)  # Python cannot remove what lies 1,200 folders deep


def test_the_run_ends_well_within_its_memory(trial: Trial) -> None:
    assert trial.status == 0, trial.output
    assert trial.peak < MOST_MEMORY


@pytest.mark.parametrize("case", [*CASES, *THINGS], ids=lambda case: ascii(case.name))
def test_it_comes_to_what_the_table_says(trial: Trial, case: Case | Thing) -> None:
    assert find_outcome(trial, case) in case.comes_to.split(" or ")


def test_nothing_was_asked_of_another_address(trial: Trial, asked: list[str]) -> None:
    assert trial.status == 0
    assert OUTSIDE.startswith(f"http://127.0.0.1:{PORT}/")
    assert asked == []


def test_nothing_of_another_file_came_in(trial: Trial) -> None:
    texts = trial.warehouse.read(TABLES["report_text"], PUYANG)["text"].to_pylist()
    assert len(texts) > 50
    assert not any(SECRET in text or "hahaha" in text for text in texts)


def test_names_of_members_are_paths_below_their_archive(trial: Trial) -> None:
    names = trial.warehouse.read(TABLES["document_register"], columns=["source_file"])["source_file"].to_pylist()
    below = [name.removeprefix("paths.zip/") for name in names if name.startswith("paths.zip/")]
    assert sorted(below) == ["Windows/c", "a/d", "b", "etc/cron.d/a", "unnamed"]


def test_the_terminal_is_told_nothing_but_text(trial: Trial) -> None:
    assert re.findall(r"[^\n\x20-\x7e\xa0-\ud7ff\ue000-\uffff]|[\u202a-\u202e\u2066-\u2069]", trial.output) == []
