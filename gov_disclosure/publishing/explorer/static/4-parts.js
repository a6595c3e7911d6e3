/* What several pages are put together from: headings, tables, choices, notes. */
"use strict";
(() => {
  const { h, t, address, link, zh, term, brief, measures } = Explorer;

  const STATE_COLOURS = {
    present: "#2b6ca3", prose_only: "#8db8dd", attachment: "#c7dcee", contested: "#b45309", not_written: "#d9c3a0", other_scope: "#e8c27a",
    refused: "#7a3b69", missing: "#e9ecf0",
  };

  const title = (text, crumbs = []) => h("div", { class: "title" },
    crumbs.length ? h("nav", { "aria-label": t("you_are_here"), class: "crumbs" }, crumbs.map((crumb, place) => [place ? " › " : "", crumb])) : null,
    h("h1", {}, text));
  const section = (text, ...children) => h("section", {}, h("h2", {}, text), children);
  const note = (...children) => h("p", { class: "note" }, children);
  const notes = (items, heading) => (items.length ? h("div", { class: "notes", role: "note" }, h("p", {}, h("strong", {}, heading)), h("ul", {}, items.map((item) => h("li", {}, item)))) : null);
  const facts = (pairs) => h("dl", { class: "facts" }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));

  /* A wide table scrolls inside its own frame, which the keyboard reaches. */
  function table({ caption, head, rows, wide = true, hidden = false, name = null }) {
    const cell = (content, place) => {
      if (content instanceof HTMLTableCellElement) return content;
      return h(place === 0 ? "th" : "td", place === 0 ? { scope: "row" } : {}, content);
    };
    const inner = h("table", {}, h("caption", hidden ? { class: "quiet" } : {}, caption, name ? [" · ", zh(name)] : null),
      h("thead", {}, h("tr", {}, head.map((one) => (one instanceof HTMLTableCellElement ? one : h("th", { scope: "col" }, one))))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell)))));
    return wide ? h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, inner) : inner;
  }
  const numeric = (content, more = {}) => h("td", { class: `n ${more.class || ""}`, title: more.title }, content);
  const numericHead = (content) => h("th", { scope: "col", class: "n" }, content);
  const folded = (summary, ...children) => h("details", {}, h("summary", {}, summary), children);

  function select(label, options, chosen, onchoose) {
    const groups = new Map();
    for (const option of options) groups.set(option.group || "", [...(groups.get(option.group || "") || []), option]);
    const spell = (option) => h("option", { value: option.value, selected: String(option.value) === String(chosen) }, option.name);
    return h("label", { class: "choice" }, h("span", {}, label),
      h("select", { onchange: (event) => onchoose(event.target.value) },
        [...groups].map(([group, own]) => (group ? h("optgroup", { label: group }, own.map(spell)) : own.map(spell)))));
  }
  function chooseMeasure(chosen, onchoose) {
    const options = measures.all().map((one) => ({
      value: `${one.kind}/${one.key}`, name: measures.titled(one), group: t(one.kind === "series" ? "series" : "indicators"),
    }));
    return select(t("measure"), options, `${chosen.kind}/${chosen.key}`, onchoose);
  }
  const chooseYear = (label, chosen, onchoose) => select(label, [...Explorer.years].reverse().map((year) => ({ value: year, name: year })), chosen, onchoose);
  const go = (page, parts, query) => { location.hash = address(page, parts, query); };
  /* Another choice on the same page is a place to come back to, and keeps the keyboard where it is. */
  const change = (query, parts) => {
    const now = Explorer.route();
    const merged = { ...Object.fromEntries(now.query), ...query };
    Explorer.stay = true;
    go(now.page, parts || now.parts, merged);
  };

  const areaLink = (area) => Explorer.placeLink(area.name, area.latin, "region", area.path);
  const provinceLink = (province) => Explorer.placeLink(province.short, province.latin, "province", [province.slug]);

  function state(word) {
    return h("span", { class: "state" }, h("i", { class: `swatch state-${word}`, "aria-hidden": "true" }), brief("state", word));
  }
  const markOf = (point) => (point && point.comparability ? term("comparability", point.comparability) : "");
  const isBroken = (point) => point && (point.comparability === "break" || (point.comparability === "not_comparable" && point.comparability_reason !== "no_number_before"));

  /* What is known of a number in words; of a computed one that it is, for its report does not print it. */
  const PRINTED = ["reported", "rounded", "derived"];
  function statusOf(measure, point, form, tell = term) {
    if (point.flag && point.flag !== "ok") return tell("flag", point.flag);
    const making = measures.findMaking(measure, form);
    if (!PRINTED.includes(point.status) || making === "printed") return tell("status", point.status);
    if (tell === brief) return point.status === "reported" ? t("made_brief") : brief("status", point.status);
    return t(making === "computed" && point.status !== "reported" ? `made.computed_${point.status}` : `made.${making}`);
  }

  /* A number with the signs of what has to be known of it. */
  const marked = (measure, point) => [measures.format(measure, point.value),
    point.status === "rounded" ? h("sup", { title: term("status", "rounded") }, "≈") : point.status === "derived" ? h("sup", { title: term("status", "derived") }, "∑") : null,
    point.in_doubt ? h("sup", { class: "doubt", title: t("caution_doubt") }, "!") : null];
  /* The same where there are no elements. */
  const told = (measure, point) => measures.format(measure, point.value) + (point.in_doubt ? " !" : "");

  /* A number of a measure; `||` before it where it does not go on from the year before. */
  function value(measure, point) {
    if (!point || !point.status) return h("span", { class: "none" }, "");
    if (point.value !== null) {
      return h("span", {}, isBroken(point) ? h("span", { class: "cut", title: `${markOf(point)} — ${term("comparability_reason", point.comparability_reason)}` }, "‖ ") : null, marked(measure, point));
    }
    if (point.flag && point.flag !== "ok") return h("span", { class: "none", title: term("flag", point.flag) }, brief("flag", point.flag), point.in_doubt ? h("sup", { class: "doubt", title: t("caution_doubt") }, "!") : null);
    if (point.bounds) return h("span", { class: "none" }, `${measures.format(measure, point.bounds[0])}–${point.bounds[1] === null ? "?" : measures.format(measure, point.bounds[1])}`);
    return h("span", { class: "none", title: term("status", point.status) }, brief("status", point.status));
  }

  /* The findings stand on the same page: an address of their own would be another page. */
  function showFindings(event) {
    event.preventDefault();
    const place = document.getElementById("findings");
    place.scrollIntoView();
    place.focus({ preventScroll: true });
  }

  /* What may not be concluded from a number. */
  function listCautions(measure, point, chosen, form) {
    const found = [];
    const making = measures.findMaking(measure, form);
    if (PRINTED.includes(point.status) && making !== "printed") found.push(t(`caution_${making}`));
    if (point.status === "blank") found.push(t("caution_blank"));
    if (point.status === "dash") found.push(t("caution_dash"));
    if (["absent", "not_in_form"].includes(point.status)) found.push(t("caution_absent"));
    if (point.status === "rounded") found.push(t("caution_rounded"));
    if (point.status === "derived" && making === "printed") found.push(t("caution_derived"));
    if (point.status === "below_zero") found.push(t("caution_below_zero"));
    if (["unreadable", "ambiguous"].includes(point.status)) found.push(t("caution_unreadable"));
    if (point.in_doubt) found.push([t("caution_doubt"), " ", h("a", { href: location.hash, onclick: showFindings }, t("caution_doubt_link"))]);
    if (point.comparability) found.push(`${t("to_year_before")}${term("comparability", point.comparability)}${point.comparability_reason ? ` — ${term("comparability_reason", point.comparability_reason)}` : ""}${t("stop")}`);
    const why = measures.why(measure);
    if (why) found.push(`${t("definition")}${why}${t("stop")}`);
    if (point.flag === "small") found.push(t("caution_small", { n: measure.minimum }));
    if (point.flag === "contradictory") found.push(t("caution_contradictory"));
    if (point.flag === "zero") found.push(t("caution_zero"));
    if (chosen) found.push(t(chosen.basis === "stated" ? "caution_scope_stated" : "caution_scope_assumed"));
    if (chosen && chosen.candidates > 1) found.push(t("caution_candidates", { n: chosen.candidates, why: term("choice", chosen.choice) }));
    return found;
  }

  Object.assign(Explorer, {
    ui: { title, section, note, notes, facts, table, numeric, numericHead, folded, select, chooseMeasure, chooseYear, go, change, areaLink, provinceLink, state, value, marked, told, statusOf, isBroken, markOf, listCautions, STATE_COLOURS },
  });
})();
