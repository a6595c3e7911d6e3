"""Running text with its figures: sentences chosen, filled with numbers, and remembered.

Belongs here: filling sentences so that text and table agree (or disagree, where the recipe says so). Does not belong
here: the words themselves (`sentences`) and the order of a report (`page`).
"""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random

from gov_disclosure_tests.generator.bodies import Body
from gov_disclosure_tests.generator.counts import Numbers
from gov_disclosure_tests.generator.truth import FigureTruth

_NEW_MEDIA = re.compile("微信|微博|新媒体|融媒体|wechat|weibo")
_NEW_MEDIA_FROM = 2013
_PLACE = re.compile(r"\{(\w+)\}")
_NOISE = {"percent": (1, 99), "ten": (2, 40), "hundred": (100, 900), "thousand": (1000, 9000)}
_SIZES = {
    "proactive_total": 3.0,
    "channel_website": 2.0,
    "channel_gazette": 0.1,
    "channel_weibo": 0.4,
    "channel_wechat": 0.8,
    "channel_other": 0.3,
    "policy_interpretations": 0.05,
    "press_conferences": 0.02,
    "online_interviews": 0.02,
    "hot_topic_responses": 0.03,
    "meetings": 0.01,
    "trainings": 0.01,
    "trainees": 0.4,
    "proposals_handled": 0.1,
}
_FROM_TABLE = {
    "requests_received": ("requests|new|total", "statistics|req_received"),
    "requests_closed": ("requests|result_total|total", "statistics|req_closed"),
    "requests_carried_out": ("requests|carried_out|total",),
    "normative_docs_issued": (
        "proactive|normative_docs|issued",
        "proactive|normative_docs|made_new",
        "statistics|normative_issued",
    ),
    "review_total": ("review_litigation|review|total", "statistics|review_total"),
    "proactive_total": ("statistics|info_total",),
    "channel_website": ("statistics|ch_website",),
    "channel_gazette": ("statistics|ch_gazette",),
    "channel_weibo": ("statistics|ch_weibo",),
    "channel_wechat": ("statistics|ch_wechat",),
    "channel_other": ("statistics|ch_other",),
    "policy_interpretations": ("statistics|articles",),
    "press_conferences": ("statistics|press",),
    "online_interviews": ("statistics|interview",),
    "hot_topic_responses": ("statistics|hot_responses",),
    "meetings": ("statistics|meetings",),
    "trainings": ("statistics|trainings",),
    "trainees": ("statistics|trainees",),
    "fees_collected": ("statistics|fees",),
}
_YUAN = 10_000
"""Of 万元, in which the table of form B has its fees."""


class Narrator:
    """Tells one report: numbers drawn once, every figure that was told."""

    def __init__(self, body: Body, year: int, numbers: Numbers, factor: int, rng: Random) -> None:
        """`factor` is the size of the body, for numbers that no table has."""
        self.body, self.year, self.numbers, self.factor, self.rng = body, year, numbers, factor, rng
        self.figures: list[FigureTruth] = []
        self._amounts: dict[str, int] = {}
        self._words: dict[str, str] = {}
        self._numeric = False
        self.words(
            name=body.name, short=body.short, office=body.office, year=str(year), decree="711" if year > 2018 else "492"
        )

    def words(self, **words: str) -> None:
        """Fill places that are no numbers."""
        self._words |= words

    def contradict(self) -> None:
        """Let the text give other numbers of requests than the table."""
        for indicator in ("requests_received", "requests_closed"):
            self._amounts[indicator] = self.amount(indicator) + self.rng.choice((1, 3, 20, 71))

    def amount(self, indicator: str) -> int:
        """The number of an indicator in this report, as its table has it where there is one."""
        if indicator not in self._amounts:
            self._amounts[indicator] = self._find_amount(indicator)
        return self._amounts[indicator]

    def _find_amount(self, indicator: str) -> int:
        known = next((self.numbers[k] for k in _FROM_TABLE.get(indicator, ()) if k in self.numbers), None)
        if known is not None:
            return int(known * _YUAN) if indicator == "fees_collected" else int(known)
        if indicator == "litigation_total":
            keys = ("litigation_direct|total", "litigation_after_review|total")
            return int(
                sum(self.numbers.get(f"review_litigation|{k}", 0) for k in keys)
                + self.numbers.get("statistics|litigation_total", 0)
            )
        if indicator == "requests_closed":
            return self.amount("requests_received")
        if indicator == "requests_carried_out":
            return self.amount("requests_received") // 10
        if indicator == "requests_received" or indicator == "review_total":
            return int(self.factor * self.rng.random() ** 3 * 0.3)
        return 1 + int(self.factor * _SIZES.get(indicator, 0.2) * self.rng.random() + self.rng.random() * 20)

    def tell(self, sentence: str) -> str:
        """A sentence with its places filled; its figures are remembered."""
        return _PLACE.sub(self._fill, sentence)

    def choose(self, sentences: tuple[str, ...]) -> str:
        """One of the sentences that fit the time, told."""
        return self.tell(self.rng.choice(self.timely(sentences)))

    def timely(self, sentences: tuple[str, ...]) -> tuple[str, ...]:
        """The sentences without things that did not exist in the report year."""
        return sentences if self.year >= _NEW_MEDIA_FROM else tuple(s for s in sentences if not _NEW_MEDIA.search(s))

    def state_zero(self, sentence: str, *indicators: str) -> str:
        """A sentence that says in words that there was none."""
        for indicator in indicators:
            self.figures.append(FigureTruth(indicator, Decimal(0), self.year))
        return self.tell(sentence)

    def _fill(self, match: re.Match[str]) -> str:
        place = match[1]
        if place in self._words:
            return self._words[place]
        if place.startswith("noise__"):
            return str(self.rng.randint(*_NOISE[place[7:]]))
        year, indicator = (self.year - 1, place[6:]) if place.startswith("last__") else (self.year, place)
        number = self.amount(indicator)
        if year != self.year:
            number += self.rng.randint(1, 9)
        text, value = _write(number, indicator, self.rng)
        self.figures.append(FigureTruth(indicator, value, year, sure=year == self.year))
        return text


def _write(number: int, indicator: str, rng: Random) -> tuple[str, Decimal]:
    """A number in running text, now and then in 万."""
    if number >= 20_000 and indicator.startswith(("proactive", "channel")) and rng.random() < 0.3:
        short = (Decimal(number) / 10_000).quantize(Decimal("0.1"))
        return f"{short:f}万", short * 10_000
    if number >= 1000 and indicator == "proactive_total" and rng.random() < 0.1:
        return f"{number // 100 * 100}余", Decimal(number // 100 * 100)
    return str(number), Decimal(number)
