"""The pages of the project as what a test has to look at: fenced blocks, what is shown behind each, and remarks.

Belongs here: reading Markdown. Does not belong here: running anything (`project.py`).
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "README.zh.md", *(ROOT / "docs").rglob("*.md")])
REMARKS = ("Not run here", "此处未运行")
"""How a paragraph begins that says, with the reason, that no test runs the commands below it in its section."""
OUTPUT = "text"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block.

    Attributes:
        shown: the block of output that follows it at once.
        remark: why no test runs it; the paragraph stands above it in its section, or above all sections of the page.
    """

    page: Path
    line: int
    language: str
    code: str
    shown: str | None
    remark: str | None

    @property
    def place(self) -> str:
        """Where it stands, for whoever has to look."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    def list_words(self) -> list[str]:
        """What does not change with the language of the comments."""
        return shlex.split(self.code, comments=True) if self.language == "sh" else [self.code]


def read_blocks(page: Path) -> list[Block]:
    """All blocks of a page, in order."""
    return list(_find_blocks(page, MarkdownIt("gfm-like", {"linkify": False}).parse(page.read_text(encoding="utf-8"))))


def _find_blocks(page: Path, tokens: list[Token]) -> Iterator[Block]:
    remarks: dict[int, str] = {}
    level = 0
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open":
            level = int(token.tag[1])
            remarks = {above: remark for above, remark in remarks.items() if above < level}
        elif token.type == "inline" and token.content.startswith(REMARKS):
            remarks[level] = token.content
        elif token.type in ("fence", "code_block"):
            shown = after.content if after is not None and after.type == "fence" and after.info == OUTPUT else None
            line = token.map[0] + 1 if token.map else 0
            yield Block(page, line, token.info, token.content, shown, next(iter(remarks.values()), None))


def list_inline_code(page: Path) -> list[str]:
    """What stands in backquotes in the running text."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(page.read_text(encoding="utf-8"))
    return [child.content for token in tokens for child in token.children or () if child.type == "code_inline"]


def list_links(page: Path) -> list[str]:
    """Addresses that lead to files of the project."""
    found = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    return [address for address in found if "://" not in address]
