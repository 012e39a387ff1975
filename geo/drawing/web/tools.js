// Tools: layers, search, links, downloads, paper, full screen, colours.

/** @type {(number: number, on: boolean) => void} */
function toggle(number, on) {
  hiddenLayers[on ? "delete" : "add"](number);
  for (const box of document.querySelectorAll(`[data-layer="${number}"]`)) {
    if (box instanceof HTMLInputElement) box.checked = on;
  }
  showLayers();
  if (chosen.feature) mark(chosen.feature);
  placeLabels();
}

/** Show a text for a moment; a screen reader reads it too. @param {string} text */
function tell(text) {
  byId("told").textContent = text;
}

// ---- search

const PLAIN = /^[\x20-\x7e\s]*$/;
/** Remove case and accents from letters, so that a search finds words with other accents. @param {string} text */
const folded = (text) => (PLAIN.test(text) ? text : text.normalize("NFD").replace(/\p{M}/gu, "")).toLowerCase();
const MOST_HITS = 100;

/** The sentences with their folded texts, as far as they are made. @type {[HTMLElement, string][]} */
const folds = [];
const FOLDED_AT_ONCE = 400;

/** The sentences with their folded texts. */
function searched() {
  while (!foldMore());
  return folds;
}

/** Fold some more sentences; says whether all are folded. */
function foldMore() {
  sentencesFound ??= elements(":is(#headline, #article) .sentence");
  for (const s of sentencesFound.slice(folds.length, folds.length + FOLDED_AT_ONCE)) folds.push([s, folded(s.textContent)]);
  return folds.length === sentencesFound.length;
}
/** @type {HTMLElement[] | undefined} */
let sentencesFound;

/** Fold all sentences in short tasks, while the reader begins to type. */
function foldAhead() {
  if (!foldMore()) setTimeout(foldAhead);
}

function search() {
  const sought = folded(byId("query").value.trim());
  const hits = byId("hits");
  hits.replaceChildren();
  hits.hidden = true;
  byId("found").textContent = "";
  if (sought.length < 2) return;
  const places = [...features.values()].filter((f) => folded(`${f.name} ${f.where}`).includes(sought));
  const sentences = searched().filter(([, text]) => text.includes(sought)).map(([s]) => s);
  /** @type {(href: string, ...content: Child[]) => HTMLElement} */
  const item = (href, ...content) => make("li", {}, make("a", { href, dir: "auto" }, ...content));
  const found = [
    ...places.map((f) => item(`#${f.id}`, make("b", {}, f.name), ` ${f.kind}`)),
    ...sentences.map((s) => {
      const [before, here, after] = excerpt(s.textContent, sought);
      return item(`#${s.id}`, before, here && make("mark", {}, here), after);
    }),
  ];
  const key = found.length > MOST_HITS ? "search_first" : found.length ? "search_hits" : "nothing_found";
  byId("found").textContent = say(key, { n: found.length, first: MOST_HITS });
  hits.append(...found.slice(0, MOST_HITS));
  hits.hidden = !found.length;
  if (found.length && hits.getBoundingClientRect().bottom > innerHeight) byId("search").scrollIntoView({ block: "start" });
}

/** Go through the hits with the arrow keys; Enter in the field goes to the first. @param {KeyboardEvent} event */
function searchByKey(event) {
  const links = elements("a", byId("hits"));
  if (byId("hits").hidden || !links.length) return;
  const here = links.findIndex((link) => link === document.activeElement);
  if (event.key === "Enter" && here < 0) links[0].click();
  else if (event.key === "ArrowDown") links[Math.min(here + 1, links.length - 1)].focus();
  else if (event.key === "ArrowUp") (links[here - 1] ?? byId("query")).focus();
  else return;
  event.preventDefault();
}

/**
 * Cut a sentence around the search words; letters are folded one by one, so that positions agree.
 *
 * @type {(text: string, sought: string) => string[]}
 */
function excerpt(text, sought) {
  const spaced = text.replace(/\s+/g, " ").trim();
  const letters = [...spaced];
  const plain = PLAIN.test(spaced) ? spaced.toLowerCase() : letters.map((c) => folded(c).slice(0, 1) || c).join("");
  const at = plain.indexOf(sought);
  if (at < 0) return [letters.slice(0, 80).join(""), "", ""];
  const start = Math.max(0, at - 30);
  return [
    (start ? "…" : "") + letters.slice(start, at).join(""),
    letters.slice(at, at + sought.length).join(""),
    `${letters.slice(at + sought.length, at + sought.length + 40).join("")}…`,
  ];
}

// ---- files

/** @type {(name: string, blob: Blob) => void} */
function save(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** The article's slug: its title in lower case without accents, cut between words. */
function stem() {
  const slug = folded(document.title).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return (slug.length > 60 ? slug.slice(0, 61).replace(/-[^-]*$/, "").slice(0, 60) : slug) || "map";
}

const stillMap = () => /** @type {SVGSVGElement} */ (document.querySelector("#still svg"));

/** The still map as a file: without the numbers that refer to the article. */
function stillSource() {
  const svg = /** @type {SVGSVGElement} */ (stillMap().cloneNode(true));
  elements(".reference", svg).forEach((e) => e.remove());
  return new XMLSerializer().serializeToString(svg);
}

function saveSvg() {
  save(`${stem()}.svg`, new Blob([stillSource()], { type: "image/svg+xml" }));
}

function savePng() {
  const { width, height } = stillMap();
  const image = new Image();
  image.onload = () => {
    const canvas = make("canvas");
    [canvas.width, canvas.height] = [2 * width.baseVal.value, 2 * height.baseVal.value];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => blob && save(`${stem()}.png`, blob), "image/png");
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(stillSource())}`;
}

/** The places as they are drawn, with their sentences, as GeoJSON (RFC 7946). */
function saveGeoJson() {
  const told = facts.features.flatMap((f) => {
    const { id, name, kind, where, extent, geometry, outline } = f;
    return !geometry ? [] : {
      type: "Feature",
      id,
      geometry: geometryOf(outline ?? geometry),
      properties: {
        name, kind, where, extent,
        layers: f.layers.map((n) => facts.layers[n].title),
        mentions: f.mentions.map((m) => ({ sentence_id: m[1], sentence: byId(m[1])?.textContent.trim() })),
        claims: f.claims.map((n) => facts.claims[n]),
      },
    };
  });
  const whole = { type: "FeatureCollection", title: document.title, attribution: byId("credits").textContent };
  const text = JSON.stringify({ ...whole, features: told }, null, 1);
  save(`${stem()}.geojson`, new Blob([text], { type: "application/geo+json" }));
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
  } catch {
    const field = make("input", { value: location.href, readonly: "" });
    byId("tools").append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  tell(words.address_copied);
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else byId("map").requestFullscreen();
}

/** @type {Record<string, () => void>} */
const ACTIONS = {
  follow: () => setFollowing(!following),
  copy: copyLink,
  screen: fullScreen,
  print: () => print(),
  geojson: saveGeoJson,
  svg: saveSvg,
  png: savePng,
};

/** The button of an action. @param {string} action */
const tool = (action) => elements(`[data-do=${action}]`)[0];

function showTools() {
  tool("screen").hidden = !document.fullscreenEnabled;
  tool("follow").setAttribute("aria-pressed", String(following));
  for (const button of elements("[data-do]")) {
    button.addEventListener("click", () => {
      if (button.closest("#more")) byId("more").open = false;
      ACTIONS[button.dataset.do ?? ""]();
    });
  }
  byId("query").addEventListener("focus", foldAhead, { once: true });
  byId("query").addEventListener("input", calmly(120, search));
  byId("search").addEventListener("keydown", searchByKey);
  byId("hits").addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a")) byId("hits").hidden = true;
  });
  byId("scheme").addEventListener("change", () => {
    document.documentElement.dataset.scheme = byId("scheme").value;
  });
}
