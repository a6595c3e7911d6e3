"""Write generated documents into a folder, with `truth.jsonl` beside them.

python -m gov_disclosure_tests.generator OUT --count 1000 --seed 0 --form D --layout tab_rows --damage cut_end
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gov_disclosure_tests.generator.generate import generate
from gov_disclosure_tests.generator.recipe import choose_recipe

PER_FOLDER = 1000
_CHOICES = (
    "form",
    "layout",
    "medium",
    "encoding",
    "wording",
    "script",
    "notation",
    "empty",
    "stray",
    "title",
    "style",
    "naming",
    "body",
)


def main(arguments: list[str] | None = None) -> None:
    """Write the documents that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m gov_disclosure_tests.generator", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write to; documents are grouped by thousands")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0, help="seed of the first document")
    parser.add_argument("--year", type=int)
    parser.add_argument("--damage", action="append", help="may be given several times; `none` for clean documents")
    for name in _CHOICES:
        parser.add_argument(f"--{name}")
    asked = vars(parser.parse_args(arguments))
    fixed = {name: asked[name] for name in (*_CHOICES, "year") if asked[name] is not None}
    if asked["damage"]:
        fixed["damage"] = tuple(d for d in asked["damage"] if d != "none")
    write_documents(asked["out"], asked["count"], asked["seed"], fixed)


def write_documents(out: Path, count: int, seed: int, fixed: dict[str, Any]) -> None:
    """Write `count` documents and a line of truth for each."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "truth.jsonl").open("w", encoding="utf-8") as lines:
        for number in range(seed, seed + count):
            made = generate(choose_recipe(number, **fixed))
            name = f"{(number - seed) // PER_FOLDER:03d}/{made.file_name}"
            path = out / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(made.data)
            record = {"file": name, **made.truth.to_json(), "recipe": asdict(made.recipe)}
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
