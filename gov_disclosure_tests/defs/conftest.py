import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure_tests.defs.launching import launch_range, settings

SAMPLES = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="session")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample reports, one of them twice, and files that are no reports."""
    folder = tmp_path_factory.mktemp("raw")
    shutil.copytree(SAMPLES, folder / "reports")
    shutil.copy(SAMPLES / "puyang_2019.txt", folder / "twice.txt")
    (folder / "empty.txt").touch()
    (folder / "program.bin").write_bytes(bytes(range(256)) * 4)
    (folder / "shopping.txt").write_text("面包、牛奶、鸡蛋，周五前买好。\n" * 3, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as opened:
        yield opened


@pytest.fixture(scope="session")
def range_run(
    raw: Path, instance: dg.DagsterInstance, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dg.ExecuteInProcessResult, Warehouse]:
    """One run over all regions from Shandong to Hubei of 2019: two of them have a report, one has none."""
    location = tmp_path_factory.mktemp("range")
    with settings(raw, location):
        return launch_range(instance, "shandong", "hubei", 2019), Warehouse(str(location))
