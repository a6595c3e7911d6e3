from collections.abc import Iterator

import pytest

from gov_disclosure_tests.storage.object_stores import Store, running_store


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with running_store() as running:
        yield running
