"""One document explained: what was read, from which characters, and what is in doubt.

Belongs here: the same calls that fill the warehouse, for a single document, arranged for a reader: tables as rows and
columns of the form. Does not belong here: how it is shown (`explain_terminal.py`, `explain_page.py`).
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gov_disclosure.frames.facts import CELL_KEYS
from gov_disclosure.frames.register import KnownFacts, RawFacts, build_register_row
from gov_disclosure.parsing.generation import find_form_evidence
from gov_disclosure.parsing.skeleton import parse_skeleton
from gov_disclosure.steps import explain_words as words
from gov_disclosure.steps.explain_rows import WarehouseRows, build_frames, build_rows
from gov_disclosure.steps.explain_tables import explain_left_over, explain_tables, spell_value
from gov_disclosure.steps.explanation import Excerpt, ExplainedFigure, ExplainedFinding, Explanation, Refused
from gov_disclosure.storage.corpus import MANIFEST_NAME
from gov_disclosure.storage.documents import read_raw_document
from gov_disclosure.storage.manifest import read_manifest
from gov_disclosure.storage.names import spell_path
from gov_disclosure.vocabulary.forms import section_titles
from gov_disclosure.vocabulary.indicators import narrative_indicators_by_key
from gov_disclosure.vocabulary.rejections import REJECTIONS

Record = Mapping[str, Any]


def explain_file(path: Path, raw: Path | None = None) -> Explanation | Refused:
    """Read one file as the warehouse would, with its line in the manifest, if there is one."""
    return explain_document(read_raw_document(path.parent, spell_path(path, path.parent)), find_known_facts(path, raw))


def find_known_facts(path: Path, raw: Path | None = None) -> KnownFacts | None:
    """The line of a file in the manifest of the raw folder, as in a run; of a file elsewhere, in the nearest one above it."""
    place = path.absolute()
    folders = [raw.absolute()] if raw is not None and raw.absolute() in place.parents else place.parents
    root = next((folder for folder in folders if (folder / MANIFEST_NAME).is_file()), None)
    return read_manifest(root).lines.get(spell_path(place, root)) if root else None


def explain_document(file: RawFacts, known: KnownFacts | None = None) -> Explanation | Refused:
    """Read one document as the warehouse would; never raises for what is in it."""
    row = build_register_row(file, known)
    if row["status"] != "accepted" or file.data is None:
        return refuse(row)
    try:
        return build_explanation(build_rows(row, build_frames(row, file.data)), known)
    except Exception as error:  # as the register does: a document is refused, the program does not fall over
        return refuse(row | {"reason": "internal_error", "detail": f"{type(error).__name__}: {error}"})


def refuse(row: Record) -> Refused:
    """A row of the register that was rejected, with what to do about it."""
    rejection, detail = REJECTIONS[row["reason"]], row["detail"] or "—"
    messages = rejection.message(detail, "zh"), rejection.message(detail, "en")
    return Refused(row["source_file"], row["media_type"], row["reason"], *messages)


def build_explanation(rows: WarehouseRows, known: KnownFacts | None = None) -> Explanation:
    """Rows of the warehouse as a reader wants them."""
    row = rows.register
    tables = tuple(explain_tables(rows))
    names = {cell.key: cell.name for table in tables for cell in table.cells}
    return Explanation(
        source_file=row["source_file"],
        text=rows.text,
        facts=(*_list_facts(row), *_list_known(known)),
        evidence=(*_list_evidence(row), _explain_form(row, rows.text)),
        sections=tuple(_explain_section(rows.text, e) for e in rows.elements if e["element"] == "section"),
        tables=tables,
        figures=tuple(_explain_figures(rows)),
        left_over=() if tables else tuple(_list_left_over(rows)),
        set_aside=tuple(_explain_rejected(r) for r in rows.rejected if r["table"] not in CELL_KEYS),
        findings=tuple(_explain_finding(finding, names) for finding in rows.findings),
    )


def _list_facts(row: Record) -> Iterator[tuple[str, str]]:
    """Identity, form and file, in the order in which a reader asks."""
    yield "标题", row["title"] or "—"
    level = words.LEVEL_NAMES[row["region_level"]]
    yield "地区", f"{row['region_name']}（{row['region_code']}，{level}）"
    yield "年度", str(row["report_year"])
    yield "分区", f"region={row['region']} / year={row['report_year']}"
    yield "发布机构", row["issuer"] or "—"
    yield "机构类别", words.ISSUER_KIND_NAMES[row["issuer_kind"]]
    yield "统计范围", words.SCOPE_NAMES[row["scope"]]
    yield "发布日期", str(row["published_on"] or "—")
    yield "把握程度", f"{row['identity_confidence']:.2f}"
    yield "表格格式", words.FORM_NAMES[row["form"]]
    yield "文件", f"{row['source_file']}（{row['media_type']}，{row['encoding'] or '—'}，{row['size_bytes']:,} 字节）"
    yield "SHA-256", row["source_sha256"]


def _list_known(known: KnownFacts | None) -> Iterator[tuple[str, str]]:
    """What the manifest gives, which goes before the text."""
    if known:
        given = (
            ("区划代码", known.region_code),
            ("年度", known.report_year),
            ("发布机构", known.issuer),
            ("网址", known.url),
        )
        yield "清单给出", "、".join(f"{name} {value}" for name, value in given if value) or "—"


def _list_evidence(row: Record) -> Iterator[Excerpt]:
    for kind, text, start, end, supports in json.loads(row["identity_evidence"])["evidence"]:
        span = (start, end) if end > start else None
        meaning = words.BASIS_NAMES.get(supports, supports.replace(";", "、"))
        yield Excerpt(words.EVIDENCE_NAMES.get(kind, kind), text or "—", span, meaning)


def _explain_form(row: Record, text: str) -> Excerpt:
    """The label that tells which generation of the form this is."""
    found = find_form_evidence(parse_skeleton(text), row["report_year"])
    if found.span is None:
        return Excerpt(words.FORM_EVIDENCE_NAME, "—", None, words.NO_FORM_LABEL)
    meaning = (
        words.FORM_BY_YEAR.format(form=found.form) if found.is_by_year else words.FORM_BY_LABEL.format(form=found.form)
    )
    return Excerpt(words.FORM_EVIDENCE_NAME, " ".join(text[slice(*found.span)].split()), found.span, meaning)


def _list_left_over(rows: WarehouseRows) -> Iterator[Excerpt]:
    """Numbers of tables that are none of the form's."""
    return (explain_left_over(rows.text, e) for e in rows.elements if e["element"] == "left_over")


def _explain_section(text: str, element: Record) -> Excerpt:
    """The heading of a section; the heading stands right before the text below it."""
    names = {s.key: s.titles[0] for s in section_titles()}
    heading, length = element["note"], element["source_end"] - element["source_start"]
    start = text.rfind(heading, 0, element["source_start"]) if heading else -1
    span = (start, start + len(heading)) if start >= 0 else None
    return Excerpt(names.get(element["table"], words.PREAMBLE_NAME), heading, span, f"{length:,} 字")


def _explain_figures(rows: WarehouseRows) -> Iterator[ExplainedFigure]:
    """Figures that passed their schema; what kind of number each of them is stands in the elements only."""
    kinds = {(e["table"], e["source_start"]): e["note"] for e in rows.elements if e["element"] == "figure"}
    indicators = narrative_indicators_by_key()
    for figure in rows.facts["fact_narrative_figure"]:
        key, start = figure["indicator"], figure["source_start"]
        yield ExplainedFigure(
            name=indicators[key].label_zh if key in indicators else key,
            value=spell_value(figure),
            year=figure["subject_year"],
            kind=words.KIND_NAMES[kinds[key, start]],
            sentence=figure["sentence"],
            raw_text=figure["raw_text"],
            span=(start, figure["source_end"]),
        )


def _explain_rejected(rejected: Record) -> Excerpt:
    span = None if rejected["source_start"] is None else (rejected["source_start"], rejected["source_end"])
    return Excerpt(rejected["keys"], rejected["raw_text"] or "", span, rejected["reason"])


def _explain_finding(finding: Record, names: Mapping[str, str]) -> ExplainedFinding:
    keys = [f"{finding['table']}:{cell}" for cell in (finding["cell_keys"] or "").split("; ") if cell]
    cells = tuple((key, names[key]) for key in keys if key in names)
    return ExplainedFinding(finding["severity"], finding["verdict"], finding["message_zh"], cells)
