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
    return measure && { ...measure, kind, isRate: kind === "indicator" && measure.denominator.length > 0, isYesNo: Boolean(measure.yes_no) };
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
    return areas.map(([id, names, level, region, codes, parent, documented, latin, span], place) => ({
      id, name: names[0], latin, get told() { return Explorer.named(names[0], latin); }, names, level, region, codes, parent, documented: Boolean(documented), place,
      span: span ? [...new Set(span.map((year) => years[0] + year))].join("–") : "",
      slug: overview.provinces[region].slug,
      path: [overview.provinces[region].slug, id.replace("@", "-")],
    }));
  }

  /* What has to stand behind a name in a list that has it twice: the years of the area, or its code where they are the same. */
  function tellApart(areas, tell = (area) => area.name) {
    const listTwice = (spell) => {
      const seen = new Set();
      return new Set(areas.map(spell).filter((name) => seen.has(name) || !seen.add(name)));
    };
    const spanned = (area) => `${tell(area)} ${area.span}`;
    const [names, spans] = [tell, spanned].map(listTwice);
    return (area) => (!names.has(tell(area)) ? "" : ` ${area.span && !spans.has(spanned(area)) ? area.span : area.codes[0]}`);
  }
  /* Counties that no prefecture is above: directly under a province, or under what is not known. */
  const isDirect = (areas, area) => area.level === "county" && areas[area.parent]?.level !== "prefecture";

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
    if (measure.isYesNo) return { n: values.length, low: null, median: values.length ? values.reduce((a, b) => a + b, 0) / values.length : null, high: null };
    return { n: values.length, low: quantile(values, 0.25), median: quantile(values, 0.5), high: quantile(values, 0.75) };
  }

  /* How the numbers of two forms go together, by the worst join on the way. */
  function join(measure, earlier, later) {
    if (earlier === later) return "same";
    if (!has(measure, earlier) || !has(measure, later)) return "no";
    const [first, last] = [FORMS.indexOf(earlier), FORMS.indexOf(later)].sort();
    const steps = FORMS.slice(first, last).map((form, place) => measure.joins[form + FORMS[first + place + 1]] || "no");
    return steps.includes("no") ? "no" : steps.includes("break") ? "break" : "same";
  }
  const has = (measure, form) => (measure.kind === "series" ? form in measure.cells : measure.forms.includes(form));
  /* Years that begin another definition, if forms before and after have the measure at all. */
  function listBreaks(measure) {
    return years.slice(1).filter((year) => {
      const [before, after] = [Explorer.form(year - 1), Explorer.form(year)];
      return join(measure, before, after) !== "same" && FORMS.some((form) => form <= before && has(measure, form)) && FORMS.some((form) => form >= after && has(measure, form));
    });
  }

  const why = (measure) => Explorer.own(measure, measure.kind === "series" ? "why" : "note");
  /* Why the definition changes; of an indicator, what changes in its parts. */
  function listReasons(measure) {
    if (measure.kind === "series") return [why(measure)].filter(Boolean);
    const parts = [...measure.numerator, ...measure.denominator].map(([name]) => find("series", name)).filter(Boolean);
    return [...new Set(parts.map(why).filter(Boolean))];
  }

  const isShare = (measure) => measure.isRate && !measure.unit;
  const format = (measure, value) => (measure.isYesNo ? Explorer.t(value ? "yes" : "no") : isShare(measure) ? Explorer.percent(value) : Explorer.number(value));
  /* Of a summary: a share of what is yes, a median else. */
  const formatSummary = (measure, value) => (measure.isYesNo ? Explorer.percent(value) : format(measure, value));
  const axis = (measure) => (measure.isYesNo || isShare(measure) ? ".0%" : ",.4~f");

  /* Reports of one form may print another unit than those of the others. */
  const SPANS = { A: "–2013", B: "2014–2018", C: "2019–2020", D: "2021–" };
  function unitOf(measure, form = null) {
    if (!measure.unit) return "";
    if (form) return Explorer.pick(measure.units[form] || measure.unit);
    return [Explorer.pick(measure.unit), ...Object.entries(measure.units).map(([one, unit]) => `${SPANS[one]} ${Explorer.pick(unit)}`)].join(Explorer.language === "zh" ? "；" : "; ");
  }
  const titled = (measure, form = null) => Explorer.own(measure) + (measure.unit ? ` (${unitOf(measure, form)})` : "");

  /* How a number came about: printed as it is, or made of others; by the form of its report. */
  function findMaking(measure, form) {
    if (measure.isYesNo) return "dated";
    const names = measure.kind === "series" ? [] : [...measure.numerator, ...measure.denominator].map(([name]) => name);
    if (names.some((name) => name.startsWith("@"))) return "compared";
    if (measure.isRate || names.length > 1) return "computed";
    const series = measure.kind === "series" ? measure : find("series", names[0]);
    const terms = form in series.cells ? series.cells[form].terms : [];
    return terms.length > 1 ? "computed" : "printed";
  }

  Object.assign(Explorer, { years, measures: { find, all, list, read, loadAreas, tellApart, isDirect, loadPoints, usable, summarise, join, listBreaks, why, listReasons, format, formatSummary, axis, unitOf, titled, findMaking, isShare, FEWEST } });
})();
