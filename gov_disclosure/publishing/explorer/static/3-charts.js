/* Charts by Vega-Lite. Each has its numbers in a table beside it: the drawing itself is told as one picture. */
"use strict";
(() => {
  const { h, t } = Explorer;
  const FONT = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
  const INK = "#1f2a37", SOFT = "#5b6675", GRID = "#e3e7ec";
  /* Told apart with any colour vision, and by their brightness on paper. */
  const COLOURS = { own: "#0b4f8a", median: "#b45309", band: "#f1d9b8", other: "#5b6675" };
  const CONFIG = {
    font: FONT, background: null, view: { stroke: null },
    axis: { labelColor: SOFT, titleColor: SOFT, gridColor: GRID, domainColor: "#aab4c0", tickColor: "#aab4c0", labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelLimit: 130 },
    legend: { labelColor: SOFT, titleColor: SOFT, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", gradientLength: 160 },
  };
  const OPTIONS = { ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: { disableDefaultStyle: true, id: "tip", theme: "explorer" }, config: CONFIG };
  let library = null;

  const loadLibrary = () => (library ??= Explorer.addScript("assets/vega.js"));

  /* Draw into a figure; `onpick` gets what a click was on. */
  async function draw(place, spec, onpick) {
    await loadLibrary();
    const { view } = await window.vegaEmbed(place, { $schema: "https://vega.github.io/schema/vega-lite/v6.json", ...spec }, OPTIONS);
    const drawing = place.querySelector("svg");
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", spec.description);
    for (const part of drawing.querySelectorAll("[role],[aria-roledescription],[aria-label]")) {
      for (const name of ["role", "aria-roledescription", "aria-label", "aria-hidden"]) part.removeAttribute(name);
    }
    drawing.removeAttribute("class");
    if (onpick) view.addEventListener("click", (_, item) => item && item.datum && onpick(item.datum));
    return view;
  }

  function figure(caption, build) {
    const canvas = h("div", { class: "chart" });
    const element = h("figure", {}, canvas, caption ? h("figcaption", {}, caption) : null);
    Explorer.pending.push(() => build(canvas));
    return element;
  }

  const width = (canvas) => Math.max(240, Math.floor(canvas.clientWidth) - 2);
  /* Room for names: English pages have two of each place. */
  const GUTTERS = { zh: [84, 150], en: [128, 190] };
  const gutter = (canvas) => GUTTERS[Explorer.language][width(canvas) < 420 ? 0 : 1];
  const step = (canvas, count) => ({ step: Math.max(9, Math.min(64, (width(canvas) - gutter(canvas)) / count)) });
  const narrow = (canvas, count) => (width(canvas) - gutter(canvas)) / count < 32;
  const yearAxis = (canvas, count) => ({ title: null, labelAngle: 0, labelExpr: narrow(canvas, count) ? "datum.value % 3 == 1 ? datum.label : ''" : "datum.label", labelOverlap: false, labelAlign: narrow(canvas, count) ? "left" : "center", orient: "top", ticks: false, domain: false });
  /* A row is one area; two of them may have one name. */
  const keyed = (rows) => rows.map((row) => ({ ...row, row: `${row.name}\t${(row.path || []).join("/")}` }));
  const rowAxis = (canvas, rows) => ({ field: "row", type: "nominal", sort: [...new Set(rows.map((row) => row.row))], axis: { ...nameAxis(canvas), labelExpr: "split(datum.label, '\\t')[0]" }, scale: { paddingInner: 0.1 } });
  const nameAxis = (canvas) => ({ title: null, ticks: false, domain: false, labelPadding: 6, labelLimit: gutter(canvas) - 8 });

  /* Where all numbers are one, a scale from nothing on: it would have one end otherwise. */
  function spread(rows, domain) {
    const values = rows.map((row) => row.value).filter((value) => value !== null);
    if (domain) return { domain };
    return values.length && values.every((value) => value === values[0]) ? { domain: [Math.min(0, values[0]), Math.max(0, values[0]) || 1] } : {};
  }

  /* Rows by years, shaded by a number: `rows` of {name, path, year, value, told, …}. */
  function heat(caption, given, { title, scheme = "blues", domain = null, format = null, onpick, description }) {
    return figure(caption, (canvas) => {
      const rows = keyed(given);
      const count = new Set(rows.map((row) => row.year)).size;
      const colour = { field: "value", type: "quantitative", scale: { scheme, ...spread(rows, domain) },
        legend: { title, titleLimit: width(canvas) - gutter(canvas), orient: "bottom", direction: "horizontal", format, gradientLength: Math.min(200, width(canvas) - 60) } };
      const x = { field: "year", type: "ordinal", axis: yearAxis(canvas, count), scale: { paddingInner: 0.06 } };
      const y = rowAxis(canvas, rows);
      const tooltip = [{ field: "name", title: t("region") }, { field: "year", title: t("year") }, { field: "told", title }];
      const layer = [
        { transform: [{ filter: "datum.value === null" }], mark: { type: "rect", color: "#eef1f4", cursor: onpick ? "pointer" : null }, encoding: { tooltip } },
        { transform: [{ filter: "datum.value !== null" }], mark: { type: "rect", cursor: onpick ? "pointer" : null }, encoding: { color: colour, tooltip } },
      ].slice(0, rows.some((row) => row.value !== null) ? 2 : 1);
      return draw(canvas, { description, width: step(canvas, count), height: { step: 20 }, data: { values: rows }, encoding: { x, y }, layer }, onpick);
    });
  }

  /* Rows by years, coloured by one of a few words: `classes` of [word, name, colour]. */
  function mosaic(caption, given, { title, classes, onpick, description }) {
    return figure(caption, (canvas) => {
      const rows = keyed(given);
      const count = new Set(rows.map((row) => row.year)).size;
      const colour = { field: "told", type: "nominal", scale: { domain: classes.map((one) => one[1]), range: classes.map((one) => one[2]) },
        legend: { title: null, orient: "bottom", columns: width(canvas) < 420 ? 2 : 4, symbolType: "square", labelLimit: 150 } };
      return draw(canvas, { description, width: step(canvas, count), height: { step: 18 }, data: { values: rows },
        mark: { type: "rect", cursor: onpick ? "pointer" : null },
        encoding: {
          x: { field: "year", type: "ordinal", axis: yearAxis(canvas, count), scale: { paddingInner: 0.06 } },
          y: rowAxis(canvas, rows),
          color: colour, tooltip: [{ field: "name", title: t("region") }, { field: "year", title: t("year") }, { field: "told", title }],
        } }, onpick);
    });
  }

  /* A trend: own numbers, the median and the middle half of the peers; lines end where numbers do not go on. */
  function trend(caption, { own, peers, breaks, title, format, names: told, description }) {
    return figure(caption, (canvas) => {
      const x = { field: "year", type: "quantitative", scale: { domain: [Explorer.years[0] - 0.4, Explorer.years.at(-1) + 0.4], nice: false },
        axis: { title: null, format: "d", grid: false, values: [...Explorer.years].filter((year) => width(canvas) > 520 || year % 3 === 0), labelAngle: 0 } };
      const y = { type: "quantitative", title, axis: { format, tickCount: 5, titleAnchor: "end", titleAngle: 0, titleAlign: "left", titleX: 0, titleY: -8 }, scale: { zero: true } };
      const domain = [told.own, told.median, told.band], range = [COLOURS.own, COLOURS.median, COLOURS.band];
      const colour = (name) => ({ datum: name, type: "nominal", scale: { domain, range }, legend: { title: null, orient: "bottom", columns: width(canvas) < 420 ? 1 : 3, symbolType: "square", labelLimit: 300 } });
      const tooltip = [{ field: "year", title: t("year") }, { field: "told", title }, { field: "state", title: t("status") }];
      const line = (values, name, width_, dash) => ({ data: { values }, mark: { type: "line", strokeWidth: width_, strokeDash: dash, interpolate: "linear" }, encoding: { x, y: { ...y, field: "value" }, detail: { field: "segment" }, color: colour(name) } });
      const bounded = own.filter((row) => row.low !== null);
      const layer = [
        { data: { values: peers.filter((row) => row.low !== null) }, mark: { type: "area", opacity: 0.75 }, encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, detail: { field: "segment" }, color: colour(told.band) } },
        { data: { values: breaks.map((year) => ({ at: year - 0.5 })) }, mark: { type: "rule", color: SOFT, strokeDash: [3, 3] }, encoding: { x: { ...x, field: "at" } } },
        line(peers, told.median, 1.8, [6, 3]),
        { data: { values: peers }, mark: { type: "point", filled: true, size: 22, shape: "diamond" }, encoding: { x, y: { ...y, field: "value" }, color: colour(told.median), tooltip: [{ field: "year", title: t("year") }, { field: "told", title: told.median }, { field: "n", title: t("count_regions") }] } },
        { data: { values: bounded }, mark: { type: "rule", color: COLOURS.own, strokeWidth: 2 }, encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } } },
        line(own.filter((row) => row.value !== null), told.own, 2.6, [1, 0]),
        { data: { values: own.filter((row) => row.value !== null) }, mark: { type: "point", filled: true, size: 62, opacity: 1 }, encoding: { x, y: { ...y, field: "value" }, color: colour(told.own), tooltip } },
      ].filter((one) => one.data.values.length);
      return draw(canvas, { description, width: width(canvas) - 60, height: 240, autosize: { type: "fit-x", contains: "padding" }, layer });
    });
  }

  /* Bars for a ranking or a count: `rows` of {name, value, told}. */
  function bars(caption, rows, { title, format, onpick, description }) {
    return figure(caption, (canvas) => draw(canvas, { description, width: width(canvas) - gutter(canvas) - 20, height: { step: 22 }, data: { values: rows },
      mark: { type: "bar", color: COLOURS.own, height: { band: 0.7 }, cursor: onpick ? "pointer" : null },
      encoding: { y: { field: "name", type: "nominal", sort: null, axis: nameAxis(canvas) }, x: { field: "value", type: "quantitative", title, axis: { format, tickCount: 5, orient: "top" } }, tooltip: [{ field: "name", title: t("region") }, { field: "told", title }] } }, onpick));
  }

  Object.assign(Explorer, { pending: [], charts: { loadLibrary, heat, mosaic, trend, bars, COLOURS } });
})();
