"""Things of a raw folder that are no plain files, and names that are no plain names."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gov_disclosure_tests.hostile.case import write_report
from gov_disclosure_tests.hostile.markup import SCRIPT

SECRET = "root:x:0:0"
"""The first words of a file that is no business of the raw folder."""


@dataclass(frozen=True)
class Thing:
    """One thing in the raw folder.

    Attributes:
        name: bytes below the raw folder.
        what: for the table in `docs/hostile.md`.
        comes_to: `accepted`, the reason of its refusal, or `left out:` and why, as the command line tells it.
        put: makes it, given its path.
    """

    name: bytes
    what: str
    comes_to: str
    put: Callable[[bytes], None]


def put_report(path: bytes) -> None:
    """A report with a number of its own."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(write_report(repr(os.path.basename(path))).encode())


def link_to(target: str) -> Callable[[bytes], None]:
    """A symbolic link."""
    return lambda path: os.symlink(target, path)


def put_socket(path: bytes) -> None:
    """A socket that nobody listens on; its name may have few characters only, so it is bound where it lies."""
    before = Path.cwd()
    os.chdir(os.path.dirname(path))
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(os.path.basename(path))
    finally:
        os.chdir(before)


def put_deep(path: bytes) -> None:
    """A report below more folders than Python calls functions inside of each other."""
    os.mkdir(path)
    folder = os.open(path, os.O_DIRECTORY)
    for _ in range(1_200):
        os.mkdir("d", dir_fd=folder)
        inner = os.open("d", os.O_DIRECTORY, dir_fd=folder)
        os.close(folder)
        folder = inner
    file = os.open("a.txt", os.O_WRONLY | os.O_CREAT, dir_fd=folder)
    os.write(file, write_report("深处").encode())
    os.close(file)
    os.close(folder)


def put_sparse(path: bytes, head: bytes, size: int) -> None:
    """A file of some bytes and a hole."""
    with open(path, "wb") as file:
        file.write(head)
        file.truncate(size)


def put_text(path: bytes, content: bytes) -> None:
    """A file of some bytes."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


GIGA = 1024**3
THINGS = (
    Thing(
        b"passwd.txt", "symbolic link to a file outside", "left out: link out of the raw folder", link_to("/etc/passwd")
    ),
    Thing(
        b"parent.txt",
        "symbolic link out by `..`",
        "left out: link out of the raw folder",
        link_to("../../../../../../../../../etc/passwd"),
    ),
    Thing(
        b"chain.txt",
        "symbolic link to a symbolic link to a file outside",
        "left out: link out of the raw folder",
        link_to("passwd.txt"),
    ),
    Thing(b"folder", "symbolic link to a folder outside", "left out: linked folder", link_to("/etc")),
    Thing(b"around", "symbolic link to the raw folder itself", "left out: linked folder", link_to(".")),
    Thing(b"loop.txt", "symbolic link to itself", "left out: broken link", link_to("loop.txt")),
    Thing(b"nowhere.txt", "symbolic link to nothing", "left out: broken link", link_to("nothing")),
    Thing(b"zero.txt", "symbolic link to /dev/zero", "left out: link out of the raw folder", link_to("/dev/zero")),
    Thing(b"inside.txt", "symbolic link to another report", "duplicate", link_to("0_plain.txt")),
    Thing(
        b"same.txt",
        "hard link to another report",
        "duplicate",
        lambda path: os.link(os.path.join(os.path.dirname(path), b"0_plain.txt"), path),
    ),
    Thing(b"pipe.txt", "named pipe without a writer", "left out: not a regular file", os.mkfifo),
    Thing(b"socket.txt", "socket", "left out: not a regular file", put_socket),
    Thing(
        b"deep", "1,200 folders inside of each other", "left out: more than 100 folders inside of each other", put_deep
    ),
    Thing(b"large_nul.txt", "1 GB of NUL", "too_large", lambda path: put_sparse(path, b"", GIGA)),
    Thing(
        b"large.txt",
        "a report and 1 GB of NUL",
        "too_large",
        lambda path: put_sparse(path, write_report("大").encode(), GIGA),
    ),
    Thing(
        b"large.html", "a web page and 1 GB of NUL", "too_large", lambda path: put_sparse(path, b"<html><body>", GIGA)
    ),
    Thing(b"large.zip", "an archive and 2 GB of NUL", "too_large", lambda path: put_sparse(path, b"PK\3\4", 2 * GIGA)),
    Thing("政府信息公开.txt".encode("gbk"), "name that is not UTF-8", "accepted", put_report),
    Thing(b"n" * 251 + b".txt", "name of 255 bytes", "accepted", put_report),
    Thing(b"a\nb.txt", "name with a line end", "accepted", put_report),
    Thing(b"\x1b]0;owned\x07\x1b[2Ja.txt", "name with terminal escapes", "accepted", put_report),
    Thing("\u202etxt.exe".encode(), "name with a turned direction", "accepted", put_report),
    Thing(b"-rf", "name that is an option", "accepted", put_report),
    Thing(b"=cmd|' C'!A0.txt", "name that is a formula", "accepted", put_report),
    Thing(b" a .txt ", "name with spaces around it", "accepted", put_report),
    Thing(b"\\xd6.txt", "name that looks like one that is not UTF-8", "accepted", put_report),
    Thing(SCRIPT.replace("/", "\\").encode() + b".txt", "name that is a script", "accepted", put_report),
    Thing(b"a,\"b';$(c)`d`.txt", "name with quotes, commas and commands", "accepted", put_report),
    Thing(
        b"sub/manifest.csv",
        "manifest in a folder",
        "not_a_report",
        lambda path: put_text(path, b"path,region_code\na.txt,110000\n"),
    ),
    Thing(b".hidden.txt", "file whose name begins with a dot", "no row", put_report),
)
