import re
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from random import Random
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from gov_disclosure.vocabulary.rejections import REJECTIONS
from gov_disclosure_tests.generator import Generated, choose_recipe, generate
from gov_disclosure_tests.generator.counts import check_arithmetic
from gov_disclosure_tests.generator.grid import copy_sheet, list_keys, list_sheets
from gov_disclosure_tests.generator.layouts import LAYOUTS, Canvas
from gov_disclosure_tests.generator.recipe import DAMAGES, ENCODINGS, FORMS, MARKUPS, STRAYS
from gov_disclosure_tests.generator.truth import ABSENT, BLANK, EITHER, REPORTED, UNDECIDABLE

CLEAN = {"damage": (), "stray": "", "breaks": "none", "encoding": "utf-8"}


def make(seed: int, **fixed: object) -> Generated:
    return generate(choose_recipe(seed, **fixed))


def test_the_same_seed_gives_the_same_bytes() -> None:
    for seed in range(30):
        one, two = make(seed), make(seed)
        assert (one.data, one.truth) == (two.data, two.truth)
    assert len({make(seed).data for seed in range(30)}) == 30


@pytest.mark.parametrize("form", ["B", "C", "D"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_numbers_stand_where_the_layout_says_and_in_the_order_of_the_form(form: str, layout: str) -> None:
    texts = {key: str(100 + place) for place, key in enumerate(list_keys(form))}
    for sheet in list_sheets(form):
        canvas = Canvas()
        LAYOUTS[layout].write(canvas, copy_sheet(sheet, texts, {}), Random(3))
        keys = [c.key for line in sheet.lines for c in line.numbers]
        assert [canvas.text[a:b] for a, b in canvas.spans.values()] == [texts[k] for k in keys]
        assert list(canvas.spans) == keys


@pytest.mark.parametrize("form", ["B", "C", "D"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_clean_text_tells_every_number(form: str, layout: str) -> None:
    made = make(11, form=form, layout=layout, medium="text", empty="", notation="plain", **CLEAN)
    text = made.data.decode()
    cells = made.truth.cells.values()
    assert all(cell.printed in text for cell in cells if cell.status == REPORTED)
    if LAYOUTS[layout].joined:
        assert {c.status for c in cells} <= {REPORTED, UNDECIDABLE, EITHER}
    else:
        assert {c.status for c in cells} == {REPORTED}
        assert check_arithmetic(form, {k: c.value for k, c in made.truth.cells.items() if c.value is not None}) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("medium", ["text", "html", "docx"])
def test_every_form_in_every_medium(form: str, medium: str) -> None:
    for seed in range(20):
        made = make(seed, form=form, medium=medium, stray="")
        assert made.data
        assert set(made.truth.cells) == set(list_keys(form))
        assert made.truth.form == form


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(encoding: str) -> None:
    made = make(3, form="D", medium="text", **(CLEAN | {"encoding": encoding}))
    assert "政府信息公开工作" in made.data.decode("gb18030" if encoding == "gbk" else encoding)


class Cells(HTMLParser):
    """The texts of the cells of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "td":
            self.texts.append("")
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "td"

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[-1] += data


@pytest.mark.parametrize("layout", MARKUPS)
def test_cells_of_a_page_hold_the_numbers_in_order(layout: str) -> None:
    made = make(8, form="C", medium="html", layout=layout, empty="", notation="plain", **CLEAN)
    page = Cells()
    page.feed(made.data.decode())
    numbers = [t.strip() for t in page.texts if re.fullmatch(r"-?[\d.]+\s*", t.strip())]
    assert numbers == [cell.printed for cell in made.truth.cells.values()]


@pytest.mark.parametrize(
    ("medium", "form", "part"), [("docx", "D", "word/document.xml"), ("xlsx", "B", "xl/worksheets/sheet1.xml")]
)
def test_office_files_are_packages_with_the_numbers_in_order(medium: str, form: str, part: str) -> None:
    made = make(8, form=form, medium=medium, empty="", notation="plain", **CLEAN)
    with ZipFile(BytesIO(made.data)) as package:
        assert package.testzip() is None
        roots = {name: ElementTree.fromstring(package.read(name)) for name in package.namelist()}
    cell = "}tc" if medium == "docx" else "}c"
    texts = ["".join(element.itertext()) for element in roots[part].iter() if element.tag.endswith(cell)]
    assert [t for t in texts if re.fullmatch(r"-?[\d.]+", t)] == [c.printed for c in made.truth.cells.values()]


@pytest.mark.parametrize("form", ["B", "C", "D"])
def test_a_cut_leaves_no_number_behind_it_and_none_at_it(form: str) -> None:
    cuts = 0
    for seed in range(60):
        made = make(
            seed,
            form=form,
            medium="text",
            layout="pipe_rows",
            notation="plain",
            empty="",
            **(CLEAN | {"damage": ("cut_end",)}),
        )
        text = made.data.decode()
        statuses = [c.status for c in made.truth.cells.values()]
        printed = [s for s in statuses if s in (REPORTED, UNDECIDABLE, EITHER)]
        assert statuses == printed + [ABSENT] * (len(statuses) - len(printed))
        if text[-1].isdecimal() and ABSENT in statuses and printed[-1] != REPORTED:
            cuts += 1
        assert all(s == REPORTED for s in printed[:-1])
    assert cuts


def test_blanks_that_leave_no_trace_make_a_row_undecidable() -> None:
    fixed = {
        "form": "D",
        "body": "government",
        "empty": "blank",
        "place": "request_zeros",
        "notation": "plain",
        "wording": "official",
    }
    lost = make(4, medium="text", layout="cell_lines", region_code="410900", year=2022, **fixed, **CLEAN).truth.cells
    kept = make(4, medium="text", layout="word_cells", region_code="410900", year=2022, **fixed, **CLEAN).truth.cells
    assert {c.status for c in kept.values()} == {REPORTED, BLANK}
    for key, cell in lost.items():
        row = [kept[k] for k in kept if k.rsplit("|", 1)[0] == key.rsplit("|", 1)[0]]
        mixed = {c.status for c in row} == {REPORTED, BLANK} and key.startswith("requests")
        assert (cell.status in (UNDECIDABLE, EITHER)) == mixed


def test_a_cut_takes_sections_and_figures_with_it() -> None:
    for seed in range(40):
        fixed = {"form": "A", "medium": "text", "layout": "pipe_rows", "style": "full", "script": "simplified"}
        whole = make(seed, **fixed, **CLEAN).truth
        made = make(seed, **fixed, **(CLEAN | {"damage": ("cut_end",)}))
        assert made.truth.sections == whole.sections[: len(made.truth.sections)]
        assert [f.value for f in made.truth.figures] == [f.value for f in whole.figures][: len(made.truth.figures)]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_never_changes_a_number_that_is_still_reported(damage: str) -> None:
    for seed in range(12):
        form = "B" if damage == "extra_column" else "D"
        fixed = {
            "form": form,
            "medium": "text",
            "notation": "plain",
            "signs": "minus",
            "encoding": "utf-8",
            "breaks": "none",
            "stray": "",
        }
        made = make(seed, damage=(damage,), **fixed)
        text = made.data.decode()
        for cell in made.truth.cells.values():
            if cell.status == REPORTED:
                assert Decimal(cell.printed) == cell.value
                assert cell.printed in text


def test_documents_without_place_or_year_must_be_refused() -> None:
    for damage, reason in (("no_place", "region_unknown"), ("no_year", "year_unknown")):
        made = make(2, form="D", medium="text", **(CLEAN | {"damage": (damage,)}))
        assert made.truth.refused == reason
    assert (
        "2022年政府信息"
        not in make(2, form="D", year=2022, medium="text", **(CLEAN | {"damage": ("no_year",)})).data.decode()
    )


@pytest.mark.parametrize("stray", STRAYS)
def test_strays_name_a_reason_of_the_closed_list(stray: str) -> None:
    for medium in ("text", "html", "docx"):
        truth = make(6, stray=stray, medium=medium).truth
        assert truth.refused in REJECTIONS
        assert not truth.cells


def test_contradictions_are_those_of_the_printed_numbers() -> None:
    broken = 0
    for seed in range(40):
        made = make(
            seed,
            form="D",
            medium="text",
            layout="pipe_rows",
            notation="plain",
            empty="",
            **(CLEAN | {"breaks": "carry"}),
        )
        values = {k: c.value for k, c in made.truth.cells.items() if c.value is not None}
        assert made.truth.contradictions == check_arithmetic("D", values)
        broken += bool(made.truth.contradictions)
    assert broken > 20


def test_figures_stand_in_the_text() -> None:
    for seed in range(30):
        made = make(seed, form="A", medium="text", layout="pipe_rows", script="simplified", **CLEAN)
        text = made.data.decode()
        for figure in made.truth.figures:
            short = f"{(figure.value / 10000).quantize(Decimal('0.1'))}万"
            assert figure.value == 0 or str(figure.value.quantize(Decimal(1))) in text or short in text


def test_the_generator_shares_no_code_with_the_readers() -> None:
    for path in Path(__file__).parent.glob("*.py"):
        if path.name.startswith("test_"):
            continue
        imported = re.findall(
            r"^(?:from|import) (gov_disclosure\.[\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        assert {name for name in imported if not name.startswith("gov_disclosure.vocabulary")} == set()
