/* What there is and what is missing: the country, and one province-level division. */
"use strict";
(() => {
  const { h, t, overview, number, term, brief, pages, link, placed } = Explorer;
  const { title, section, note, table, numeric, numericHead, folded, select, change, state, STATE_COLOURS, provinceLink } = Explorer.ui;
  const years = overview.years;
  const states = overview.states;
  const WITH_REPORT = ["present", "prose_only", "attachment"];
  const LATE = states.length;

  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  const counts = (slug) => overview.coverage[slug];
  const total = (slug, year) => sum(counts(slug).slice(0, LATE).map((row) => row[year]));
  const having = (slug, year) => sum(WITH_REPORT.map((word) => counts(slug)[states.indexOf(word)][year]));

  const SHOWN = {
    share: { read: (slug, year) => (total(slug, year) ? having(slug, year) / total(slug, year) : null), told: (slug, year) => `${having(slug, year)} / ${total(slug, year)}`, format: ".0%", domain: [0, 1] },
    late: { read: (slug, year) => counts(slug)[LATE][year], told: (slug, year) => number(counts(slug)[LATE][year]), format: "d" },
    ...Object.fromEntries(states.map((word, place) => [word, { read: (slug, year) => counts(slug)[place][year], told: (slug, year) => number(counts(slug)[place][year]), format: "d" }])),
  };
  const nameShown = (key) => (key === "share" ? t("share_with_report") : key === "late" ? brief("timeliness", "late") : brief("state", key));

  pages.overview = async ({ query }) => {
    const shown = SHOWN[query.get("show")] ? query.get("show") : "share";
    const provinces = overview.provinces.filter((province) => sum([...years].map((_, year) => total(province.slug, year))) > 0);
    const rows = provinces.flatMap((province) => [...years].map((year, place) => ({
      name: province.label, slug: province.slug, year, value: SHOWN[shown].read(province.slug, place) || null, told: SHOWN[shown].told(province.slug, place),
    })));
    const allOf = (place) => sum(provinces.flatMap((province) => counts(province.slug)[place]));
    const everything = sum(states.map((_, place) => allOf(place)));
    return [
      h("div", { class: "lead" }, h("h1", {}, t("site_title")), h("p", {}, t("site_lead"))),
      h("ul", { class: "tiles" },
        [[number(overview.reports), t("tile_reports")], [`${years[0]}–${years.at(-1)}`, t("tile_years")], [number(sum(WITH_REPORT.map((word) => allOf(states.indexOf(word))))), t("tile_present")],
          [number(allOf(states.indexOf("missing"))), t("tile_missing")], [number(allOf(states.indexOf("refused"))), t("tile_refused")], [number(allOf(LATE)), t("tile_late")]]
          .map(([figure, name]) => h("li", {}, h("strong", {}, figure), h("span", {}, name)))),
      section(t("coverage_heading"),
        h("div", { class: "choices" }, select(t("show"), Object.keys(SHOWN).map((key) => ({ value: key, name: nameShown(key) })), shown, (value) => change({ show: value }))),
        note(t("coverage_note")),
        Explorer.charts.heat(t("coverage_caption", { what: nameShown(shown) }), rows, {
          title: nameShown(shown), format: SHOWN[shown].format, domain: SHOWN[shown].domain, scheme: shown === "share" || shown === "present" ? "blues" : "oranges",
          onpick: (datum) => Explorer.ui.go("province", [datum.slug]), description: t("coverage_caption", { what: nameShown(shown) }),
        }),
        table({ caption: t("coverage_table"), head: [t("province"), ...[...years].map((year) => numericHead(year))], rows: provinces.map((province) => [provinceLink(province), ...[...years].map((_, place) => numeric(SHOWN[shown].told(province.slug, place)))]) })),
      section(t("states_heading"),
        table({ caption: t("states_caption"), hidden: true, head: [t("state"), numericHead(t("regions_years")), numericHead(t("share"))], rows: states.map((word, place) => [state(word), numeric(number(allOf(place))), numeric(everything ? Explorer.percent(allOf(place) / everything) : "")]) })),
    ];
  };

  pages.province = async ({ parts: [slug], query }) => {
    const province = overview.provinces.find((one) => one.slug === slug);
    const [areas, { rows }] = await Promise.all([Explorer.measures.loadAreas(), Explorer.load(`coverage/${slug}`)]);
    const own = rows.map(([place, letters, timeliness, refused]) => ({ area: areas[place], letters, timeliness, refused }));
    const parents = own.filter((row) => row.area.level === "prefecture").map((row) => row.area);
    const chosen = parents.find((area) => area.id === query.get("in"));
    const listed = own.filter((row) => (chosen ? row.area.parent === chosen.place || row.area === chosen : row.area.level !== "county" || Explorer.measures.isDirect(areas, row.area)));
    const apart = Explorer.measures.tellApart(listed.map((row) => row.area));
    const choice = Explorer.measures.tellApart(parents);
    const read = (row, place) => { const letter = row.letters[place]; return letter === " " ? null : states[letter.charCodeAt(0) - 97]; };
    const marks = listed.flatMap((row) => [...years].map((year, place) => ({ name: row.area.told + apart(row.area), path: row.area.path, year, word: read(row, place) }))).filter((one) => one.word).map((one) => ({ ...one, told: brief("state", one.word) }));
    const present = states.filter((word) => marks.some((one) => one.word === word));
    const open = (datum) => Explorer.ui.go("region", datum.path);
    return [
      title(placed(province.name, province.latin), [link(t("coverage"), "overview")]),
      h("div", { class: "choices" },
        parents.length ? select(t("inside"), [{ value: "", name: t("province_and_prefectures") }, ...parents.map((area) => ({ value: area.id, name: area.told + choice(area) }))], chosen ? chosen.id : "", (value) => change({ in: value })) : null,
        link(t("map_of_province"), "map", [], { province: slug }, { class: "button" }), link(t("findings_of_province"), "findings", [], { province: slug }, { class: "button" })),
      section(t("coverage_regions"),
        Explorer.charts.mosaic(t("coverage_regions_caption"), marks, { title: t("state"), classes: present.map((word) => [word, brief("state", word), STATE_COLOURS[word]]), onpick: open, description: t("coverage_regions_caption") }),
        table({ caption: t("coverage_regions_table"), head: [t("region"), t("level"), ...[...years].map((year) => h("th", { scope: "col" }, year))],
          rows: listed.map((row) => [[row.area.documented ? Explorer.ui.areaLink(row.area) : placed(row.area.name, row.area.latin), apart(row.area)], term("level", row.area.level), ...[...years].map((year, place) => {
            const word = read(row, place);
            const late = row.timeliness[place] === "b";
            return h("td", { class: "c" }, word ? [h("i", { class: `swatch state-${word}`, "aria-hidden": "true" }), h("span", { class: "quiet" }, brief("state", word)), late ? h("span", { class: "late", title: term("timeliness", "late") }, t("late_sign")) : null] : null);
          })]) }),
        h("p", { class: "legend" }, present.map((word) => state(word)), h("span", { class: "state" }, h("span", { class: "late" }, t("late_sign")), " ", brief("timeliness", "late")))),
      folded(t("refused_heading"), refusedTable(own)),
    ];
  };

  function refusedTable(own) {
    const rows = own.flatMap((row) => Object.entries(row.refused).map(([year, reasons]) => [placed(row.area.name, row.area.latin), year, reasons.split(" ").map((reason) => h("p", {}, Explorer.pick(Explorer.words.reasons[reason]) || reason))]));
    return rows.length ? table({ caption: t("refused_heading"), head: [t("region"), t("year"), t("why")], rows }) : note(t("nothing"));
  }
})();
