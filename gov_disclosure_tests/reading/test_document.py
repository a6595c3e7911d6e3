"""Bytes to text, or the reason why not."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_disclosure.reading.document import Document, Unreadable, read_document

TEXT = "某市人民政府2019年政府信息公开工作年度报告\r\n一、总体情况\r\n全年主动公开政府信息12条。\r\n"
PLAIN = TEXT.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    assert read_document(data) == Document(PLAIN, "text/plain", encoding)


def test_big5() -> None:
    text = "政府信息公開工作年度報告,本年度主動公開政府信息一百條。"
    assert read_document(text.encode("big5")) == Document(text, "text/plain", "big5")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \r\n", "empty_file"),
        (b"\x00" * 100, "empty_file"),
        (("\u3000\n" * 9).encode(), "empty_file"),
        (bytes(range(256)) * 40, "binary_file"),
        (TEXT.encode() + b"\x00\x01", "binary_file"),
        ("Отчёт о раскрытии информации. ".encode("cp1251") * 30, "unknown_encoding"),
        ("これは日本語の文章です。".encode("shift_jis") * 30, "unknown_encoding"),
        ("Rapport annuel de la préfecture, été. ".encode("latin-1") * 30, "unknown_encoding"),
        (b"%PDF-1.7 ...", "unsupported_media"),
        (b"PK\x03\x04...", "unsupported_media"),
        (b"\x89PNG\r\n\x1a\n...", "needs_ocr"),
        (b"<!DOCTYPE html><html><body></body></html>", "error_page"),
        (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>", "unsupported_media"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html><p>=E5=B9=B4", "unsupported_media"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "unsupported_media"),
        (b"Rar!\x1a\x07...", "unsupported_media"),
    ],
)
def test_refusals(data: bytes, reason: str) -> None:
    document = read_document(data)
    assert isinstance(document, Unreadable)
    assert document.reason == reason
    assert document.detail


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    document = read_document(data)
    if isinstance(document, Document):
        assert "\r" not in document.text
        document.text.encode("utf-8")


@pytest.mark.parametrize(
    ("data", "module", "library", "extra"),
    [
        (b"%PDF-1.7\n", "pdf", "pdfplumber", "pdf"),
        ("<p>政府信息公开</p>".encode(), "html", "lxml", "all"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls", "xlrd", "spreadsheets"),
    ],
)
def test_missing_library_is_named(
    data: bytes, module: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, f"gov_disclosure.reading.{module}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    document = read_document(data)
    assert isinstance(document, Unreadable)
    assert (document.reason, document.detail) == (
        "unsupported_media",
        f"{library} is missing: install gov-disclosure[{extra}]",
    )
