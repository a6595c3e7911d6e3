"""How libraries are imported: quickly, and without what they import for others.

Belongs here: ways to import. Does not belong here: what is imported, and anything that is needed later. A process that
imports `gov_disclosure.definitions` and ends, with dask installed: 2.8 s; 2.5 s without looking for garbage while it imports,
1.7 s without looking for it at the end either, 1.4 s without dask's frames.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage_expected() -> Iterator[None]:
    """Import without looking for garbage, then and later: modules are none, and each look goes through all of them.

    Without the later one Python goes through them once more when the process ends.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if "_duckdb" not in sys.modules:  # whose binding complains on the terminal of all that is left at the end
            gc.freeze()
        if was_enabled:
            gc.enable()


@contextmanager
def hidden(*modules: str) -> Iterator[None]:
    """Import as if some modules were not installed that a library would import for others; one that was imported stays."""
    absent = {module: None for module in modules if module not in sys.modules}
    sys.modules.update(absent)  # type: ignore[arg-type]  # what Python documents to make their import fail
    try:
        yield
    finally:
        for module in absent:
            del sys.modules[module]
