"""Where the raw folder or the warehouse lies: a local folder or a place in an object store.

Belongs here: telling one from the other. Does not belong here: what is done there. A local folder stays a plain
`pathlib.Path`, so that nothing stands between it and the operating system.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from gov_disclosure.storage.object_store import SCHEME, StorePath

Location = Path | StorePath


class LocationError(ValueError):
    """A setting names no place that can be used."""


def parse_location(text: str) -> Location:
    """The place that a setting names; a relative folder is taken from the working directory.

    >>> parse_location("s3://reports/raw")
    StorePath(bucket='reports', key='raw')
    >>> parse_location("file:///data/raw").as_posix()
    '/data/raw'
    """
    if text.startswith(SCHEME):
        try:
            return StorePath.parse(text)
        except ValueError as error:
            raise LocationError(str(error)) from None
    if text.startswith("file://"):
        return Path(unquote(urlsplit(text).path))
    if "://" in text:
        raise LocationError(
            f"{text!r} is neither a folder nor a place in an object store such as {SCHEME}bucket/prefix"
        )
    return Path(text).expanduser().absolute()


def check_apart(raw: Location, warehouse: Location) -> None:
    """Nothing is written among documents: it would be registered as one, and every run would have something new to read.

    Raises:
        LocationError: the warehouse is the raw folder, or lies in it.
    """
    own, other = (where.resolve() if isinstance(where, Path) else where for where in (warehouse, raw))
    if f"{own}/".startswith(f"{other}/"):
        raise LocationError(
            f"the warehouse {warehouse} lies in the raw folder {raw}, all files of which are documents: "
            "set --warehouse or GOV_DISCLOSURE_WAREHOUSE to another folder"
        )
