// The view: the part of the world that is shown, clear of the panels on the map.

/** Show the story as large as possible, with the legend in the corner where it hides least. @param {boolean} animated */
function fitStory(animated) {
  const { legend, zoom, centre } = bestFrame();
  const panel = byId("legend");
  if (legend && panel) panel.dataset.corner = legend;
  fitted = [map.unproject(centre, zoom), zoom];
  map.setView(...fitted, { animate: animated && !still.matches });
}

/** Where and how deep the whole story was shown last. @type {[L.LatLng, number] | null} */
let fitted = null;

/** Whether the map still shows the whole story: nobody moved it since. */
function isFitted() {
  if (!fitted) return true;
  const [centre, zoom] = fitted;
  return map.getZoom() === zoom && map.latLngToContainerPoint(centre).distanceTo(map.getSize().divideBy(2)) < 8;
}

const MOST_SPOTS = 150;
const BESIDE = 40; // pixels between a panel and the map's side
const EDGE = 9; // pixels
const HIDDEN = 20; // the least weight of a place, and not of a part of an outline
const MISSED = 0.3; // of its weight: what lies outside the view, where it shows a part of what is around the story
const SCALE = [110, 38]; // width and height, pixels
const ALIGNED = [[0.5, 0.5], [0.5, 0], [0.5, 1], [0, 0.5], [1, 0.5], [0, 0], [1, 0], [0, 1], [1, 1]];

function bestFrame() {
  const { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] } = padding();
  const { x: width, y: height } = map.getSize();
  const largest = storyZoom();
  /** @type {(lat: number, lng: number) => L.Point} */
  const corner = (lat, lng) => map.project([lat, lng], largest);
  const [[south, west], [north, east]] = facts.view;
  const nw = corner(north, west);
  const extent = corner(south, east).subtract(nw);
  const spots = shownSpots().concat([...features.values()].flatMap(({ node }) => (node ? [[node, 20]] : [])));
  const near = L.latLngBounds(facts.view).pad(0.6); // what lies farther away is no part of this view
  const seen = spots.filter(([at]) => near.contains(at));
  const every = Math.ceil(seen.length / MOST_SPOTS);
  /** @type {Weighted<L.Point>[]} */
  const places = seen.filter(([, weight], n) => weight > 1 || n % every === 0).slice(0, 2 * MOST_SPOTS)
    .map(([at, weight]) => [map.project(at, largest).subtract(nw), weight]);
  /** @type {Frame[]} */
  const frames = [];
  for (const [legend, panels] of panelBoxes()) {
    for (const drop of [0, 0.25, 0.5, 0.75]) {
      const zoom = largest - drop;
      if (drop && zoom < map.getMinZoom()) continue;
      const by = map.getZoomScale(zoom, largest);
      for (const [ax, ay] of ALIGNED) {
        const x = left + (width - left - right - extent.x * by) * ax;
        const y = top + (height - top - bottom - extent.y * by) * ay;
        const cost = 60 * drop + 6 * (Math.abs(ax - 0.5) + Math.abs(ay - 0.5)) + frames.length / 1e6;
        frames.push({ legend, panels, zoom, by, x, y, cost });
      }
    }
  }
  const { legend, zoom, by, x, y } = cheapest(frames, places);
  const centre = nw.multiplyBy(by).subtract([x, y]).add([width / 2, height / 2]);
  return { legend, zoom, centre };
}

/**
 * Find the frame with the least cost: its own cost, the weight that panels hide, and some of what it leaves out.
 *
 * @param {Frame[]} frames
 * @param {Weighted<XY>[]} places positions from the story's corner, at the largest zoom
 */
function cheapest(frames, places) {
  const { x: width, y: height } = map.getSize();
  let [best] = frames.sort((one, other) => one.cost - other.cost);
  let least = Infinity;
  for (const frame of frames) {
    let { cost } = frame;
    for (const [at, weight] of places) {
      if (cost >= least) break;
      const [x, y] = [frame.x + at.x * frame.by, frame.y + at.y * frame.by];
      if (x < 0 || y < 0 || x > width || y > height) cost += weight * MISSED;
      else if (frame.panels.some((box) => x > box[0] && x < box[2] && y > box[1] && y < box[3])) cost += weight * (weight < HIDDEN ? 1 : 3);
    }
    if (cost < least) [best, least] = [frame, cost];
  }
  return best;
}

/** For each possible corner of the legend, the boxes of all panels, with some room, in the map's pixels. @returns {[string | null, Box[]][]} */
function panelBoxes() {
  const { x: width, y: height } = map.getSize();
  // Between a panel and the map's side, too, a name has no room.
  /** @type {(box: Box) => Box} */
  const roomy = ([left, top, right, bottom]) => [left - 24, top - 10, right + 10 > width - BESIDE ? width : right + 10, bottom + 10];
  /** @type {Box[]} */
  const fixed = [...byId("map").querySelectorAll(".leaflet-control, #credits, #stepper, #locator")].map((panel) => {
    const [left, top, right, bottom] = boxOf(panel);
    // A scale has no length before the first view.
    return panel.matches(".leaflet-control-scale")
      ? [left, Math.min(top, bottom - SCALE[1]), Math.max(right, left + SCALE[0]), bottom]
      : [left, top, right, bottom];
  });
  const legend = byId("legend");
  const boxes = fixed.map(roomy);
  // At the map's edges a sign would be cut.
  for (const edge of [0, width]) boxes.push([edge - EDGE, -EDGE, edge + EDGE, height + EDGE]);
  for (const edge of [0, height]) boxes.push([-EDGE, edge - EDGE, width + EDGE, edge + EDGE]);
  if (!legend) return [[null, boxes]];
  return cornerBoxes(legend).map(([corner, box]) => [corner, [...boxes, roomy(box)]]);
}

const storyZoom = () => {
  const { paddingTopLeft, paddingBottomRight } = padding();
  const room = L.point(paddingTopLeft).add(paddingBottomRight);
  return Math.min(facts.zones[0][1], map.getBoundsZoom(facts.view, false, room));
};

/** The room that panels on the map need. @returns {{paddingTopLeft: Corner, paddingBottomRight: Corner}} */
function padding() {
  const { x, y } = map.getSize();
  const margin = Math.min(x, y) < 420 ? 14 : 36;
  const buttons = x < 420 ? 46 : 0;
  return { paddingTopLeft: [margin + buttons, margin], paddingBottomRight: [margin, margin + 20] };
}

/** The whole map. @returns {[At, At]} */
const everywhere = () => facts.zones[facts.zones.length - 1][0];

/** Keep the map in the zones whose outlines are exact enough for its zoom. */
function keepInside() {
  const zoom = map.getZoom();
  map.setMaxBounds((facts.zones.filter(([, deepest]) => deepest >= zoom).at(-1) ?? facts.zones[0])[0]);
}

/** Let the map leave its zone for one move. */
function free() {
  map.options.maxBounds = L.latLngBounds(everywhere());
  map.once("moveend", keepInside);
}

/** The deepest zoom at which a position may be shown. @param {L.LatLngExpression} at */
const deepestAt = (at) => (facts.zones.find(([bounds]) => L.latLngBounds(bounds).contains(at)) ?? [null, map.getMinZoom()])[1];

const MOST_BEYOND = 6; // places that are listed at once, as before the script runs; the others on demand
/** Links to what lies beyond the first view, the nearest first. @type {HTMLElement[] | null} */
let beyond = null;

/** Let the first few links stand before the others, which are folded; one that stands right is not moved, so that it keeps the focus. @type {(rest: HTMLElement, shown: HTMLElement[]) => void} */
function foldBeyond(rest, shown) {
  const first = shown.length > MOST_BEYOND + 1 ? MOST_BEYOND : shown.length;
  for (const [n, link] of shown.entries()) {
    if (n < first && link.parentElement === rest) rest.before(link);
    else if (n >= first && link.parentElement !== rest) rest.append(link);
  }
  rest.hidden = first === shown.length;
  /** @type {HTMLElement} */ (rest.querySelector("span")).textContent = String(shown.length - first);
}

/** List what lies beyond the view, of what the first view leaves out: what has no part in it. */
function listBeyond() {
  const view = map.getBounds();
  const links = beyond?.[0]?.isConnected ? beyond : (beyond = elements("#legend .beyond a"));
  for (const link of links) {
    const feature = features.get(/** @type {HTMLAnchorElement} */ (link).hash.slice(1));
    const parts = feature?.layer && (feature.area || feature.line) ? /** @type {L.LatLng[]} */ (feature.layer.getLatLngs().flat(2)) : [];
    link.hidden = [feature?.label, ...parts].some((at) => at && view.contains(at));
  }
  for (const link of /** @type {HTMLAnchorElement[]} */ (elements("#insets:not(.chosen) li:not(.close) a"))) {
    const at = features.get(link.hash.slice(1))?.label;
    const { parentElement: item } = link;
    if (item) item.hidden = Boolean(at && view.contains(at));
  }
  const [list] = elements("#legend .beyond");
  if (list) list.hidden = links.every((link) => link.hidden);
  const [rest] = elements("#legend .beyond details");
  if (rest) foldBeyond(rest, links.filter((link) => !link.hidden));
  const legend = byId("legend");
  if (legend) legend.hidden = Boolean(list?.hidden) && legend.childElementCount === 2; // it has nothing else
}

/** Set the map's limits and its first view, before anything is drawn. */
function limitView() {
  map.setMaxZoom(facts.zones[0][1]);
  const zoom = storyZoom();
  const widest = facts.zones[facts.zones.length - 1][1];
  map.setMinZoom(Math.min(zoom, widest, Math.max(map.getBoundsZoom(everywhere(), true), zoom - 1.5)));
  fitStory(false);
  keepInside();
  map.on("zoomend", keepInside);
  map.on("moveend", listBeyond);
  listBeyond();
}

/** Bring a feature into view, if it is not in view. @param {Feature} feature */
function reveal(feature) {
  if (!feature.label || !feature.layer) return;
  const view = map.getBounds();
  const maxZoom = deepestAt(feature.label);
  if (feature.heads && feature.layer.getLatLngs().length) return;
  if ("getBounds" in feature.layer && feature.classes !== "quiet") {
    const bounds = feature.course ? L.latLngBounds(feature.course) : feature.layer.getBounds();
    if (!bounds.isValid()) return;
    const span = map.latLngToContainerPoint(bounds.getSouthEast())
      .distanceTo(map.latLngToContainerPoint(bounds.getNorthWest()));
    if (!view.contains(bounds) || span < 24) {
      free();
      map.fitBounds(bounds.pad(0.6), { ...padding(), ...motion(), maxZoom });
    }
  } else if (!view.pad(-0.08).contains(feature.label)) {
    free();
    map.setView(feature.label, Math.min(map.getZoom(), maxZoom), motion());
  }
}

const NEARLY = 0.6; // of a close-up's width: a map that shows its frame as wide needs none

/** Small maps of where signs lie on each other: the frame on the map, and the ids of what it names. @type {{frame: L.Rectangle, item: HTMLElement, ids: string[]}[]} */
const closeUps = [];

function makeCloseUps() {
  for (const link of elements("#insets .close a")) {
    const [west, south, east, north] = (link.dataset.box ?? "").split(" ").map(Number);
    const frame = L.rectangle([[south, west], [north, east]], { className: "frame", interactive: false });
    const ids = (link.dataset.holds ?? "").split(" ").filter((id) => `#${id}` !== link.getAttribute("href"));
    if (link.parentElement) closeUps.push({ frame, item: link.parentElement, ids });
  }
}

/** Frame what each close-up shows, if the map does not show it as large: the frames' boxes, and the ids of what only close-ups name. */
function frameCloseUps() {
  /** @type {[Box[], Set<string | undefined>]} */
  const found = [[], new Set()];
  for (const { frame, item, ids } of closeUps) {
    const bounds = frame.getBounds();
    const { x: left, y: top } = map.latLngToContainerPoint(bounds.getNorthWest());
    const { x: right, y: bottom } = map.latLngToContainerPoint(bounds.getSouthEast());
    item.hidden = right - left > NEARLY * CLOSE_UP;
    const shown = item.offsetParent !== null;
    if (shown !== map.hasLayer(frame)) map[shown ? "addLayer" : "removeLayer"](frame);
    if (!shown) continue;
    found[0].push([left, top, right, bottom]);
    ids.forEach((id) => found[1].add(id));
  }
  return found;
}

const CLOSE_UP = 274; // pixels, as in map.css
