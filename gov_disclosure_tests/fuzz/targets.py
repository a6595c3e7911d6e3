"""The ways into the package that are fuzzed, each with its documents, its damage, its promises and its bound.

Belongs here: one target for each reader and each reading of a text, and one for the whole row of the register. Does not
belong here: the promises (`oracle`), running the fuzzer (`engine`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from random import Random
from zipfile import BadZipFile, ZipFile

from gov_disclosure.frames.elements import build_elements, build_texts
from gov_disclosure.frames.register import build_register, build_register_row
from gov_disclosure.parsing.generation import detect_form
from gov_disclosure.parsing.identity import identify_report
from gov_disclosure.parsing.report import parse_report
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.reading.archive import list_members
from gov_disclosure.reading.container import LARGEST_TOTAL
from gov_disclosure.reading.document import read_document
from gov_disclosure.reading.refused import RefusedFileError
from gov_disclosure.vocabulary.regions import REPORT_YEARS
from gov_disclosure_tests.builders import File
from gov_disclosure_tests.fuzz.clock import Bound, check_time
from gov_disclosure_tests.fuzz.mutation import mutate_encoded, mutate_page
from gov_disclosure_tests.fuzz.oracle import (
    check_conservation,
    check_document,
    check_identity,
    check_report,
    require,
)
from gov_disclosure_tests.fuzz.packages import mutate_office, mutate_pdf, mutate_xls, mutate_zip
from gov_disclosure_tests.fuzz.seeds import FORMS, list_seeds

TEXT_BOUND = Bound(2.0, 0.02)
"""Forty rows of digits without borders take a tenth of a second, and ten times that while atheris counts branches."""
PACKED_BOUND = Bound(2.0, 0.02)
PDF_BOUND = Bound(5.0, 0.5)
"""A page with a table takes a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Target:
    """One way in.

    Attributes:
        media: media of the documents to begin with.
        mutate: damages a document.
        check: reads a document and raises if a promise is broken.
        bound: how long that may take.
        share: its part of the time of a campaign.
    """

    name: str
    media: tuple[str, ...]
    mutate: Callable[[bytes, Random], bytes]
    check: Callable[[bytes], None]
    bound: Bound
    share: float = 1.0

    def seeds(self, count: int = 60) -> list[bytes]:
        """Documents to begin with."""
        return [data for medium in self.media for data in list_seeds(medium, count)]

    def run(self, data: bytes) -> float:
        """Put one input to all promises; the seconds that it took, and its bound is `allowed`."""
        return check_time(self.check, data, self.allowed(data))

    def allowed(self, data: bytes) -> float:
        """Seconds that an input may take."""
        return self.bound.of(measure_length(data))


def measure_length(data: bytes) -> int:
    """Length of an input, of a packed one what its parts say that they unpack to."""
    try:
        with ZipFile(BytesIO(data)) as package:
            return len(data) + min(LARGEST_TOTAL, sum(part.file_size for part in package.infolist()))
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return len(data)


def read(data: bytes) -> None:
    """Bytes to a document."""
    check_document(read_document(data))


def read_archive(data: bytes) -> None:
    """An archive to documents."""
    names = set()
    try:
        for name, member in list_members(data):
            pieces = name.split("/")
            require(name not in names and not {"", ".", ".."} & set(pieces), "safe and different names", name)
            names.add(name)
            check_document(read_document(member) if isinstance(member, bytes) else member)
    except RefusedFileError:
        pass


def parse(data: bytes) -> None:
    """A text to a report: in the form it shows, and in one that it may not have."""
    text = data.decode("utf-8", "replace")
    drawn = int.from_bytes(hashlib.sha256(data).digest()[:2])
    year = REPORT_YEARS[drawn % len(REPORT_YEARS)]
    form = detect_form(parse_skeleton(text), year)
    for tried in {form, FORMS[drawn % len(FORMS)]}:
        check_report(text, tried, parse_report(text, tried, year))
    check_conservation(text, form)


def identify(data: bytes) -> None:
    """A text to the identity of its report, also with what a manifest may say."""
    text = data.decode("utf-8", "replace")
    check_identity(text, identify_report(text))
    check_identity(text, identify_report(text, url=text[:200], year=2020, region_code="370100"))


def build_rows(data: bytes) -> None:
    """Bytes to rows of the register and of the elements."""
    row = build_register_row(File("a", data))
    require(row.get("reason") != "internal_error", "no failure of the program", row.get("detail"))
    build_register([row])
    if row["status"] == "accepted":
        elements = build_elements(build_texts([(row, data)]))
        elements.validate(full=True)


def _mutate_page(data: bytes, rng: Random) -> bytes:
    return mutate_encoded(data, rng, mutate_page)


def _mutate_any(data: bytes, rng: Random) -> bytes:
    return (_mutate_page if b"<" in data[:2000] else mutate_encoded)(data, rng)


TARGETS = {
    target.name: target
    for target in (
        Target("report", ("text",), mutate_encoded, parse, TEXT_BOUND, 3.0),
        Target("identity", ("text",), mutate_encoded, identify, TEXT_BOUND),
        Target("row", ("text", "html"), _mutate_any, build_rows, TEXT_BOUND, 2.0),
        Target("text", ("text",), mutate_encoded, read, TEXT_BOUND, 0.5),
        Target("html", ("html",), _mutate_page, read, TEXT_BOUND),
        Target("docx", ("docx",), mutate_office, read, PACKED_BOUND),
        Target("xlsx", ("xlsx",), mutate_office, read, PACKED_BOUND),
        Target("xls", ("xls",), mutate_xls, read, PACKED_BOUND),
        Target("pdf", ("pdf",), mutate_pdf, read, PDF_BOUND),
        Target("zip", ("zip",), mutate_zip, read_archive, PACKED_BOUND, 0.5),
    )
}
