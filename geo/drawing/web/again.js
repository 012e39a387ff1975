// What a review asks of the page: its map and its ways to choose, and to draw all of it again from a newer page. Only a
// page for review has this module.

/** Put a part of another page in the place of ours, if either has it. @type {(page: Document, selector: string, parent: string) => void} */
function swap(page, selector, parent) {
  const [ours] = elements(selector);
  const theirs = page.querySelector(selector);
  if (ours && theirs) ours.replaceWith(theirs);
  else if (theirs) elements(parent)[0].append(theirs);
  else ours?.remove();
}

/** What folds in the article, as comments do. */
const foldsOf = () => /** @type {HTMLDetailsElement[]} */ (elements("#article details"));

/** Draw article and map again as another page of the same article has them; the reader's view stays. @param {string} html */
function redraw(html) {
  // Without styles and scripts, which the policy would refuse.
  const page = new DOMParser().parseFromString(html.replace(/<(style|script)>[^]*?<\/\1>/g, ""), "text/html");
  leastZoom = 0;
  const seen = isFitted() ? null : /** @type {[L.LatLng, number]} */ ([map.getCenter(), map.getZoom()]);
  const { open = false, dataset = {} } = byId("legend") ?? {};
  const [said, top] = [byId("told").textContent, scrollY];
  const unfolded = foldsOf().map((each) => each.open);
  unmark();
  chosen.feature = null;
  showCard(false);
  map.stop();
  map.remove();
  elements(".canvas")[0].replaceWith(make("div", { class: "canvas", dir: "ltr" }));
  document.getElementById("stepper")?.remove();
  for (const panel of ["#legend", "#locator", "#insets", "#no-place", "#credits"]) swap(page, panel, "#map");
  for (const part of ["#headline div:has(h1)", "#article", "#back", "#still"]) swap(page, part, "#page");
  swap(page, "#layers", "#more .menu");
  swap(page, "#map-note", "#story");
  foldsOf().forEach((each, n) => {
    if (unfolded[n]) each.open = true;
  });
  const legend = byId("legend");
  if (legend) {
    legend.open = open;
    if (dataset.corner) legend.dataset.corner = dataset.corner;
  }
  recolour(html);
  document.title = page.title;
  byId("told").textContent = said;
  Object.assign(facts, JSON.parse(page.getElementById("dateline-data")?.textContent ?? "{}"));
  features.clear();
  for (const feature of facts.features) features.set(feature.id, { ...feature, parts: [] });
  labels.length = 0;
  fitted = null;
  tabStop = null;
  folds.length = 0;
  sentencesFound = undefined;
  document.querySelectorAll("tr[id]").forEach((row) => row.removeAttribute("id"));
  makeMap();
  nameAll(finishLooks);
  const [whole] = facts.zones[facts.zones.length - 1];
  if (seen && L.latLngBounds(whole).contains(seen[0])) map.setView(...seen, { animate: false });
  window.scrollTo(0, top);
}

/** Give the layers the colours of another page. @param {string} html */
function recolour(html) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync((html.match(/\.k\d+\{--c:[^}<]*\}/g) ?? []).join("\n"));
  document.adoptedStyleSheets = [sheet];
}

let leastZoom = 0;

/** Let the map show all of the world. */
function loose() {
  if (leastZoom) return;
  leastZoom = map.getMinZoom();
  map.off("zoomend", keepInside);
  map.setMaxBounds(/** @type {any} */ (null));
  map.setMinZoom(1);
}

/** Keep the map to the story again. */
function hold() {
  if (!leastZoom) return;
  fitStory(false); // first: a zoom that the least one asks for would end its animation after it
  map.setMinZoom(leastZoom);
  leastZoom = 0;
  map.on("zoomend", keepInside);
  keepInside();
}

Object.assign(globalThis, {
  dateline: {
    features, bringUp, choose, chooseNothing, elements, folded, hold, loose, make, outOfSight, redraw,
    get layers() { return facts.layers; },
    get map() { return map; },
    get view() { return facts.view; },
  },
});
