"""What the pages of the explorer load, unpacked as a browser would."""

import base64
import json
import re
import zlib
from functools import cache
from pathlib import Path
from typing import Any

_PIECE = re.compile(r'Explorer\.put\("([^"]+)","([A-Za-z0-9+/=]+)"\);\n')


@cache
def read_piece(site: Path, name: str) -> Any:
    """The content of a piece of data."""
    found = _PIECE.fullmatch((site / "data" / f"{name}.js").read_text(encoding="ascii"))
    assert found is not None
    assert found[1] == name
    return json.loads(zlib.decompress(base64.b64decode(found[2])))
