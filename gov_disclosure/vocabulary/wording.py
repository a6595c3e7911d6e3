"""What a report says because it has to: the words that the form prints, and sentences that every report has about itself.

Belongs here: the lists. Does not belong here: taking them out of a text (`quality/running_text.py`). Source: labels and titles of
all generations of the form (`reference/form_rows.csv`, `form_columns.csv`, `sections.csv`), and `reference/report_formulas.csv`
for what stands around them, each with its reason.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from gov_disclosure.vocabulary.forms import FORMS_WITH_TABLES, FormTable, form_tables, read_reference, section_titles

RUN: Final = 8
"""Characters in a row that have to be the same in two texts. In 114 pairs of published reports of different bodies, 2011 to 2021,
the one has 1 % of its own text in common with the other (a tenth of the pairs 4 % or more, at most 6 %): turns of phrase of the
trade. With six in a row it is 4 % and up to 19 %; with more than eight, sentences that were copied and touched up are lost."""


@cache
def list_marks() -> tuple[str, ...]:
    """Words that no sentence has but those about the report itself, and lines of the page around it."""
    return tuple(row["text"] for row in read_reference("report_formulas.csv") if row["kind"] == "sentence")


@cache
def list_form_wording() -> tuple[str, ...]:
    """What the form prints: rows, columns and titles with all their variants, and its rows and columns one after the other."""
    formulas = (row["text"] for row in read_reference("report_formulas.csv") if row["kind"] == "wording")
    return tuple(dict.fromkeys((*_list_labels(), *formulas)))


def _list_sequences(table: FormTable) -> Iterator[str]:
    """A table that was not recognised: most of its labels are shorter than a run, and stand beside each other."""
    yield "".join(row.label for row in table.rows)
    yield "".join(f"{row.ordinal}{row.label}" for row in table.rows)
    yield "".join(column.label for column in table.columns)


def _list_labels() -> Iterator[str]:
    for form in FORMS_WITH_TABLES:
        for table in form_tables(form):
            for row in table.rows:
                yield from (row.label, *row.variants)
            for column in table.columns:
                yield from (column.label, *column.variants)
            yield from _list_sequences(table)
    for section in section_titles():
        yield from section.titles
