"""The library in which the tables are declared and checked: imported here and nowhere else.

Belongs here: its import. pandera has types for frames of dask, and examples made by hypothesis, and imports both wherever
they are installed, with the first table that is declared or checked: 0.6 s and 25 MB in every process, for what is not
used here.
"""

from gov_disclosure.imports import hidden

with hidden("dask.dataframe", "hypothesis"):
    import pandera.pandas as pandera
    import pandera.strategies.pandas_strategies as _examples
    import pandera.typing.dask as _frames_of_dask
    from pandera.errors import SchemaErrors

__all__ = ["SchemaErrors", "_examples", "_frames_of_dask", "pandera"]
