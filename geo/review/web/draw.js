// A place of one's own: a point, a line or an area that is put on the map by the pointer, or by keys at the cross.

/** @type {{shape: Shape, points: L.LatLng[], layer: L.Layer | null, done: boolean} | null} */
let own = null;

/** Whether the map is used for a choice: a page that is drawn again would take it away. */
const busyOnMap = () => Boolean(signs || own || framing);

/** The map that takes a click as the place of the name that is asked about, while that has none. @type {L.Map | null} */
let aimed = null;

/** Let a click on the map place a name that has no place, and nothing else. */
function aim() {
  const one = picked ? null : mention();
  const free = picked || (one && !one.place && one.decided !== "none");
  const wanted = view === "question" && free ? dateline.map : null;
  elements(".canvas")[0].classList.toggle("review-aim", Boolean(wanted));
  if (aimed === wanted) return;
  aimed?.off("click", placeAt);
  wanted?.on("click", placeAt);
  aimed = wanted;
}

/** Place the name that is asked about, or the marked words. @param {{latlng: L.LatLng}} event */
function placeAt({ latlng }) {
  const span = picked ?? mention();
  const field = body.querySelector("[data-id=as-kind]");
  if (!span || view !== "question") return;
  const words = textOf(span).replace(/\s+/g, " ");
  const said = !picked && mention()?.place ? typedKind(span) : null; // without a place, the field is the answer
  const kind = said ?? (field instanceof HTMLSelectElement ? field.value : guessedKind(span));
  L.circleMarker(latlng, { radius: 7, className: "review-own", interactive: false }).addTo(dateline.map);
  takeOwn({ geometry: pointOf(latlng), name: words, kind }, words);
}

/** @param {Shape} shape */
function beginOwn(shape) {
  endOwn();
  hideSigns();
  const { map } = dateline;
  dateline.loose();
  own = { shape, points: [], layer: null, done: false };
  showWorld();
  map.doubleClickZoom.disable();
  map.on("click", putAt);
  map.getContainer().parentElement?.classList.add("review-put");
  map.getContainer().focus({ preventScroll: true });
  tell(say("put_help"));
  paint();
}

/** @param {L.LeafletMouseEvent} event */
function putAt(event) {
  put(event.latlng);
}

const putAtCross = () => put(dateline.map.getCenter());

/** @param {L.LatLng} at */
function put(at) {
  if (!own || own.done) return;
  own.points.push(at);
  if (own.shape === "point") finishOwn();
  else drawOwn();
}

function unput() {
  if (!own) return;
  own.done = false;
  own.points.pop();
  drawOwn();
}

/** The fewest points that a shape needs. @type {Record<Shape, number>} */
const FEWEST = { point: 1, line: 2, area: 3 };

function finishOwn() {
  if (!own || own.points.length < FEWEST[own.shape]) return;
  own.done = true;
  drawOwn();
  saveOwn();
}

function drawOwn() {
  if (!own) return;
  own.layer?.remove();
  const { points, shape, done } = own;
  const look = { className: "review-own", interactive: false };
  own.layer = points.length === 0 ? null
    : points.length === 1 ? L.circleMarker(points[0], { ...look, radius: 7 })
      : shape === "area" && (done || points.length > 2) ? L.polygon(points, look) : L.polyline(points, look);
  own.layer?.addTo(dateline.map);
  paint();
}

/** @param {L.LatLng} at */
const degreesOf = (at) => {
  const { lat, lng } = at.wrap();
  return [lng, lat].map((v) => Number(v.toFixed(5)));
};
/** @param {L.LatLng} at @returns {GeoJSON.Geometry} */
const pointOf = (at) => ({ type: "Point", coordinates: degreesOf(at) });

/** What was drawn as GeoJSON: longitude and latitude in degrees. @returns {GeoJSON.Geometry | null} */
function ownGeometry() {
  if (!own?.done) return null;
  if (own.shape === "point") return pointOf(own.points[0]);
  const line = own.points.map(degreesOf);
  return own.shape === "line" ? { type: "LineString", coordinates: line } : { type: "Polygon", coordinates: [[...line, line[0]]] };
}

function endOwn() {
  if (!own) return;
  const { map } = dateline;
  own.layer?.remove();
  own = null;
  map.off("click", putAt);
  map.doubleClickZoom.enable();
  map.getContainer().parentElement?.classList.remove("review-put");
  world?.remove();
  world = null;
  dateline.hold();
}
