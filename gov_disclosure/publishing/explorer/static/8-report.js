/* From a number down to the characters of the report: a measure, its cells, one cell in its text, the whole report. */
"use strict";
(() => {
  const { h, t, term, brief, pages, link, zh, placed, own, unit, number, address, pick } = Explorer;
  const { title, section, note, notes, facts, table, numeric, folded } = Explorer.ui;
  const { measures } = Explorer;
  const AROUND = 160;
  const SEVERITIES = ["error", "warning", "info"];
  const FIGURES = "fact_narrative_figure";

  /* All cells of a table of a report as {key, value, value_status, unit, start, length, …}. */
  function unfold(data, report, name) {
    const packed = report.cells[name];
    if (!packed) return [];
    let at = 0;
    return Explorer.layouts[packed.k].map((key, place) => {
      const start = at + packed.p[place];
      if (packed.n[place] >= 0) at = start + packed.n[place];
      const cell = { table: name, key, value: packed.v[place], value_status: Explorer.words.lists.value_status[packed.s.charCodeAt(place) - 97], unit: Explorer.layouts[packed.u][place], start: packed.n[place] < 0 ? null : start, length: Math.max(packed.n[place], 0) };
      return Object.assign(cell, packed.x[place]);
    });
  }
  function unfoldFigures(report, text) {
    const all = characters(text);
    const read = (sentence) => (typeof sentence === "string" ? sentence : cut(all, sentence[0], sentence[0] + sentence[1]));
    return report.figures.map((figure, place) => ({ ...figure, sentence: read(figure.sentence), table: FIGURES, key: `${figure.indicator}.${place}`, start: figure.source_start ?? null, length: figure.source_start === undefined ? 0 : figure.source_end - figure.source_start, value: figure.value ?? null }));
  }
  const cellsOf = (data, report, name, text) => (name === FIGURES ? unfoldFigures(report, text) : unfold(data, report, name));

  /* What findings call a cell: a figure by its indicator alone, of which a report may have several. */
  const keyOf = (cell) => (cell.table === FIGURES ? cell.key.replace(/\.\d+$/, "") : cell.key);
  const listConcerned = (report, { table: name, cell_keys: keys }) => keys.split("; ").flatMap((key) => (name !== FIGURES ? [{ table: name, key }]
    : report.figures.flatMap((figure, place) => (figure.indicator === key ? [{ table: name, key: `${key}.${place}` }] : []))));

  function nameCell(cell) {
    if (cell.table === FIGURES) return pick(Explorer.words.figures[keyOf(cell)]) || keyOf(cell);
    const known = (Explorer.words.cells[cell.table] || {})[cell.key];
    return known ? pick(known) : cell.key;
  }
  const unitOf = (cell) => {
    const [, , known, en] = (cell.table === FIGURES ? Explorer.words.figures[keyOf(cell)] : (Explorer.words.cells[cell.table] || {})[cell.key]) || [];
    return Explorer.language === "en" && known === cell.unit ? en : unit(cell.unit);
  };
  const shownValue = (cell) => (cell.value !== null && cell.value !== undefined ? number(cell.value) : brief("value_status", cell.value_status));

  /* Positions count characters; JavaScript counts halves of those beyond the basic plane. */
  const characters = (text) => (/[\ud800-\udfff]/.test(text) ? Array.from(text) : text);
  const cut = (all, from, to) => { const piece = all.slice(from, to); return typeof piece === "string" ? piece : piece.join(""); };

  const loadText = async (area, report) => (await Explorer.load(`text/${area.path.join("/")}`))[report.report_id] || "";

  function excerpt(text, cell, around = AROUND) {
    const all = characters(text);
    const from = Math.max(0, cell.start - around), to = Math.min(all.length, cell.start + cell.length + around);
    return h("blockquote", { class: "source", lang: "zh-CN", tabindex: 0, "aria-label": t("excerpt") }, from > 0 ? "……" : "", cut(all, from, cell.start), h("mark", { id: "here" }, cut(all, cell.start, cell.start + cell.length)), cut(all, cell.start + cell.length, to), to < all.length ? "……" : "");
  }

  function reportFacts(area, report) {
    return facts([
      [t("report_title"), report.title ? zh(report.title) : ""], [t("issuer"), zh(report.issuer || "")], [t("issuer_kind"), term("issuer_kind", report.issuer_kind)], [t("scope"), term("scope", report.scope)],
      [t("year"), report.report_year], [t("form"), term("form", report.form)], [t("published_on"), report.published_on || ""],
      [t("source_file"), zh(report.source_file, "code")], [t("source_url"), report.source_url ? zh(report.source_url, "code") : ""], ["SHA-256", h("code", { class: "hash" }, report.source_sha256)], [t("report_id"), h("code", { class: "hash" }, report.report_id)],
      [t("version"), report.is_current ? t("current") : t("replaced")],
    ]);
  }

  const cellAddress = (area, report, cell) => ["cell", [...area.path, report.report_id, cell.table, cell.key]];

  function messages(area, report, findings) {
    if (!findings.length) return note(t("no_findings"));
    return h("ul", { class: "findings" }, [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)).map((finding) => h("li", { class: finding.severity },
      h("strong", {}, brief("severity", finding.severity)), " ", h("span", { class: "rule" }, finding.rule), " · ", brief("verdict", finding.verdict),
      h("p", { lang: Explorer.language === "zh" ? "zh-CN" : "en" }, Explorer.quoting(own(finding, "message"))),
      finding.waived_by ? h("p", { class: "note" }, Explorer.quoting(t("waived", { who: finding.waived_by, why: finding.waived_reason || "" }))) : null,
      finding.cell_keys && finding.table ? h("p", {}, t("cells_concerned"), listConcerned(report, finding).slice(0, 12).map((cell, place) => [place ? t("comma") : "", link(nameCell(cell), ...cellAddress(area, report, cell))]), listConcerned(report, finding).length > 12 ? t("and_more", { n: listConcerned(report, finding).length - 12 }) : null) : null)));
  }
  const concerning = (report, cells) => report.findings.filter((finding) => cells.some((cell) => finding.table === cell.table && (finding.cell_keys || "").split("; ").includes(keyOf(cell))));

  /* The cells that a series is the sum of, in one form. */
  function listParts(data, report, series, text) {
    const expression = series.cells[report.form];
    if (!expression) return [];
    if (expression.table === FIGURES) {
      return unfoldFigures(report, text).filter((figure) => figure.is_current_year && expression.terms.some(([name]) => name === figure.indicator)).map((cell) => ({ cell, factor: expression.terms.find(([name]) => name === cell.indicator)[1] }));
    }
    const cells = new Map(unfold(data, report, expression.table).map((cell) => [cell.key, cell]));
    return expression.terms.map(([key, factor]) => ({ cell: cells.get(key) || { table: expression.table, key, value: null, value_status: "absent", start: null, length: 0 }, factor }));
  }

  function partsTable(caption, area, report, parts, text) {
    return table({ caption, head: [t("cell"), Explorer.ui.numericHead(t("value")), t("status"), t("characters")],
      rows: parts.map(({ cell, factor }) => [
        h("th", { scope: "row" }, factor === -1 ? "− " : factor !== 1 ? `${number(factor)} × ` : "", link(nameCell(cell), ...cellAddress(area, report, cell))),
        numeric(link(shownValue(cell), ...cellAddress(area, report, cell))), brief("value_status", cell.value_status) + (cell.value === null && cell.value_derived !== undefined ? t("implied", { n: number(cell.value_derived) }) : ""),
        cell.start === null ? "" : zh(cut(characters(text), cell.start, cell.start + cell.length), "code"),
      ]) });
  }

  /* The sum with the signs of what has to be known of it. */
  function nameSum(one, point, form) {
    const known = point && point.value !== null && point.value !== undefined;
    return measures.titled(one, form) + (known ? ` = ${measures.format(one, point.value)}${point.status === "derived" ? " ∑" : point.status === "rounded" ? " ≈" : ""}${point.in_doubt ? " !" : ""}` : "");
  }
  const nameSide = (terms) => terms.map(([key]) => own(measures.find("series", key) || { zh: "", en: "" })).filter(Boolean).join(" + ");
  const quotient = (measure, { numerator, denominator }) => h("p", { id: "quotient" }, `${nameSide(measure.numerator) || t("numerator")} ${number(numerator)} ÷ ${nameSide(measure.denominator) || t("denominator")} ${number(denominator)}`);

  pages.number = async ({ parts: [slug, name, kind, key, yearText] }) => {
    const year = Number(yearText);
    const { areas, area, data } = await Explorer.areas.loadArea([slug, name]);
    const measure = measures.find(kind, key);
    const [id, basis, choice, candidates] = (data.chosen || {})[year] || [];
    const report = id && data.reports.find((one) => one.report_id === id);
    const point = Explorer.areas.standsFor(data, kind, key, year) || { status: report ? "not_in_form" : "no_report", value: null };
    const text = report ? await loadText(area, report) : "";
    const form = report ? report.form : Explorer.form(year);
    const series = kind === "series" ? [measure] : [...measure.numerator, ...measure.denominator].map(([one]) => measures.find("series", one)).filter(Boolean);
    const all = report ? series.map((one) => ({ one, parts: listParts(data, report, one, text) })) : [];
    const cells = all.flatMap(({ parts }) => parts.map(({ cell }) => cell));
    const printed = cells.filter((cell) => cell.start !== null);
    return [
      title([own(measure), " · ", placed(area.name, area.latin), ` · ${year}`], [...Explorer.areas.crumbs(areas, area), Explorer.ui.areaLink(area)]),
      h("p", { class: "big" }, h("strong", { id: "value" }, Explorer.ui.value(measure, point)), " ", measure.isYesNo || point.value === null ? "" : measures.unitOf(measure, form), " ", h("span", { class: "tag" }, Explorer.ui.statusOf(measure, point, form))),
      measure.isRate && typeof point.numerator === "number" && typeof point.denominator === "number" ? quotient(measure, point) : null,
      point.bounds ? h("p", {}, t("between", { low: measures.format(measure, point.bounds[0]), high: point.bounds[1] === null ? "?" : measures.format(measure, point.bounds[1]) })) : null,
      notes(Explorer.ui.listCautions(measure, point, report ? { basis, choice, candidates } : null, form), t("caution_heading")),
      report ? section(t(all.length ? "made_from" : "made_from_report"), all.length ? null : facts([[t("published_on"), report.published_on || ""]]), all.map(({ one, parts }) => (parts.length ? partsTable(nameSum(one, Explorer.areas.standsFor(data, "series", one.key, year), form), area, report, parts, text) : note(`${own(one)}: ${term("status", "not_in_form")}`)))) : note(t("no_report_chosen")),
      printed.length ? section(t("in_the_text"), printed.slice(0, 6).map((cell) => h("div", { class: "found" }, h("h3", {}, link(nameCell(cell), ...cellAddress(area, report, cell))), cell.sentence ? h("p", { lang: "zh-CN", class: "sentence" }, cell.sentence) : null, excerpt(text, cell, 60)))) : null,
      report ? h("div", { id: "findings", tabindex: -1 }, section(t("findings"), messages(area, report, concerning(report, cells)))) : null,
      report ? section(t("report"), reportFacts(area, report), h("p", {}, link(t("open_report"), "report", [...area.path, report.report_id], {}, { class: "button" }))) : null,
    ];
  };

  pages.cell = async ({ parts: [slug, name, id, tableName, key] }) => {
    const { areas, area, data } = await Explorer.areas.loadArea([slug, name]);
    const report = data.reports.find((one) => one.report_id === id);
    const text = await loadText(area, report);
    const found = cellsOf(data, report, tableName, text).find((one) => one.key === key);
    if (!found && tableName === FIGURES) throw new Error(key);
    const cell = found || { table: tableName, key, value: null, value_status: "absent", start: null, length: 0 };
    const raw = cell.start === null ? null : cut(characters(text), cell.start, cell.start + cell.length);
    const cautions = [];
    const status = { blank: "caution_blank", dash: "caution_dash", absent: "caution_absent", unreadable: "caution_unreadable", not_applicable: "caution_not_applicable" }[cell.value_status];
    if (status) cautions.push(t(status));
    if (cell.precision) cautions.push(t("caution_precision", { n: number(cell.precision), bound: term("bound", cell.bound || "exact") }));
    if (cell.value_derived !== undefined) cautions.push(t("caution_cell_derived", { n: number(cell.value_derived) }));
    cautions.push(t(`caution_scope_${report.scope}`));
    if (cell.table === FIGURES) cautions.push(t("caution_figure"));
    if (!report.is_current) cautions.push(t("caution_replaced"));
    return [
      title(nameCell(cell), [...Explorer.areas.crumbs(areas, area), Explorer.ui.areaLink(area), Explorer.areas.reportLink(area, report)]),
      h("p", { class: "big" }, h("strong", { id: "value" }, shownValue(cell)), " ", cell.value === null ? null : unitOf(cell), " ", h("span", { class: "tag" }, term("value_status", cell.value_status))),
      facts([[t("table"), pick(Explorer.words.tables[cell.table])], [t("characters"), raw === null ? t("nothing_printed") : h("code", { id: "raw", lang: "zh-CN" }, raw)], [t("position"), cell.start === null ? "" : `${number(cell.start)}–${number(cell.start + cell.length)}`], [t("subject_year"), cell.subject_year ?? ""]]),
      section(t("in_the_text"), cell.sentence ? h("p", { lang: "zh-CN", class: "sentence" }, cell.sentence) : null, cell.start === null ? note(t("caution_absent")) : excerpt(text, cell), cell.start === null ? null : h("p", {}, link(t("open_text_here"), "report", [...area.path, report.report_id], { at: `${cell.start}-${cell.start + cell.length}` }, { class: "button" }))),
      notes(cautions, t("caution_heading")),
      section(t("findings"), messages(area, report, concerning(report, [cell]))),
      section(t("report"), reportFacts(area, report)),
    ];
  };

  pages.report = async ({ parts: [slug, name, id], query }) => {
    const { areas, area, data } = await Explorer.areas.loadArea([slug, name]);
    const report = data.reports.find((one) => one.report_id === id);
    const text = await loadText(area, report);
    const [from, to] = (query.get("at") || "").split("-").map(Number);
    const all = characters(text);
    const marked = query.get("at") && to <= all.length;
    const figures = unfoldFigures(report, text);
    return [
      title(zh(report.title || report.issuer || report.source_file), [...Explorer.areas.crumbs(areas, area), Explorer.ui.areaLink(area)]),
      reportFacts(area, report),
      section(`${t("findings")} (${number(report.findings.length)})`, messages(area, report, report.findings)),
      Object.keys(report.cells).filter((one) => report.cells[one].v.length).map((one) => section(pick(Explorer.words.tables[one]), formTable(area, data, report, one))),
      figures.length ? section(pick(Explorer.words.tables[FIGURES]), table({ caption: pick(Explorer.words.tables[FIGURES]), hidden: true, head: [t("measure"), Explorer.ui.numericHead(t("value")), t("unit"), t("subject_year"), t("sentence")], rows: figures.map((cell) => [h("th", { scope: "row" }, nameCell(cell)), numeric(link(shownValue(cell), ...cellAddress(area, report, cell))), unitOf(cell), cell.subject_year ?? "", zh(cell.sentence || "")]) })) : null,
      section(t("text"), h("div", { class: "source whole", lang: "zh-CN", tabindex: 0, role: "region", "aria-label": t("text") }, marked ? [cut(all, 0, from), h("mark", { id: "here" }, cut(all, from, to)), cut(all, to)] : text)),
    ];
  };

  /* A table as the form has it: rows and columns with their names, each number a link. */
  function formTable(area, data, report, name) {
    const cells = new Map(unfold(data, report, name).map((cell) => [cell.key, cell]));
    const layout = Explorer.words.layouts[report.form][name];
    const show = (cell) => (cell ? numeric(h("a", { href: address(...cellAddress(area, report, cell)), class: `cell-${cell.value_status}` }, shownValue(cell))) : h("td", {}));
    if (layout.columns.length < 2) {
      return table({ caption: pick(Explorer.words.tables[name]), hidden: true, head: [t("cell"), Explorer.ui.numericHead(t("value")), t("unit")], rows: [...cells.values()].map((cell) => [h("th", { scope: "row" }, nameCell(cell)), show(cell), unitOf(cell)]) });
    }
    const rows = layout.rows.filter(([row]) => layout.columns.some(([column]) => cells.has(`${row}|${column}`)));
    return table({ caption: pick(Explorer.words.tables[name]), hidden: true, head: [t("row"), ...layout.columns.map((column) => Explorer.ui.numericHead(pick(column.slice(1))))],
      rows: rows.map((row) => [h("th", { scope: "row" }, pick(row.slice(1, 3))), ...layout.columns.map(([column]) => show(cells.get(`${row[0]}|${column}`)))]) });
  }
})();
