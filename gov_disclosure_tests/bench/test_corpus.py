"""The corpus of a country: how many, in which partitions, the same every time, and readable as what it is."""

from collections import Counter
from pathlib import Path

import pytest

from bench.corpus import YEARS, Reporter, list_bodies, open_corpus, write_bodies
from gov_disclosure.parsing.identity import identify_report
from gov_disclosure.reading.document import Document, read_document


@pytest.mark.parametrize("size", [5_000, 57_600, 200_000])
def test_every_size_has_the_partitions_of_the_country(size: int) -> None:
    bodies = list_bodies(size)
    reports = [(body, year) for body, years in bodies.items() for year in years]
    assert len(reports) == size
    assert len({(body.code[:2], year) for body, year in reports}) == 31 * 18
    assert set(Counter(year for _, year in reports).values()) <= {size // 18, size // 18 + 1}
    assert {body.kind for body, _ in reports} == (
        {"government"} if size <= 57_600 else {"government", "department", "township"}
    )


def test_fewer_reports_are_some_of_the_more() -> None:
    few, many = list_bodies(500), list_bodies(5_000)
    assert all(set(years) <= set(many[body]) for body, years in few.items())


def test_a_corpus_is_written_once_and_again_with_the_same_bytes(tmp_path: Path) -> None:
    first = open_corpus(60, tmp_path)
    written = {path.relative_to(first): path.read_bytes() for path in first.rglob("*.*")}
    assert len(written) == 60
    assert {path.suffix for path in written} == {".txt", ".html"}
    (first / "here").touch()
    assert (open_corpus(60, tmp_path) / "here").exists()
    write_bodies(tmp_path / "again", list_bodies(60))
    assert {path.relative_to(tmp_path / "again"): path.read_bytes() for path in (tmp_path / "again").rglob("*.*")} == (
        written
    )


def test_a_department_and_a_town_keep_their_names_from_year_to_year(tmp_path: Path) -> None:
    for kind, number in (("department", 1), ("township", 3)):
        write_bodies(tmp_path / kind, {Reporter("370102", kind, number): list(YEARS)})
        documents = [read_document(path.read_bytes()) for path in sorted((tmp_path / kind).rglob("*.*"))]
        texts = [document.text for document in documents if isinstance(document, Document)]
        found = [identify_report(text) for text in texts]
        assert len(found) == len(YEARS)
        assert len({identity.issuer.rpartition("历下区")[2] for identity in found if identity.issuer}) == 1
