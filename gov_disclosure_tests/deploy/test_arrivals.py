"""Five hundred files arrive in ten bursts, with edits and deletions between them, while the daemon is at work.

At the end every file of the tables is, to the byte, what a first run over the folder writes. The register is the same but
for rows of documents that were there once (`gone`); a first run has none of them.
"""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import dagster as dg
import pyarrow.compute as pc
import pytest
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES

from gov_disclosure.defs.arrivals import STATE
from gov_disclosure.defs.assets import COMPARING_TABLES, REPORT_TABLES
from gov_disclosure.defs.sensors import build_request
from gov_disclosure.frames.schemas import TABLES
from gov_disclosure.storage.warehouse import PartitionKey, Warehouse
from gov_disclosure_tests.defs.launching import hash_files, launch, settings
from gov_disclosure_tests.defs.ticking import Ticker
from gov_disclosure_tests.deploy.postgres import Postgres
from gov_disclosure_tests.deploy.services import (
    Services,
    machine,
    open_instance,
    start_sensor,
    wait_until,
    wait_until_quiet,
)
from gov_disclosure_tests.generator import choose_recipe, generate

BURSTS, FILES_PER_BURST = 10, 50
YEARS = (2019, 2020)


@pytest.fixture
def services(postgres: Postgres, tmp_path: Path) -> Iterator[Services]:
    (tmp_path / "raw").mkdir()
    variables = {
        "GOV_DISCLOSURE_RAW": str(tmp_path / "raw"),
        "GOV_DISCLOSURE_EXECUTOR": "serial",
        "GOV_DISCLOSURE_SENSOR_SECONDS": "1",
        "GOV_DISCLOSURE_RETRY_SECONDS": "2",
    }
    with machine(tmp_path / "machine", {**postgres.variables, **variables}) as running:
        yield running


def make_document(seed: int) -> bytes:
    return generate(choose_recipe(seed, year=YEARS[seed % len(YEARS)], medium="text", stray="", damage=())).data


def drop_burst(raw: Path, number: int, rng: Random) -> None:
    """New files, and from the second burst on some that change or go."""
    before = sorted(raw.iterdir())
    for seed in range(number * FILES_PER_BURST, (number + 1) * FILES_PER_BURST):
        (raw / f"{seed}.txt").write_bytes(make_document(seed))
    for path in rng.sample(before, min(len(before), 5)):
        path.write_bytes(make_document(rng.randrange(1000, 2000)))
    for path in rng.sample(before, min(len(before), 3)):
        path.unlink()


def is_writing(instance: dg.DagsterInstance) -> bool:
    return bool(instance.get_runs(dg.RunsFilter(job_name="reports", statuses=[dg.DagsterRunStatus.STARTED])))


def build_afresh(raw: Path, warehouse: Path, keys: dict[str, list[PartitionKey]]) -> None:
    """A first run over the folder, of the same partitions."""
    with dg.DagsterInstance.ephemeral() as instance, settings(raw, warehouse):
        assert launch(instance, "register").success
        for job, own in keys.items():
            assert Ticker(instance).run(build_request(job, own, "fresh")).success


def test_five_hundred_files_in_ten_bursts_end_as_a_first_run_over_them(services: Services, tmp_path: Path) -> None:
    raw, fresh = tmp_path / "raw", Warehouse(str(tmp_path / "fresh"))
    services.start("code")
    services.wait_for_code()
    start_sensor(services)
    services.start("daemon")
    rng = Random(20191231)
    with open_instance(services) as instance:
        for number in range(BURSTS):
            drop_burst(raw, number, rng)
            if number == BURSTS // 2:  # the others come while partitions are written
                wait_until(lambda: is_writing(instance), "the first writing", services)
            else:
                time.sleep(1)
        last = time.time()

        wait_until_quiet(instance, services)
        assert instance.get_runs(dg.RunsFilter(statuses=NOT_FINISHED_STATUSES)) == []
        runs = instance.get_runs()
    assert {run.status.value for run in runs} == {"SUCCESS"}
    jobs = Counter(run.job_name for run in runs)
    print(jobs, "over", time.time() - last, "seconds after the last burst")
    assert len({run.tags[STATE] for run in runs}) == len(runs), "no two runs for the same reason"
    assert 2 <= jobs["register"] <= 3
    assert 1 <= jobs["seams"] <= jobs["reports"] <= jobs["register"]

    lived = Warehouse(services.environment["GOV_DISCLOSURE_WAREHOUSE"])
    keys = {"reports": lived.list_keys(TABLES[REPORT_TABLES[0]]), "seams": lived.list_keys(TABLES[COMPARING_TABLES[0]])}
    build_afresh(raw, Path(fresh.root), keys | {"analysis": []})
    files, expected = hash_files(Path(lived.root)), hash_files(Path(fresh.root))
    register = "document_register/part-0.parquet"
    assert files.pop(register)
    assert expected.pop(register)
    assert files == expected
    rows = lived.read(TABLES["document_register"])
    assert rows.filter(pc.not_equal(rows["status"], "gone")).equals(fresh.read(TABLES["document_register"]))
