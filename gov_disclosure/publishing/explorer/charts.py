"""The library that draws the charts: Vega-Lite with what it needs, as one script.

Belongs here: taking it out of its package, and whose it is. Does not belong here: the charts (`static/charts.js`).
"""

from dataclasses import dataclass
from importlib.metadata import files as list_package_files
from importlib.metadata import version as find_package_version
from importlib.resources import files
from importlib.util import find_spec

FILE = "vega.js"
_PACKAGE, _MODULE = "vl-convert-python", "vl_convert"
_EXTRA = "gov-disclosure[explorer]"
_ENDING = "LICENSE"
_SNIPPET = "window.vegaEmbed=vegaEmbed;"
"""What the pages call; Vega and Vega-Lite come with it."""


class LibraryMissingError(ImportError):
    """The package that holds the library is not installed."""


@dataclass(frozen=True, slots=True)
class Library:
    """A script, the versions in it, and what has to be told of its authors."""

    script: str
    versions: str
    notice: str


def check_library() -> None:
    """Tell whether it is there, without loading it.

    Raises:
        LibraryMissingError: it is not installed.
    """
    if find_spec(_MODULE) is None:
        raise LibraryMissingError(f"the charts need the package {_PACKAGE}: pip install '{_EXTRA}'")


def find_library() -> Library:
    """Vega, Vega-Lite and Vega-Embed, with the interpreter of expressions that needs no `eval`.

    Raises:
        LibraryMissingError: it is not installed.
    """
    check_library()
    import vl_convert

    lite = vl_convert.get_vegalite_versions()[-1]
    versions = (
        f"Vega {vl_convert.get_vega_version()}, Vega-Lite {lite}, Vega-Embed {vl_convert.get_vega_embed_version()}"
    )
    return Library(vl_convert.javascript_bundle(_SNIPPET), versions, _build_notice(versions))


def _build_notice(versions: str) -> str:
    head = files(__package__).joinpath("static", "notice.txt").read_text(encoding="utf-8")
    package = f"{_PACKAGE} {find_package_version(_PACKAGE)}"
    licences = (path for path in list_package_files(_PACKAGE) or () if path.name == _ENDING)
    told = (path.read_text(encoding="utf-8") for path in sorted(licences, key=str))
    return "\n".join([head.format(file=FILE, versions=versions, package=package), *told])
