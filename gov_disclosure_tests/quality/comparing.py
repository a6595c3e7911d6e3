"""Numbers of made-up reports for tests of what compares them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd
import pyarrow as pa

from gov_disclosure.quality.comparison import Years, align_years
from gov_disclosure.quality.matrix import SCALE
from gov_disclosure.quality.numbers import FACT_OF_LAYOUT, IDENTITY, Numbers, empty_numbers, index_cells
from gov_disclosure_tests.builders import REPORT
from gov_disclosure_tests.generator.series import Series, find_form


@dataclass(frozen=True)
class Made:
    """A report with its numbers by `layout|row|column`."""

    year: int
    numbers: Mapping[str, object] = field(default_factory=dict)
    body: str = "教育局"
    scope: str = "own_body"
    region: str = "410900"
    form: str = ""

    @property
    def record(self) -> dict[str, object]:
        key = f"{self.region}|{self.year}|{self.body}"
        own = {"report_id": f"{key}|{self.scope}", "body_key": key, "source_file": f"{self.body}_{self.year}.txt"}
        own |= {"text_sha256": f"text of {key} {self.scope}"}
        own |= {"form": self.form or find_form(self.year), "report_year": self.year, "scope": self.scope}
        return REPORT | own | {"region_code": self.region, "issuer": self.body}


def build_year(*reports: Made) -> Numbers:
    text, whole = pd.ArrowDtype(pa.string()), pd.ArrowDtype(pa.int32())
    records = pd.DataFrame([report.record for report in reports], columns=list(IDENTITY))
    types = {name: whole if name == "report_year" else text for name in IDENTITY}
    numbers = empty_numbers(records.astype(types))
    for line, report in enumerate(reports):
        for key, value in report.numbers.items():
            layout, cell = key.split("|", 1)
            place = index_cells()[FACT_OF_LAYOUT[layout], cell]
            numbers.values[line, place] = int(Decimal(str(value)) * SCALE)
            numbers.known[line, place] = True
    return numbers


def build_years(before: Made, own: Made, after: Made | None = None) -> Years:
    return align_years(build_year(before), build_year(own), build_year(*([after] if after else [])))


def build_series(series: Series, **choices: str) -> dict[int, Numbers]:
    return {year: build_year(Made(year, numbers, **choices)) for year, numbers in series.items()}
