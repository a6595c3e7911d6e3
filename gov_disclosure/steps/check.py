"""One report checked for the office that writes it, in the order in which it should be read: worst first.

Belongs here: which checks are made of a document, and what could not be checked. Does not belong here: their words
(`check_sums.py`, `check_notes.py`, `check_previous.py`) and how they are shown (`check_terminal.py`, `check_page.py`).
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from gov_disclosure.frames.elements import TABLE_OF_FACT
from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.frames.register import KnownFacts, RawFacts
from gov_disclosure.quality.constraints import balance, find_broken, find_constraints
from gov_disclosure.quality.location_findings import RULE as LOCATION
from gov_disclosure.quality.matrix import build_matrix
from gov_disclosure.steps import check_previous
from gov_disclosure.steps.check_identity import (
    NO_REPORT,
    Register,
    give_year,
    register_for_check,
    spell_refusal,
)
from gov_disclosure.steps.check_material import Material, Record, build_material, widen
from gov_disclosure.steps.check_notes import build_note_problems
from gov_disclosure.steps.check_sums import build_sum_problems, is_rule
from gov_disclosure.steps.checked import (
    SEVERITIES,
    Checked,
    CheckedReport,
    Equation,
    Problem,
    UncheckedDocument,
)
from gov_disclosure.steps.explain import build_explanation, find_known_facts
from gov_disclosure.steps.explain_rows import ReportFrames, build_frames, build_rows
from gov_disclosure.storage.documents import SIZE_LIMIT, RawDocument, read_raw_document
from gov_disclosure.storage.names import spell_path
from gov_disclosure.vocabulary.findings import WARNING

STANDARD_INPUT = "-"
NOTHING_FOUND, FOUND, TROUBLE = 0, 1, 2
"""Exit status: as diff and grep have it."""
_NO_TABLES = "文中没有规定格式的表格,只核对了正文。"
_TABLES_MISSING = (
    "没有找到规定格式的表格",
    "2019 年度起的报告应有表二、表三、表四",
    "请检查表格是否在附件里,或是否以图片形式插入;行名、列名请与规定格式一致。",
)
_FIRST_YEAR_OF_TABLES = 2019
_NO_YEAR = "看不出报告是哪一年度的,正文中的数字没有与表格核对;请用 --year 写明年度。"
_NO_REGION = "看不出报告是哪个地区的,没有核对规章制定权。"
_YEARS_DIFFER = ("报告年度前后不一致", "请统一标题、统计期限和正文中的年度;核对正文时可用 --year 写明年度。")
_UNNAMED = "地区未写明"


@dataclass(frozen=True, slots=True)
class _Report:
    """A document that can be checked."""

    register: Register
    frames: ReportFrames


def read_input(path: Path, standard_input: BinaryIO) -> RawDocument:
    """A file, or what comes from standard input."""
    if str(path) != STANDARD_INPUT:
        return read_raw_document(path.parent, spell_path(path, path.parent))
    data = standard_input.read(SIZE_LIMIT + 1)
    is_long = len(data) > SIZE_LIMIT
    problem = ("too_large", f"超过 {SIZE_LIMIT:,} 字节") if is_long else (None, None)
    sha256 = hashlib.sha256(data).hexdigest()
    return RawDocument("标准输入", len(data), sha256, None if is_long else data, *problem)


def find_known(path: Path, year: int | None, raw: Path | None = None) -> KnownFacts | None:
    """What is known of a file beside its text."""
    return give_year(year, None if str(path) == STANDARD_INPUT else find_known_facts(path, raw))


def check_document(file: RawFacts, known: KnownFacts | None = None, previous: RawFacts | None = None) -> Checked:
    """Check one document, with the report of the year before if there is one; never raises for what is in them."""
    try:
        report = _read(file, known)
        if isinstance(report, UncheckedDocument):
            return report
        return _check(file.source_file, report, None if previous is None else _read(previous, None))
    except Exception as error:  # as the register does: a document is refused, the program does not fall over
        return _refuse(file.source_file, "internal_error", f"{type(error).__name__}: {error}")


def _refuse(source_file: str, reason: str, detail: str) -> UncheckedDocument:
    return UncheckedDocument(source_file, reason, widen(spell_refusal(reason, detail)))


def _read(file: RawFacts, known: KnownFacts | None) -> _Report | UncheckedDocument:
    register = register_for_check(file, known)
    if register.row["status"] != "accepted" or file.data is None:
        return _refuse(file.source_file, register.reason, register.detail)
    report = _Report(register, build_frames(register.row, file.data))
    if register.reason == NO_REPORT and not _has_numbers(report.frames):
        return _refuse(file.source_file, register.reason, register.detail)
    return report


def _has_numbers(frames: ReportFrames) -> bool:
    """Whether any cell of a table of the form was read; a page with nothing but its tables is checked."""
    return any(frames.facts[fact]["value"].notna().any() for fact in CELL_KEYS)


def _check(source_file: str, report: _Report, previous: _Report | UncheckedDocument | None) -> CheckedReport:
    register, frames = report.register, report.frames
    rows = build_rows(register.row, frames)
    material = build_material(rows)
    problems = [*_list_identity_problems(register), *_build_problems(material, register)]
    notes = [*_list_notes(register)]
    if previous is not None:
        more, told = _compare(material, report, previous)
        problems, notes = [*problems, *more], [*notes, *told]
    checked, unchecked = _count_rules(frames)
    return CheckedReport(
        source_file,
        _name_report(register),
        tuple(sorted(map(_widen, problems), key=_order)),
        tuple(map(widen, notes)),
        checked,
        unchecked,
        build_explanation(rows),
    )


def _order(problem: Problem) -> tuple[int, int]:
    """Worst first, then as the tables stand in the report; what is of no table stands before them."""
    tables = (*CELL_KEYS,)
    fact = problem.cells[0][0].partition(":")[0] if problem.cells else ""
    return SEVERITIES.index(problem.severity), tables.index(fact) + 1 if fact in tables else 0


def _name_report(register: Register) -> str:
    row = register.row
    body = row["issuer"] or row["region_name"] or _UNNAMED
    return f"{body} {row['report_year']} 年" if register.has_year else f"{body} 年度未定"


def _build_problems(material: Material, register: Register) -> Iterator[Problem]:
    findings = [f for f in material.rows.findings if _is_told(f, register)]
    yield from build_sum_problems(material, findings)
    yield from build_note_problems(material, [f for f in findings if f["rule"] != LOCATION and not is_rule(f)])


def _is_told(finding: Record, register: Register) -> bool:
    """Whether a finding rests on what is known of the report."""
    rule = str(finding["rule"])
    if rule.startswith("prose."):
        return register.has_year
    return not rule.startswith("manifest.") and (register.has_region or not rule.startswith("level."))


def _list_identity_problems(register: Register) -> Iterator[Problem]:
    given, found = register.row["report_year"], register.row["text_report_year"]
    if found is not None and found != given:
        line = f"文中的年度是 {found} 年,本次按给出的 {given} 年核对"
        yield Problem("year_given", WARNING, _YEARS_DIFFER[0], (line,), advice="请核对报告年度。")
    if register.reason == "year_ambiguous":
        title, advice = _YEARS_DIFFER
        yield Problem(register.reason, WARNING, title, (f"文中出现的年度:{register.detail}",), advice=advice)
    if register.row["form"] == "A" and register.has_year and register.row["report_year"] >= _FIRST_YEAR_OF_TABLES:
        title, line, advice = _TABLES_MISSING
        yield Problem("tables.absent", WARNING, title, (line,), advice=advice)


def _list_notes(register: Register) -> Iterator[str]:
    if not register.has_year:
        yield _NO_YEAR
    if not register.has_region:
        yield _NO_REGION
    if register.row["form"] == "A":
        yield _NO_TABLES


def _compare(
    material: Material, report: _Report, previous: _Report | UncheckedDocument
) -> tuple[Iterable[Problem], Iterable[str]]:
    """What does not agree with the report of the year before, and what has to be known about the comparison."""
    if isinstance(previous, UncheckedDocument):
        return [_tell_previous(f"上一年报告不能核对:{previous.message}")], ()
    own, other = report.register, previous.register
    obstacle = check_previous.find_obstacle(own.row, other.row, years_known=own.has_year and other.has_year)
    if obstacle:
        return [_tell_previous(obstacle)], ()
    years = check_previous.align(report.frames, previous.frames)
    notes = (*check_previous.list_reservations(own.row, other.row), check_previous.spell_count(years))
    return check_previous.compare(material, years), notes


def _tell_previous(line: str) -> Problem:
    return Problem("previous", WARNING, "没有与上一年报告核对", (line,), advice="请换成本机关上一年度的报告。")


def _count_rules(frames: ReportFrames) -> tuple[int, int]:
    """Rules of the form that could be decided, and those that could not because a number is missing."""
    checked = missing = 0
    for fact in CELL_KEYS:
        table = frames.facts[fact]
        if len(table):
            matrix = build_matrix(table, CELL_KEYS[fact])
            constraints = find_constraints(matrix, str(table["form"].iloc[0]), TABLE_OF_FACT[fact])
            sums = balance(matrix, constraints)
            is_hard = [instance.is_hard for instance in constraints.instances]
            is_open = (sums.left_open + sums.right_open > 0) & ~find_broken(constraints, sums)
            checked, missing = checked + int((~is_open[0, is_hard]).sum()), missing + int(is_open[0, is_hard].sum())
    return checked, missing


def _widen(problem: Problem) -> Problem:
    """Chinese punctuation; what is quoted from the report stays as it is."""
    equations = tuple(Equation(*map(widen, (e.place, e.rule, e.formula, e.filled))) for e in problem.equations)
    return replace(
        problem,
        title=widen(problem.title),
        lines=tuple(map(widen, problem.lines)),
        equations=equations,
        advice=widen(problem.advice),
    )


def find_exit_status(documents: Sequence[Checked], least: str = WARNING) -> int:
    """0 where nothing was found, 1 where something was at least as severe as `least`, 2 where a document was not checked."""
    if any(isinstance(document, UncheckedDocument) for document in documents):
        return TROUBLE
    counted = SEVERITIES[: SEVERITIES.index(least) + 1]
    reports = [document for document in documents if isinstance(document, CheckedReport)]
    return FOUND if any(report.count(severity) for report in reports for severity in counted) else NOTHING_FOUND
