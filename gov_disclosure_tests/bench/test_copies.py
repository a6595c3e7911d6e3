"""Damaged copies know where their characters come from."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.copies import Copy, copy_text, list_lines

TEXTS = st.text("规章12 3\n|", min_size=1, max_size=40)
EDITS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5), st.sampled_from(("", "5", "|"))), max_size=5)


def test_a_number_is_found_where_it_has_gone() -> None:
    copy = copy_text("规章|12|3\n许可|45|6\n").arrange([(8, 16), "\n", (0, 8)])
    places = copy.find_places({"a": (3, 5), "b": (11, 13)})
    assert [copy.text[slice(*places[key])] for key in "ab"] == ["12", "45"]


def test_a_number_that_lost_a_digit_or_got_one_inside_is_not_found() -> None:
    copy = copy_text("12|34|56").edit([(0, 1, ""), (4, 4, "9")])
    assert copy.text == "2|394|56"
    assert copy.find_places({"a": (0, 2), "b": (3, 5), "c": (6, 8)}) == {"c": (6, 8)}


def test_a_misread_number_keeps_its_place() -> None:
    copy = copy_text("规章 12").overwrite({4: "7"})
    assert (copy.text, copy.find_places({"a": (3, 5)})) == ("规章 17", {"a": (3, 5)})


def test_lines() -> None:
    assert list_lines("a\n12\n3") == [(0, 2), (2, 5), (5, 6)]
    assert list_lines("<td>1\n2</td>\n", [(4, 7)]) == [(0, 13)]
    assert list_lines("x" * 50 + "123456" * 5, [(56, 62)], width=30) == [(0, 30), (30, 80)]


def apply(text: str, edits: list[tuple[int, int, str]]) -> Copy:
    inside = [(start, start + length, new) for start, length, new in edits if start + length <= len(text)]
    return copy_text(text).edit(inside)


@settings(deadline=None)
@given(TEXTS, EDITS)
def test_every_character_of_the_original_is_the_same_one(text: str, edits: list[tuple[int, int, str]]) -> None:
    copy = apply(text, edits)
    assert len(copy.text) == len(copy.origins)
    assert all(text[origin] == c for c, origin in zip(copy.text, copy.origins, strict=True) if origin >= 0)


@settings(deadline=None)
@given(TEXTS, EDITS, st.integers(0, 39), st.integers(1, 5))
def test_what_is_found_reads_as_before(text: str, edits: list[tuple[int, int, str]], start: int, length: int) -> None:
    copy = apply(text, edits)
    if start + length <= len(text):
        for place in copy.find_places({"it": (start, start + length)}).values():
            assert copy.text[slice(*place)] == text[start : start + length]


@settings(deadline=None)
@given(TEXTS)
def test_lines_are_the_whole_text(text: str) -> None:
    assert "".join(text[slice(*line)] for line in list_lines(text)) == text
