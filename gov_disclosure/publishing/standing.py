"""The releases that stand in a folder, and `LATEST`, which names the newest of them.

Belongs here: finding a release, and telling which one is the newest. Does not belong here: writing one (`release.py`).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from gov_disclosure.storage.replacement import replaced

LATEST, RECORD = "LATEST", "release.json"


class ReleaseError(ValueError):
    """What was asked for cannot be released."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release that stands in its folder.

    Attributes:
        is_new: whether it was written now; if not, nothing has changed since it was.
        previous: version that its changes are told against.
        changes: how many values of the facts changed; None for the first release.
        panel_changes: how many rows of panel and indicators did; None if the last release has none.
    """

    version: str
    path: Path
    is_new: bool
    previous: str | None
    changes: int | None
    panel_changes: int | None
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asks for.

    Attributes:
        folder: where releases stand side by side.
        version: given by the user, or None.
        previous: the release to tell the changes against; None for the newest one of the folder.
    """

    folder: Path
    version: str | None = None
    previous: Path | None = None


def read_newest(folder: Path) -> str | None:
    """What `LATEST` says."""
    latest = folder / LATEST
    return latest.read_text(encoding="utf-8").strip() if latest.exists() else None


def find_previous(wish: Wish) -> Path | None:
    """The release to tell the changes against.

    Raises:
        ReleaseError: it is none.
    """
    if wish.previous is not None:
        read_record(wish.previous)
        return wish.previous
    newest = read_newest(wish.folder)
    if newest is None:
        return None
    try:
        read_record(wish.folder / newest)
    except ReleaseError as error:
        raise ReleaseError(
            f"{error}, though {wish.folder / LATEST} names it: put it back, name another release with --since, "
            f"or remove {LATEST} to tell no changes"
        ) from None
    return wish.folder / newest


def read_record(release: Path) -> Mapping[str, Any]:
    """What a release says of itself.

    Raises:
        ReleaseError: the folder is none.
    """
    try:
        record: Mapping[str, Any] = json.loads((release / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ReleaseError(f"{release} is no release: it has no {RECORD} that can be read") from None
    return record


def find_standing(wish: Wish, digest: str, previous: Path | None) -> Release | None:
    """A release with this content: the one of the version that the user gives, or else the newest one.

    Raises:
        ReleaseError: there is one of that version with other content.
    """
    given = wish.folder / wish.version if wish.version is not None else None
    place = given or (previous if wish.previous is None else None)
    if place is None or not place.exists():
        return None
    record = read_record(place)
    if record["content"] == digest:
        return describe(record, place, is_new=False)
    if given is not None:
        raise ReleaseError(f"{place} is another release: give another version, or remove it")
    return None


def find_untold(folder: Path, names: Iterable[str], digest: str) -> Release | None:
    """A release of a content whose writer was ended after it stood and before `LATEST` named it: it is told now."""
    newest = read_newest(folder)
    for place in takewhile(Path.exists, (folder / name for name in names)):
        record = read_record(place)
        if (record["content"], record["previous"]) == (digest, newest) and place.name != newest:
            tell_newest(place)
            return describe(record, place, is_new=False)
    return None


def describe(record: Mapping[str, Any], path: Path, *, is_new: bool) -> Release:
    """A release by its record."""
    counts = record["changes"], record.get("panel_changes")
    return Release(record["version"], path, is_new, record["previous"], *counts, record["rows"])


def tell_newest(release: Path) -> None:
    """Let `LATEST` name a release."""
    with replaced(release.with_name(LATEST)) as pointer:
        pointer.write_text(f"{release.name}\n", encoding="utf-8")
