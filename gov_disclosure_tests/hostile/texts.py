"""Plain texts that are too long, too even, in false encodings, or whose characters are not what they look like."""

from gov_disclosure_tests.hostile.case import TITLE, Case, write_report

MEGA = 1024 * 1024
STEER = "\x1b]0;owned\x07\x1b[2J\x9b31m"
"""Sets the title of a terminal, clears it, and colours what follows."""


def encode_utf7(text: str) -> bytes:
    """A text in UTF-7, which browsers once took for markup."""
    return text.replace("<", "+ADw-").replace(">", "+AD4-").encode("utf-7")


def lengthen(note: str, tail: str, count: int) -> bytes:
    """A report with something many times behind it."""
    return (write_report(note) + tail * count).encode()


CASES = (
    Case("empty.txt", "no byte", "empty_file", bytes),
    Case("blank.txt", "a megabyte of spaces", "empty_file", lambda: b" " * MEGA),
    Case("nul.txt", "a megabyte of NUL", "empty_file", lambda: bytes(MEGA)),
    Case("large.txt", "a text of 21 MB", "too_large", lambda: lengthen("大", "一", 7 * MEGA)),
    Case("million_lines.txt", "a report and a million lines", "too_large", lambda: lengthen("万行", "x\n", MEGA)),
    Case(
        "million_digits.txt", "a report and ten million digits", "too_large", lambda: lengthen("万数", "7", 10 * MEGA)
    ),
    Case("lines.txt", "a report and 100,000 lines", "accepted", lambda: lengthen("行", "x\n", 100_000)),
    Case(
        "lines_too.txt", "another report and as many of the same", "accepted", lambda: lengthen("行二", "x\n", 100_000)
    ),
    Case("digits.txt", "a report and 400,000 digits", "accepted", lambda: lengthen("数", "7", 400_000)),
    Case("numbers.txt", "a report and 100,000 numbers", "accepted", lambda: lengthen("数二", "7 ", 100_000)),
    Case("tabs.txt", "a report and 400,000 tabs", "accepted", lambda: lengthen("制", "\t", 400_000)),
    Case("bars.txt", "a report and 100,000 `1` between bars", "accepted", lambda: lengthen("竖", "|1", 100_000)),
    Case(
        "rows.txt", "a report and 10,000 rows of a table", "accepted", lambda: lengthen("表", "规章\t1\t2\t3\n", 10_000)
    ),
    Case("brackets.txt", "a report and 400,000 open brackets", "accepted", lambda: lengthen("括", "(", 400_000)),
    Case(
        "titles.txt",
        "a report and 3,000 titles",
        "accepted",
        lambda: lengthen("题", "某市2018年政府信息公开工作年度报告\n", 3_000),
    ),
    Case("years.txt", "a report and 20,000 years", "accepted", lambda: lengthen("年", "2018年", 20_000)),
    Case(
        "places.txt", "a report and 20,000 names of places", "accepted", lambda: lengthen("地", "朝阳区鼓楼区", 10_000)
    ),
    Case("sections.txt", "a report and 10,000 headings", "accepted", lambda: lengthen("节", "一、总体情况\n", 10_000)),
    Case(
        "sentence.txt",
        "a report and a sentence of 1,000 figures",
        "accepted",
        lambda: lengthen("句", "共收到申请5件,", 1_000),
    ),
    Case("reports.txt", "a report five times in a file", "accepted", lambda: (write_report("百") * 5).encode()),
    Case("utf7.txt", "a page in UTF-7", "not_a_report", lambda: encode_utf7(f"<script>{write_report('七')}</script>")),
    Case(
        "half.txt",
        "UTF-16, half a character at its end",
        "binary_file",
        lambda: write_report("半").encode("utf-16") + b"\0",
    ),
    Case(
        "false_mark.txt",
        "UTF-8 behind the mark of UTF-16",
        "not_a_report",
        lambda: b"\xff\xfe" + write_report("假").encode(),
    ),
    Case(
        "nul_first.txt",
        "UTF-16 that begins with NUL",
        "binary_file",
        lambda: b"\xff\xfe\0\0" + write_report("假二").encode("utf-16-le"),
    ),
    Case(
        "two_marks.txt",
        "UTF-8 behind two marks",
        "accepted",
        lambda: b"\xef\xbb\xbf" * 2 + write_report("双标").encode(),
    ),
    Case(
        "utf16.html",
        "a page in UTF-16 that says it is GBK",
        "accepted",
        lambda: f"<html><meta charset=gbk><body><pre>{write_report('页十六')}".encode("utf-16"),
    ),
    Case(
        "escapes.txt",
        "terminal escapes in the title",
        "accepted",
        lambda: write_report("转", f"{STEER}{TITLE}").encode(),
    ),
)
