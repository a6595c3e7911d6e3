"""README, docs and the pages for readers: every command is run and prints what the page shows, or says why it is not run.

All pages share one materialisation, made by `make run` as the README has it and then moved; each page gets a copy of its own.
"""

import doctest
import re
from pathlib import Path

import click
import pytest

from gov_disclosure.analysis.choice import RANKS
from gov_disclosure.cli import main
from gov_disclosure.frames.analysis_tables import MARKS, REASONS, STATUSES
from gov_disclosure_tests.documentation.blocks import (
    OUTPUT,
    PAGES,
    REMARKS,
    ROOT,
    list_inline_code,
    list_links,
    read_blocks,
)
from gov_disclosure_tests.documentation.project import PROGRAM, Project, make_project

LANGUAGES = ("sh", "sql", "python")
BLOCKS = {page: read_blocks(page) for page in PAGES}
ALL_BLOCKS = [block for blocks in BLOCKS.values() for block in blocks]
READERS = ROOT / "docs" / "readers"
PAIRS = [(ROOT / "README.md", ROOT / "README.zh.md")] + [
    (READERS / f"{reader}.en.md", READERS / f"{reader}.zh.md")
    for reader in ("operator", "analyst", "researcher", "reporting_office")
]
CHINESE = [chinese for _, chinese in PAIRS]
"""They have the commands of the English ones, and are not run a second time."""
RUN = {page: [block for block in BLOCKS[page] if block.language in LANGUAGES and not block.remark] for page in PAGES}
OPTIONS = [("release", ROOT / "docs" / "release.md")] + [("check", page) for page in PAIRS[-1]]
"""Pages that have every option of a command."""
FIRST = ("make run", "gov-disclosure release --version 2020-1")
"""What the pages take for granted; their output may stand on any page."""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A warehouse and a release of the sample documents, elsewhere than where they were written."""
    made = make_project(tmp_path_factory.mktemp("made"))
    told = {tuple(line.split()): made.run_shell(line) for line in FIRST}
    return Project(made.folder.rename(made.folder.with_name("moved")), told)


@pytest.mark.parametrize("page", [page for page in PAGES if RUN[page] and page not in CHINESE], ids=lambda p: p.name)
def test_the_commands_of_a_page_print_what_it_shows(page: Path, moved: Project, tmp_path: Path) -> None:
    project = moved.copy(tmp_path)
    for block in RUN[page]:
        for printed in project.run(block):
            assert block.shown is None or find_difference(block.shown, printed) == "", block.place


def find_difference(shown: str, printed: str) -> str:
    """How they differ, blanks at the ends of lines aside; `...` stands for whatever is another each time."""
    want, got = ("".join(f"{line.rstrip()}\n" for line in text.strip().splitlines()) for text in (shown, printed))
    checker = doctest.OutputChecker()
    if checker.check_output(want, got, doctest.ELLIPSIS):
        return ""
    return checker.output_difference(doctest.Example("", want), got, doctest.ELLIPSIS)


def test_every_command_is_run_or_says_why_not() -> None:
    forgotten = [b.place for b in ALL_BLOCKS if b.language not in (*LANGUAGES, OUTPUT) and not b.remark]
    assert forgotten == []
    assert all(len(block.remark) > len(max(REMARKS, key=len)) + 10 for block in ALL_BLOCKS if block.remark)


def test_only_pages_about_other_machines_are_left_out_as_a_whole() -> None:
    run = {page.name for page in PAGES if RUN[page]}
    commands = {block.page.name for block in ALL_BLOCKS if block.language in LANGUAGES}
    assert commands - run == {"machines.md", "operating.md"}


@pytest.mark.parametrize(("english", "chinese"), PAIRS, ids=lambda page: page.stem)
def test_both_languages_have_the_same_commands(english: Path, chinese: Path) -> None:
    def spell(page: Path) -> list[tuple[object, ...]]:
        return [(b.language, b.list_words(), b.shown, not b.remark) for b in BLOCKS[page] if b.language != OUTPUT]

    assert spell(english) == spell(chinese)
    assert list_targets(english) == list_targets(chinese)


def list_targets(page: Path) -> set[str]:
    """Where its links lead to, whatever the language."""
    return {link.replace("README.zh.md", "README.md").replace(".zh.md", ".en.md") for link in list_links(page)}


def test_every_reader_has_a_page_in_both_languages() -> None:
    assert {*READERS.iterdir()} == {page for pair in PAIRS for page in pair if page.parent == READERS}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    code = list_inline_code(page) + [line for b in BLOCKS[page] if b.language == "sh" for line in b.code.splitlines()]
    assert {word for text in code for word in re.findall(r"^make ([a-z-]+)", text)} <= targets
    for text in code:
        for command, rest in re.findall(rf"(?:^|/bin/|\s){PROGRAM} ([a-z]+)([^#;|&]*)", text):
            assert find_options(rest) <= list_options(main.commands[command]), text
    missing = [link for link in list_links(page) if not (page.parent / link).exists()]
    missing += [text for text in code if re.fullmatch(r"docs/[\w./]+\.md", text) and not (ROOT / text).exists()]
    assert missing == []


def find_options(text: str) -> set[str]:
    return set(re.findall(r"(?<!\S)--[a-z-]+", text))


def list_options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts if name.startswith("--")} | {"--help"}


@pytest.mark.parametrize(("command", "page"), OPTIONS)
def test_every_option_of_the_command_is_told(command: str, page: Path) -> None:
    told = "".join(list_inline_code(page))
    everywhere = {"--help", "--raw", "--warehouse"}
    assert {name for name in list_options(main.commands[command]) - everywhere if name not in told} == set()


def test_every_word_of_the_panel_is_explained() -> None:
    words = set(list_inline_code(ROOT / "docs" / "panel.md"))
    assert {*STATUSES, *MARKS, *REASONS, *RANKS} <= words


def test_there_are_ten_questions_in_sql() -> None:
    assert sum(block.language == "sql" for block in BLOCKS[ROOT / "docs" / "sql.md"]) == 10


def test_a_difference_is_told() -> None:
    assert find_difference("a  \n...\nc", "a\nb\nc  ") == ""
    assert "Got" in find_difference("1", "2")
