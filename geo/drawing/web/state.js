// The page's own script ties the article to the map, both ways. Its modules share one scope, in this order: state,
// map, view, labels, card, reading, tools, sheet, start.
//
// All text comes from the page's JSON block or from the article itself and is only ever set as text. All state
// is in the address: `#place-…` is a feature at its first mention, `#place-…/2` at its second, `#s07` a sentence.

const byId = (id) => document.getElementById(id);
const facts = JSON.parse(byId("dateline-data").textContent);
const words = facts.words;
const features = new Map(facts.features.map((f) => [f.id, { ...f, parts: [] }]));
const still = matchMedia("(prefers-reduced-motion: reduce)");
// A page whose map and text share the screen one above the other, as in page.css.
const narrow = matchMedia("(max-width: 39.9rem), (max-width: 52rem) and (min-height: 30rem)");

// The feature that is chosen, and the number of its mention.
const chosen = { feature: null, mention: 0 };
// Numbers of the layers that are switched off.
const hiddenLayers = new Set();
let map;
let labels = [];

/** Make an element; strings become text, never markup. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Fill values into words of the page. */
const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

const motion = () => ({ animate: !still.matches, duration: 0.6 });
const mentionsIn = (feature) => feature.mentions.map(([id]) => id && byId(id)).filter(Boolean);
const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
/** The area that two boxes share. */
const shared = (a, b) => Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
const isShown = (feature) => feature.layer && map.hasLayer(feature.layer);
const shownFeatures = () => [...features.values()].filter(isShown);

/** Call a function once things have been quiet for a while. */
function calmly(delay, what) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(what, delay);
  };
}
