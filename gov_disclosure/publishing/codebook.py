"""The codebook: what every table, column, key and term means, as a page and as Markdown.

Belongs here: filling `codebook.html` and `codebook.md`. Does not belong here: what is told (`dictionary.py`, `lists.py`).
"""

from functools import cache
from typing import Any

import pyarrow as pa
from jinja2 import Environment, PackageLoader, StrictUndefined

from gov_disclosure.publishing.definitions import list_measures
from gov_disclosure.publishing.dictionary import build_dictionary
from gov_disclosure.publishing.lists import list_indicators, list_reasons, list_rules
from gov_disclosure.vocabulary.definitions import INDICATOR, SERIES

_TYPES = {
    "string": "text",
    "int32": "integer",
    "int64": "integer",
    "double": "number",
    "bool": "yes or no",
    "date32[day]": "date",
}


def build_page(*, is_release: bool = False) -> str:
    """The codebook as one page that needs nothing else; that of a release without the tables which only a warehouse has."""
    return _render("codebook.html", is_release=is_release)


def build_markdown(*, is_release: bool = False) -> str:
    """The same as Markdown."""
    return _render("codebook.md", is_release=is_release)


def _render(name: str, *, is_release: bool) -> str:
    return (
        _open_templates(name.endswith(".html"))
        .get_template(name)
        .render(
            tables=[entry for entry in build_dictionary().values() if not (is_release and entry.spec.staging)],
            series=list_measures(SERIES),
            derived=list_measures(INDICATOR),
            cells=list_indicators(),
            rules=list_rules(),
            reasons=list_reasons(),
        )
    )


@cache
def _open_templates(is_page: bool) -> Environment:
    """Everything that is put into a page is escaped; into a table of Markdown, what would end the cell."""
    environment = Environment(
        loader=PackageLoader("gov_disclosure", "publishing"),
        autoescape=is_page,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"cell": escape_cell, "type": describe_type}
    return environment


def escape_cell(text: Any) -> str:
    """A text as the cell of a table of Markdown.

    >>> escape_cell("new|total"), escape_cell(None)
    ('new\\\\|total', '')
    """
    return "" if text is None else str(text).replace("|", "\\|").replace("\n", " ")


def describe_type(type_: pa.DataType) -> str:
    """A type in words.

    >>> describe_type(pa.decimal128(18, 4)), describe_type(pa.string())
    ('decimal, 4 places', 'text')
    """
    return f"decimal, {type_.scale} places" if pa.types.is_decimal(type_) else _TYPES[str(type_)]
