/* Any series or indicator over the country by province and year, or inside a province; and the ranking. */
"use strict";
(() => {
  const { h, t, overview, term, brief, pages, link, placed, own, number } = Explorer;
  const { title, section, note, notes, table, numeric, numericHead, select, chooseMeasure, chooseYear, change, areaLink } = Explorer.ui;
  const { measures, years } = Explorer;
  const { FEWEST } = Explorer.measures;
  const DEFAULT = { kind: "indicator", key: "substantive_disclosure_rate" };

  const findMeasure = (parts) => measures.find(parts[0], parts[1]) || measures.find(DEFAULT.kind, DEFAULT.key);
  const named = measures.titled;

  /* Rows of a map: a name, where it leads, and the areas that it summarises; or `itself`, an area with its own numbers. */
  function listRows(areas, province, inside, of) {
    if (!province) {
      return overview.provinces.map((one, region) => ({
        name: one.label, place: [one.short, one.latin], path: ["province", [one.slug]], areas: areas.filter((area) => area.region === region && area.level === of), itself: of === "province",
      })).filter((row) => row.areas.length);
    }
    const region = overview.provinces.indexOf(province);
    const here = areas.filter((area) => area.region === region && area.documented);
    const counties = (area) => here.filter((one) => one.parent === area.place);
    if (inside) return listAreas(here.filter((area) => area.parent === inside.place || area === inside));
    if (of !== "county") return listAreas(here.filter((area) => area.level === of));
    const parents = areas.filter((area) => area.region === region && area.level === "prefecture" && counties(area).length);
    return listAreas([...parents, ...here.filter((area) => measures.isDirect(areas, area))], (area) => (area.level === "prefecture" ? counties(area) : null));
  }
  function listAreas(found, find = () => null) {
    const apart = measures.tellApart(found);
    return found.map((area) => {
      const below = find(area);
      return { name: area.told + apart(area), apart: apart(area), place: [area.name, area.latin], path: ["region", area.path], areas: below || [area], itself: !below };
    });
  }

  pages.map = async ({ parts, query }) => {
    const measure = findMeasure(parts);
    const [areas, points] = await Promise.all([measures.loadAreas(), measures.loadPoints(measure)]);
    const province = overview.provinces.find((one) => one.slug === query.get("province")) || null;
    const prefectures = province ? areas.filter((area) => area.slug === province.slug && area.level === "prefecture" && (area.documented || areas.some((one) => one.documented && one.parent === area.place))) : [];
    const choice = measures.tellApart(prefectures);
    const inside = prefectures.find((area) => area.id === query.get("in")) || null;
    const of = ["province", "prefecture", "county"].includes(query.get("of")) ? query.get("of") : "county";
    const rows = listRows(areas, province, inside, of);
    const single = (row) => row.itself;
    const cells = rows.map((row) => [...years].map((year) => {
      const known = row.areas.map((area) => points(area.place, year));
      const summary = measures.summarise(known, measure);
      const few = !single(row) && summary.n < FEWEST;
      return { n: summary.n, few: few && summary.n > 0, value: few ? null : summary.median, point: single(row) ? known[0] : null };
    }));
    const isHidden = (point) => point && point.flag && point.flag !== "ok";
    const tell = (cell) => (cell.value !== null ? (cell.point ? Explorer.ui.told(measure, cell.point) : measures.formatSummary(measure, cell.value)) : cell.few ? t(measure.isYesNo ? "too_few_known" : "too_few", { n: cell.n }) : isHidden(cell.point) ? brief("flag", cell.point.flag) : "");
    const told = [...years].map((_, at) => at).filter((at) => cells.some((row) => row[at].value !== null || row[at].few || (row[at].point && row[at].point.status && !["no_report", "not_in_form"].includes(row[at].point.status))));
    const heat = rows.flatMap((row, place) => [...years].map((year, at) => ({ name: row.name, path: row.path, year, value: cells[place][at].value, told: tell(cells[place][at]) || t(measure.isYesNo ? "not_known" : "no_number") })));
    const what = measure.isYesNo && !rows.every(single) ? t("share_yes", { what: own(measure) }) : named(measure);
    const caption = t(inside ? "map_caption_prefecture" : province ? "map_caption_province" : "map_caption", { what, of: term("level", of) });
    return [
      title(t("map_heading"), province ? [link(t("country"), "map", parts, { of }), placed(province.name, province.latin)] : []),
      h("div", { class: "choices" },
        chooseMeasure(measure, (value) => change({}, value.split("/"))),
        select(t("where"), [{ value: "", name: t("country") }, ...overview.provinces.filter((one, region) => areas.some((area) => area.region === region && area.documented)).map((one) => ({ value: one.slug, name: one.told }))], province ? province.slug : "", (value) => change({ province: value, in: "" })),
        prefectures.length ? select(t("inside"), [{ value: "", name: t("whole_province") }, ...prefectures.map((area) => ({ value: area.id, name: area.told + choice(area) }))], inside ? inside.id : "", (value) => change({ in: value })) : null,
        inside ? null : select(t("values_of"), ["county", "prefecture", "province"].map((level) => ({ value: level, name: t(level === "province" ? "of_province" : `${measure.isYesNo ? "share" : "median"}_${level}`, { what: own(measure) }) })), of, (value) => change({ of: value }))),
      note(t(measure.isYesNo ? "map_note_yes_no" : "map_note", { n: FEWEST })), breaksNote(measure, [...years].filter((_, at) => cells.some((row) => row[at].value !== null))),
      rows.length ? (measure.isYesNo && rows.every(single) ? drawYesNo : drawHeat)(measure, caption, heat) : note(t("nothing")),
      rows.length && told.length < years.length ? note(t("years_without", { years: listYears([...years].filter((_, at) => !told.includes(at))) })) : null,
      rows.length ? table({ caption: t("map_table", { what }), head: [t("region"), ...told.map((at) => numericHead(years[at]))],
        rows: rows.map((row, place) => [[Explorer.placeLink(...row.place, ...row.path), row.apart], ...told.map((at) => cells[place][at]).map((cell) => numeric(single(row) && cell.point ? Explorer.ui.value(measure, cell.point) : cell.value !== null ? [tell(cell), h("small", {}, ` n=${cell.n}`)] : h("span", { class: "none" }, tell(cell))))]) }) : null,
    ];
  };

  Explorer.ui.listMapRows = listRows;
  const open = (datum) => Explorer.ui.go(...datum.path);
  const drawHeat = (measure, caption, rows) => Explorer.charts.heat(caption, rows, { title: measure.isYesNo ? t("share_yes", { what: own(measure) }) : named(measure), format: measures.axis(measure), domain: measure.isYesNo ? [0, 1] : null, scheme: "blues", onpick: open, description: caption });
  function drawYesNo(measure, caption, rows) {
    const { COLOURS } = Explorer.charts;
    return Explorer.charts.mosaic(caption, rows, { title: named(measure), classes: [["yes", t("yes"), COLOURS.own], ["no", t("no"), COLOURS.median], ["unknown", t("not_known"), "#eef1f4"]], onpick: open, description: caption });
  }

  /* 2008–2013, 2019: years in a row as a stretch. */
  const listYears = (found) => found.reduce((runs, year) => {
    if (runs.length && runs.at(-1)[1] === year - 1) runs.at(-1)[1] = year;
    else runs.push([year, year]);
    return runs;
  }, []).map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(t("comma"));

  /* Breaks between years of which anything is shown, each once, then why. */
  const listShownBreaks = (measure, shown) => measures.listBreaks(measure).filter((year) => shown.some((one) => one < year) && shown.some((one) => one >= year));
  function breaksNote(measure, shown) {
    const breaks = listShownBreaks(measure, shown);
    if (!breaks.length) return null;
    return notes([...breaks.map((year) => t("break_at", { before: year - 1, year })), ...measures.listReasons(measure).map((why) => t("definition") + why + t("stop"))], t("breaks_heading"));
  }
  Explorer.ui.listShownBreaks = listShownBreaks;
  Explorer.ui.breaksNote = breaksNote;

  pages.ranking = async ({ parts, query }) => {
    const measure = findMeasure(parts);
    const [areas, points] = await Promise.all([measures.loadAreas(), measures.loadPoints(measure)]);
    const level = ["province", "prefecture", "county"].includes(query.get("level")) ? query.get("level") : "prefecture";
    const province = overview.provinces.find((one) => one.slug === query.get("province")) || null;
    const within = areas.filter((area) => area.level === level && (!province || area.slug === province.slug));
    const known = (year) => within.some((area) => measures.usable(points(area.place, year)));
    const year = Number(query.get("year")) || [...years].reverse().find(known) || years.at(-1);
    const all = within.map((area) => ({ area, point: points(area.place, year) })).filter((row) => row.point);
    const order = measure.isYesNo ? (a, b) => a.point.value - b.point.value : (a, b) => b.point.value - a.point.value;
    const ranked = all.filter((row) => measures.usable(row.point)).sort((a, b) => order(a, b) || a.area.place - b.area.place);
    const apart = all.filter((row) => row.point.flag && row.point.flag !== "ok");
    const contradictory = apart.filter((row) => row.point.flag === "contradictory").length;
    const doubted = ranked.filter((row) => row.point.in_doubt).length;
    const yes = ranked.filter((row) => row.point.value).length;
    const without = all.filter((row) => row.point.value === null && (!row.point.flag || row.point.flag === "ok"));
    const rank = (row) => 1 + ranked.findIndex((one) => one.point.value === row.point.value);
    const shown = Number(query.get("rows")) || 50;
    const link_ = (row) => link(Explorer.ui.marked(measure, row.point), "number", [...row.area.path, measure.kind, measure.key, year]);
    const parted = (row) => (measure.isRate ? [numeric(number(row.point.numerator)), numeric(number(row.point.denominator))] : []);
    const caption = t("ranking_caption", { what: named(measure, Explorer.form(year)), year, level: term("level", level) });
    return [
      title(t("ranking")),
      h("div", { class: "choices" },
        chooseMeasure(measure, (value) => change({}, value.split("/"))), chooseYear(t("year"), year, (value) => change({ year: value })),
        select(t("level"), ["province", "prefecture", "county"].map((one) => ({ value: one, name: term("level", one) })), level, (value) => change({ level: value })),
        select(t("where"), [{ value: "", name: t("country") }, ...overview.provinces.map((one) => ({ value: one.slug, name: one.told }))], province ? province.slug : "", (value) => change({ province: value }))),
      note(t(measure.isYesNo ? "ranking_note_yes_no" : measure.isRate ? "ranking_note" : "ranking_note_counts", { ranked: number(ranked.length), small: number(apart.length - contradictory), contradictory: number(contradictory), without: number(without.length), least: measure.minimum || 0, yes: number(yes), no: number(ranked.length - yes) })),
      doubted ? note(t("ranking_doubt", { n: number(doubted) })) : null,
      measures.why(measure) ? note(t("definition"), measures.why(measure), t("stop")) : null,
      ranked.length && measure.isYesNo ? null : ranked.length ? Explorer.charts.bars(caption, ranked.slice(0, 20).map((row, place, top) => ({ name: (top.some((one) => one !== row && one.area.told === row.area.told) ? `${row.area.told} ${row.area.codes[0]}` : row.area.told) + (row.point.in_doubt ? " !" : ""), path: row.area.path, value: row.point.value, told: Explorer.ui.told(measure, row.point) })), { title: named(measure, Explorer.form(year)), format: measures.axis(measure), onpick: (datum) => Explorer.ui.go("region", datum.path), description: caption }) : note(t("nothing")),
      ranked.length ? table({ caption, head: [...(measure.isYesNo ? [] : [numericHead(t("rank"))]), t("region"), numericHead(measure.isYesNo ? own(measure) : t("value")), ...(measure.isRate ? [numericHead(t("numerator")), numericHead(t("denominator"))] : []), t("province"), ...(measure.isYesNo ? [] : [t("status")])],
        rows: ranked.slice(0, shown).map((row) => [...(measure.isYesNo ? [] : [h("td", { class: "n" }, rank(row))]), h("th", { scope: "row" }, areaLink(row.area)), numeric(link_(row)), ...parted(row), h("td", {}, placed(overview.provinces[row.area.region].short, overview.provinces[row.area.region].latin)), ...(measure.isYesNo ? [] : [Explorer.ui.statusOf(measure, row.point, Explorer.form(year), brief)])]) }) : null,
      ranked.length > shown ? h("button", { type: "button", onclick: () => change({ rows: shown + 200 }) }, t("more", { n: ranked.length - shown })) : null,
      apart.length ? Explorer.ui.folded(t("not_ranked", { n: apart.length }), table({ caption: t("not_ranked", { n: apart.length }), head: [t("region"), numericHead(t("numerator")), numericHead(t("denominator")), t("why")], rows: apart.slice(0, 500).map((row) => [areaLink(row.area), ...parted(row), [term("flag", row.point.flag), row.point.in_doubt ? h("sup", { class: "doubt", title: t("caution_doubt") }, "!") : null]]) }), apart.length > 500 ? note(t("only_first", { n: 500, all: number(apart.length) })) : null) : null,
    ];
  };
})();
