"""A release: a folder of files that goes to readers as it is, and says what has changed since the last one.

Belongs here: the version, the order of the work, and the folder that appears when all is done. Does not belong here: the files of
the tables (`bundle.py`).

Nothing in a release is taken from the clock: the same warehouse, program and last release give the same bytes. The version is the
newest report year and a hash over the files that hold the content, unless the user gives one. Everything is written into a folder
whose name begins with a dot, which then takes its name; `LATEST` beside the releases names the newest one.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version as find_package_version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gov_disclosure.publishing import bundle
from gov_disclosure.publishing.catalogue import write_views
from gov_disclosure.publishing.changes import find_changes
from gov_disclosure.publishing.datapackage import build_package, hash_file
from gov_disclosure.publishing.panel_changes import find_panel_changes
from gov_disclosure.publishing.papers import write_papers
from gov_disclosure.publishing.sql import open_database, quote_text
from gov_disclosure.publishing.standing import (
    LATEST,
    RECORD,
    Release,
    ReleaseError,
    Wish,
    describe,
    find_previous,
    find_standing,
    find_untold,
    read_record,
    tell_newest,
)
from gov_disclosure.publishing.tables import WarehouseChangedError, read_states
from gov_disclosure.steps.analysis_material import ANALYSIS_FLOORS
from gov_disclosure.steps.version import find_code_version
from gov_disclosure.storage.replacement import flush
from gov_disclosure.storage.warehouse import Warehouse

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SUMS = "SHA256SUMS"
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
_STALE_AFTER_SECONDS = 24 * 3600.0
_MOST_ALIKE = 10_000
Tell = Callable[[str], None]


def write_release(warehouse: Warehouse, wish: Wish, tell: Tell = lambda _: None) -> Release:
    """Write a release of a warehouse, unless the newest one has the same content.

    Raises:
        ReleaseError: the version is taken by other content, or is no name; the release to compare with is none.
        WarehouseChangedError: a run wrote to the warehouse meanwhile.
    """
    if wish.version is not None and (not _VERSION.fullmatch(wish.version) or wish.version.upper() == LATEST):
        raise ReleaseError(f"{wish.version!r} is no version: letters, digits, points and hyphens, and not {LATEST}")
    previous = find_previous(wish)
    wish.folder.mkdir(parents=True, exist_ok=True)
    with _staged(wish.folder) as stage, _open_workshop(stage) as database:
        content = _write_content(warehouse, database, stage, tell)
        names = _list_names(stage, content.digest)
        standing = find_untold(wish.folder, [wish.version] if wish.version else names, content.digest)
        standing = standing or find_standing(wish, content.digest, previous)
        if standing is not None:
            return standing
        version = wish.version or next(name for name in names if not (wish.folder / name).exists())
        return _complete(database, stage, Draft(version, content, previous, wish.folder / version), tell)


@dataclass(frozen=True, slots=True)
class Content:
    """The files of the tables and a hash over them."""

    files: bundle.Bundle
    digest: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A release that is being written."""

    version: str
    content: Content
    previous: Path | None
    target: Path


def _write_content(warehouse: Warehouse, database: "DuckDBPyConnection", stage: Path, tell: Tell) -> Content:
    before = read_states(warehouse)
    tell("tables")
    files = bundle.write_tables(warehouse, database, stage)
    if read_states(warehouse) != before:
        raise WarehouseChangedError("a run wrote to the warehouse while it was read; release again when it has ended")
    bundle.write_codebook(stage, is_release=True)
    digest = hashlib.sha256()
    for path in _list_files(stage):
        digest.update(f"{path.relative_to(stage).as_posix()} {hash_file(path)}\n".encode())
    return Content(files, digest.hexdigest())


def _list_names(stage: Path, digest: str) -> Sequence[str]:
    """Names of releases of one content; what went away and came back is another release, against another one."""
    name = f"{bundle.find_newest_year(stage) or 'empty'}-{digest[:8]}"
    return [name, *(f"{name}.{number}" for number in range(2, _MOST_ALIKE))]


def _complete(database: "DuckDBPyConnection", stage: Path, draft: Draft, tell: Tell) -> Release:
    tell("changes since the last release")
    record = read_record(draft.previous) if draft.previous else None
    files = draft.content.files
    facts: dict[str, Any] = {
        "version": draft.version,
        "content": draft.content.digest,
        "previous": str(record["version"]) if record else None,
        "package": find_package_version("gov-disclosure"),
        "program": find_code_version(),
        "panel_program": find_code_version(ANALYSIS_FLOORS),
        "rows": dict(files.rows),
    }
    facts |= _find_changes(database, stage, draft.previous, facts)
    write_views(stage / bundle.DATABASE, {name: f"{bundle.PARQUET}/{name}.parquet" for name in files.rows})
    write_papers(stage, facts, bundle.list_shown_changes(database) if record else {})
    (stage / RECORD).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    told = {path for paths in files.csv.values() for path in paths}
    others = [path for path in _list_files(stage) if path not in told]
    (stage / "datapackage.json").write_text(build_package(draft.version, stage, files.csv, others), encoding="utf-8")
    tell("sums")
    _write_sums(stage)
    _publish(stage, draft.target)
    return describe(facts, draft.target, is_new=True)


def _find_changes(
    database: "DuckDBPyConnection", stage: Path, previous: Path | None, facts: Mapping[str, Any]
) -> Mapping[str, int | None]:
    """Compare with the last release and write what has changed; None of what cannot be compared."""
    if previous is None:
        return {"changes": None, "panel_changes": None}
    record, folders = read_record(previous), (previous / bundle.PARQUET, stage / bundle.PARQUET)
    same = {name: record.get(name) == facts[name] for name in ("program", "panel_program")}
    changes = find_changes(database, *folders, same_program=same["program"])
    panel_changes = find_panel_changes(database, *folders, same_program=same["panel_program"])
    bundle.write_changes(database, stage, changes, panel_changes)
    return {"changes": changes, "panel_changes": panel_changes}


def _write_sums(stage: Path) -> None:
    lines = [f"{hash_file(path)}  {path.relative_to(stage).as_posix()}\n" for path in _list_files(stage)]
    (stage / SUMS).write_text("".join(lines), encoding="utf-8")


def _list_files(stage: Path) -> list[Path]:
    """All files of a release; what the work itself needs begins with a dot."""
    return sorted(
        path for path in stage.rglob("*") if path.is_file() and not path.relative_to(stage).parts[0].startswith(".")
    )


def _publish(stage: Path, target: Path) -> None:
    """Give the folder its name, then tell that it is the newest."""
    shutil.rmtree(stage / ".work", ignore_errors=True)
    for path in [*stage.rglob("*"), stage]:
        flush(path)
    stage.rename(target)
    flush(target.parent)
    tell_newest(target)


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """A folder that readers do not see; what a killed release left a day ago is removed."""
    for left in folder.glob(".release.*.tmp"):
        if time.time() - left.stat().st_mtime > _STALE_AFTER_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    stage = folder / f".release.{os.getpid()}.{secrets.token_hex(4)}.tmp"
    (stage / ".work").mkdir(parents=True)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def _open_workshop(stage: Path) -> "Iterator[DuckDBPyConnection]":
    """A database for the work itself, which may grow larger than memory."""
    with open_database(stage / ".work" / "work.duckdb") as database:
        database.execute(f"SET temp_directory = {quote_text((stage / '.work' / 'tmp').as_posix())}")
        database.execute("SET preserve_insertion_order = true")
        yield database
