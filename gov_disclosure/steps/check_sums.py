"""Rules of the form that do not hold: with the printed numbers filled in, and with what would make them hold.

Belongs here: the words for a broken rule and for the changes that repair it. Does not belong here: which rules are broken and
what repairs there are (`quality/`), which is taken as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.quality.constraints import RuleInstance, rule_instances
from gov_disclosure.quality.identities import spell
from gov_disclosure.quality.location_findings import MOST_CANDIDATES, RULE
from gov_disclosure.quality.location_kinds import BOUND, KINDS
from gov_disclosure.quality.loose_sums import BESIDE, EXPLAINED
from gov_disclosure.steps.check_material import Material, Record, name_cell, name_column, name_row, name_table
from gov_disclosure.steps.checked import Change, Equation, Problem, Repair
from gov_disclosure.vocabulary.findings import ERROR, EXTRACTION

MOST_TERMS = 8
"""Terms of a sum that are all written out; of longer ones those that are zero are counted."""
_CANDIDATE = re.compile(r"(?P<changes>.+) \((?P<kind>[a-z_]+)\)")
_NO_LIKENESS = ("other", "several", BOUND)
_ADVICE = {
    "none": "差错不止一处,无法缩小到几个单元格;请对照台账逐行核对。",
    "one": "在最少的改动中只有这一种能全部对上;是否确为此处有误,请以台账为准。",
    "soft": "这一关系一般成立,但有例外;如数字属实,不必改动。",
    "beside": "请核对合计是否计入了多印的行;规定格式没有的情形,应归入相应的项。",
    "many": "以上任改其一即可全部对上,仅凭报告本身无法判定是哪一处;请对照台账后再改。",
}  # fmt: skip
_BESIDE = {
    BESIDE: "表中另印有规定格式以外的行或数字,计入后这一关系也可能成立;不能判定是否有误。",
    EXPLAINED: "表中另印有规定格式以外的行,相差的数恰等于多印的行在同一栏的数;计入后这一关系成立。",
}
"""By the suggestion of a sum that may hold with rows beside the form."""
_IN_DOUBT = "程序读取其中一些数字时没有十分把握,请先核对下面表中的数字是否与原件一致。"


def is_rule(finding: Record) -> bool:
    """Whether a finding is a broken rule of the form."""
    return _find_instance(str(finding.get("table")), finding) is not None


def build_sum_problems(material: Material, findings: Sequence[Record]) -> Iterator[Problem]:
    """Broken rules: those that no right report breaks together with what would repair them, the others by rule."""
    broken = [finding for finding in findings if finding["severity"] == ERROR and is_rule(finding)]
    told: set[str] = set()
    for location in (finding for finding in findings if finding["rule"] == RULE):
        own = [finding for finding in broken if finding["finding_id"] not in told and _belong(location, finding)]
        told |= {str(finding["finding_id"]) for finding in own}
        if own:
            yield _build_located(material, own, location)
    rest = [finding for finding in findings if is_rule(finding) and finding["finding_id"] not in told]
    for rule in dict.fromkeys((str(f["table"]), str(f["rule"])) for f in rest):
        yield _build(material, [f for f in rest if (f["table"], f["rule"]) == rule])


def _belong(location: Record, finding: Record) -> bool:
    """Whether the changes that a location names touch a broken rule; one that names none speaks of its whole table."""
    cells = _split(location)
    return bool(location["table"] == finding["table"] and (not cells or cells & _split(finding)))


def _split(finding: Record) -> set[str]:
    return set(filter(None, (finding["cell_keys"] or "").split("; ")))


def _build_located(material: Material, broken: Sequence[Record], location: Record) -> Problem:
    repairs = tuple(parse_repairs(material, str(location["table"]), location["suggestion"] or ""))
    advice = _ADVICE["none" if not repairs else "one" if len(repairs) == 1 else "many"]
    if len(repairs) >= MOST_CANDIDATES:
        advice = f"可能的改法较多,只列出前 {len(repairs)} 种。{advice}"
    doubt = (_IN_DOUBT,) if location["verdict"] == EXTRACTION else ()
    return replace(_build(material, broken), repairs=repairs, advice=advice, lines=doubt)


def _build(material: Material, broken: Sequence[Record]) -> Problem:
    """One problem for some broken rules of a table."""
    first = broken[0]
    fact = str(first["table"])
    is_error, is_beside = first["severity"] == ERROR, first["suggestion"] in _BESIDE
    equations = tuple(_build_equation(material, fact, finding) for finding in broken)
    more = f"等 {len(broken)} 处" if len(broken) > 1 else ""
    cells = dict.fromkeys(cell for finding in broken for cell in _list_cells(finding))
    return Problem(
        str(first["rule"]),
        str(first["severity"]),
        f"{name_table(fact)}:{equations[0].place}{more}{'对不上' if is_error else '请核对'}",
        equations=equations,
        lines=(_BESIDE[str(first["suggestion"])],) if is_beside else (),
        advice="" if is_error else _ADVICE["beside" if is_beside else "soft"],
        cells=material.name(fact, cells),
    )


def _list_cells(finding: Record) -> list[str]:
    return [cell for cell in (finding["cell_keys"] or "").split("; ") if cell]


def _find_instance(fact: str, finding: Record) -> RuleInstance | None:
    if fact not in TABLE_OF_FACT:
        return None
    cells = tuple(_list_cells(finding))
    instances = rule_instances(str(finding["form"]), TABLE_OF_FACT[fact])
    return next((i for i in instances if i.identity.rule == finding["rule"] and i.left + i.right == cells), None)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a rule: its words, its numbers, what they add up to, and how many terms have no number."""

    words: str
    numbers: str
    total: str
    is_single: bool
    missing: int


def _build_equation(material: Material, fact: str, finding: Record) -> Equation:
    instance = _find_instance(fact, finding)
    if instance is None:  # `is_rule` was asked before
        raise ValueError(f"{finding['rule']} has no such instance")
    rule = instance.identity
    left = _build_side(material, instance, fact, (instance.left, spell(finding["observed"])))
    right = _build_side(material, instance, fact, (instance.right, spell(finding["expected"])))
    return Equation(
        _name_place(material.form, instance, fact),
        rule.label_zh,
        _FORMULAS[rule.relation].format(left.words, right.words),
        _FILLED[rule.relation](left, right, spell(abs(finding["observed"] - finding["expected"]))),
    )


def _name_place(form: str, instance: RuleInstance, fact: str) -> str:
    """The column or row in which a rule does not hold; in the table of form B, its total."""
    row, _, column = instance.left[0].partition("|")
    if column and instance.identity.over == "columns":
        return f"「{name_column(form, fact, column)}」栏"
    return f"「{name_row(form, fact, row)}」{'行' if column else ''}"


def _build_side(material: Material, instance: RuleInstance, fact: str, side: tuple[tuple[str, ...], str]) -> _Side:
    """Terms with their numbers; of many, those that are zero are only counted."""
    cells, total = side
    shown = [(cell, material.show_printed(fact, cell)) for cell in cells]
    numbers = [number for cell, number in shown if material.is_number(fact, cell)]
    is_long = len(shown) > MOST_TERMS
    kept = [cell for cell, number in shown if not is_long or (number != "0" and number in numbers)]
    words = [_name_term(material.form, instance, fact, cell) for cell in kept]
    zeros, missing = numbers.count("0"), len(shown) - len(numbers)
    if is_long and zeros:
        words.append(f"其余 {zeros} 项(均为 0)")
    if is_long and missing:
        words.append(f"没有数字的 {missing} 项")
    printed = [number for number in numbers if not is_long or number != "0"]
    return _Side(" + ".join(words), "+".join(printed).replace("+-", "-") or "0", total, len(cells) == 1, missing)


def _name_term(form: str, instance: RuleInstance, fact: str, cell: str) -> str:
    row, _, column = cell.partition("|")
    if column and instance.identity.over == "rows":
        return name_column(form, fact, column)
    return name_row(form, fact, row)


def _fill_equal(left: _Side, right: _Side, difference: str) -> str:
    """The parts, what they add up to, and what is printed: 12+3=15,表中为 16,相差 1."""
    apart = f"{'至少' if left.missing or right.missing else ''}相差 {difference}"
    if left.is_single:
        return f"{_add_up(right)},表中为 {left.numbers},{apart}"
    return f"{_add_up(left)},而 {_add_up(right)},{apart}"


def _add_up(side: _Side) -> str:
    missing = f"(未计没有数字的 {side.missing} 项)" if side.missing else ""
    return f"{side.total if side.numbers == side.total else f'{side.numbers}={side.total}'}{missing}"


def _fill_above(left: _Side, right: _Side, difference: str) -> str:
    return f"前者为 {_add_up(left)},后者为 {_add_up(right)},多出 {difference}"


def _fill_one_sided(left: _Side, right: _Side, _: str) -> str:
    return f"前者为 {_add_up(left)},后者为 {_add_up(right)}"


def _fill_coincident(left: _Side, right: _Side, _: str) -> str:
    return f"{_add_up(right)},与表中的 {left.numbers} 恰好相同"


_FORMULAS = {"=": "{} = {}", "<=": "{} ≤ {}", "!=": "{} ≠ {}", "iff": "{} 与 {} 同时为 0,或同时不为 0"}
_FILLED = {"=": _fill_equal, "<=": _fill_above, "iff": _fill_one_sided, "!=": _fill_coincident}


def parse_repairs(material: Material, fact: str, suggestion: str) -> Iterator[Repair]:
    """The changes of a finding `location`: `new|total = 12, new|org_other = 0 (several) or new|total = 3 (digit)`."""
    for candidate in suggestion.split(" or "):
        found = _CANDIDATE.fullmatch(candidate)
        if found:
            pairs = [change.split(" = ") for change in found["changes"].split(", ")]
            kind = "" if found["kind"] in _NO_LIKENESS else KINDS[found["kind"]][0]
            is_bound = found["kind"] == BOUND
            yield Repair(tuple(_build_change(material, fact, pair, is_bound=is_bound) for pair in pairs), kind)


def _build_change(material: Material, fact: str, pair: Sequence[str], *, is_bound: bool) -> Change:
    """A change to a number, or to the nearest one of those that a bound leaves."""
    cell, needed = pair
    printed = material.show(fact, cell)
    is_more = material.is_number(fact, cell) and Decimal(printed) > Decimal(needed)
    relation = ("不大于" if is_more else "不小于") if is_bound else ""
    shown = material.show_printed(fact, cell)
    return Change((f"{fact}:{cell}", name_cell(material.form, fact, cell)), shown, needed, relation)
