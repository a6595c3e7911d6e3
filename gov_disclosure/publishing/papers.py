"""The papers of a release: what it is, how to cite it, what has changed.

Belongs here: filling the templates. Does not belong here: what they say of the tables (`codebook.py`) and of the changes
(`changes.py`).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from gov_disclosure.publishing.codebook import escape_cell
from gov_disclosure.publishing.datapackage import TITLE

_PAPERS = {"README.md": "release_readme.md", "CHANGES.md": "release_changes.md", "CITATION.cff": "citation.cff"}
_LONGEST, _LARGE = 60, 1e5


def write_papers(
    folder: Path,
    facts: Mapping[str, Any],
    changed: Mapping[str, Sequence[Mapping[str, object]]],
) -> None:
    """Write all of them into the folder of a release.

    Args:
        folder: of the release.
        facts: what it says of itself.
        changed: counts of what has changed, and the first of it; empty for the first release.
    """
    environment = Environment(
        loader=PackageLoader("gov_disclosure", "publishing"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"cell": _spell}
    for name, template in _PAPERS.items():
        text = environment.get_template(template).render({**facts, **changed}, title=TITLE)
        (folder / name).write_text(text, encoding="utf-8")


def _spell(value: object) -> str:
    """A value as the cell of a table of Markdown."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, float):
        return f"{value:.6g}" if value < _LARGE else f"{value:.0f}"
    text = escape_cell(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
