/* Series and indicators: their names, the numbers of all areas, medians, and where a line must not be drawn. */
"use strict";
(() => {
  const { overview, load } = Explorer;
  const years = overview.years;
  const LETTERS = { status: "status", comparability: "mark", comparability_reason: "reason", flag: "flag" };
  const FORMS = ["A", "B", "C", "D"];

  function list(kind) {
    return kind === "series" ? Explorer.words.series : Explorer.words.indicators;
  }
  function find(kind, key) {
    const measure = list(kind).find((one) => one.key === key);
    return measure && { ...measure, kind, isRate: kind === "indicator" && measure.denominator.length > 0, isFlag: kind === "indicator" && measure.numerator[0][0].startsWith("@") };
  }
  const all = () => ["indicator", "series"].flatMap((kind) => list(kind).map((one) => find(kind, one.key)));

  /* What a piece says of one year, `place` being its place in the arrays. */
  function read(part, place) {
    if (!part) return null;
    const point = { value: part.value[place], bounds: part.bounds[place] || null };
    for (const [name, list] of Object.entries(LETTERS)) {
      const letter = part[name] ? part[name][place] : " ";
      point[name] = letter && letter !== " " ? Explorer.words.lists[list][letter.charCodeAt(0) - 97] : null;
    }
    point.in_doubt = Boolean(part.in_doubt) && part.in_doubt[place] === "a";
    if (part.numerator) Object.assign(point, { numerator: part.numerator[place], denominator: part.denominator[place] });
    return point;
  }

  let index = null;
  const loadAreas = () => (index ??= readAreas());
  async function readAreas() {
    const { areas } = await load("areas");
    return areas.map(([id, names, level, region, codes, parent, documented, latin], place) => ({
      id, name: names[0], latin, get told() { return Explorer.named(names[0], latin); }, names, level, region, codes, parent, documented: Boolean(documented), place,
      slug: overview.provinces[region].slug,
      path: [overview.provinces[region].slug, id.replace("@", "-")],
    }));
  }

  async function loadPoints(measure) {
    const piece = await load(`${measure.kind}/${measure.key}`);
    const known = new Map(piece.areas.map((area, place) => [area, place]));
    return (area, year) => {
      const place = known.get(area);
      return place === undefined ? null : read(piece, place * years.length + (year - years[0]));
    };
  }

  const usable = (point) => point && point.value !== null && (point.flag === null || point.flag === "ok");

  function quantile(sorted, share) {
    if (!sorted.length) return null;
    const at = (sorted.length - 1) * share, low = Math.floor(at);
    return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
  }
  /* A median of fewer says more of one region than of all. */
  const FEWEST = 3;
  /* Of what is or is not, the share; of numbers, the median. */
  function summarise(points, measure) {
    const values = points.filter(usable).map((point) => point.value).sort((a, b) => a - b);
    if (measure.isFlag) return { n: values.length, low: null, median: values.length ? values.reduce((a, b) => a + b, 0) / values.length : null, high: null };
    return { n: values.length, low: quantile(values, 0.25), median: quantile(values, 0.5), high: quantile(values, 0.75) };
  }

  /* How the numbers of two forms go together, by the worst join on the way. */
  function join(measure, earlier, later) {
    if (earlier === later) return "same";
    const has = (form) => (measure.kind === "series" ? form in measure.cells : measure.forms.includes(form));
    if (!has(earlier) || !has(later)) return "no";
    const [first, last] = [FORMS.indexOf(earlier), FORMS.indexOf(later)].sort();
    const steps = FORMS.slice(first, last).map((form, place) => measure.joins[form + FORMS[first + place + 1]] || "no");
    return steps.includes("no") ? "no" : steps.includes("break") ? "break" : "same";
  }
  function listBreaks(measure) {
    return years.slice(1).filter((year) => join(measure, Explorer.form(year - 1), Explorer.form(year)) !== "same")
      .filter((year) => {
        const has = (form) => (measure.kind === "series" ? form in measure.cells : measure.forms.includes(form));
        return has(Explorer.form(year - 1)) || has(Explorer.form(year));
      });
  }

  const why = (measure) => Explorer.own(measure, measure.kind === "series" ? "why" : "note");
  const isShare = (measure) => measure.isFlag || (measure.isRate && !measure.unit);
  const format = (measure, value) => (isShare(measure) ? Explorer.percent(value) : Explorer.number(value));

  Object.assign(Explorer, { years, measures: { find, all, list, read, loadAreas, loadPoints, usable, summarise, join, listBreaks, why, format, isShare, FEWEST } });
})();
