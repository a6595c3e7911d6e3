import gc
import subprocess
import sys

import pytest

from gov_disclosure.imports import hidden, no_garbage_expected

STARTED = """
import sys, gc
import gov_disclosure.definitions
print(gc.isenabled(), gc.get_freeze_count() > 0, *(name in sys.modules for name in ("pandera", "dask.dataframe", "hypothesis")))
import dask.dataframe, hypothesis
"""


def test_what_nobody_uses_is_not_imported_and_can_be_imported_later() -> None:
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True", "False", "False"]


def test_a_process_that_has_imported_duckdb_ends_without_its_complaints() -> None:
    code = "import duckdb; from gov_disclosure.imports import no_garbage_expected\nwith no_garbage_expected(): pass"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_a_hidden_module_cannot_be_imported_until_the_end_of_the_block() -> None:
    sys.modules.pop("this", None)
    with hidden("this"), pytest.raises(ModuleNotFoundError):
        import this  # noqa: F401
    assert "this" not in sys.modules


def test_a_module_that_was_imported_is_not_hidden() -> None:
    with hidden("gc", "this"):
        assert sys.modules["gc"] is gc
    assert sys.modules["gc"] is gc


def test_whoever_looks_for_no_garbage_at_all_is_not_made_to() -> None:
    gc.disable()
    try:
        with no_garbage_expected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()
