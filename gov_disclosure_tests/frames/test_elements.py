"""Elements stand in the order of the table's columns."""

from gov_disclosure.frames.elements import Element
from gov_disclosure.frames.schemas import TABLES


def test_an_element_has_the_columns_of_the_table_in_their_order() -> None:
    assert list(Element._fields) == TABLES["report_element"].arrow_schema.names
