"""PDF files with a text layer: tables over page breaks, wrapped numbers, scans."""

import zlib
from base64 import a85encode
from collections.abc import Sequence
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from gov_disclosure.reading.document import Unreadable, read_document
from gov_disclosure.reading.paragraphs import PrintedLine, write_paragraphs
from gov_disclosure.reading.pdf import read_pdf

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
PROSE = ParagraphStyle("prose", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
GRID = ("GRID", (0, 0), (-1, -1), 0.5, "black")
ACROSS = ("LINEBELOW", (0, 0), (-1, -1), 0.5, "black")
BETWEEN = ("INNERGRID", (0, 0), (-1, -1), 0.5, "black")
ABOVE = ("LINEABOVE", (0, 0), (-1, 0), 0.5, "black")
BELOW = ("LINEBELOW", (0, -1), (-1, -1), 0.5, "black")


def build_pdf(parts: Sequence[Flowable]) -> bytes:
    def number_page(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(300, 30, f"- {document.page} -")

    file = BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build(list(parts), onFirstPage=number_page, onLaterPages=number_page)
    return file.getvalue()


def table(rows: list[list[str]], *rules: tuple[object, ...]) -> Table:
    return Table(rows, 80, style=TableStyle([("FONT", (0, 0), (-1, -1), FONT), *(rules or [GRID])]))


def test_prose_and_table_over_a_page_break() -> None:
    rows = [[f"第{i}项", str(i), "", str(11 * i)] for i in range(60)]
    sentence = "全年主动公开政府信息12345条，"
    data = build_pdf(
        [Paragraph("一、总体情况", PROSE), Paragraph(sentence * 9, PROSE), table(rows), Paragraph("二、其他", PROSE)]
    )
    lines = ["一、总体情况", sentence * 9, *("".join(f"{cell}\t" for cell in row) for row in rows), "二、其他"]
    assert read_pdf(data).split("\n") == lines


def test_merged_cells_are_written_once() -> None:
    rows = [["申请人", "情况", ""], ["结果", "甲", "1"], ["", "本年新\n收", "2"]]
    data = build_pdf(
        [
            table(rows, GRID, ("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 1), (0, 2))),
            Paragraph("政府信息公开工作。" * 5, PROSE),
        ]
    )
    assert read_pdf(data).split("\n")[:3] == ["申请人\t情况\t", "结果\t甲\t1\t", "本年新收\t2\t"]


@pytest.mark.parametrize("rules", [(BETWEEN, ABOVE, BELOW)], ids=["open at the sides"])
def test_missing_rules_at_the_sides(rules: tuple[tuple[object, ...], ...]) -> None:
    rows = [["信息内容", "本年", "总数"], ["规章", "1", ""], ["许可", "3", "4"]]
    data = build_pdf([table(rows, *rules), Paragraph("政府信息公开工作。" * 5, PROSE)])
    assert read_pdf(data).split("\n")[:3] == ["信息内容\t本年\t总数\t", "规章\t1\t\t", "许可\t3\t4\t"]


def test_tables_without_upright_rules_keep_their_columns_apart() -> None:
    data = build_pdf(
        [
            table([["规章", "1", "2"], ["许可", "3", "4"]], ("ALIGN", (0, 0), (-1, -1), "LEFT")),
            Paragraph("公开工作。" * 9, PROSE),
        ]
    )
    assert read_pdf(data).split("\n")[:2] == ["规章  1  2", "许可  3  4"]


CELL = st.text(st.sampled_from("规章许可12345.-"), max_size=5)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=6))
def test_any_ruled_table_comes_back(rows: list[list[str]]) -> None:
    data = build_pdf([table(rows), Spacer(1, 20), Paragraph("政府信息公开工作。" * 5, PROSE)])
    assert [line.split("\t")[:-1] for line in read_pdf(data).split("\n")[: len(rows)]] == rows


def line(text: str, left: float = 72, right: float = 500) -> PrintedLine:
    return PrintedLine(text, 0, left, right, 16)


@pytest.mark.parametrize(
    ("second", "text"),
    [
        pytest.param(line("23件。", right=140), "本年度共收到政府信息公开申请123件。", id="goes on"),
        pytest.param(line("23件。", 104, 140), "本年度共收到政府信息公开申请1\n23件。", id="indented"),
        pytest.param(line("二、主动公开", right=140), "本年度共收到政府信息公开申请1\n二、主动公开", id="heading"),
        pytest.param("规章\t1\t", "本年度共收到政府信息公开申请1\n规章\t1\t", id="row"),
    ],
)
def test_lines_that_go_on(second: PrintedLine | str, text: str) -> None:
    assert write_paragraphs([line("本年度共收到政府信息公开申请1"), second]) == text


def test_short_lines_stay_apart() -> None:
    assert (
        write_paragraphs([line("本年度共收到政府信息公开申请", right=480 - 80), line("23件。"), line("长" * 20)]).count(
            "\n"
        )
        == 2
    )


def build_scan() -> bytes:
    file = BytesIO()
    canvas = Canvas(file)
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def build_bomb(packings: int, *, coded: bool = False, dictionary: int = 0) -> bytes:
    packed = b" " * 40_000_000
    for _ in range(packings):
        packed = zlib.compress(packed)
    filters = b"/FlateDecode " * packings
    if coded:
        packed, filters = a85encode(packed) + b"~>", b"/ASCII85Decode " + filters
    return b"%%PDF-1.4\n1 0 obj\n<</Length %d /Filter [%s]%s>>\nstream\n%s\nendstream\nendobj\n" % (
        len(packed),
        filters,
        b" " * dictionary,
        packed,
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(build_scan(), "needs_ocr", id="scan"),
        pytest.param(build_bomb(1), "too_large", id="bomb"),
        pytest.param(build_bomb(2), "unsupported_media", id="bomb packed twice"),
        pytest.param(build_bomb(1, coded=True), "too_large", id="bomb in ASCII"),
        pytest.param(b"%PDF-1.4\n" + b"obj<</Filter/LZWDecode>>stream\n" * 9000, "too_large", id="streams in streams"),
        pytest.param(b"%PDF-1.4\n" + b"stream\n" * 100_000, "unsupported_media", id="streams without end"),
        pytest.param(build_bomb(1, dictionary=9000), "too_large", id="bomb behind a long dictionary"),
        pytest.param(b"%PDF-1.7\n", "unsupported_media", id="nothing in it"),
        pytest.param(build_scan()[:300], "unsupported_media", id="cut"),
    ],
)
def test_refusals(data: bytes, reason: str) -> None:
    document = read_document(data)
    assert isinstance(document, Unreadable)
    assert document.reason == reason


REPORT = build_pdf([table([["规章", "1"], ["许可", "2"]]), Paragraph("政府信息公开工作。" * 5, PROSE)])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(REPORT) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_damage_never_escapes(changes: list[tuple[int, int]]) -> None:
    data = bytearray(REPORT)
    for place, value in changes:
        data[place] = value
    assert read_document(bytes(data)).media_type
