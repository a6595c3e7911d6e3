"""The page of a check: what is marked, where the links lead, and that a report cannot act in it."""

import re
from pathlib import Path

from lxml import html

from gov_disclosure.steps.check import check_document
from gov_disclosure.steps.check_page import build_page, write_page
from gov_disclosure.steps.checked import Checked
from gov_disclosure_tests.builders import SAMPLES, File

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }}"


def check_sample(name: str, old: str = "", new: str = "") -> Checked:
    text = (SAMPLES / name).read_text(encoding="utf-8")
    assert old in text
    return check_document(File(name, text.replace(old, new, 1).encode()))


def parse(*documents: Checked) -> html.HtmlElement:
    return html.fromstring(build_page(documents))


def get_cell(page: html.HtmlElement, key: str) -> html.HtmlElement:
    (cell,) = page.xpath("//td[@id=$key]", key=key)
    return cell


def test_cells_are_marked_with_the_number_of_their_problem() -> None:
    page = parse(check_sample("anxi_2020.txt"))
    total = get_cell(page, "d1-fact_review_litigation:litigation_direct|total")
    assert total.get("class") == "n reported m-repair"
    assert total.xpath("string(a)") == "5"
    (number,) = total.xpath("sup/a")
    (problem,) = page.xpath("//section[@id=$id]", id=number.get("href").removeprefix("#"))
    assert (number.text, problem.get("class")) == ("\u2460", "problem error")
    assert "0+0+0+0=0" in problem.text_content()
    assert not page.xpath("//td[starts-with(@id, 'd1-fact_requests')][contains(@class, 'm-')]")


def test_links_of_several_documents_lead_to_their_own_characters() -> None:
    names = ("anxi_2020.txt", "puyang_2019.txt", "jiyang_2019.txt")
    documents = [check_sample(name) for name in names]
    page = parse(*documents)
    anchors = page.xpath("//*/@id")
    assert len(anchors) == len(set(anchors))
    assert {link.removeprefix("#") for link in page.xpath("//a/@href")} <= set(anchors)
    for number, document in enumerate(documents, 1):
        assert page.get_element_by_id(f"d{number}-text").text_content() == document.explanation.text
        for table in document.explanation.tables:
            for cell in table.cells:
                links = get_cell(page, f"d{number}-{cell.key}").findall("a")
                assert [page.get_element_by_id(a.get("href")[1:]).text_content() for a in links] == [
                    cell.raw_text
                ] * len(links)
    (quoted,) = page.xpath("//blockquote/a")
    assert page.get_element_by_id(quoted.get("href")[1:]).text_content() == "199件"


def test_a_report_cannot_act_in_the_page() -> None:
    documents = [
        check_sample("puyang_2019.txt", "规章\t2\t2\t3", f"规章\t{HOSTILE}\t2\t3"),
        check_sample("puyang_2019.txt", "公开申请199件", f"公开申请{HOSTILE}199件"),
        check_document(File(f"{HOSTILE}.txt", b"")),
    ]
    source = build_page(documents)
    page = html.fromstring(source)
    assert not page.xpath("//script | //img | //iframe | //link | //@onerror | //@src")
    assert all(link.startswith("#") for link in page.xpath("//@href"))
    assert "default-src 'none'" in page.xpath("string(//meta[@http-equiv]/@content)")
    assert not re.search("url\\(|@import|https?:", source)
    assert "alert(1)" in page.text_content()


def test_a_document_that_could_not_be_checked_stands_in_the_page_with_its_reason() -> None:
    page = parse(
        check_sample("liupanshui_2020.txt"), check_document(File("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(100)))
    )
    verdicts = [p.text_content() for p in page.xpath("//article//p[contains(@class, 'verdict')]")]
    assert "没有发现前后不符之处" in verdicts[0]
    assert "请提供文字版" in verdicts[1]
    assert page.xpath("//body/p[contains(@class, 'verdict')]")


def test_a_name_that_is_no_text_can_be_written(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    write_page([check_document(File("\udcff.txt", b""))], page)
    assert "&#56575;" in page.read_text(encoding="utf-8")
