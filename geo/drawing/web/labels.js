// Labels: the most important first, each beside or in its feature; a label that would cover another is hidden.

/** @type {Record<string, number>} */
const LABEL_RANKS = { context: -1, country: 0, flow: 1, line: 2, area: 4, water: 3, town: 6 };
const MOST_LABELS = 120;
const PIXELS_A_TOWN = 75000;

/** The class of a doubtful feature, with a space before it; "" for one that is sure. @param {FeatureFacts} feature */
const doubtOf = (feature) => (feature.shape.endsWith("doubtful") ? " doubtful" : "");

/** Draw the sign of a layer, hollow for a doubtful feature. @param {number} number */
function signOf(number, doubt = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "-14 -14 28 28");
  svg.setAttribute("class", `sign k${number}${doubt}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", `M0 0${facts.layers[number].sign}`);
  svg.append(path);
  return svg;
}

function makeLabels() {
  const pane = map.createPane("labels");
  /** @type {(look: string, text: string, sign?: Element | null) => HTMLElement} */
  const label = (look, text, sign = null) => {
    const element = make("span", { class: `label ${look}`, dir: "auto", "aria-hidden": "true" }, sign, text);
    pane.append(element);
    return element;
  };
  for (const feature of features.values()) {
    if (feature.heads) {
      feature.ends?.forEach((text, n) => {
        /** @type {Named} */
        const end = { look: "end", get label() { return isShown(feature) ? feature.leaving[n] : null; } };
        labels.push({ feature: end, element: label("line", text), weight: 1000 });
      });
    }
    if (!feature.label || feature.look === "flow") continue;
    const signed = feature.classes !== "quiet" && feature.layers.length && (feature.area || feature.line);
    labels.push({
      feature,
      element: label(`${feature.look} ${feature.classes}`, feature.called ?? feature.name,
        signed ? signOf(feature.layers[0], doubtOf(feature)) : null),
      weight: LABEL_RANKS[feature.look] * 100 + feature.mentions.length - (doubtOf(feature) ? 50 : 0),
    });
  }
  /** @type {(look: string, rooms: Room[]) => Named} */
  const roomy = (look, rooms) => ({
    look, rooms, get label() { return rooms.map(([lat, lng]) => /** @type {At} */ ([lat, lng])).find((at) => map.getBounds().contains(at)); },
  });
  for (const [name, rooms] of facts.context) {
    labels.push({ feature: roomy("country", rooms), element: label("country context", name), weight: -1 });
  }
  for (const [name, rooms] of facts.waters) {
    labels.push({ feature: roomy("sea", rooms), element: label("water sea", name), weight: -1.5 });
  }
  for (const [name, at] of facts.far) {
    const element = label("line", `→ ${name}`);
    labels.push({ feature: { look: "end", get label() { return pointTo(at, element, name); } }, element, weight: 900 });
  }
  facts.towns.forEach(([name, point, importance], n) => {
    const dot = make("i", { class: `dot ${importance}`, "aria-hidden": "true" });
    pane.append(dot);
    labels.push({ feature: { label: point, look: "town" }, element: label(`somewhere ${importance}`, name), dot, weight: -2 - n });
  });
  map.on("zoomstart", () => pane.classList.add("moving"));
  map.on("moveend", () => {
    pane.classList.remove("moving");
    soonPlaced();
  });
}

const ARROWS = [..."→↘↓↙←↖↑↗"];

/** Where the map's edge points to a place beyond it, with the arrow of its name; null for a place in view. @type {(at: At, element: HTMLElement, name: string) => At | null} */
function pointTo(at, element, name) {
  const middle = map.getSize().divideBy(2);
  const way = map.latLngToContainerPoint(at).subtract(middle);
  const out = Math.max(Math.abs(way.x) / (middle.x - 12), Math.abs(way.y) / (middle.y - 12));
  if (out < 1) return null;
  element.textContent = `${ARROWS.at(Math.round(Math.atan2(way.y, way.x) / (Math.PI / 4)) % 8)} ${name}`;
  const { lat, lng } = map.containerPointToLatLng(middle.add(way.divideBy(out)));
  return [lat, lng];
}

const PLACES_IN_ROOM = [[0, 0], [0, -1], [0, 1], [-1, 0], [1, 0], [-0.5, 0], [0.5, 0], [-1, -1], [1, -1], [-1, 1], [1, 1]];

/**
 * Positions of a name that lie whole in a room, best first.
 *
 * @param {Room[]} rooms
 * @param {number} w
 * @param {number} h
 * @returns {Corner[]}
 */
function inRooms(rooms, w, h) {
  const degree = pixelsOfDegree(map.getZoom());
  return rooms.flatMap(([lat, lng, width, height]) => {
    const { x, y } = map.latLngToContainerPoint([lat, lng]);
    const [dx, dy] = [(width * degree - w) / 2, (height * degree - h) / 2];
    if (dx < 0 || dy < 0) return [];
    return PLACES_IN_ROOM.map(([i, j]) => /** @type {Corner} */ ([x - w / 2 + i * dx, y - h / 2 + j * dy]));
  });
}

/**
 * The possible boxes of a label, each list with the best first: in a room; else beside a point or line, in or beside an
 * area; else beside an area, with a line into it. The name of a country stands in it, or a line leads into it.
 *
 * @param {Named} feature
 * @param {XY} at its label's point
 * @param {number} w
 * @param {number} h
 * @returns {[Box[], Box[], Box[]]}
 */
function positions(feature, at, w, h) {
  /** @type {(left: number, top: number, right: number, bottom: number) => Corner[]} */
  const beside = (left, top, right, bottom) => [
    [right, (top + bottom - h) / 2], [left - w, (top + bottom - h) / 2],
    [(left + right - w) / 2, top - h], [(left + right - w) / 2, bottom],
    [right - 3, top - h + 3], [right - 3, bottom - 3], [left - w + 3, top - h + 3], [left - w + 3, bottom - 3],
    [left, top - h], [right - w, top - h], [left, bottom], [right - w, bottom],
  ];
  /** @type {Corner[]} */
  const centred = [[0, 0], [0, -h], [0, h], [0, -2 * h], [0, 2 * h], [w * 0.6, 0], [-w * 0.6, 0]]
    .map(([x, y]) => [at.x - w / 2 + x, at.y - h / 2 + y]);
  const rooms = inRooms(feature.rooms ?? [], w, h);
  const [left, top, right, bottom] = feature.area && feature.layer ? extentOf(feature) : [at.x, at.y, at.x, at.y];
  /** @type {Corner[]} */
  let corners = [];
  /** @type {Corner[]} */
  let away = [];
  const far = RINGS.flatMap((d) => beside(at.x - d, at.y - d, at.x + d, at.y + d));
  if (feature.look === "country") {
    if (feature.layer && feature.mentions.length > 1) away = [...beside(left - 12, top - 8, right + 12, bottom + 8), ...far];
  } else if (feature.look === "sea") corners = [];
  else if (feature.look === "end") corners = atTheEdge([10, 26, 42].flatMap((d) => beside(at.x - d, at.y - d, at.x + d, at.y + d)), w, h);
  else if (!feature.layer) corners = beside(at.x - 4, at.y - 3, at.x + 4, at.y + 3);
  else if (feature.line || !feature.area) {
    const reach = Math.max(10, (feature.circle ?? 0) + 3);
    corners = beside(at.x - reach, at.y - reach + 2, at.x + reach, at.y + reach - 2);
    away = far;
  } else {
    if (right - left < w && bottom - top < 1.6 * h) {
      corners = [...beside(left - 3, top, right + 3, bottom), ...centred];
      away = far;
    } else {
      // A sign beside an area would look like a point in the neighbouring area: it stands in the area, or a line leads there.
      /** @type {Corner[]} */
      const inside = right - left < w ? centred.map(([x, y]) => [x + w / 2 - SIGN, y]) : centred;
      corners = inside.filter(([x, y]) => x + SIGN > left && x + SIGN < right && y + h / 2 > top && y + h / 2 < bottom);
      away = beside(left - 12, top - 8, right + 12, bottom + 8);
    }
  }
  /** @type {(corner: Corner) => Box} */
  const box = ([x, y]) => [x, y, x + w, y + h];
  return [rooms.map(box), corners.map(box), away.map(box)];
}

const RINGS = [24, 40, 60]; // pixels from a point to names that a line leads from
const SIGN = 8; // pixels from a label's edge to the middle of its sign
/** The rings of areas in the map's pixels, kept while names are placed. @type {Map<Feature, L.Point[][]>} */
const rings = new Map();

/** @param {DrawnArea} area */
function ringsOf(area) {
  const known = rings.get(area);
  if (known) return known;
  const found = area.layer.getLatLngs().flat().map((ring) => ring.map((corner) => map.latLngToContainerPoint(corner)));
  rings.set(area, found);
  return found;
}

const LONGEST_LEADER = 90;
const LEADER_STEP = 6; // pixels between the boxes along it
const LEADER_COST = 6; // points of lines that a name may cover rather than have a line lead to it
const INTO = 9; // pixels that a line leads into an area

/**
 * The line from a box to a point, or into an area: where it begins, its length and its angle.
 *
 * @param {Box} box
 * @param {Drawn} area
 * @param {L.Point} at the area's label, or the point
 * @returns {Leader}
 */
function leaderOf([left, top, right, bottom], area, at) {
  const from = L.point(Math.min(Math.max(at.x, left), right), Math.min(Math.max(at.y, top + 3), bottom - 3));
  const way = at.subtract(from);
  const angle = Math.atan2(way.y, way.x);
  // To a country's own point: the rough outline that the line meets may be off by more than a small country is wide.
  if (!area.area || area.look === "country") return { from, length: from.distanceTo(at) - (area.area ? 0 : SIGN), angle };
  // The share of the way to each edge of the area that it meets (Cramer's rule).
  const shares = ringsOf(area).flatMap((corners) =>
    corners.map((one, n) => {
      const side = corners[(n + 1) % corners.length].subtract(one);
      const gap = one.subtract(from);
      const turn = way.x * side.y - way.y * side.x;
      const along = (gap.x * way.y - gap.y * way.x) / turn;
      return along >= 0 && along <= 1 ? (gap.x * side.y - gap.y * side.x) / turn : 0;
    })).filter((share) => share > 0 && share < 1);
  const length = from.distanceTo(at);
  const edge = shares.length ? Math.min(...shares) * length : length;
  return { from, length: Math.min(length, edge + INTO), angle };
}

/**
 * Small boxes along the line from a name, for other names to keep clear of it.
 *
 * @param {Leader} leader
 * @returns {Box[]}
 */
function boxesAlong({ from: { x, y }, length, angle }) {
  return Array.from({ length: Math.floor(length / LEADER_STEP) }, (_, n) => {
    const way = (n + 1) * LEADER_STEP;
    const [across, down] = [x + way * Math.cos(angle), y + way * Math.sin(angle)];
    return [across - 2, down - 2, across + 2, down + 2];
  });
}

/**
 * The box of an area, in the map's pixels; shrunk by a share of it on every side.
 *
 * @param {DrawnArea} feature
 * @returns {Box}
 */
function extentOf(feature, share = 0) {
  const bounds = feature.layer.getBounds();
  const { x: left, y: top } = map.latLngToContainerPoint(bounds.getNorthWest());
  const { x: right, y: bottom } = map.latLngToContainerPoint(bounds.getSouthEast());
  const [dx, dy] = [(right - left) * share, (bottom - top) * share];
  return [left + dx, top + dy, right - dx, bottom - dy];
}

/**
 * Move positions over the map's edge inside, so that the end of a flow that leaves the map always has its name.
 *
 * @param {Corner[]} corners
 * @param {number} w
 * @param {number} h
 * @returns {Corner[]}
 */
function atTheEdge(corners, w, h) {
  const { x, y } = map.getSize();
  return corners.map(([left, top]) => [Math.min(Math.max(left, 4), x - w - 4), Math.min(Math.max(top, 4), y - h - 4)]);
}

/** The box of an element on the map, in the map's pixels. @param {Element} element @returns {Box} */
function boxOf(element) {
  const box = element.getBoundingClientRect();
  const { left, top } = byId("map").getBoundingClientRect();
  return [box.left - left, box.top - top, box.right - left, box.bottom - top];
}

const CORE = 0.1; // of an area's box, on every side, is mostly not the area

/**
 * The corners for each panel, with its distances there from the sides and from top or bottom, rem, as in map.css.
 * Computed, not measured: moving a panel would cause a layout each time.
 * @type {Record<string, Record<string, Corner>>}
 */
const CORNERS = {
  legend: { "top right": [0.75, 0.75], "bottom right": [0.75, 2], "bottom left": [0.75, 5] },
  locator: { "bottom right": [0.75, 2.5], "top right": [0.75, 0.75], "bottom left": [0.75, 5], "top left": [0.75, 8.5] },
  card: { "bottom left": [0.75, 5], "bottom right": [0.75, 2.25], "top right": [0.75, 0.75] },
};

/** The boxes of a panel in each of its corners, in the map's pixels; on a phone, a panel has one place there. @param {HTMLElement} panel @returns {[string, Box][]} */
function cornerBoxes(panel) {
  const corners = Object.entries(CORNERS[panel.id]);
  if (narrow.matches || (short.matches && panel.id === "card")) return [[corners[0][0], boxOf(panel)]];
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const [w, h, { x, y }] = [panel.offsetWidth, panel.offsetHeight, map.getSize()];
  return corners.map(([corner, [aside, away]]) => {
    const left = corner.endsWith("left") ? aside * rem : x - aside * rem - w;
    const top = corner.startsWith("top") ? away * rem : y - away * rem - h;
    return [corner, [left, top, left + w, top + h]];
  });
}

/** Positions that panels should not hide, each with its weight: the chosen feature and names count most. */
function shownSpots() {
  /** @type {Weighted<L.LatLngExpression>[]} */
  const spots = [];
  for (const feature of features.values()) {
    if (!feature.label || !feature.layer || (feature.classes === "quiet" && feature !== chosen.feature)) continue;
    const line = feature.course ?? (feature.area || feature.line ? feature.layer.getLatLngs().flat(2) : []);
    const every = Math.ceil(line.length / 40);
    const weight = feature === chosen.feature ? 10 : 1;
    spots.push([feature.label, 20 * weight]);
    if (feature.classes !== "quiet") {
      spots.push(...line.filter((_, n) => n % every === 0).map((vertex) => /** @type {[L.LatLng, number]} */ ([vertex, feature.course ? 3 * weight : weight])));
    }
  }
  return spots;
}

/** Put a panel into the corner in which it hides least; returns how much it hides. @param {HTMLElement} panel */
function tuck(panel) {
  /** @type {Weighted<L.Point>[]} */
  const placed = shownSpots().map(([at, weight]) => [map.latLngToContainerPoint(at), weight]);
  /** @type {Weighted<Box>[]} */
  const others = elements("#map :is(#legend, #card, #locator, #stepper, .leaflet-bar)")
    .filter((e) => e !== panel && !e.hidden).map((e) => [boxOf(e), e.id === "locator" ? 0.1 : 10]);
  /** @type {Weighted<string>[]} */
  const costs = cornerBoxes(panel).map(([corner, box]) => {
    const [left, top, right, bottom] = box;
    const under = (/** @type {Weighted<L.Point>} */ [p]) => overlap([left - 40, top - 12, right + 12, bottom + 12], [p.x, p.y, p.x, p.y]);
    const covered = others.reduce((sum, [other, cost]) => sum + cost * shared(box, other), 0);
    return [corner, placed.filter(under).reduce((sum, [, weight]) => sum + weight, covered)];
  });
  const [[corner, cost]] = costs.sort((one, other) => one[1] - other[1]);
  panel.dataset.corner = corner;
  return cost;
}

/**
 * A box around each of some positions, in the map's pixels.
 *
 * @param {L.LatLngExpression[]} points
 * @param {number} reach
 * @returns {Box[]}
 */
function around(points, reach) {
  return points.map((at) => map.latLngToContainerPoint(at))
    .map(({ x, y }) => [x - reach, y - reach, x + reach, y + reach]);
}

/**
 * The boxes that no label may cover: points, arrowheads and panels; and flows, which only the story's own names may
 * cover if they find no other position.
 *
 * @param {Drawn[]} shown
 */
function occupied(shown) {
  /** @type {Box[]} */
  const taken = [];
  /** @type {Box[]} */
  const courses = [];
  for (const feature of shown) {
    if (feature.heads) {
      courses.push(...around(feature.layer.getLatLngs(), 3));
      taken.push(...around(feature.heads.flatMap((head) => head.getLatLngs()[0]), 3));
    } else if (feature.node) {
      taken.push(...around([feature.node], 6));
    } else if (!feature.area && !feature.line) {
      taken.push(...around([feature.layer.getLatLng()], 7));
    }
  }
  const panels = elements("#map :is(#legend, #locator, #stepper, #card:not([hidden]), .leaflet-control, #credits)");
  return [taken.concat(panels.map(boxOf)), courses];
}

const WORK = 400_000; // boxes that are compared in one task, a few milliseconds
let placings = 0;

/** Place all labels. Those of a very large story are placed in several tasks, so that the page answers in between. */
function placeLabels() {
  if (!labels.length) return;
  placings += 1;
  const [task, number] = [placing(), placings];
  const more = () => {
    if (number === placings && !task.next().done) setTimeout(more);
  };
  more();
}

/** Place one label after another; stops after each `WORK`. @returns {Generator<void>} */
function* placing() {
  rings.clear();
  const size = map.getSize();
  const shown = shownFeatures();
  const visible = (/** @type {Box} */ box) => overlap(box, [0, 0, size.x, size.y]);
  const [taken, courses] = occupied(shown).map((boxes) => boxes.filter(visible));
  /** @type {(box: Box, others: Box[]) => boolean} */
  const covers = (box, others) => {
    work += others.length;
    return others.some((other) => overlap(box, other));
  };
  let work = 0;
  const lines = shown.filter((f) => f.line && !f.heads)
    .flatMap((f) => f.layer.getLatLngs().flat().map((p) => map.latLngToContainerPoint(p)));
  const crossed = (/** @type {Box} */ box) => lines.filter((p) => overlap(box, [p.x, p.y, p.x, p.y])).length;
  /** @type {[Feature, Box][]} */
  const outlined = shown.filter((f) => f.area).map((f) => [f, extentOf(f, CORE)]);
  const areas = outlined.filter(([f]) => f.classes !== "quiet");
  const countries = outlined.filter(([f]) => f.classes === "quiet");
  // A place's name never stands on another place that does not contain it: it would seem to name that one.
  /** @type {(feature: Named, at: L.Point, kin: [Feature, Box][]) => Box[]} */
  const others = (feature, { x, y }, kin) => {
    if (!feature.layer) return [];
    return kin.filter(([f, box]) => f !== feature && !overlap(box, [x, y, x, y])).map(([, box]) => box);
  };
  const urgent = (/** @type {Label} */ label) => label.weight + (label.feature === chosen.feature ? 1e6 : 0);
  // All are measured before any is moved, so that the browser lays the page out once.
  for (const label of labels) {
    if (!label.size) label.element.classList.remove("compact");
    label.size ??= [label.element.offsetWidth, label.element.offsetHeight];
  }
  const tight = labels.filter(({ feature, compact, size: full }) =>
    feature.look === "country" && feature.layer && !compact && full && feature.rooms && !inRooms(feature.rooms, ...full).length);
  for (const { element } of tight) element.classList.add("compact");
  for (const label of tight) label.compact = [label.element.offsetWidth, label.element.offsetHeight];
  for (const { element } of tight) element.classList.remove("compact");
  const seen = map.getBounds().pad(0.1);
  let count = 0;
  let towns = Math.round((size.x * size.y) / PIXELS_A_TOWN);
  for (const label of [...labels].sort((a, b) => urgent(b) - urgent(a))) {
    if (work > WORK) {
      yield;
      work = 0;
    }
    const { element, feature, dot } = label;
    const { label: point, look } = feature;
    const [w, h] = /** @type {[number, number]} */ (label.size);
    /** @type {Box | null} */
    let spot = null;
    /** @type {Leader | null} */
    let leader = null;
    let small = false;
    /** @type {Along | null} */
    let along = null;
    const wanted = count < MOST_LABELS && (!dot || towns > 0) && (!feature.layer || map.hasLayer(feature.layer));
    if (wanted && isRiver(feature)) along = alongRiver(feature, w, h, size, (box) => !covers(box, taken) && !covers(box, courses));
    drawAlong(label, along?.course ?? null);
    if (along) {
      element.classList.remove("shown");
      lead(label, null);
      count += 1;
      taken.push(...along.boxes);
      continue;
    }
    if (wanted && point && seen.contains(point)) {
      const at = map.latLngToContainerPoint(point);
      const clear = !dot || !covers([at.x - 3, at.y - 3, at.x + 3, at.y + 3], [...taken, ...courses]);
      const foreign = others(feature, at, areas);
      const abroad = feature.layer && feature.classes === "quiet" ? others(feature, at, countries) : foreign;
      /** @type {(choice: Box[], avoided: Box[]) => [Box | null, number]} */
      const best = (choice, avoided) => {
        const open = choice.filter((box) => box[0] > 2 && box[1] > 2 && box[2] < size.x - 2 && box[3] < size.y - 2
          && !covers(box, taken) && !covers(box, avoided));
        let free = open.filter((box) => !covers(box, courses));
        if (!free.length && (look === "end" || feature.layer)) free = open;
        /** @type {Weighted<Box>[]} */
        const costs = free.map((box, order) => [box, order + 2 * crossed(box)]);
        return costs.sort((one, other) => one[1] - other[1])[0] ?? [null, Infinity];
      };
      const [roomy, near, beside] = clear ? positions(feature, at, w, h) : [[], [], []];
      let inside = roomy;
      if (!roomy.length && label.compact) {
        [inside] = positions(feature, at, ...label.compact);
        small = inside.length > 0;
      }
      let cost;
      [spot, cost] = best(inside, foreign);
      if (!spot) [spot, cost] = best(near, foreign);
      const inView = at.x > 0 && at.y > 0 && at.x < size.x && at.y < size.y; // no line leads out of the map
      if (inView && feature.layer && (feature.area && look !== "country" ? cost > LEADER_COST : !spot)) {
        const short = beside.filter((box) => leaderOf(box, feature, at).length < LONGEST_LEADER);
        // A line through another name or its sign would seem to be of that one.
        const clean = short.filter((box) => !boxesAlong(leaderOf(box, feature, at)).some((part) => covers(part, taken)));
        const away = best(clean, abroad)[0] ? clean : short;
        const [led, more] = best(away, abroad);
        if (led && more + LEADER_COST < cost) spot = led;
        // A name of the story over a part of another area, with a line to its own, is better than none.
        if (!spot) {
          /** @type {Weighted<Box>[]} */
          const over = away.map((box) => [box, abroad.reduce((sum, other) => sum + shared(box, other), 0)]);
          work += away.length * abroad.length;
          [spot] = best(over.sort((one, other) => one[1] - other[1]).map(([box]) => box), []);
        }
        if (spot && away.includes(spot)) [leader, small] = [leaderOf(spot, feature, at), false];
      }
    }
    element.classList.toggle("shown", Boolean(spot));
    element.classList.toggle("compact", small);
    dot?.classList.toggle("shown", Boolean(spot));
    lead(label, leader);
    if (!spot || !point) continue;
    // The sign stands at the end that is nearer to the named place.
    element.classList.toggle("turned", spot[2] <= map.latLngToContainerPoint(point).x + SIGN);
    count += 1;
    if (dot) towns -= 1;
    taken.push(spot, ...(leader ? boxesAlong(leader) : []));
    L.DomUtil.setPosition(element, map.containerPointToLayerPoint([spot[0], spot[1]]).round());
    if (dot) L.DomUtil.setPosition(dot, map.latLngToLayerPoint(point));
  }
}

/**
 * Draw the line from a name beside its area into the area; other names have no line.
 *
 * @param {Label} label
 * @param {Leader | null} leader
 */
function lead(label, leader) {
  label.leader?.classList.toggle("shown", Boolean(leader));
  if (!leader) return;
  if (!label.leader) {
    label.leader = make("i", { class: "leader shown", "aria-hidden": "true" });
    label.element.before(label.leader);
  }
  const { from, length, angle } = leader;
  const { x, y } = map.containerPointToLayerPoint(from);
  label.leader.style.inlineSize = `${length}px`;
  label.leader.style.transform = `translate(${x}px, ${y}px) rotate(${angle}rad)`;
}

const soonPlaced = calmly(30, () => placeLabels());
