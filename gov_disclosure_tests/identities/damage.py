"""What copying, scanning and web pages do to the head and tail of a report.

What belongs here: one damage to a finished document. What does not: the conclusion; a damaged document is still the report
it was, so that misreadings count as errors and the confidence can be measured.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from random import Random

from gov_disclosure_tests.identities import wording
from gov_disclosure_tests.identities.carriers import list_places
from gov_disclosure_tests.identities.drafts import Case

HEAD = 24
KINDS = (
    "misread",
    "dropped",
    "doubled",
    "broken",
    "joined",
    "menu",
    "links",
    "source",
    "copied_order",
    "copied_name",
    "wrong_year",
)


@cache
def _name_characters() -> str:
    return "".join(span.name for span in list_places(2015))


def _change_year(text: str, year: int, rng: Random) -> str:
    """The text with another year in one of the places where it is printed."""
    places = [found.start() for found in re.finditer(str(year), text)]
    if not places:
        return text
    at = rng.choice(places)
    return f"{text[:at]}{year + rng.choice((-1, -1, 1))}{text[at + 4 :]}"


def damage(case: Case, kind: str, rng: Random) -> Case:
    """The case with one damage of `KINDS`."""
    text, year = case.text, case.year
    at = rng.randrange(min(HEAD, len(text)))
    other = rng.choice(list_places(year)).name
    damaged = {
        "misread": text[:at] + rng.choice(_name_characters()) + text[at + 1 :],
        "dropped": text[:at] + text[at + 1 :],
        "doubled": text[:at] + text[at] + text[at:],
        "broken": text[:at] + "\n" + text[at:],
        "joined": text.replace("\n", "", 1),
        "menu": "网站首页 | 政务公开 | 北京市 | 上海市 | " + other + "人民政府网站 | 登录\n" + text,
        "links": text + wording.LINKS.format(other, *(rng.choice(list_places(year)).name for _ in range(2))),
        "source": text.replace("\n", f"\n来源:{other}人民政府办公室\n", 1),
        "copied_order": text.replace("一、", wording.write_superior(other + "人民政府", rng) + "\n一、", 1),
        "wrong_year": _change_year(text, year, rng),
        "copied_name": text + wording.write_signature(other + "人民政府办公室", year, rng),
    }[kind]
    return replace(case, text=damaged)
