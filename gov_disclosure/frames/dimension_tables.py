"""The tables of regions, of keys and of definitions as pandera models: what is true of all reports.

Belongs here: their columns. Does not belong here: their rows (`dimensions.py`); all other tables (`schemas.py`), which lists
these too.
"""

from gov_disclosure.frames.columns import FORMS, REGION_LEVELS, Integer, StrictModel, Text, column
from gov_disclosure.vocabulary.definitions import MEASURES
from gov_disclosure.vocabulary.zones import ZONE_LEVELS

PANEL, INDICATORS = "panel_series", "indicator_series"
"""The long tables of the panel, whose keys are defined."""


class DimRegion(StrictModel):
    """One row per region code and span of years in which it was valid."""

    code: Text = column(
        "GB/T 2260 code; for a zone or a division of the Corps, which has none, the code of the division above and its name",
        str_matches=r"^\d{6}(-.+)?$",
    )
    name: Text = column("Official name")
    stem: Text = column("Name without its kind")
    level: Text = column("Level", isin=(*REGION_LEVELS, *ZONE_LEVELS))
    parent_code: Text = column("Code of the next higher division", nullable=True)
    province_code: Text = column("Code of the province-level division", nullable=True)
    region: Text = column("Province-level partition key")
    valid_from_year: Integer = column("First year at whose end the code was valid")
    valid_to_year: Integer = column("Last such year; null while valid", nullable=True)
    successor_codes: Text = column("Codes that took over, separated by blanks", nullable=True)


class DimIndicator(StrictModel):
    """One row per key of any fact table."""

    table: Text = column("Fact table")
    key: Text = column("Key, its parts joined by `|`")
    label_zh: Text = column("Label as the form prints it")
    label_en: Text = column("Label in English")
    unit: Text = column("Unit of the value", nullable=True)
    type: Text = column("count, signed, money_wan, money_yuan, persons or person_times")
    parent: Text = column("Key of the total that contains it", nullable=True)
    forms: Text = column("Generations of the form in which it exists")
    comparability: Text = column("yes, care or no: whether it joins across generations", nullable=True)
    source_clause: Text = column("Where the form or the law has it", nullable=True)


class DimDefinition(StrictModel):
    """One row per series or indicator and generation of the form: what it is made of there, and in which unit."""

    table: Text = column("Table that has it", isin=(PANEL, INDICATORS))
    key: Text = column("Key of the series or of the indicator")
    form: Text = column("Generation of the form, by the report and not by its year", isin=FORMS)
    label_zh: Text = column("Name in Chinese")
    label_en: Text = column("Name in English")
    measure: Text = column("Count, ratio, or share: a part of the whole that it is divided by", isin=MEASURES)
    unit: Text = column("Unit that this form counts in; null for a quotient", nullable=True)
    fact_table: Text = column("Fact table of the cells; null for an indicator, which is made of series", nullable=True)
    numerator: Text = column("What is added, by keys: cells of the fact table, or series of the panel")
    numerator_zh: Text = column("The same as the form and the panel name it, in Chinese")
    numerator_en: Text = column("The same in English")
    denominator: Text = column("What the sum is divided by; null for a count", nullable=True)
    denominator_zh: Text = column("The same in Chinese", nullable=True)
    denominator_en: Text = column("The same in English", nullable=True)
    minimum: Integer = column("Least denominator for which the quotient is given; null for a count", nullable=True)
    joins: Text = column(
        "How it goes on from the form before: same, break or not_comparable; null where that has no such count",
        nullable=True,
        isin=("same", "break", "not_comparable"),
    )
    note_zh: Text = column("Why it breaks, or what to watch, in Chinese", nullable=True)
    note_en: Text = column("The same in English", nullable=True)
