/* Loading pieces of data, the two languages, addresses, and elements. Nothing of a document ever becomes markup: text is set as text. */
"use strict";
const Explorer = (() => {
  const overview = JSON.parse(document.getElementById("overview").textContent);
  const packed = new Map();
  const loading = new Map();
  const pages = {};
  const LANGUAGES = ["zh", "en"];
  const KEPT = "gov-disclosure-language";
  let language = "zh";
  let words = null;

  function put(name, text) {
    packed.set(name, text);
  }

  async function unpack(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  }

  function addScript(source) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = resolve;
      script.onerror = () => reject(new Error(source));
      document.head.append(script);
    });
  }

  function load(name) {
    if (!loading.has(name)) {
      loading.set(name, addScript(`data/${name}.js`).then(() => {
        const text = packed.get(name);
        packed.delete(name);
        return unpack(text);
      }));
    }
    return loading.get(name);
  }

  /* An element: attributes, `on…` listeners, children that are elements or text. */
  function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  function t(key, values = {}) {
    const phrase = overview.phrases[key];
    if (!phrase) throw new Error(`no phrase ${key}`);
    return phrase[LANGUAGES.indexOf(language)].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  const pick = (pair) => (pair ? pair[LANGUAGES.indexOf(language)] : "");
  const own = (thing, name) => thing[name ? `${name}_${language}` : language] || "";
  /* Names of places and bodies are Chinese in both languages, and said to be; English pages have a place in Latin letters before it. */
  const named = (name, latin) => (language === "en" && latin ? `${latin} ${name}` : name);
  for (const province of overview.provinces) {
    Object.defineProperties(province, { told: { get: () => named(province.name, province.latin) }, label: { get: () => named(province.short, province.latin) } });
  }
  const placed = (name, latin, tag = "span") => (language === "en" && latin ? [`${latin} `, zh(name, tag)] : zh(name, tag));
  const zh = (text, tag = "span", more = {}) => h(tag, { lang: "zh-CN", ...more }, text);
  /* A sentence in the language of the page with names of places, bodies and rows in it. */
  const quoting = (text) => (language === "zh" ? text : text.split(/([「『]?[\u4e00-\u9fff][\u3001\u300c-\u300f\u4e00-\u9fff\uff00-\uff65]*)/).map((piece) => (/[\u4e00-\u9fff]/.test(piece) ? zh(piece) : piece)));
  const term = (list, word) => pick((words.terms[list] || {})[word]) || word || "";
  /* The same in a word or two, where there is little room. */
  const brief = (list, word) => pick(overview.phrases[`${list}.${word}`]) || term(list, word);

  /* Made once: a page has hundreds of numbers. */
  const DECIMALS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 4 });
  function number(value) {
    if (value === null || value === undefined) return "";
    if (typeof value === "string") {
      const [whole, part] = value.split(".");
      return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
    }
    return DECIMALS.format(value);
  }
  /* Nothing and all are told only of what is nothing and all: 1 of 3,000 is less than 0.1%, and 1,999 of 2,000 more than 99.9%. */
  const ENDS = [[0, (value) => (value > 0 ? "<0.1%" : ">-0.1%")], [1, (value) => (value < 1 ? ">99.9%" : ">100.0%")]];
  function percent(value) {
    if (value === null || value === undefined) return "";
    const [, near] = ENDS.find(([end]) => value !== end && (100 * (value - end)).toFixed(1).replace("-", "") === "0.0") || [];
    return near ? near(value) : `${(100 * value).toFixed(1)}%`;
  }

  /* Units are Chinese words; in English one of them has several, by what is counted: those of measures and cells are told with them. */
  const unit = (name) => (name ? (language === "zh" ? name : words.units[name] || name) : "");

  function route() {
    const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
    const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
    const given = LANGUAGES.includes(parts[0]) ? parts.shift() : null;
    return { language: given, page: parts[0] || "overview", parts: parts.slice(1), query: new URLSearchParams(query) };
  }

  function address(page, parts = [], query = {}, tongue = language) {
    const told = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
    const path = [tongue, page, ...parts].map(encodeURIComponent).join("/");
    return `#/${path}${told.length ? `?${new URLSearchParams(told)}` : ""}`;
  }

  const link = (text, page, parts, query, more = {}) => h("a", { href: address(page, parts, query), ...more }, text);
  const placeLink = (name, latin, page, parts, query) => (language === "en" && latin ? h("a", { href: address(page, parts, query) }, placed(name, latin)) : link(name, page, parts, query, { lang: "zh-CN" }));

  function keep(tongue) {
    try { localStorage.setItem(KEPT, tongue); } catch { /* a page from a disk may have no storage; the address has it too */ }
  }
  function findKept() {
    try { return localStorage.getItem(KEPT); } catch { return null; }
  }

  const form = (year) => (year <= 2013 ? "A" : year <= 2018 ? "B" : year <= 2020 ? "C" : "D");

  return {
    overview, pages, put, load, addScript, h, t, pick, own, zh, named, placed, quoting, term, brief, number, percent, unit, route, address, link, placeLink, keep, findKept, form,
    LANGUAGES,
    get language() { return language; },
    set language(tongue) { language = tongue; },
    get words() { return words; },
    set words(found) { words = found; },
  };
})();
