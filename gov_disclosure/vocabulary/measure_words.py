"""The columns of the wide tables in words: a series or an indicator, and what is told of it.

Belongs here: names, meanings in both languages and units of the columns that a measure has. Does not belong here: their types
(`frames/analysis_tables.py`); what a measure is in each form (`definitions.py`).
"""

from dataclasses import dataclass
from functools import cache

from gov_disclosure.vocabulary.definitions import Definition, Sum, find_definitions, find_side_units
from gov_disclosure.vocabulary.forms import read_reference
from gov_disclosure.vocabulary.labels import find_term_label

NUMERATOR, DENOMINATOR = "numerator", "denominator"
_OF_QUOTIENTS = (NUMERATOR, DENOMINATOR, "flag")
_HAS_UNIT = ("low", "high")
_WORDS = {
    "zh": {
        "between": "；",
        "is": "：",
        "least": "分母小于 {} 时不给出",
        "others": "其他格式见 dim_definition",
        "series": "同名的面板序列",
    },
    "en": {
        "between": "; ",
        "is": ": ",
        "least": "not given where the denominator is under {}",
        "others": "other forms in dim_definition",
        "series": "the series of that name",
    },
}


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """A column: its Chinese name, what it holds in both languages, and its unit."""

    zh: str
    meaning_zh: str
    meaning_en: str
    unit: str | None


def describe_measure(kind: str, key: str) -> dict[str, ColumnWords]:
    """The columns of a series or an indicator, by the end of their names; that of the number itself has none.

    >>> describe_measure("series", "normative_published")["low"].unit
    '件 (B: 条)'
    >>> describe_measure("indicator", "caseload")[""].meaning_zh
    '新收申请 + 上年结转申请'
    """
    definitions = find_definitions(kind, key)
    newest = definitions[-1]
    unit = spell_unit(definitions)
    number = ColumnWords(newest.label_zh, _explain(definitions, "zh"), _name(newest, _explain(definitions, "en")), unit)
    parts = (row for row in _load_parts() if newest.denominator is not None or row["part"] not in _OF_QUOTIENTS)
    return {"": number, **{row["part"]: _describe_part(newest, row, unit) for row in parts}}


def spell_unit(definitions: tuple[Definition, ...]) -> str | None:
    """The unit of a measure: of its newest form, and of those that count in another one."""
    unit = definitions[-1].unit
    others = "; ".join(f"{d.form}: {d.unit}" for d in definitions if d.unit != unit)
    return (f"{unit} ({others})" if others else unit) or None


def spell_formula(definition: Definition, language: str) -> str:
    """What a measure is made of in one form, in words.

    >>> spell_formula(find_definitions("indicator", "carry_over_rate")[0], "zh")
    '结转下年申请 ÷ (新收申请 + 上年结转申请)'
    """
    above = _read(definition.numerator, language)
    if definition.denominator is None:
        return above
    return f"{_bracket(above)} ÷ {_bracket(_read(definition.denominator, language))}"


@cache
def _load_parts() -> list[dict[str, str]]:
    return read_reference("measure_parts.csv")


def _describe_part(newest: Definition, row: dict[str, str], unit: str | None) -> ColumnWords:
    part, zh, en = row["part"], row["meaning_zh"], row["meaning_en"]
    side = {NUMERATOR: newest.numerator, DENOMINATOR: newest.denominator}.get(part)
    if side is not None:
        zh, en, unit = f"{zh}：{side.zh}", f"{en}: {side.en}", find_side_units(newest.key).get(part)
    elif part not in _HAS_UNIT:
        unit = None
    return ColumnWords(f"{newest.label_zh}：{row['label_zh']}", zh, _name(newest, en), unit)


def _explain(definitions: tuple[Definition, ...], language: str) -> str:
    """The formula of the newest form, whether others have another one, and the note."""
    newest, words = definitions[-1], _WORDS[language]
    parts = [
        _spell_newest(newest, language),
        words["least"].format(newest.minimum) if newest.minimum else "",
        words["others"] if len({d.numerator.keys for d in definitions}) > 1 else "",
        newest.note_zh if language == "zh" else newest.note_en,
    ]
    return words["between"].join(filter(None, parts))


def _spell_newest(newest: Definition, language: str) -> str:
    formula = spell_formula(newest, language)
    if newest.table:
        label = find_term_label("form", newest.form)
        name = label.zh if language == "zh" and label else f"form {newest.form}"
        return f"{name}{_WORDS[language]['is']}{formula}"
    return _WORDS[language]["series"] if formula in (newest.label_zh, newest.label_en) else formula


def _name(newest: Definition, meaning: str) -> str:
    return f"{newest.label_en} ({newest.label_zh}): {meaning}"


def _read(side: Sum, language: str) -> str:
    return side.zh if language == "zh" else side.en


def _bracket(spelled: str) -> str:
    return f"({spelled})" if " + " in spelled or " - " in spelled else spelled
