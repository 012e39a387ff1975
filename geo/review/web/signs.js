// The places that a name may mean: what the program considered, what a search finds, and their numbered signs on the map.

/** What was asked before, by the mention's key. @type {Map<string, Promise<Candidate[]>>} */
const choices = new Map();
/** The list that is shown, in the order of its numbers. @type {Candidate[]} */
let shown = [];

/** @param {Candidate[]} places */
function listed(places) {
  shown = places;
}
/** @type {L.FeatureGroup | null} */
let signs = null;
/** The land of the whole world, behind signs that lie outside the page's map. @type {L.Layer | null} */
let world = null;

/** The outlines of countries, when they were asked for. @type {Promise<number[][][][]> | undefined} */
let outlines;

/** The candidates of a mention. @type {(key: string) => Promise<Candidate[]>} */
function choicesOf(key) {
  const before = choices.get(key);
  if (before) return before;
  if (!known.has(key)) return Promise.resolve([]);
  const asked = ask(`${API}/candidates?key=${encodeURIComponent(key)}`).then(({ ok, data }) => (ok ? data : []));
  choices.set(key, asked);
  return asked;
}

/** Find places by name, kind and country in the whole gazetteer. @type {(q: string, kind: string, country: string) => Promise<Candidate[]>} */
async function searchPlaces(q, kind, country) {
  const query = new URLSearchParams({ q, kind, country });
  const { ok, data } = await ask(`${API}/search?${query}`);
  return ok ? data : [];
}

/** @param {string} kind */
const kindWords = (kind) => told.kinds[kind] ?? kind.replaceAll("_", " ");

/** What a place lies in. @param {Candidate} place */
const aboveOf = (place) => (place.admin ?? []).filter(Boolean).join(", ");

/** How far a place is from the story. @param {Candidate} place */
function kmOf(place) {
  if (place.km === null || place.km === undefined) return "";
  return place.km < 1 ? say("in_story") : say("km", { n: Math.round(place.km).toLocaleString(document.documentElement.lang || "en") });
}

/** Show numbered signs of places on the map, and all of them in view. @type {(places: Candidate[], take: (n: number) => void) => void} */
function showSigns(places, take) {
  hideSigns();
  if (!places.length) return;
  const { map } = dateline;
  dateline.loose();
  const middle = map.getCenter().lng;
  signs = L.featureGroup(places.map(({ lat, lng, name }, n) => {
    const icon = L.divIcon({ className: "review-sign", html: make("b", {}, String(n + 1)), iconSize: [26, 26] });
    const at = /** @type {At} */ ([lat, lng + 360 * Math.round((middle - lng) / 360)]);
    const sign = L.marker(at, { icon, alt: `${n + 1}: ${name}`, keyboard: false, zIndexOffset: 1000 - n });
    sign.on("click", () => take(n));
    sign.on("mouseover", () => lightRow(n, true));
    sign.on("mouseout", () => lightRow(n, false));
    return sign;
  })).addTo(map);
  showWorld();
  const room = panelRoom();
  map.fitBounds(nearest(places).pad(0.1), { paddingTopLeft: [50, 50], paddingBottomRight: [50, 50 + room], maxZoom: 7, animate: false });
}

/** The part of the world with the likeliest places, those that have a key of their own. @param {Candidate[]} places */
const nearest = (places) => L.latLngBounds((signs?.getLayers() ?? []).slice(0, Math.min(9, places.length))
  .map((sign) => /** @type {L.Marker} */ (sign).getLatLng()));

/** How much of the map's lower edge the panel covers, in pixels. */
function panelRoom() {
  const box = dateline.map.getContainer().getBoundingClientRect();
  const mine = panel.getBoundingClientRect();
  return mine.left < box.right && mine.right > box.left ? Math.max(0, box.bottom - mine.top) : 0;
}

async function showWorld() {
  outlines ??= ask("/api/world").then(({ data }) => data);
  const coordinates = await outlines;
  if (world || !busyOnMap()) return;
  const { map } = dateline;
  const pane = map.getPane("world") ?? map.createPane("world");
  pane.style.zIndex = "190";
  world = L.geoJSON(/** @type {GeoJSON.MultiPolygon} */ ({ type: "MultiPolygon", coordinates }), /** @type {L.GeoJSONOptions} */ ({
    pane: "world", interactive: false, style: { className: "land" },
  })).addTo(map);
}

function hideSigns() {
  if (!signs) return;
  signs.remove();
  world?.remove();
  signs = null;
  world = null;
  dateline.hold();
}

/** Point at a place of the list and at its sign. @type {(n: number, on: boolean) => void} */
function lightRow(n, on) {
  elements(".choice", panel)[n]?.classList.toggle("lit", on);
  const sign = signs?.getLayers()[n];
  if (sign instanceof L.Marker) sign.getElement()?.classList.toggle("lit", on);
}
