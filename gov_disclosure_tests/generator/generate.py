"""From a recipe to the bytes of a document and the truth about it: the order of the steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from gov_disclosure_tests.generator.bodies import Body, list_regions, name_body
from gov_disclosure_tests.generator.counts import Numbers, break_arithmetic, check_arithmetic, draw_numbers, size_of
from gov_disclosure_tests.generator.damage import SHEET_DAMAGES
from gov_disclosure_tests.generator.grid import copy_sheet, list_sheets
from gov_disclosure_tests.generator.html import write_page
from gov_disclosure_tests.generator.labels import choose_labels
from gov_disclosure_tests.generator.layouts import LAYOUTS
from gov_disclosure_tests.generator.notation import write_cells
from gov_disclosure_tests.generator.office import write_docx, write_xlsx
from gov_disclosure_tests.generator.page import Block, compose
from gov_disclosure_tests.generator.paper import TEXT_DAMAGES, Paper
from gov_disclosure_tests.generator.prose import Narrator
from gov_disclosure_tests.generator.recipe import Recipe
from gov_disclosure_tests.generator.settling import Tables, settle_layout
from gov_disclosure_tests.generator.strays import compose_stray
from gov_disclosure_tests.generator.text import write_text
from gov_disclosure_tests.generator.truth import REPORTED, Truth


@dataclass(frozen=True, slots=True)
class Generated:
    """One document with the truth about it."""

    recipe: Recipe
    file_name: str
    data: bytes
    truth: Truth


def generate(recipe: Recipe, numbers: Numbers | None = None) -> Generated:
    """Make the document of a recipe, with its own numbers or with the given ones."""
    body, rng = _begin(recipe)
    if recipe.stray:
        return _make_stray(recipe, body, rng)
    drawn = draw_numbers(recipe.form, body.scale, body.makes_rules, rng)
    numbers = drawn if numbers is None else dict(numbers)
    _contradict(recipe, numbers, rng)
    cells = write_cells(recipe.form, numbers, recipe.hand, rng)
    truth = Truth(recipe.form, recipe.year, recipe.region_code, body.name, body.issuer_kind, cells=cells)
    printed = {key: numbers[key] for key, cell in cells.items() if cell.status == REPORTED}
    truth.contradictions = check_arithmetic(recipe.form, printed) if recipe.breaks in ("total", "carry") else []
    blocks = _write_blocks(recipe, body, numbers, truth, rng)
    data, extension = _MEDIA[recipe.medium](blocks, recipe, truth, rng)
    _hide_identity(recipe, truth)
    return Generated(recipe, f"{recipe.seed:07d}_{recipe.form}_{recipe.layout}.{extension}", data, truth)


def find_body(recipe: Recipe) -> Body:
    """Whose report a recipe makes, without making it."""
    return _begin(recipe)[0]


def _begin(recipe: Recipe) -> tuple[Body, Random]:
    rng = Random(recipe.seed * 31 + 7)
    region = list_regions(recipe.year)[recipe.region_code]
    return name_body(region, recipe.body, rng, recipe.naming), rng


def _make_stray(recipe: Recipe, body: Body, rng: Random) -> Generated:
    truth = Truth(None, None, None, None, None, refused=recipe.stray)
    data, extension = _MEDIA[recipe.medium](compose_stray(recipe, body, rng), recipe, truth, rng)
    return Generated(recipe, f"{recipe.seed:07d}_{recipe.stray}_{recipe.layout}.{extension}", data, truth)


def _contradict(recipe: Recipe, numbers: Numbers, rng: Random) -> None:
    keys = [k for k in numbers if not k.startswith("proactive|")]
    if recipe.breaks == "total" and keys:
        totals = [k for k in keys if k.endswith(("total", "received", "closed"))]
        break_arithmetic(numbers, totals, rng)
    elif recipe.breaks == "carry" and keys:
        break_arithmetic(numbers, keys, rng)


def _write_blocks(recipe: Recipe, body: Body, numbers: Numbers, truth: Truth, rng: Random) -> list[Block]:
    """Tables filled and damaged, text told around them."""
    relabel = choose_labels(recipe.form, recipe.wording, recipe.wide, recipe.year, rng)
    texts = {key: cell.printed for key, cell in truth.cells.items()}
    sheets = [copy_sheet(sheet, texts, relabel) for sheet in list_sheets(recipe.form)]
    tables = Tables(recipe.form, sheets, truth.cells, set())
    for name in recipe.damage:
        if name in SHEET_DAMAGES:
            SHEET_DAMAGES[name](tables, rng)
    if recipe.text_layout:
        settle_layout(tables, LAYOUTS[recipe.layout])
    narrator = Narrator(body, recipe.year, numbers, size_of(body.scale), rng)
    if "no_place" in recipe.damage:
        narrator.words(name="本机关", short="本机关", office="本机关办公室")
    if "no_year" in recipe.damage:
        narrator.words(year="本")
    if recipe.breaks == "prose" and recipe.form in "BCD":
        narrator.contradict()
        truth.contradictions.append("prose")
    blocks, truth.sections = compose(recipe, narrator, sheets, rng)
    truth.figures = narrator.figures
    truth.prose = "\n".join(block.text for block in blocks if block.kind not in ("heading", "table"))
    return blocks


def _hide_identity(recipe: Recipe, truth: Truth) -> None:
    """A document that does not say whose report it is, or of which year, cannot be accepted."""
    if "no_place" in recipe.damage:
        truth.refused, truth.region_code, truth.issuer = "region_unknown", None, None
    elif "no_year" in recipe.damage:
        truth.refused, truth.report_year = "year_unknown", None


def apply_text_damage(paper: Paper, recipe: Recipe, truth: Truth, rng: Random) -> None:
    """Damage to the characters; figures of paragraphs that are cut are no longer sure, those behind the cut are gone."""
    for name in recipe.damage:
        if name in TEXT_DAMAGES:
            TEXT_DAMAGES[name](paper, truth.cells, rng)
    end = len(paper.text)
    truth.places = paper.spans
    truth.sections = [s for s, stop in zip(truth.sections, paper.headings, strict=True) if stop <= end]
    places = zip(truth.figures, paper.figures, strict=True)
    truth.figures = [replace(f, sure=f.sure and stop <= end) for f, (start, stop) in places if start < end]


def encode(text: str, encoding: str) -> bytes:
    """Bytes of a text; what GBK lacks is written in GB18030, which contains it."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("gb18030")


def _make_text(blocks: list[Block], recipe: Recipe, truth: Truth, rng: Random) -> tuple[bytes, str]:
    paper = write_text(blocks, recipe, rng)
    apply_text_damage(paper, recipe, truth, rng)
    return encode(paper.text, recipe.encoding), "txt"


def _make_html(blocks: list[Block], recipe: Recipe, truth: Truth, rng: Random) -> tuple[bytes, str]:
    paper = write_page(blocks, recipe, rng)
    apply_text_damage(paper, recipe, truth, rng)
    return encode(paper.text, recipe.encoding), "html"


def _make_docx(blocks: list[Block], recipe: Recipe, truth: Truth, rng: Random) -> tuple[bytes, str]:
    return write_docx(blocks, recipe, rng), "docx"


def _make_xlsx(blocks: list[Block], recipe: Recipe, truth: Truth, rng: Random) -> tuple[bytes, str]:
    """The attachment alone: no running text."""
    truth.figures, truth.sections = [], []
    truth.contradictions = [c for c in truth.contradictions if c != "prose"]
    return write_xlsx(blocks, recipe, rng), "xlsx"


_MEDIA: dict[str, Callable[[list[Block], Recipe, Truth, Random], tuple[bytes, str]]] = {
    "text": _make_text,
    "html": _make_html,
    "docx": _make_docx,
    "xlsx": _make_xlsx,
}
