"""Versions and duplicates: the outcome is a function of the set of documents, and a copy changes no report."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from random import Random

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gov_disclosure.frames.content import STATEMENT, TITLE, ContentKey, Piece
from gov_disclosure.frames.versions import OPTIONAL, build_body_key, list_contested, resolve_versions

COUNTY, TOWN = "350524|2020|government", "350524|2020|城厢镇"
NAMELESS = "350524|2020|?township"
SENTENCES = tuple(Piece(20, number, STATEMENT) for number in range(100, 110))


def sign(*numbers: int, prose: Sequence[Piece] = SENTENCES) -> str:
    """Content with some numbers in the cells of a table."""
    cells = tuple(number * 4 + 3 if number else 0 for number in (*numbers, *[0] * (20 - len(numbers))))
    return ContentKey(
        "C", {"requests": cells}, {"requests": "".join(str(n) for n in numbers if n)}, {}, tuple(prose)
    ).write()


@dataclass(frozen=True)
class Row:
    """A row of the register, as far as versions go."""

    source_file: str
    text: str
    body_key: str = TOWN
    scope: str = "unknown"
    issuer_kind: str = "government"
    published_on: dt.date | None = None
    revision_mark: str | None = None
    content_key: str | None = None
    manifest_supersedes: str | None = None
    status: str = "accepted"

    @property
    def report_id(self) -> str:
        return f"id_{self.source_file.split('.')[0]}"


def table(rows: Sequence[Row]) -> pa.Table:
    columns = {"text_sha256": [r.text for r in rows]}
    columns |= {n: [getattr(r, n) for r in rows] for n in ("source_file", "report_id", "body_key", "status", *OPTIONAL)}
    types = {"published_on": pa.date32()}
    return pa.table({name: pa.array(values, types.get(name, pa.string())) for name, values in columns.items()})


def resolve(*rows: Row) -> dict[str, dict]:
    """Outcome by file: those of whom nothing is said stand alone."""
    return {row.pop("source_file"): row for row in resolve_versions(table(rows)).to_pylist()}


def day(number: int) -> dt.date:
    return dt.date(2021, 1, number)


OLD = Row("old.txt", "t1", content_key=sign(1, 2, 3))
NEW = Row("new.txt", "t2", content_key=sign(1, 2, 4))


def test_documents_of_different_bodies_and_years_have_nothing_to_do_with_each_other() -> None:
    bodies = (TOWN, COUNTY, "350524|2019|城厢镇", "350525|2020|城厢镇")
    assert resolve(*(Row(f"{i}.txt", f"t{i}", body) for i, body in enumerate(bodies))) == {}
    assert list_contested(table([OLD, replace(NEW, body_key=COUNTY, content_key=None)])).num_rows == 0


def test_contested_documents_are_those_of_one_body_that_differ() -> None:
    rows = [
        replace(OLD, content_key=None),
        replace(NEW, content_key=None),
        Row("same.txt", "t1"),
        Row("c.txt", "t1", COUNTY),
    ]
    assert list_contested(table(rows))["source_file"].to_pylist() == ["old.txt", "new.txt"]
    assert list_contested(table([OLD, NEW])).num_rows == 0


@pytest.mark.parametrize(
    ("old", "new", "evidence"),
    [
        ({}, {"revision_mark": "更正"}, "mark: 更正"),
        ({"revision_mark": "更正"}, {"revision_mark": "第二次更正"}, "mark: 第二次更正"),
        ({"published_on": day(1)}, {"published_on": day(9)}, "published_on: 2021-01-09 after 2021-01-01"),
        ({}, {"manifest_supersedes": "old.txt"}, "manifest: replaces old.txt"),
        (
            {"published_on": day(9)},
            {"published_on": day(1), "manifest_supersedes": "old.txt"},
            "manifest: replaces old.txt",
        ),
        ({"content_key": sign(1, 2, 0)}, {"content_key": sign(1, 2, 4)}, "fuller"),
        ({"body_key": COUNTY}, {"body_key": COUNTY, "published_on": None, "revision_mark": "修订"}, "mark: 修订"),
        ({"body_key": COUNTY}, {"body_key": TOWN, "manifest_supersedes": "old.txt"}, "manifest: replaces old.txt"),
    ],
)
def test_a_revision_replaces_the_older_report(old: dict, new: dict, evidence: str) -> None:
    found = resolve(replace(OLD, **old), replace(NEW, **new))
    assert (found["new.txt"]["is_current"], found["new.txt"]["supersedes"]) == (True, "id_old")
    assert found["new.txt"]["version_evidence"] == evidence
    assert (found["old.txt"]["status"], found["old.txt"]["is_current"]) == ("accepted", False)
    assert found["old.txt"]["conflicts_with"] is found["new.txt"]["conflicts_with"] is None


OFFICE = {"body_key": COUNTY, "issuer_kind": "government_office"}
OTHER_REPORT = {"body_key": COUNTY, "published_on": day(9), "content_key": sign(7, prose=())}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, {}),
        ({"published_on": day(5)}, {"published_on": day(5)}),
        ({"published_on": day(5)}, {}),
        ({"published_on": day(9)}, {"published_on": day(1), "revision_mark": "更正"}),
        ({"content_key": None}, {"content_key": None}),
        ({"manifest_supersedes": "new.txt"}, {"manifest_supersedes": "old.txt"}),
        ({"body_key": COUNTY, "published_on": day(1)}, OTHER_REPORT),
        ({"body_key": COUNTY, "published_on": day(1)}, OFFICE | {"published_on": day(9)}),
        ({"body_key": COUNTY}, OFFICE | {"revision_mark": "更正"}),
    ],
)
def test_reports_that_cannot_be_ordered_are_both_kept_and_flagged(old: dict, new: dict) -> None:
    found = resolve(replace(OLD, **old), replace(NEW, **new))
    assert [found[f]["is_current"] for f in ("old.txt", "new.txt")] == [True, True]
    assert [found[f]["conflicts_with"] for f in ("old.txt", "new.txt")] == ["id_new", "id_old"]
    assert [found[f]["supersedes"] for f in ("old.txt", "new.txt")] == [None, None]


def test_the_report_of_an_office_and_that_of_its_area_stand_beside_each_other() -> None:
    own, area = replace(OLD, body_key=COUNTY, scope="own_body"), replace(NEW, body_key=COUNTY, scope="area_sum")
    found = resolve(own, replace(area, published_on=day(9)))
    assert all(row["is_current"] and row["conflicts_with"] is row["supersedes"] is None for row in found.values())


def test_a_chain_of_revisions_names_the_next_older_one() -> None:
    middle = Row("middle.txt", "t3", content_key=sign(9), revision_mark="更正")
    found = resolve(OLD, replace(NEW, revision_mark="第二次更正"), middle)
    assert [(f, row["supersedes"], row["is_current"]) for f, row in found.items()] == [
        ("middle.txt", "id_old", False),
        ("new.txt", "id_middle", True),
        ("old.txt", None, False),
    ]


def test_bodies_that_the_manifest_relates_are_one_chain_whatever_the_reports_are_called() -> None:
    for names in permutations(("1.txt", "2.txt", "3.txt")):
        for bodies in permutations((TOWN, COUNTY, "350524|2020|教育局")):
            oldest, middle, newest = (
                Row(n, n, body, content_key=sign(7)) for n, body in zip(names, bodies, strict=True)
            )
            found = resolve(
                oldest,
                replace(middle, manifest_supersedes=names[0], content_key=sign(8)),
                replace(newest, manifest_supersedes=names[1], content_key=sign(9)),
            )
            assert [found[name]["is_current"] for name in names] == [False, False, True], (names, bodies)


@pytest.mark.parametrize("same", [{"source_file": "old.copy.txt"}, {"source_file": "zold.txt"}])
def test_the_word_of_the_manifest_may_name_a_copy(same: dict) -> None:
    copy = replace(OLD, **same)
    found = resolve(OLD, copy, replace(NEW, manifest_supersedes=max(OLD.source_file, copy.source_file)))
    kept = min(OLD.source_file, copy.source_file)
    assert (found[kept]["is_current"], found["new.txt"]["supersedes"]) == (False, "id_old")
    assert found["new.txt"]["version_evidence"] == f"manifest: replaces {kept}"


@pytest.mark.parametrize("copy", ["new.copy.txt", "znew.txt"])
def test_the_word_of_the_manifest_may_stand_at_a_copy_and_those_of_several_copies_count(copy: str) -> None:
    kept, other = sorted(("new.txt", copy))
    rows = [replace(NEW, source_file=kept), replace(NEW, source_file=other, manifest_supersedes="old.txt")]
    found = resolve(OLD, *rows)
    assert (found[kept]["supersedes"], found["old.txt"]["is_current"]) == ("id_old", False)
    third = Row("third.txt", "t3", COUNTY, content_key=sign(9))
    found = resolve(OLD, third, replace(rows[0], manifest_supersedes="third.txt"), rows[1])
    assert (found[kept]["supersedes"], found["third.txt"]["is_current"]) == ("id_old id_third", False)


def test_copies_of_a_model_without_numbers_are_not_one_report() -> None:
    nameless = [Row(f"{n}.txt", f"t{n}", NAMELESS, content_key=sign(0, 0)) for n in (1, 2)]
    assert [row["status"] for row in resolve(*nameless).values()] == ["accepted", "accepted"]
    counted = [replace(row, content_key=sign(*range(11, 19))) for row in nameless]
    assert [row["status"] for row in resolve(*counted).values()] == ["accepted", "duplicate"]


def test_a_title_in_other_words_is_that_of_another_report_only_where_kinds_differ_and_numbers_are_few() -> None:
    titled = [sign(3, 1, prose=(Piece(20, number, TITLE), *SENTENCES)) for number in (1, 2)]
    one, other = Row("1.txt", "a", COUNTY, content_key=titled[0]), Row("2.txt", "b", COUNTY, content_key=titled[1])
    assert resolve(one, other)["2.txt"]["duplicate_of"] == "1.txt"
    office = replace(other, issuer_kind="government_office")
    assert resolve(one, office)["2.txt"]["conflicts_with"] == one.report_id
    many = [sign(*range(1, 10), prose=(Piece(20, number, TITLE), *SENTENCES)) for number in (1, 2)]
    assert (
        resolve(replace(one, content_key=many[0]), replace(office, content_key=many[1]))["2.txt"]["duplicate_of"]
        == "1.txt"
    )


def test_more_versions_than_a_report_can_have_are_all_flagged() -> None:
    found = resolve(*(Row(f"{n:03}.txt", f"t{n}", published_on=day(1 + n % 28)) for n in range(60)))
    assert all(row["is_current"] and len(row["conflicts_with"].split()) == 10 for row in found.values())


def test_rejected_documents_play_no_part() -> None:
    assert resolve(OLD, replace(NEW, status="rejected"), replace(OLD, source_file="z.txt", status="rejected")) == {}


def test_the_body_of_a_document() -> None:
    names = ("安溪县教育局", "泉州市安溪县教育局", "福建省泉州市安溪县教育局", "安溪教育局", "县教育局")
    assert {build_body_key(name, "department", "350524", 2020) for name in names} == {"350524|2020|教育局"}


UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
contents = st.sampled_from([None, sign(1, 2), sign(1, 3), sign(1, 0), sign(0, 0), sign(1, 2, prose=SENTENCES[:-1])])
rows = st.lists(
    st.builds(
        Row,
        source_file=st.integers(0, 50).map("f{:02}.txt".format),
        text=st.sampled_from("abcdefgh"),
        body_key=st.sampled_from((TOWN, COUNTY, NAMELESS)),
        scope=st.sampled_from(("unknown", "own_body", "area_sum")),
        published_on=st.none() | st.integers(1, 3).map(day),
        revision_mark=st.sampled_from((None, None, "更正", "二次更正")),
        content_key=contents,
        manifest_supersedes=st.none() | st.integers(0, 50).map("f{:02}.txt".format),
    ),
    unique_by=lambda row: row.source_file,
    max_size=9,
)


@UNTIMED
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(documents: list[Row], random: Random) -> None:
    shuffled = random.sample(documents, len(documents))
    assert resolve_versions(table(shuffled)).equals(resolve_versions(table(documents)))


@UNTIMED
@given(rows)
def test_an_outcome_is_sound(documents: list[Row]) -> None:
    found = resolve(*documents)
    known = {row.report_id: row.source_file for row in documents}
    for file, row in found.items():
        if row["status"] == "duplicate":
            assert found.get(row["duplicate_of"], {"status": "accepted"})["status"] == "accepted"
        for older in (row["supersedes"] or "").split():
            assert not found[known[older]]["is_current"]
        for rival in (row["conflicts_with"] or "").split():
            assert row["is_current"]
            assert known[rival] != file
            assert found[known[rival]]["is_current"]
    current = [f for f in (r.source_file for r in documents) if found.get(f, {"is_current": True})["is_current"]]
    assert bool(current) == bool(documents)


@UNTIMED
@given(rows, st.data())
def test_a_copy_of_a_document_changes_nothing_but_adds_itself(documents: list[Row], data: st.DataObject) -> None:
    if not documents:
        return
    chosen = data.draw(st.sampled_from(documents))
    copy = replace(chosen, source_file="z.txt", manifest_supersedes=None)
    found = resolve(*documents)
    assert resolve(*documents, copy) == found | {"z.txt": resolve(*documents, copy)["z.txt"]}
    assert resolve(*documents, copy)["z.txt"]["status"] == "duplicate"
