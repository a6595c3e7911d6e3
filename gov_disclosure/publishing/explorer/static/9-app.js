/* Findings, what the pages are, the frame around all of them, and going from one to the next. */
"use strict";
(() => {
  const { h, t, overview, term, brief, pages, link, zh, placed, number, address, pick, route } = Explorer;
  const { title, section, note, facts, table, numeric, numericHead, select, change } = Explorer.ui;

  function nameRule(rule) {
    const rules = Explorer.words.rules;
    const found = rules[rule] || Object.entries(rules).find(([name]) => name.includes("*") && rule.startsWith(name.split("*")[0]) && rule.endsWith(name.split("*")[1]))?.[1] || rules[rule.replace(/\.[a-z_]+$/, "")];
    return found ? pick(found) : rule;
  }

  pages.findings = async ({ parts: [rule, severity], query }) => {
    const { rules } = await Explorer.load("findings");
    const province = overview.provinces.find((one) => one.slug === query.get("province")) || null;
    const region = province ? overview.provinces.indexOf(province) : -1;
    const count = (counts) => (province ? counts[region] : counts.reduce((a, b) => a + b, 0));
    const where = select(t("where"), [{ value: "", name: t("country") }, ...overview.provinces.map((one) => ({ value: one.slug, name: one.told }))], province ? province.slug : "", (value) => change({ province: value }));
    if (rule) return oneRule(rules, rule, severity, province, where);
    const shown = rules.map(([name, how, counts]) => ({ name, how, count: count(counts) })).filter((row) => row.count);
    return [
      title(t("findings")), h("div", { class: "choices" }, where), note(t("findings_note")),
      shown.length ? table({ caption: t("findings_caption"), head: [t("rule"), t("severity"), numericHead(t("count_findings"))], rows: shown.map((row) => [h("th", { scope: "row" }, link(nameRule(row.name), "findings", [row.name, row.how], { province: province ? province.slug : "" }), " ", h("span", { class: "rule" }, row.name)), h("td", { class: row.how }, brief("severity", row.how)), numeric(number(row.count))]) }) : note(t("nothing")),
    ];
  };

  async function oneRule(rules, rule, severity, province, where) {
    const [, , counts] = rules.find(([name, how]) => name === rule && how === severity) || [rule, severity, overview.provinces.map(() => 0)];
    const head = [title(nameRule(rule), [link(t("findings"), "findings")]), h("p", { class: severity }, brief("severity", severity), " ", h("span", { class: "rule" }, rule)), h("div", { class: "choices" }, where)];
    if (!province) {
      const rows = overview.provinces.map((one, place) => ({ one, count: counts[place] })).filter((row) => row.count);
      return [...head, rows.length ? table({ caption: t("findings_by_province"), head: [t("province"), numericHead(t("count_findings"))], rows: rows.map((row) => [Explorer.placeLink(row.one.short, row.one.latin, "findings", [rule, severity], { province: row.one.slug }), numeric(number(row.count))]) }) : note(t("nothing"))];
    }
    const [areas, { rules: own }] = await Promise.all([Explorer.measures.loadAreas(), Explorer.load(`findings/${province.slug}`)]);
    const [, , places] = own.find(([name, how]) => name === rule && how === severity) || [rule, severity, []];
    const found = listFound(places);
    const tell = ({ year, report, waived, count }, area) => [link(year, "report", [...areas[area].path, report]), count > 1 ? ` ×${count}` : "", waived ? ` (${t("waived_head")})` : ""];
    return [...head, found.length ? table({ caption: t("findings_reports"), name: province.name, head: [t("region"), numericHead(t("count_findings")), t("reports")],
      rows: found.slice(0, 300).map(([area, reports]) => [Explorer.ui.areaLink(areas[area]), numeric(number(reports.reduce((sum, one) => sum + one.count, 0))), h("td", {}, reports.map((one, place) => [place ? t("comma") : "", tell(one, area)]))]) }) : note(t("nothing")),
    found.length > 300 ? note(t("only_first", { n: 300, all: number(found.length) })) : null];
  }

  /* By region, the reports with a finding and how often; what is waived stands apart. */
  function listFound(places) {
    const found = new Map();
    for (const [area, year, report, waived] of places) {
      if (!found.has(area)) found.set(area, []);
      const last = found.get(area).at(-1);
      if (last && last.report === report && last.waived === waived) last.count += 1;
      else found.get(area).push({ year, report, waived, count: 1 });
    }
    return [...found];
  }

  pages.about = async () => [
    title(t("about")),
    section(t("about_what"), h("p", {}, t("about_what_text"))),
    section(t("about_numbers"), h("ul", {}, ["about_blank", "about_mistakes", "about_breaks", "about_small", "about_contradictory", "about_scope", "about_missing", "about_median"].map((key) => h("li", {}, t(key))))),
    section(t("about_signs"), facts([["‖", t("sign_cut")], ["≈", term("status", "rounded")], ["∑", term("status", "derived")], ["!", t("caution_doubt")], [t("late_sign"), term("timeliness", "late")]])),
    section(t("about_edition"), facts([[t("version"), overview.version || t("from_warehouse")], [t("content"), h("code", { class: "hash" }, overview.content)], [t("program"), overview.package], [t("charts"), overview.charts]])),
  ];

  /* As it is typed: xian finds Xi'an, urumqi Ürümqi. */
  const simplify = (latin) => latin.normalize("NFD").replace(/[^a-zA-Z]/g, "").toLowerCase();

  pages.search = async ({ query }) => {
    const asked = (query.get("q") || "").trim();
    const areas = await Explorer.measures.loadAreas();
    const isNamed = (area) => area.names.some((name) => name.includes(asked)) || area.codes.some((code) => code.startsWith(asked)) || (area.latin && simplify(asked) && simplify(area.latin).startsWith(simplify(asked)));
    const found = asked ? areas.filter((area) => area.documented && isNamed(area)) : [];
    const apart = Explorer.measures.tellApart(found, (area) => `${area.name} ${area.codes[0]}`);
    return [title(t("search")), note(t("search_found", { n: number(found.length) }), zh(asked)), found.length ? table({ caption: t("search"), hidden: true, head: [t("region"), t("level"), t("province"), t("code")], rows: found.slice(0, 200).map((area) => [[Explorer.ui.areaLink(area), apart(area)], term("level", area.level), placed(overview.provinces[area.region].name, overview.provinces[area.region].latin), area.codes.join(" ← ")]) }) : null,
      found.length > 200 ? note(t("only_first", { n: 200, all: number(found.length) })) : null];
  };

  const MENU = [["overview", "coverage"], ["map", "map"], ["ranking", "ranking"], ["compare", "compare"], ["findings", "findings"], ["about", "about"]];

  /* Pages with a chart: its library is read while the numbers are. */
  const DRAWN = ["overview", "province", "map", "ranking", "region"];

  function drawFrame(now) {
    const other = Explorer.LANGUAGES.find((one) => one !== Explorer.language);
    const here = (page) => (now.page === page ? "page" : null);
    document.documentElement.lang = Explorer.language === "zh" ? "zh-CN" : "en";
    document.getElementById("skip").textContent = t("skip");
    document.getElementById("top").replaceChildren(
      h("a", { class: "brand", href: address("overview") }, t("site_name")),
      h("nav", { "aria-label": t("menu") }, h("ul", {}, MENU.map(([page, name]) => h("li", {}, link(t(name), page, [], {}, { "aria-current": here(page) }))))),
      h("form", { role: "search", onsubmit: (event) => { event.preventDefault(); location.hash = address("search", [], { q: event.target.elements.q.value }); } },
        h("input", { type: "search", name: "q", "aria-label": t("search_label"), placeholder: t("search_placeholder"), lang: "zh-CN", value: now.query.get("q") })),
      h("a", { class: "switch", href: address(now.page, now.parts, Object.fromEntries(now.query), other), lang: other === "zh" ? "zh-CN" : "en", hreflang: other, onclick: () => Explorer.keep(other) }, t("other_language")));
    document.getElementById("foot").replaceChildren(h("p", {}, t("footer", { version: overview.version || t("from_warehouse") })));
  }

  let turn = 0;
  async function show() {
    const mine = ++turn;
    const now = route();
    Explorer.language = now.language || Explorer.findKept() || (navigator.language.startsWith("zh") ? "zh" : "en");
    const main = document.getElementById("main");
    const stay = Explorer.stay;
    Explorer.stay = false;
    const focused = stay && document.activeElement ? [...main.querySelectorAll("select, input, button")].indexOf(document.activeElement) : -1;
    const scroll = window.scrollY;
    main.setAttribute("aria-busy", "true");
    try {
      if (DRAWN.includes(now.page)) Explorer.charts.loadLibrary();
      Explorer.words = await Explorer.load("words");
      drawFrame(now);
      Explorer.pending.length = 0;
      const content = (await (pages[now.page] || pages.overview)(now)).flat(Infinity).filter(Boolean);
      if (mine !== turn) return;
      main.replaceChildren(...content);
    } catch (error) {
      if (mine !== turn) return;
      main.replaceChildren(h("h1", {}, t("not_found")), h("p", {}, t("not_found_text")), h("p", {}, h("code", {}, String(error.message))));
    }
    const heading = main.querySelector("h1");
    document.title = `${heading ? heading.textContent : ""} — ${t("site_name")}`;
    await Promise.all(Explorer.pending.splice(0).map((draw) => draw()));
    if (mine !== turn) return;
    for (const mark of main.querySelectorAll(".source mark")) {
      const frame = mark.closest(".source");
      frame.scrollTop = mark.offsetTop - frame.clientHeight / 2;
    }
    const place = document.querySelector(".whole #here");
    if (place) place.scrollIntoView({ block: "center" });
    else if (stay) { window.scrollTo(0, scroll); if (focused >= 0) [...main.querySelectorAll("select, input, button")][focused]?.focus({ preventScroll: true }); } else if (Explorer.shown) { window.scrollTo(0, 0); main.focus({ preventScroll: true }); }
    Explorer.shown = true;
    main.removeAttribute("aria-busy");
  }

  document.getElementById("skip").addEventListener("click", (event) => { event.preventDefault(); document.getElementById("main").focus(); });
  window.addEventListener("hashchange", show);
  show();
})();
