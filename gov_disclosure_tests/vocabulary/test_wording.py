"""Chinese that readers see is set in Chinese punctuation throughout."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import gov_disclosure
from gov_disclosure.vocabulary.findings import MESSAGES
from gov_disclosure.vocabulary.forms import read_reference
from gov_disclosure.vocabulary.rejections import REJECTIONS
from gov_disclosure.vocabulary.seams import SEAM_MESSAGES

HALF = re.compile(
    r"(?<=[\u3400-\u9fff」}%\d])[,;:!?](?=[\u3400-\u9fff「{]|$)"
    r"|(?<=[\u3400-\u9fff」])[,;:!?(]"
    r"|[,;:!?)](?=[\u3400-\u9fff「])"
)
LISTS = {
    "series.csv": ("label_zh", "why_zh"),
    "derived_indicators.csv": ("label_zh", "note_zh"),
    "report_facts.csv": ("label_zh",),
    "measure_parts.csv": ("label_zh", "meaning_zh"),
    "identities.csv": ("label_zh",),
    "seams.csv": ("label_zh",),
    "restatements.csv": ("label_zh",),
    "rules.csv": ("label_zh",),
    "terms.csv": ("label_zh",),
    "column_labels.csv": ("label_zh", "meaning_zh"),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [("为 {left},右边", 1), ("请核对:{cells}。", 1), ("左边,153", 1), ("应为 13(现为", 0), ("为 1，右", 0)],
)
def test_what_is_half_width(text: str, found: int) -> None:
    assert len(HALF.findall(text)) == found


@pytest.mark.parametrize("messages", [MESSAGES, SEAM_MESSAGES], ids=["findings", "seams"])
def test_messages_of_findings(messages: dict[str, object]) -> None:
    assert [key for key, message in messages.items() if HALF.search(message.zh)] == []  # type: ignore[attr-defined]


def test_messages_of_refusals() -> None:
    assert [reason for reason, rejection in REJECTIONS.items() if HALF.search(rejection.message("…", "zh"))] == []


@pytest.mark.parametrize("name", LISTS)
def test_lists(name: str) -> None:
    texts = [row[column] for row in read_reference(name) for column in LISTS[name]]
    assert [text for text in texts if HALF.search(text)] == []


PACKAGE = Path(gov_disclosure.__file__).parent
PAGES = sorted(
    [*PACKAGE.glob("steps/explain*.py"), *PACKAGE.glob("publishing/pictures/*.py"), PACKAGE / "defs/pictures.py"]
)


def list_literals(module: Path) -> Iterator[str]:
    """Strings of a module but its docstrings."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.value


@pytest.mark.parametrize("module", PAGES, ids=lambda path: path.stem)
def test_explanations_and_pictures(module: Path) -> None:
    assert [text for text in list_literals(module) if HALF.search(text)] == []
