/* One area: its years, its trends against its peers, all its numbers. */
"use strict";
(() => {
  const { h, t, overview, term, brief, pages, link, zh, placed, own, address } = Explorer;
  const { title, section, note, notes, facts, table, numeric, numericHead, folded, chooseMeasure, chooseYear, change, state } = Explorer.ui;
  const { measures, years } = Explorer;
  const FIRST = [["indicator", "requests_received"], ["indicator", "substantive_disclosure_rate"], ["indicator", "proactive_total"]];

  async function loadArea(parts) {
    const areas = await measures.loadAreas();
    const area = areas.find((one) => one.path[0] === parts[0] && one.path[1] === parts[1]);
    if (!area) throw new Error(parts.join("/"));
    const [{ rows }, data] = await Promise.all([Explorer.load(`coverage/${area.slug}`), area.documented ? Explorer.load(`area/${area.path.join("/")}`) : { reports: [], series: {}, indicator: {} }, Explorer.load("layouts").then((layouts) => { Explorer.layouts = layouts; })]);
    const row = rows.find(([place]) => place === area.place);
    const read = (letters, words, place) => (letters && letters[place] !== " " ? words[letters.charCodeAt(place) - 97] : null);
    area.coverage = [...years].map((year, place) => ({ year, state: row ? read(row[1], overview.states, place) : null, timeliness: row ? read(row[2], Explorer.words.lists.timeliness, place) : null, refused: row ? row[3][year] : null }));
    return { areas, area, data };
  }
  const standsFor = (data, kind, key, year) => measures.read((data[kind === "series" ? "series" : "indicator"] || {})[key], year - years[0]);
  const reportsOf = (data, year) => data.reports.filter((report) => report.report_year === year);

  function crumbs(areas, area) {
    const found = [link(t("coverage"), "overview"), Explorer.ui.provinceLink(overview.provinces[area.region])];
    const parent = areas[area.parent];
    if (parent && parent.level === "prefecture") found.push(Explorer.ui.areaLink(parent));
    return found;
  }

  /* Parts of a line: a new one begins where the number does not go on from the one before, or where a year has none. */
  function cutOwn(points) {
    let segment = 0;
    return points.map(({ year, point }, place) => {
      const before = place ? points[place - 1].point : null;
      const goesOn = point && before && before.value !== null && ["same", "bounded"].includes(point.comparability);
      if (!goesOn) segment += 1;
      return { year, point, segment };
    });
  }
  function cutPeers(measure, rows) {
    let segment = 0;
    return rows.map((row, place) => {
      const goesOn = place && rows[place - 1].value !== null && measures.join(measure, Explorer.form(row.year - 1), Explorer.form(row.year)) === "same";
      if (!goesOn) segment += 1;
      return { ...row, segment };
    });
  }

  async function trendOf(measure, areas, area, data) {
    const points = await measures.loadPoints(measure);
    const peers = areas.filter((one) => one.level === area.level && one.region === area.region && one !== area);
    const mine = cutOwn([...years].map((year) => ({ year, point: standsFor(data, measure.kind, measure.key, year) })));
    const theirs = cutPeers(measure, [...years].map((year) => { const s = measures.summarise(peers.map((one) => points(one.place, year)), measure); const few = s.n < measures.FEWEST; return { year, n: s.n, value: few ? null : s.median, low: few ? null : s.low, high: few ? null : s.high, told: few ? "" : measures.formatSummary(measure, s.median) }; }));
    const name = measures.titled(measure);
    const known = [...years].filter((_, place) => theirs[place].value !== null || (mine[place].point && (measures.usable(mine[place].point) || mine[place].point.bounds)));
    const breaks = Explorer.ui.listShownBreaks(measure, known);
    const shown = mine.map(({ year, point, segment }) => ({
      year, segment, value: measures.usable(point) ? point.value : null, low: point && point.bounds ? point.bounds[0] : null, high: point && point.bounds ? point.bounds[1] ?? point.bounds[0] : null,
      told: point && point.value !== null ? Explorer.ui.told(measure, point) : "", state: point && point.status ? Explorer.ui.statusOf(measure, point, Explorer.form(year)) : "",
    }));
    const told = { own: area.told, median: t("median_of_peers"), band: t("middle_half") };
    const description = t("trend_description", { what: name, region: area.told, level: term("level", area.level), province: overview.provinces[area.region].told });
    const canDraw = shown.some((row) => row.value !== null) || theirs.some((row) => row.value !== null);
    const rows = [...years].map((year, place) => {
      const point = mine[place].point, peer = theirs[place];
      return [h("th", { scope: "row" }, year), numeric(point && point.status ? link(Explorer.ui.value(measure, point), "number", [...area.path, measure.kind, measure.key, year]) : ""), numeric(peer.told), ...(measure.isYesNo ? [] : [numeric(peer.low !== null ? `${measures.format(measure, peer.low)}–${measures.format(measure, peer.high)}` : "")]), numeric(peer.n || ""), point && point.comparability ? term("comparability", point.comparability) + (point.comparability_reason ? ` — ${term("comparability_reason", point.comparability_reason)}` : "") : point && point.status ? Explorer.ui.statusOf(measure, point, Explorer.form(year)) : ""];
    });
    const numbers = table({ caption: name, name: area.name, head: [t("year"), numericHead(placed(area.name, area.latin)), numericHead(measure.isYesNo ? t("share_of_peers", { what: own(measure) }) : t("median_of_peers")), ...(measure.isYesNo ? [] : [numericHead(t("middle_half"))]), numericHead(t(measure.isYesNo ? "count_known" : "count_regions")), t("to_year_before_head")], rows });
    return [
      measure.isYesNo ? numbers : canDraw ? Explorer.charts.trend(t("trend_caption"), { own: shown, peers: theirs.filter((row) => row.value !== null), breaks, title: name, format: measures.axis(measure), names: told, description }) : note(t("nothing")),
      Explorer.ui.breaksNote(measure, known),
      measure.isYesNo ? null : folded(t("trend_table"), numbers),
      folded(t("peers_table"), peersTable(measure, areas, area, points)),
    ];
  }

  function peersTable(measure, areas, area, points) {
    const year = [...years].reverse().find((one) => measures.usable(points(area.place, one))) || years.at(-1);
    const rows = areas.filter((one) => one.level === area.level && one.region === area.region).map((one) => ({ one, point: points(one.place, year) })).filter((row) => measures.usable(row.point)).sort((a, b) => b.point.value - a.point.value);
    return rows.length ? table({ caption: t("peers_caption", { what: own(measure), year }), head: [t("region"), numericHead(own(measure)), t("compare")],
      rows: rows.map(({ one, point }) => [one === area ? placed(one.name, one.latin, "strong") : Explorer.ui.areaLink(one), numeric(link(Explorer.ui.marked(measure, point), "number", [...one.path, measure.kind, measure.key, year])), one === area ? "" : link(t("side_by_side"), "compare", [], { a: area.path.join("/"), ay: year, b: one.path.join("/"), by: year })]) }) : note(t("nothing"));
  }

  pages.region = async ({ parts, query }) => {
    const { areas, area, data } = await loadArea(parts);
    const picked = (query.get("what") || "").split("/");
    const chosen = measures.find(picked[0] === "series" ? "series" : "indicator", picked[1] || "") || measures.find(...(FIRST.find(([, key]) => data.indicator[key] && data.indicator[key].value.some((value) => value !== null)) || FIRST[0]));
    const former = area.names.slice(1);
    return [
      title(placed(area.name, area.latin), crumbs(areas, area)),
      facts([[t("level"), term("level", area.level)], [t("code"), area.codes.join(" ← ")], [t("former_names"), former.length ? zh(former.join("、")) : ""], [t("reports"), Explorer.number(data.reports.length)]]),
      h("div", { class: "choices" }, link(t("compare_years"), "compare", [], { a: area.path.join("/"), ay: years.at(-2), b: area.path.join("/"), by: years.at(-1) }, { class: "button" }), link(t("compare_regions"), "compare", [], { a: area.path.join("/") }, { class: "button" })),
      section(t("trend_heading"), h("div", { class: "choices" }, chooseMeasure(chosen, (value) => change({ what: value }))), await trendOf(chosen, areas, area, data)),
      section(t("years_heading"), table({ caption: t("years_caption"), hidden: true, head: [t("year"), t("state"), t("timeliness"), t("reports"), t("findings")], rows: [...area.coverage].reverse().map((one) => [h("th", { scope: "row" }, one.year), one.state ? state(one.state) : t("not_in_register"), one.timeliness ? brief("timeliness", one.timeliness) : one.refused ? one.refused.split(" ").map((reason) => h("p", {}, Explorer.pick(Explorer.words.reasons[reason]) || reason)) : "", h("td", { class: "w" }, reportsOf(data, one.year).map((report) => h("div", {}, reportLink(area, report), report.is_current ? null : ` (${t("replaced")})`))), h("td", {}, reportsOf(data, one.year).map((report) => h("div", {}, countFindings(report))))]) })),
      section(t("numbers_heading"), note(t("numbers_note")), allNumbers(area, data, "indicator"), folded(t("series"), allNumbers(area, data, "series") || note(t("nothing")))),
    ];
  };

  const reportLink = (area, report) => zh("", "span").appendChild(link(report.issuer || report.title || report.source_file, "report", [...area.path, report.report_id])).parentNode;

  const countFindings = (report) => ["error", "warning", "info"].map((severity) => [severity, report.findings.filter((one) => one.severity === severity).length]).filter(([, count]) => count)
    .map(([severity, count], place) => [place ? " · " : "", h("span", { class: `count ${severity}` }, `${brief("severity", severity)} ${count}`)]);

  function allNumbers(area, data, kind) {
    const known = measures.list(kind).map((one) => measures.find(kind, one.key)).filter((one) => data[kind][one.key]);
    if (!known.length) return null;
    const isTold = (measure, year) => { const point = standsFor(data, kind, measure.key, year); return point && point.status && !["no_report", "not_in_form"].includes(point.status); };
    const told = [...years].filter((year) => known.some((measure) => isTold(measure, year)));
    return table({ caption: t(kind === "series" ? "series" : "indicators"), head: [t("measure"), t("unit"), ...told.map((year) => numericHead(year))],
      rows: known.map((measure) => [h("th", { scope: "row" }, link(own(measure), "region", area.path, { what: `${measure.kind}/${measure.key}` })), measures.unitOf(measure), ...told.map((year) => {
        const point = standsFor(data, kind, measure.key, year);
        if (!isTold(measure, year)) return h("td", {});
        return numeric(h("a", { href: address("number", [...area.path, kind, measure.key, year]) }, Explorer.ui.value(measure, point)), { class: Explorer.ui.isBroken(point) ? "broken" : "" });
      })]) });
  }

  pages.compare = async ({ query }) => {
    const areas = (await measures.loadAreas()).filter((area) => area.documented);
    const sides = await Promise.all([["a", "ay"], ["b", "by"]].map(async ([key, yearKey]) => {
      const path = (query.get(key) || "").split("/");
      const area = areas.find((one) => one.path[0] === path[0] && one.path[1] === path[1]);
      return { key, yearKey, area, year: Number(query.get(yearKey)) || years.at(-1), ...(area ? await loadArea(path) : { data: null }) };
    }));
    const both = sides.every((side) => side.data);
    return [
      title(t("compare")),
      h("div", { class: "sides" }, sides.map((side, place) => h("fieldset", {}, h("legend", {}, t(place ? "second" : "first")), chooseArea(areas, side), Explorer.ui.chooseYear(t("year"), side.year, (value) => change({ [side.yearKey]: value }))))),
      both ? [notes(listDifferences(sides), t("caution_heading")), compareTable(sides, "indicator"), compareTable(sides, "series")] : note(t("compare_note")),
    ];
  };

  function chooseArea(areas, side) {
    const name = `list-${side.key}`;
    const name_ = (area) => `${area.told} ${overview.provinces[area.region].label} ${area.codes[0]}`;
    const apart = measures.tellApart(areas, name_);
    const spell = (area) => name_(area) + apart(area);
    const list = h("datalist", { id: name });
    const fill = (text) => list.replaceChildren(...areas.filter((area) => text && spell(area).toLowerCase().includes(text.toLowerCase())).slice(0, 30).map((area) => h("option", { value: spell(area) })));
    return h("label", { class: "choice" }, h("span", {}, t("region")), h("input", {
      type: "text", list: name, value: side.area ? spell(side.area) : "", placeholder: t("search_placeholder"), autocomplete: "off", lang: "zh-CN",
      oninput: (event) => { fill(event.target.value); const found = areas.find((area) => spell(area) === event.target.value); if (found) change({ [side.key]: found.path.join("/") }); },
    }), list);
  }

  /* The form of the report that stands for a region, which need not be that of its year. */
  function formOf({ data, year }) {
    const [id] = (data.chosen || {})[year] || [];
    const report = id && data.reports.find((one) => one.report_id === id);
    return report ? report.form : Explorer.form(year);
  }

  function listDifferences([a, b]) {
    const found = [];
    const [one, other] = [a, b].map(formOf);
    if (one !== other) found.push(t("compare_forms", { a: term("form", one), b: term("form", other) }));
    if (a.area.level !== b.area.level) found.push(t("compare_levels", { a: term("level", a.area.level), b: term("level", b.area.level) }));
    if (a.area.id !== b.area.id) found.push(t("compare_size"));
    const scopes = [a, b].map((side) => side.data.reports.filter((report) => report.report_year === side.year && report.is_current).map((report) => report.scope));
    if (scopes.some((own_) => own_.some((scope) => scope !== "area_sum"))) found.push(t("compare_scope"));
    return found;
  }

  function compareTable(sides, kind) {
    const [a, b] = sides;
    const forms = sides.map(formOf);
    const read = (side, key) => measures.read(side.data[kind][key], side.year - years[0]);
    const known = measures.list(kind).map((one) => measures.find(kind, one.key)).filter((one) => sides.some((side) => { const point = read(side, one.key); return point && (point.value !== null || point.bounds || (point.flag && point.flag !== "ok")); }));
    if (!known.length) return null;
    const head = (side) => h("th", { scope: "col", class: "n wraps" }, placed(side.area.name, side.area.latin), ` ${side.year}`);
    const cell = (side, measure) => { const point = read(side, measure.key); return numeric(point && point.status ? link(Explorer.ui.value(measure, point), "number", [...side.area.path, kind, measure.key, side.year]) : ""); };
    return table({ caption: t(kind === "series" ? "series" : "indicators"), head: [t("measure"), head(a), head(b), numericHead(t("difference")), t("comparability")],
      rows: known.map((measure) => {
        const [one, other] = sides.map((side) => read(side, measure.key));
        const join = measures.join(measure, ...forms);
        const usable = join === "same" && measures.usable(one) && measures.usable(other);
        const hidden = [one, other].find((point) => point && point.flag && point.flag !== "ok");
        const gap = usable ? other.value - one.value : null;
        return [h("th", { scope: "row" }, measures.titled(measure, forms[0] === forms[1] ? forms[0] : null)), cell(a, measure), cell(b, measure), numeric(gap === null ? "" : measure.isYesNo ? t(gap ? "other" : "equal") : measures.isShare(measure) ? `${gap > 0 ? "+" : ""}${(100 * gap).toFixed(1)} ${t("points")}` : (gap > 0 ? "+" : "") + Explorer.number(gap)), hidden ? brief("flag", hidden.flag) : !(measures.usable(one) && measures.usable(other)) ? t(measure.isYesNo ? "not_known" : "no_number") : t(`join_${join}`) + (join === "same" ? "" : measures.why(measure) ? ` — ${measures.why(measure)}` : "")];
      }) });
  }

  Object.assign(Explorer, { areas: { loadArea, standsFor, crumbs, reportLink, cutOwn, cutPeers } });
})();
