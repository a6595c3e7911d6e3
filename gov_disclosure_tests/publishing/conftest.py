"""Warehouses of the sample reports, as `gov-disclosure run` leaves them."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from gov_disclosure.cli import main

SAMPLES = Path(__file__).parents[2] / "data" / "raw"


def run_all(raw: Path, warehouse: Path) -> None:
    """Bring a warehouse up to date."""
    places = {"GOV_DISCLOSURE_RAW": None, "GOV_DISCLOSURE_WAREHOUSE": None, "DAGSTER_HOME": None}
    arguments = ["run", "--raw", str(raw), "--warehouse", str(warehouse)]
    with pytest.MonkeyPatch.context() as patch:
        for name in places:
            patch.delenv(name, raising=False)
        result = CliRunner(env=places).invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample reports in `raw` and their `warehouse`; not to be changed."""
    folder = tmp_path_factory.mktemp("samples")
    shutil.copytree(SAMPLES, folder / "raw")
    run_all(folder / "raw", folder / "warehouse")
    return folder


@pytest.fixture(scope="session")
def warehouse(samples: Path) -> Path:
    """The warehouse of the sample reports; not to be changed."""
    return samples / "warehouse"
