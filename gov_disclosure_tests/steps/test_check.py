"""What an office is told about its report: golden cases to be read, and that nothing is told of reports that are right."""

import dataclasses
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from gov_disclosure.frames.elements import FACT_OF_TABLE
from gov_disclosure.quality.location_kinds import KINDS
from gov_disclosure.steps.check import check_document, find_exit_status
from gov_disclosure.steps.check_identity import give_year
from gov_disclosure.steps.check_material import name_cell, widen
from gov_disclosure.steps.check_terminal import list_lines, print_checked
from gov_disclosure.steps.checked import Checked, CheckedReport, Problem, UncheckedDocument
from gov_disclosure.steps.explain_terminal import open_console
from gov_disclosure.vocabulary.forms import FORMS_WITH_TABLES, form_tables
from gov_disclosure_tests.builders import SAMPLES, File
from gov_disclosure_tests.generator.generate import generate
from gov_disclosure_tests.generator.recipe import choose_recipe
from gov_disclosure_tests.generator.series import draw_series, open_stock, write_series

CASES = Path(__file__).parents[1] / "cases" / "check.txt"
NAMES = sorted(path.name for path in SAMPLES.glob("*.txt"))


def read_sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


# a report that agrees with itself: the sample with the figures of its text mended
BASE = read_sample("puyang_2019.txt").replace("公开申请199件", "公开申请270件").replace("62044条", "76371条")
NEW = "一、本年新收政府信息公开申请数量\t\t199\t9\t0\t0\t61\t1\t270"
OPEN = "三、收到和处理政府信息公开申请情况"


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    old: str
    new: str
    told: Sequence[str]


def read_cases() -> list[Case]:
    """Each case: its name, what is changed in the report that agrees with itself, and what is said then."""
    cases = []
    for block in CASES.read_text(encoding="utf-8").split("\n\n"):
        name, old, new, *told = block.rstrip("\n").split("\n")
        cases.append(Case(name.removeprefix("# "), old.removeprefix("改 "), new.removeprefix("为 "), told))
    return cases


def check_text(text: str, previous: str | None = None, year: int | None = None) -> CheckedReport:
    before = None if previous is None else File("previous.txt", previous.encode())
    checked = check_document(File("report.txt", text.encode()), give_year(year, None), before)
    assert isinstance(checked, CheckedReport), checked
    return checked


def list_texts(document: Checked) -> list[str]:
    """The lines without the name of the document."""
    return [text for text, _ in list_lines(document)][1:]


def get_problem(report: CheckedReport, rule: str) -> Problem:
    (problem,) = (problem for problem in report.problems if problem.rule == rule)
    return problem


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    assert BASE.count(case.old) == 1
    assert list_texts(check_text(BASE.replace(case.old, case.new))) == list(case.told)


def test_a_report_that_agrees_with_itself_has_nothing_to_be_told() -> None:
    report = check_text(BASE)
    assert list_texts(report) == [widen("结论:没有发现前后不符之处(核对了 40 条勾稽关系)。")]
    assert find_exit_status([report], "info") == 0


@pytest.mark.parametrize(
    ("name", "told", "verdict"),
    [
        ("anxi_2020.txt", [("T4.1", "error")], "结论:发现 1 处数字对不上(核对了 40 条勾稽关系)。"),
        (
            "jiyang_2019.txt",
            [("blank_total", "warning"), ("cells.blank", "info")],
            "结论:发现 1 处需要核对、1 处提示(核对了 3 条勾稽关系,另有 37 条因缺数不能核对)。",
        ),
        ("liupanshui_2020.txt", [], "结论:没有发现前后不符之处(核对了 40 条勾稽关系)。"),
        ("panzhihua_dongqu_2017.txt", [], "结论:没有发现前后不符之处(没有可以核对的勾稽关系)。"),
        (
            "puyang_2019.txt",
            [("prose.requests_received", "warning"), ("prose.channels", "info")],
            "结论:发现 1 处需要核对、1 处提示(核对了 40 条勾稽关系)。",
        ),
    ],
)
def test_sample(name: str, told: list[tuple[str, str]], verdict: str) -> None:
    report = check_text(read_sample(name))
    assert [(problem.rule, problem.severity) for problem in report.problems] == told
    assert list_texts(report)[-1] == widen(verdict)


def test_every_sample_is_told_about() -> None:
    assert len(NAMES) == 5


@pytest.mark.parametrize("column", range(15))
def test_a_wrong_number_of_table_four_is_told_with_the_cell_among_the_repairs(column: int) -> None:
    row = "1\t2\t0\t1\t4\t1\t1\t0\t0\t2\t0\t0\t0\t0\t0"
    numbers = row.split("\t")
    wrong = str(int(numbers[column]) + 7)
    report = check_text(BASE.replace(row, "\t".join([*numbers[:column], wrong, *numbers[column + 1 :]])))
    problem = get_problem(report, "T4.1")
    changes = {(c.printed, c.needed) for repair in problem.repairs for c in repair.changes if len(repair.changes) == 1}
    assert (wrong, numbers[column]) in changes
    assert "台账" in problem.advice
    assert all(equation.filled.endswith("7") for equation in problem.equations)


@pytest.mark.parametrize("column", range(7))
def test_a_wrong_number_of_table_three_is_found_at_its_place(column: int) -> None:
    numbers = NEW.split("\t")[2:]
    wrong = str(int(numbers[column]) + 30)
    report = check_text(BASE.replace(NEW, "\t".join([*NEW.split("\t")[: column + 2], wrong, *numbers[column + 1 :]])))
    (repair,) = get_problem(report, "T3.1").repairs
    (change,) = repair.changes
    assert (change.printed, change.needed) == (wrong, numbers[column])
    assert "台账" in get_problem(report, "T3.1").advice


def test_repairs_that_are_several_are_never_told_as_certain() -> None:
    for case in read_cases():
        for problem in check_text(BASE.replace(case.old, case.new)).problems:
            assert not problem.repairs or "台账" in problem.advice
            assert len(problem.repairs) < 2 or "无法判定" in problem.advice


def test_without_region_and_year_the_sums_are_checked_and_the_prose_is_not() -> None:
    nameless = re.sub("2019年|濮阳", "某", read_sample("puyang_2019.txt"))
    report = check_text(nameless.replace("\t61\t1\t270\t\t\n二、", "\t61\t1\t271\t\t\n二、"))
    assert [problem.rule for problem in report.problems if problem.severity == "error"] == ["T3.1"]
    assert not [problem for problem in report.problems if problem.rule.startswith("prose")]
    assert [note for note in report.notes if "--year" in note]
    told = check_text(nameless, year=2019)
    assert [problem.rule for problem in told.problems] == ["prose.requests_received", "prose.channels"]


def test_rules_of_a_county_are_told_and_those_of_nobody_are_not() -> None:
    county = read_sample("anxi_2020.txt").replace("规章 |\n0 |", "规章 |\n1 |")
    assert "没有规章制定权" in get_problem(check_text(county), "level.rules").lines[0]
    nameless = check_text(county.replace("安溪", "某"))
    assert not [problem for problem in nameless.problems if problem.rule == "level.rules"]
    assert [note for note in nameless.notes if "规章制定权" in note]


def test_a_page_with_nothing_but_its_tables_is_checked() -> None:
    tables = BASE[BASE.index(OPEN) : BASE.index("五、存在的主要问题")]
    report = check_text(tables.replace("1\t2\t0\t1\t4\t", "1\t2\t0\t1\t5\t"))
    assert get_problem(report, "T4.1").severity == "error"


@pytest.mark.parametrize(
    ("medium", "layout"), [("html", "spans"), ("docx", "plain"), ("xlsx", "plain"), ("text", "pipe_rows")]
)
@pytest.mark.parametrize("form", FORMS_WITH_TABLES)
def test_every_medium_is_checked(form: str, medium: str, layout: str) -> None:
    year = {"B": 2016, "C": 2020, "D": 2023}[form]
    plain = {"damage": (), "stray": "", "notation": "plain", "signs": "minus", "empty": "", "local": False}
    choices = {"form": form, "year": year, "medium": medium, "layout": layout, **plain}
    right, wrong = (generate(choose_recipe(5, breaks=breaks, **choices)) for breaks in ("none", "total"))
    checked = check_document(File(right.file_name, right.data))
    assert isinstance(checked, CheckedReport)
    assert (checked.count("error"), checked.rules_open) == (0, 0)
    checked = check_document(File(wrong.file_name, wrong.data))
    assert isinstance(checked, CheckedReport)
    told = {equation.place for p in checked.problems if p.severity == "error" for equation in p.equations}
    assert bool(told) == bool(wrong.truth.contradictions)
    assert wrong.truth.contradictions


def test_years_that_do_not_agree_are_told() -> None:
    title = "濮阳市人民政府2019年政府信息公开工作年度报告"
    assert title in BASE
    report = check_text(BASE, year=2020)
    assert get_problem(report, "year_given").lines == (widen("文中的年度是 2019 年,本次按给出的 2020 年核对"),)


def test_a_report_of_a_later_year_than_any_that_is_known_is_checked() -> None:
    later = check_text(read_sample("puyang_2019.txt").replace("2019", "2039"))
    assert [problem.rule for problem in later.problems] == ["prose.requests_received", "prose.channels"]


def test_tables_that_are_not_there_are_told() -> None:
    report = check_text(BASE[: BASE.index("二、主动公开政府信息情况")])
    assert "没有找到规定格式的表格" in report.problems[0].title
    assert find_exit_status([report]) == 1


GUIDE = "安溪县政府信息公开指南\n为便于公众获取政府信息,编制本指南。\n一、公开内容\n二、申请方式\n"


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        (b"", "empty_file", "文件是空的"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "needs_ocr", "请提供文字版"),
        (GUIDE.encode(), "guide", "请换成年度报告正文"),
        ("今天天气很好。".encode() * 30, "not_a_report", "请检查是否拿错了文件"),
        (bytes(range(256)) * 100, "binary_file", "请提供"),
        (b"%PDF-1.4\nbad", "unsupported_media", "文件已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported_media", "另存为 .docx"),
        (b"PK\x05\x06" + bytes(18), "unsupported_media", "请先解压"),
    ],
)
def test_what_cannot_be_checked_says_why_and_what_to_do(data: bytes, reason: str, words: str) -> None:
    checked = check_document(File("x", data))
    assert isinstance(checked, UncheckedDocument)
    assert checked.reason == reason
    assert words in checked.message
    assert not re.search("manifest|清单|region_code|[a-z]{3,} [a-z]{2,}", checked.message)
    assert find_exit_status([check_text(BASE), checked]) == 2


def carry_out(text: str, number: int) -> str:
    """The report of the year before, with so many requests carried out."""
    row = "四、结转下年度继续办理\t\t0\t0\t0\t0\t0\t0\t0"
    new = f"四、结转下年度继续办理\t\t{number}\t0\t0\t0\t0\t0\t{number}"
    return text.replace(row, new)


def test_carry_over_is_checked_against_the_report_of_the_year_before() -> None:
    later = BASE.replace("2019年", "2020年")
    same = check_text(later, carry_out(BASE, 0))
    assert not [problem for problem in same.problems if problem.rule == "X.1"]
    assert any("核对了" in note for note in same.notes)
    problem = get_problem(check_text(later, carry_out(BASE, 3)), "X.1")
    assert problem.title == widen("表三 收到和处理政府信息公开申请情况:与上一年报告不衔接")
    assert len(problem.lines) == 2
    assert widen("本年报告为 0,按 2019 年报告应为 3,相差 -3。") in problem.lines[0]


def test_documents_in_force_are_checked_over_years_and_years_that_agree_give_nothing() -> None:
    place = {"region_code": "410900", "body": "government"}
    series = draw_series(range(2021, 2023), "county", 3)
    made = {year: File("report.txt", g.data) for year, g in write_series(series, **place).items()}
    right = check_document(made[2022], previous=made[2021])
    assert isinstance(right, CheckedReport)
    assert (right.problems, right.notes) == ((), (widen("与上一年报告核对了 9 项。"),))
    (gap,) = (gap for gap in open_stock(series, 2022, "normative_docs", 2) if gap.year == 2022)
    wrong = check_document(File("report.txt", write_series(series, **place)[2022].data), previous=made[2021])
    assert isinstance(wrong, CheckedReport)
    assert get_problem(wrong, gap.rule).cells[0][0] == f"fact_proactive_disclosure:{gap.cell}"


def test_a_table_of_last_year_is_told() -> None:
    copied = [p for p in check_text(BASE.replace("2019年", "2020年"), BASE).problems if p.rule == "copy.year"]
    assert [p.title.partition(" ")[0] for p in copied] == ["表二", "表三"]


@pytest.mark.parametrize(
    ("previous", "words"),
    [
        (BASE, "两年不相邻"),
        (read_sample("liupanshui_2020.txt"), "两年不相邻"),
        (GUIDE, "不是年度报告"),
        (BASE.replace("2019", "2018").replace("濮阳", "安阳"), "不是同一地区"),
    ],
)
def test_another_report_than_last_years_is_not_compared(previous: str, words: str) -> None:
    report = check_text(BASE, previous)
    assert [problem.rule for problem in report.problems] == ["previous"]
    assert words in report.problems[0].lines[0]


def test_severity_decides_the_exit_status() -> None:
    error, warning, info = (check_text(read_sample(name)) for name in ("anxi_2020.txt", "puyang_2019.txt", NAMES[2]))
    assert [find_exit_status([error], least) for least in ("error", "warning", "info")] == [1, 1, 1]
    assert [find_exit_status([warning], least) for least in ("error", "warning", "info")] == [0, 1, 1]
    assert [find_exit_status([info], least) for least in ("error", "warning", "info")] == [0, 0, 0]


def test_a_report_cannot_steer_the_terminal() -> None:
    text = BASE.replace("规章\t2\t2\t3", "规章\t\x1b[31m二或三\u202e\t2\t3[bold]")
    output = io.StringIO()
    console = open_console()
    console.file = output
    print_checked(console, [check_text(text)])
    assert "[bold]" in output.getvalue() or "二或三" in output.getvalue()
    assert not re.search("[\x1b\u202e]", output.getvalue())


def test_the_kinds_of_slips_and_the_names_of_cells_tell_them_apart() -> None:
    assert all(words[0] for words in KINDS.values())
    for form in FORMS_WITH_TABLES:
        for table in form_tables(form):
            keys = [f"{r.key}|{c.key}" if table.key != "statistics" else r.key for r, c in table.cells()]
            names = [name_cell(form, FACT_OF_TABLE[table.key], key) for key in keys]
            assert len(set(names)) == len(keys), [name for name in names if names.count(name) > 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("相差 1,共 3 格(含合计):是", "相差 1\uff0c共 3 格\uff08含合计\uff09\uff1a是"),
        ("12,345 (a) x: y", "12,345 (a) x: y"),
        ("(七)总计『原样,不动:是』,好", "\uff08七\uff09总计『原样,不动:是』\uff0c好"),
    ],
)
def test_widen(text: str, expected: str) -> None:
    assert widen(text) == expected
