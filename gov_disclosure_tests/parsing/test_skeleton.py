"""Places on the skeleton are places in the text."""

from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.parsing.skeleton import parse_skeleton


@given(st.text(alphabet="政府信息公開數總 \n|(1a。", max_size=60))
def test_every_character_is_found_again(text: str) -> None:
    skeleton = parse_skeleton(text)
    places = [i for i, c in enumerate(text) if "\u4e00" <= c <= "\u9fff"]
    assert [skeleton.place(i) for i in range(len(skeleton.text))] == places
    for index, place in enumerate(places):
        assert skeleton.index(place) == index
        assert skeleton.span(index, index + 1) == (place, place + 1)
    assert skeleton.index(len(text)) == len(places)
