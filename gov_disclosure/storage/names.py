"""Names of raw files: paths as the operating system has them, and the text by which a file is known.

Belongs here: spelling a path and finding it again. Does not belong here: which files there are (`corpus.py`).

A file is known by its path below the raw folder, with forward slashes. Archives made on Chinese Windows unpack to names
that are not UTF-8: such bytes are written as `\\xd6`, and a name that has `\\x` in it as `\\x5cx`, so that two files are
never known by one name.
"""

import os
import re
from pathlib import Path

from gov_disclosure.storage.locations import Location

_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


def spell_name(name: str) -> str:
    """A name, or a path, as text.

    >>> spell_name(os.fsdecode("报告".encode("gbk")))
    '\\\\xb1\\\\xa8\\\\xb8\\\\xe6'
    """
    if name.isascii() and "\\x" not in name:
        return name
    return os.fsencode(name).replace(rb"\x", rb"\x5cx").decode("utf-8", "backslashreplace")


def spell_path(path: Path, root: Path) -> str:
    """The text by which a file below `root` is known."""
    return spell_name(path.relative_to(root).as_posix())


def find_path(root: Location, source_file: str) -> Location:
    """The path that `spell_path` spelled."""
    return root / os.fsdecode(_ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode()), source_file.encode()))
