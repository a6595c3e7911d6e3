"""The contract: Arrow schemas derived from the models, and keys that identify rows."""

import pyarrow as pa
import pytest

from gov_disclosure.frames.arrow import empty_frame
from gov_disclosure.frames.dimensions import build_indicators, build_regions
from gov_disclosure.frames.schemas import TABLES

CONTRACT_TYPES = {
    "value": pa.decimal128(18, 4),
    "value_derived": pa.decimal128(18, 4),
    "precision": pa.decimal128(18, 4),
    "source_start": pa.int32(),
    "source_end": pa.int32(),
    "report_year": pa.int32(),
    "raw_text": pa.string(),
    "value_status": pa.string(),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_description_and_the_contracts_type(name: str) -> None:
    spec = TABLES[name]
    for column, definition in spec.model.to_schema().columns.items():
        assert definition.description or column in spec.key, column
    for field in spec.arrow_schema:
        is_quotient = (name, field.name) == ("indicator_series", "value")
        assert field.type == (pa.float64() if is_quotient else CONTRACT_TYPES.get(field.name, field.type))
        assert field.name not in {"region", "year"} or not spec.partitioned
    assert set(spec.key) <= set(spec.arrow_schema.names)
    spec.model.validate(empty_frame(spec))


def test_dimensions_satisfy_their_models() -> None:
    regions, indicators = build_regions(), build_indicators()
    TABLES["dim_region"].model.validate(regions)
    TABLES["dim_indicator"].model.validate(indicators)
    assert not regions.duplicated(["code", "valid_from_year"]).any()
    assert not indicators.duplicated(["table", "key"]).any()
    known = indicators.set_index(["table", "key"])
    assert known.loc[("fact_requests", "granted|total"), "forms"] == "CD"
    assert known.loc[("fact_requests", "other|total"), "forms"] == "C"
    assert known.loc[("fact_statistics", "fees"), "unit"] == "万元"
