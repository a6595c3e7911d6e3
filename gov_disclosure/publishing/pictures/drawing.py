"""From specifications of Vega-Lite to SVG pictures as addresses that hold them whole.

Belongs here: running the library. Does not belong here: what is drawn, and what of a drawing can be left out (`svg.py`).

The library runs in a process of its own: where memory is limited its engine does not raise, it ends the process (tried with
`ulimit -v`), and a run that has written its tables must not end over a picture. SVG uses the fonts of the browser that shows it, so
that Chinese is seen whatever fonts the machine has that draws.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from gov_disclosure.publishing.explorer.charts import LibraryMissingError, check_library
from gov_disclosure.publishing.pictures.svg import shrink_svg

_DRAW = (
    "import json, sys, vl_convert; json.dump([vl_convert.vegalite_to_svg(s) for s in json.load(sys.stdin)], sys.stdout)"
)
_LONGEST_SECONDS = 120.0
"""Four pictures take 2.7 seconds of work, one of them for starting the engine; a machine may be busy with other things."""


class NotDrawnError(RuntimeError):
    """There is no picture, and why."""


def draw(specs: Sequence[Mapping[str, Any]]) -> list[str]:
    """An address `data:image/svg+xml,…` for each specification.

    Raises:
        NotDrawnError: the library is not installed, or does not draw.
    """
    if not specs:
        return []
    try:
        check_library()
    except LibraryMissingError as error:
        raise NotDrawnError(str(error)) from None
    try:
        return [_spell_address(shrink_svg(svg)) for svg in json.loads(_run(json.dumps(specs).encode()))]
    except (OSError, subprocess.SubprocessError, ValueError, SyntaxError) as error:
        raise NotDrawnError(f"the library of the charts did not draw: {error}") from None


def _run(specs: bytes) -> bytes:
    done = subprocess.run(
        [sys.executable, "-c", _DRAW], input=specs, capture_output=True, check=False, timeout=_LONGEST_SECONDS
    )
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines() or ["it told nothing"]
        why = next((line for line in told if "Error" in line), told[-1])
        raise subprocess.SubprocessError(f"it ended with {done.returncode}: {why}")
    return done.stdout


def _spell_address(svg: bytes) -> str:
    """Most of a drawing are numbers, which stay as they are: shorter than Base64."""
    return f"data:image/svg+xml,{quote(svg, safe=',:;=/')}"
