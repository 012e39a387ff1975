// The page's own script links the article and the map, both ways. Its modules share one scope, in this order: state,
// map, view, along, labels, card, reading, stepper, tools, sheet, start.
//
// All text comes from the page's JSON block or from the article, and is only set as text, never as markup. All state is
// in the address: `#place-…` is a feature at its first mention, `#place-…/2` at its second, `#s07` a sentence.

/** @type {ById} */
const byId = (/** @type {any} */ id) => /** @type {any} */ (document.getElementById(id));
/** @type {Facts} */
const facts = JSON.parse(byId("dateline-data").textContent);
const words = facts.words;
/** @type {Map<string, Feature>} */
const features = new Map(facts.features.map((f) => [f.id, { ...f, parts: [] }]));
const still = matchMedia("(prefers-reduced-motion: reduce)");
// A page whose map and text share the screen one above the other, as in page.css.
const narrow = matchMedia("(max-width: 29.99rem), (max-width: 39.9rem) and (min-height: 26rem), (max-width: 52rem) and (min-height: 30rem)");
// A phone on its side: the card lies on the text, as in page.css.
const short = matchMedia("(min-width: 39.91rem) and (max-height: 29.99rem), (min-width: 30rem) and (max-height: 25.99rem)");

// The feature that is chosen, and the number of its mention.
/** @type {{feature: Feature | null, mention: number}} */
const chosen = { feature: null, mention: 0 };
// Numbers of the layers that are switched off.
/** @type {Set<number>} */
const hiddenLayers = new Set();
/** @type {L.Map} */
let map;
/** @type {Label[]} */
const labels = [];
/** All land of the backdrop. @type {L.Polygon | null} */
let landPath = null;

/**
 * Make an element; strings become text, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string | null | ((event: Event) => void)>} attributes
 * @param {Child[]} children
 */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value !== null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Fill values into words of the page. @type {(key: string, values: Record<string, string | number>) => string} */
const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** @type {(selector: string, root?: ParentNode) => HTMLElement[]} */
const elements = (selector, root = document) => [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector))];
const motion = () => ({ animate: !still.matches, duration: 0.6 });
/** @type {(feature: Feature) => HTMLElement[]} */
const mentionsIn = (feature) => feature.mentions.map(([id]) => byId(id)).filter((element) => element !== null);
const pixelsOfDegree = (/** @type {number} */ zoom) => L.CRS.EPSG3857.scale(zoom) / 360;
/** Whether two boxes overlap. @type {(a: Box, b: Box) => boolean} */
const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
/** The area that two boxes share. @type {(a: Box, b: Box) => number} */
const shared = (a, b) => Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
/** @param {Feature} feature @returns {feature is Drawn} */
const isShown = (feature) => feature.layer !== undefined && map.hasLayer(feature.layer);
const shownFeatures = () => [...features.values()].filter(isShown);

/**
 * Call a function after a delay without further calls.
 *
 * @param {number} delay milliseconds
 * @param {() => void} what
 */
function calmly(delay, what) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(what, delay);
  };
}
