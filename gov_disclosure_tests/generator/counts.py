"""Numbers as a body of a given size would report them, in agreement with the form's arithmetic.

Belongs here: drawing the numbers of a form, breaking its arithmetic on purpose, and checking it. Does not belong here:
how a number is written (`notation`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from random import Random

from gov_disclosure.vocabulary.forms import form_table, identities

SCALES = ("township", "department", "county", "city", "province")
Numbers = dict[str, Decimal]

_RECEIVED = {
    "township": (0, 3),
    "department": (0, 40),
    "county": (4, 160),
    "city": (80, 3500),
    "province": (2500, 42000),
}
_IDLE = {"township": 0.75, "department": 0.3, "county": 0.03, "city": 0.0, "province": 0.0}
_FACTOR = {"township": 1, "department": 30, "county": 300, "city": 6000, "province": 90000}
_PERSONS = (1.0, 1.0, 0.97, 0.9, 0.8, 0.7)
_COLUMNS = ("natural_person", "org_commercial", "org_research", "org_public_welfare", "org_legal_service", "org_other")


def draw_numbers(form: str, scale: str, makes_rules: bool, rng: Random) -> Numbers:
    """All numbers of a form, by key."""
    if form == "A":
        return {}
    if form == "B":
        return _draw_statistics(scale, rng)
    return _draw_proactive(form, scale, makes_rules, rng) | _draw_requests(form, scale, rng) | _draw_reviews(scale, rng)


def size_of(scale: str) -> int:
    """About how many items such a body discloses, as a measure of its size."""
    return _FACTOR[scale]


def scatter(total: int, parts: int, rng: Random) -> list[int]:
    """Whole numbers that add up to `total`, most of them small."""
    out = [0] * parts
    left = total
    for place in rng.sample(range(parts), parts):
        if not left:
            break
        out[place] = rng.randint(0, left) if left < 4 else int(left * rng.random() ** 2)
        left -= out[place]
    out[rng.randrange(parts)] += left
    return out


def _received(scale: str, rng: Random) -> int:
    low, high = _RECEIVED[scale]
    if rng.random() < _IDLE[scale]:
        return 0
    return low + int((high - low) * rng.random() ** 2.5)


def _draw_requests(form: str, scale: str, rng: Random) -> Numbers:
    received = _received(scale, rng)
    persons = round(received * rng.choice(_PERSONS))
    columns = [persons, *scatter(received - persons, 5, rng)]
    table = form_table(form, "requests")
    assert table is not None
    results = [r.key for r in table.rows if r.parent == "result_total" and r.kind == "data"]
    matrix = {row.key: [0] * 6 for row in table.rows if row.kind == "data"}
    for place, new in enumerate(columns):
        carried_in = int(new * rng.random() * 0.08) if rng.random() < 0.5 else 0
        carried_out = int((new + carried_in) * rng.random() * 0.1) if rng.random() < 0.6 else 0
        closed = new + carried_in - carried_out
        for key, value in (
            ("new", new),
            ("carried_in", carried_in),
            ("result_total", closed),
            ("carried_out", carried_out),
        ):
            matrix[key][place] = value
        granted = closed if rng.random() < 0.2 else int(closed * (0.3 + 0.5 * rng.random()))
        matrix["granted"][place] = granted
        kinds = rng.sample(results[1:], min(len(results) - 1, rng.randint(1, 10)))
        for key, value in zip(kinds, scatter(closed - granted, len(kinds), rng), strict=True):
            matrix[key][place] = value
    return {
        f"requests|{row}|{column}": Decimal(value)
        for row, values in matrix.items()
        for column, value in zip((*_COLUMNS, "total"), (*values, sum(values)), strict=True)
    }


def _draw_reviews(scale: str, rng: Random) -> Numbers:
    numbers: Numbers = {}
    for channel, share in (("review", 0.08), ("litigation_direct", 0.03), ("litigation_after_review", 0.03)):
        total = int(_received(scale, rng) * share * rng.random() * 2) if rng.random() < 0.8 else 0
        values = [*scatter(total, 4, rng), total]
        for outcome, value in zip(("upheld", "corrected", "other", "pending", "total"), values, strict=True):
            numbers[f"review_litigation|{channel}|{outcome}"] = Decimal(value)
    return numbers


def _some(factor: float, rng: Random) -> int:
    """A count of about `factor`, quite often nothing."""
    return int(factor * rng.random() ** 3 * 4) if rng.random() < 0.75 else 0


def _money(wan: float, rng: Random) -> Decimal:
    """An amount in 万元, written to the 元 at most."""
    digits = rng.choice((0, 0, 1, 2, 2, 4))
    return Decimal(str(round(wan * rng.random() ** 2 * 2, digits))).normalize() + 0


def _draw_proactive(form: str, scale: str, makes_rules: bool, rng: Random) -> Numbers:
    factor = _FACTOR[scale]
    numbers: Numbers = {}

    def put(row: str, **values: int | Decimal) -> None:
        for column, value in values.items():
            numbers[f"proactive|{row}|{column}"] = Decimal(value)

    documents = {
        "rules": rng.randint(0, 9) if makes_rules else 0,
        "normative_docs": min(_some(factor / 8 + 2, rng), 2600),
    }
    for row, made in documents.items():
        stock = made + (_some(made * 4 + 6, rng) if row != "rules" or makes_rules else 0)
        if form == "C":
            put(row, made_new=made, published_new=made - rng.randint(0, made) // 4, public_total=stock)
        else:
            put(row, issued=made, repealed=rng.randint(0, max(0, stock - made)) // 2, in_force=stock)
    acts = {"licensing": factor, "penalty": factor, "coercion": factor / 20}
    if form == "D":
        for row, size in acts.items():
            put(row, decisions=_some(size, rng))
        put("admin_fees", amount=_money(factor, rng) if rng.random() < 0.6 else 0)
        return numbers
    for row, size in (acts | {"other_services": factor / 2}).items():
        items = _some(min(size, 4000) / 4 + 3, rng)
        put(row, prev_year_items=items, change_items=_change(items, rng), decisions=_some(size, rng))
    items = _some(12, rng)
    put("admin_fees", prev_year_items=items, change_items=_change(items, rng))
    projects = _some(factor / 10 + 4, rng)
    put("procurement", projects=projects, amount=_money(projects * 60, rng) if projects else 0)
    return numbers


def _change(items: int, rng: Random) -> int:
    return 0 if rng.random() < 0.4 else rng.randint(-items, items + 3)


_STATISTICS = (
    ("info_total", 3.0), ("normative_issued", 0.05), ("ch_gazette", 0.1), ("ch_website", 2.0), ("ch_weibo", 0.5),
    ("ch_wechat", 0.8), ("ch_other", 0.4), ("hot_responses", 0.05), ("press", 0.02), ("interview", 0.02), ("articles", 0.05),
    ("weibo_wechat_responses", 0.05), ("other_responses", 0.03), ("complaints", 0.002), ("bodies", 0.05), ("meetings", 0.02),
    ("trainings", 0.02), ("trainees", 0.6), ("reading_points", 0.1),
)  # fmt: skip
_PARTS = (("info_normative", "info_total"), ("press_head", "press"), ("interview_head", "interview"))


def _draw_statistics(scale: str, rng: Random) -> Numbers:
    factor = _FACTOR[scale]
    drawn = {key: _some(factor * share + 1.5, rng) for key, share in _STATISTICS}
    _settle_channels(drawn)
    for part, whole in _PARTS:
        drawn[part] = int(drawn[whole] * rng.random() * 0.3)
    received = _received(scale, rng)
    closed = received - int(received * rng.random() * 0.05)
    totals = {
        "req_received": received,
        "req_closed": closed,
        "reply_total": closed,
        "review_total": int(received * rng.random() * 0.06),
        "litigation_total": int(received * rng.random() * 0.04),
        "staff_total": _some(factor / 4 + 3, rng),
    }
    for total, value in totals.items():
        _divide(total, value, drawn, rng)
    numbers = {f"statistics|{key}": Decimal(value) for key, value in drawn.items()}
    numbers["statistics|fees"] = Decimal(0) if rng.random() < 0.8 else _money(2, rng)
    numbers["statistics|budget"] = Decimal(0) if rng.random() < 0.4 else _money(factor / 3 + 1, rng)
    return numbers


def _settle_channels(drawn: dict[str, int]) -> None:
    """No channel above the total, each item in one channel at least: one that went through several counts once."""
    channels = [key for key in drawn if key.startswith("ch_")]
    for key in channels:
        drawn[key] = min(drawn[key], drawn["info_total"])
    missing = drawn["info_total"] - sum(drawn[key] for key in channels)
    drawn["ch_website"] += max(0, missing)


def _divide(total: str, value: int, drawn: dict[str, int], rng: Random) -> None:
    """Put a total and parts that add up to it, their own parts included."""
    drawn[total] = value
    parts = _sums("B").get(total, ())
    for part, share in zip(parts, scatter(value, len(parts), rng) if parts else (), strict=True):
        _divide(part, share, drawn, rng)


@cache
def _sums(form: str) -> dict[str, tuple[str, ...]]:
    return {i.left[0]: i.right for i in identities(form) if i.relation == "=" and len(i.left) == 1}


@cache
def list_equations(form: str) -> tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...]:
    """Every instance of the form's arithmetic: rule, relation, keys on the left, keys on the right."""
    out = []
    for rule in identities(form):
        table = form_table(form, rule.table)
        assert table is not None
        if rule.severity != "error":
            continue
        cells = [(row.key, column.key) for row, column in table.cells()]
        for other in dict.fromkeys(c[rule.over == "columns"] for c in cells):
            sides = [[_key(rule.table, term, other, rule.over) for term in side] for side in (rule.left, rule.right)]
            known = {f"{rule.table}|{r}|{c}" if rule.table != "statistics" else f"{rule.table}|{r}" for r, c in cells}
            if known.issuperset(sides[0] + sides[1]):
                out.append((rule.rule, rule.relation, tuple(sides[0]), tuple(sides[1])))
    return tuple(out)


def _key(table: str, term: str, other: str, over: str) -> str:
    if table == "statistics":
        return f"{table}|{term}"
    return f"{table}|{term}|{other}" if over == "columns" else f"{table}|{other}|{term}"


def check_arithmetic(form: str, numbers: Mapping[str, Decimal]) -> list[str]:
    """Broken instances of the form's arithmetic, as `rule key`; instances with a number missing are not judged."""
    broken = []
    for rule, relation, left, right in list_equations(form):
        if any(key not in numbers for key in (*left, *right)):
            continue
        one, two = sum(numbers[k] for k in left), sum(numbers[k] for k in right)
        if (one != two) if relation == "=" else (one > two):
            broken.append(f"{rule} {left[0]}")
    return broken


def break_arithmetic(numbers: Numbers, keys: Sequence[str], rng: Random) -> None:
    """Change one number so that sums break, as slips of the pen do."""
    key = rng.choice(keys)
    numbers[key] += rng.choice((1, 1, 2, 5, 10, 100))
