// What frame, small maps, layers and names become when a person moves them: no page is needed here.
//
// A box is west, south, east, north in degrees; its longitudes are continuous, so that east may pass 180.

/** Degrees: the least side of a box, and the farthest latitude. */
const [LEAST_SIDE, POLE] = [0.05, 84];

/** @type {(value: number, least: number, most: number) => number} */
const within = (value, least, most) => Math.min(most, Math.max(least, value));
/** Latitudes as the map has them, in degrees of longitude at the equator, and back. @param {number} lat */
const flat = (lat) => (Math.asinh(Math.tan((lat * Math.PI) / 180)) * 180) / Math.PI;
/** @param {number} y */
const unflat = (y) => (Math.atan(Math.sinh((y * Math.PI) / 180)) * 180) / Math.PI;

/** The middle of a box on the map: longitude, latitude. @param {Degrees} box @returns {LngLat} */
const middleOf = ([west, south, east, north]) => [(west + east) / 2, unflat((flat(south) + flat(north)) / 2)];

/** Where a handle of a box stands, longitude and latitude; its name has the letters of its sides, "" for the middle. @type {(box: Degrees, handle: string) => LngLat} */
function handleAt(box, handle) {
  const [west, south, east, north] = box;
  const [lng, lat] = middleOf(box);
  return [handle.includes("w") ? west : handle.includes("e") ? east : lng, handle.includes("n") ? north : handle.includes("s") ? south : lat];
}

/** A box with its middle elsewhere; its size on the map stays. @type {(box: Degrees, to: LngLat) => Degrees} */
function centred([west, south, east, north], [lng, lat]) {
  const [half, up] = [(east - west) / 2, (flat(north) - flat(south)) / 2];
  const y = within(flat(lat), flat(-POLE) + up, flat(POLE) - up);
  return [lng - half, unflat(y - up), lng + half, unflat(y + up)];
}

/** A box when one of its handles is dragged to a position. @type {(box: Degrees, handle: string, to: LngLat) => Degrees} */
function dragged(box, handle, [lng, lat]) {
  if (!handle) return centred(box, [lng, lat]);
  const [west, south, east, north] = box;
  return [
    handle.includes("w") ? within(lng, east - 360, east - LEAST_SIDE) : west,
    handle.includes("s") ? within(lat, -POLE, north - LEAST_SIDE) : south,
    handle.includes("e") ? within(lng, west + LEAST_SIDE, west + 360) : east,
    handle.includes("n") ? within(lat, south + LEAST_SIDE, POLE) : north,
  ];
}

/** A box widened to a shape, its width by its height on the map; it grows away from what is not dragged. @type {(box: Degrees, handle: string, shape: number) => Degrees} */
function shaped([west, south, east, north], handle, shape) {
  const wide = Math.max(east - west, (flat(north) - flat(south)) * shape);
  return [
    handle.includes("w") ? east - wide : west,
    handle.includes("s") ? unflat(flat(north) - wide / shape) : south,
    handle.includes("w") ? east : west + wide,
    handle.includes("s") ? north : unflat(flat(south) + wide / shape),
  ];
}

/** A box around a position, as wide as so many degrees. @type {(at: LngLat, wide: number, shape: number) => Degrees} */
const around = ([lng, lat], wide, shape) => centred([0, unflat(-wide / shape / 2), wide, unflat(wide / shape / 2)], [lng, lat]);

/** A box as the file has it: longitudes from -180 to 180, rounded to a thousandth of its side. @param {Degrees} box @returns {Degrees} */
function written([west, south, east, north]) {
  const digits = within(Math.ceil(3 - Math.log10(Math.max(east - west, north - south))), 1, 5);
  const round = (/** @type {number} */ v) => Number(v.toFixed(digits));
  const turn = (/** @type {number} */ v) => round((((v + 180) % 360) + 360) % 360 - 180);
  if (east - west > 359.5) return [-180, round(south), 180, round(north)];
  return [turn(west), round(south), turn(east) === -180 ? 180 : turn(east), round(north)];
}

/** A box of the file in continuous longitudes near one of them. @type {(box: Degrees, near: number) => Degrees} */
function unrolled([west, south, east, north], near) {
  const wide = east - west + (east < west ? 360 : 0);
  const from = west + 360 * Math.round((near - (west + wide / 2)) / 360);
  return [from, south, from + wide, north];
}

/** A list with one member elsewhere. @type {<T>(list: T[], from: number, to: number) => T[]} */
function reordered(list, from, to) {
  const rest = list.filter((_, n) => n !== from);
  rest.splice(within(to, 0, rest.length), 0, list[from]);
  return rest;
}

/** How the map shows a place. @type {(id: string, map: Pick<ReviewMap, "hidden" | "labelled" | "unlabelled">) => Showing} */
const howShown = (id, { hidden, labelled, unlabelled }) =>
  hidden.includes(id) ? "hidden" : labelled.includes(id) ? "labelled" : unlabelled.includes(id) ? "unlabelled" : "auto";

/** The lists that change if the map shows a place otherwise. @type {(id: string, how: Showing, map: Pick<ReviewMap, "hidden" | "labelled" | "unlabelled">) => Record<string, string[]>} */
function showing(id, how, map) {
  /** @type {Record<string, string[]>} */
  const set = {};
  for (const name of /** @type {const} */ (["hidden", "labelled", "unlabelled"])) {
    if (how === name ? !map[name].includes(id) : map[name].includes(id)) {
      set[name] = how === name ? [...map[name], id] : map[name].filter((each) => each !== id);
    }
  }
  return set;
}
