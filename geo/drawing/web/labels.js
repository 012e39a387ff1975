// Labels: the most important first, each beside or in its feature; a label that would cover another is hidden.

/** @type {Record<string, number>} */
const LABEL_RANKS = { context: -1, country: 4.5, flow: 1, route: 1, line: 2, area: 4, water: 3, town: 6 };
const MOST_LABELS = 120;
const PIXELS_A_TOWN = 75000;
const NAMES_A_TOWN = 6; // names of the story for which one town of the backdrop is left out

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

const MOST_TRIED = 24; // positions of a name that must stand somewhere
const LEAD = 4; // the first sentence that is not headline, who wrote it, or lead
const LEAD_WEIGHT = 300;
const ASIDE_WEIGHT = -250;
const LEADING = 700; // the weight of an area of headline or lead
const WANTED = 10_000; // of a name that a person wants

/** Whether a feature is only mentioned. @param {Named} feature */
const isAside = (feature) => Boolean(feature.id && facts.layers[feature.layers[0]]?.aside);

/** Whether headline or lead name a feature. @param {Named} feature */
const leads = (feature) => Boolean(feature.id && feature.classes !== "quiet" && feature.mentions.some(([, sentence]) => Number(sentence.slice(1)) < LEAD));

/** Whether a name may stand in two lines from the first: that of an area or water. @param {Named} feature */
const isWide = ({ area, look }) => Boolean(area || look === "water" || look === "country");

const FIGURE_WORTH = 8; // of a place's figure, in names
const FIGURE_WEIGHT = 950; // of what a movement carries, written beside its line

/** How much a feature's name matters: what headline and lead name comes first. @param {Feature} feature */
function weightOf(feature) {
  return (feature.named === "always" ? WANTED : 0) + LABEL_RANKS[feature.look] * 100 + feature.mentions.length + (leads(feature) ? LEAD_WEIGHT : 0) + (feature.plain ? LEAD_WEIGHT : 0) + (isAside(feature) && feature.look !== "country" ? ASIDE_WEIGHT : 0) - (doubtOf(feature) ? 50 : 0);
}

function makeLabels() {
  const pane = map.createPane("labels");
  /** @type {(feature: Named, look: string, text: string, weight: number, more?: Partial<Label>) => void} */
  const add = (feature, look, text, weight, more = {}) => void labels.push({ feature, look, text, weight, ...more });
  for (const feature of features.values()) {
    if (feature.heads) {
      if (feature.figure) add({ look: "end", get label() { return isShown(feature) ? feature.middle : null; } }, "line", feature.figure, FIGURE_WEIGHT);
      feature.ends?.forEach((text, n) => {
        add({ look: "end", get label() { return isShown(feature) ? feature.leaving[n] : null; } }, "line", text, 1000);
      });
    }
    if (!feature.label || !isPlace(feature) || feature.named === "never") continue;
    const [kind, aside] = feature.area || isBare(feature) ? [feature.look, isAside(feature) ? " aside" : ""] : [feature.look === "area" ? "town" : feature.look, ""];
    const look = `${kind} ${feature.classes}${aside}`;
    const wide = isWide(feature);
    const stacked = feature.plain || !wide ? feature.folded : ""; // a figure stands under its name
    const name = feature.called ?? feature.name;
    add(feature, look, stacked || name, weightOf(feature),
      { folded: wide ? feature.folded : feature.plain ? "" : stacked ? name : inTwo(name), shorter: feature.plain ? [...(feature.brief ? [feature.brief] : []), feature.plain] : [] });
  }
  /** @type {(look: string, rooms: Room[]) => Named} */
  const roomy = (look, rooms) => ({
    look, rooms, get label() { return rooms.map(([lat, lng]) => /** @type {At} */ ([lat, lng])).find((at) => map.getBounds().contains(at)); },
  });
  for (const [name, rooms] of facts.context) add(roomy("country", rooms), "country context", name, -1);
  for (const [name, rooms] of facts.waters) add(roomy("sea", rooms), "water sea", name, -1.5);
  for (const [name, at] of facts.far) {
    const end = labels.length;
    add({ look: "end", get label() { return pointTo(at, labels[end], name); } }, "line", `→ ${name}`, 900);
  }
  facts.towns.forEach(([name, label, importance], n) => {
    add({ label, look: "town" }, `somewhere ${importance}`, name, -2 - n, { dot: make("i", { class: `dot ${importance}`, "aria-hidden": "true" }) });
  });
  map.on("zoomstart", () => pane.classList.add("moving"));
  map.on("moveend", () => {
    pane.classList.remove("moving");
    soonPlaced();
  });
}

const LONG = 12; // letters of a name that stands in two lines where it has no room

/** A name in two lines about as long, what is in brackets in the second, if it is long and has a space; else as it is. @param {string} name */
function inTwo(name) {
  const bracket = name.indexOf(" (");
  const spaces = name.split("").flatMap((letter, n) => (letter === " " && (bracket < 0 || n === bracket) ? n : []));
  if (name.length < LONG || !spaces.length) return name;
  const middle = spaces.sort((a, b) => Math.abs(2 * a - name.length) - Math.abs(2 * b - name.length))[0];
  return `${name.slice(0, middle)}\n${name.slice(middle + 1)}`;
}

/** The words of a label: a name, and under it its figure, which is no part of the name. @type {(label: Label, text?: string) => (string | Element)[]} */
function worded({ text: whole, shorter }, text = whole) {
  const end = text.indexOf("\n");
  if (!shorter?.length || end < 0 || text === shorter.at(-1)) return [text];
  return [text.slice(0, end + 1), make("span", { class: "told" }, text.slice(end + 1))];
}

/** The element of a label, made when it is shown first. @param {Label} label */
function elementOf(label) {
  if (!label.element) {
    const { feature, look, dot } = label;
    label.element = make("span", { class: `label ${look}`, dir: "auto", "aria-hidden": "true", "data-of": feature.id ?? null }, ...worded(label));
    map.getPane("labels")?.append(...(dot ? [dot] : []), label.element);
  }
  return label.element;
}

/** The look of letters, by the classes of a label. @type {Map<string, {font: string, size: number, scale: number, spacing: number, capitals: boolean}>} */
const letters = new Map();
/** @type {CanvasRenderingContext2D | null} */
let pen = null;

/** The classes that decide the look of a label's letters. @type {(label: Label, compact: boolean) => string} */
const lettersOf = ({ look }, compact) => `label ${look.replace(/ (k\d+|s-\w+|plain)\b/g, "")}${compact ? " compact" : ""}`;

/** Whether a name has a small form: a country of the story, an area in two lines. @param {Label} label */
const isTight = ({ feature, folded }) => Boolean(folded || (feature.layer && feature.look === "country"));

/**
 * Learn the letters of labels, all at once: what is made for it needs a layout. They are measured upright and in the map's
 * usual size, which the legend has too: the browser is slow to find a font that no text has yet.
 */
function learnLetters() {
  const fresh = labels.filter(({ size }) => !size);
  if (!fresh.length) return;
  const unknown = new Set([...fresh.map((label) => lettersOf(label, false)), ...fresh.filter(isTight).map((label) => lettersOf(label, true))]);
  const probes = [...unknown].filter((classes) => !letters.has(classes)).map((classes) => make("span", { class: classes }));
  const holder = make("div", {}, ...probes);
  map.getPane("labels")?.append(holder);
  const usual = getComputedStyle(byId("map")).fontSize;
  for (const probe of probes) {
    const { fontWeight, fontSize, fontFamily, letterSpacing, textTransform } = getComputedStyle(probe);
    const size = parseFloat(fontSize);
    letters.set(probe.className, {
      font: `${fontWeight} ${usual} ${fontFamily}`, size, scale: size / parseFloat(usual),
      spacing: parseFloat(letterSpacing) || 0, capitals: textTransform === "uppercase",
    });
  }
  holder.remove();
}

/** A canvas that only measures. */
const penOf = () => (pen ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true }));

/**
 * Width and height of a name without the browser's layout, pixels; in its small form or not, or without its figure.
 *
 * @type {(label: Label, compact: boolean, text?: string) => [number, number]}
 */
function sized(label, compact, text = (compact && label.folded) || label.text) {
  const [drawn, style] = [penOf(), letters.get(lettersOf(label, compact))];
  if (!drawn || !style) return [0, 0];
  if (drawn.font !== style.font) drawn.font = style.font;
  const words = style.capitals ? text.toUpperCase() : text;
  const lines = words.split("\n");
  const widths = lines.map((line) => drawn.measureText(line).width * style.scale + style.spacing * line.length);
  return [Math.ceil(Math.max(...widths)) + 4, Math.ceil(1.25 * style.size * lines.length)];
}

/** The sizes of a name, measured when it is placed first. @param {Label} label @returns {[[number, number], [number, number] | null]} */
function sizesOf(label) {
  label.size ??= sized(label, false);
  if (isTight(label)) label.compact ??= sized(label, true);
  return [label.size, label.compact ?? null];
}

const ARROWS = [..."→↘↓↙←↖↑↗"];

/** Where the map's edge points to a place beyond it, with the arrow of its name; null for a place in view. @type {(at: At, label: Label, name: string) => At | null} */
function pointTo(at, label, name) {
  const middle = map.getSize().divideBy(2);
  const way = map.latLngToContainerPoint(at).subtract(middle);
  const out = Math.max(Math.abs(way.x) / (middle.x - 12), Math.abs(way.y) / (middle.y - 12));
  if (out < 1) return null;
  label.text = `${ARROWS.at(Math.round(Math.atan2(way.y, way.x) / (Math.PI / 4)) % 8)} ${name}`;
  if (label.element) label.element.textContent = label.text;
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
 * The possible boxes of a label, each list with the best first: in a room; else beside a point, line or very small
 * area, in or nearly in a larger one; else beside that, with a line into it. The name of a country stands in it, or a
 * line leads into it.
 *
 * @param {Named} feature
 * @param {XY} at its label's point
 * @param {number} w
 * @param {number} h
 * @param {boolean} pressed whether it found no place before: a line may lead to a bare point, too
 * @returns {[Box[], Box[], Box[]]}
 */
function positions(feature, at, w, h, pressed) {
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
  const [left, top, right, bottom] = feature.area && feature.layer ? bodyOf(feature, at, w, h) : [at.x, at.y, at.x, at.y];
  /** @type {Corner[]} */
  let corners = [];
  /** @type {Corner[]} */
  let away = [];
  const far = () => RINGS.flatMap((d) => WAYS.map(([x, y]) => /** @type {Corner} */ (
    [at.x + d * x - w * (1 - Math.sign(Math.round(1.5 * x))) / 2, at.y + d * y - h * (1 - Math.sign(Math.round(1.5 * y))) / 2])));
  if (feature.look === "country") {
    // Beside the point where its movements end, so that it names this. One without room has its name at sea, or none.
    const whole = (/** @type {Corner} */ [x, y]) => feature.layer && pointsOf([x, y, x + w, y + h]).every((p) => holds(feature.layer, p));
    if (feature.node) rooms.unshift(...besideNode(at, w, h).filter(whole));
    if (feature.layer && !doubtOf(feature)) away = [...beside(left - 12, top - 8, right + 12, bottom + 8), ...far()];
  } else if (feature.look === "sea") corners = [];
  else if (feature.look === "end") corners = atTheEdge([10, 26, 42].flatMap((d) => beside(at.x - d, at.y - d, at.x + d, at.y + d)), w, h);
  else if (!feature.layer) corners = beside(at.x - 4, at.y - 3, at.x + 4, at.y + 3);
  else if (isBare(feature)) {
    corners = [...onPoint(feature, at, w, h), ...beside(at.x - 5, at.y - 3, at.x + 5, at.y + 3)];
    if (pressed ? !isAside(feature) : feature.look !== "water" && !feature.shape.includes("bare name")) away = far();
  }
  else if (feature.line || !feature.area) {
    const reach = Math.max((feature.line ? SIGNS[1] : reachOf(feature)) + 3, (feature.circle ?? 0) + 3);
    corners = beside(at.x - reach, at.y - reach + 2, at.x + reach, at.y + reach - 2);
    away = far();
  } else {
    if (right - left < w && bottom - top < LITTLE_AREA * h) {
      const [x0, y0, x1, y1] = [Math.min(left, at.x - MARK) - 1, Math.min(top, at.y - MARK), Math.max(right, at.x + MARK) + 1, Math.max(bottom, at.y + MARK)];
      corners = [0, ROUND].flatMap((d) => beside(x0 - d, y0 - d, x1 + d, y1 + d)); // the second clear of the signs of its own towns
      away = far();
    } else {
      corners = [...inArea(feature, at, w, h), ...centred];
      away = [...beside(left - 12, top - 8, right + 12, bottom + 8), ...(isAside(feature) && !leads(feature) ? [] : far())];
    }
  }
  /** @type {(corner: Corner) => Box} */
  const box = ([x, y]) => [x, y, x + w, y + h];
  return [rooms.map(box), corners.map(box), away.map(box)];
}

const ON_POINT = [[0, 0], [0, -0.4], [0, 0.4], [-0.25, 0], [0.25, 0], [-0.4, 0], [0.4, 0], [0, -1], [0, 1], [0, -1.6], [0, 1.6]];
const LINE = 18; // pixels, at most, of a height in these
const NEAR = { water: 0.6, area: 1.4 }; // heights of a name from the point that it stands on

/** Positions of a name on its place's point: of an island on land, of the end of a movement none. @type {(feature: Feature, at: XY, w: number, h: number) => Corner[]} */
function onPoint({ shape, look }, at, w, h) {
  if (shape.includes("bare end")) return [];
  const vague = look !== "water" && shape.includes("bare name");
  const near = ON_POINT.filter(([, y]) => vague || Math.abs(y) <= (look === "water" ? 1 : 0.4));
  const corners = near.map(([x, y]) => /** @type {Corner} */ ([at.x + (x - 0.5) * w, at.y + y * Math.min(h, LINE) - h / 2]));
  return shape.includes("bare name") ? corners : corners.filter(([x, y]) => pointsOf([x, y, x + w, y + h], 20).every(isLand));
}

/** Whether a position in the map's pixels is on land. @param {L.Point} at */
const isLand = (at) => Boolean(landPath && holds(landPath, at)) || shownFeatures().some((f) => f.area && f.classes === "quiet" && holds(f.layer, at));

const NODE = 7; // pixels from the point where movements end to a name beside it

/** Where a country's name names the point in it where movements end. @type {(at: XY, w: number, h: number) => Corner[]} */
const besideNode = ({ x, y }, w, h) => [[x + NODE, y - h / 2], [x - NODE - w, y - h / 2], [x - w / 2, y - NODE - h], [x - w / 2, y + NODE]];

const WITHIN = 9; // positions of a name in an area that are tried, across and down

/**
 * Positions of a name in the part of an area that is in view, by its rough outline; those nearest to its point first.
 * @type {(area: DrawnArea, at: XY, w: number, h: number) => Corner[]}
 */
function inArea(area, at, w, h) {
  const key = `${area.id} ${w} ${h}`;
  const known = insides.get(key);
  if (known) return known;
  const edges = ringsOf(area).flatMap((ring) => ring.map((p, n) => [p, ring[(n + 1) % ring.length]]));
  const inside = (/** @type {number} */ x, /** @type {number} */ y) => edges.filter(([a, b]) =>
    (a.y > y) !== (b.y > y) && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x).length % 2 === 1;
  const [left, top, right, bottom] = extentOf(area);
  const size = map.getSize();
  const steps = (/** @type {number} */ low, /** @type {number} */ high) => (high < low ? [] : Array.from({ length: WITHIN }, (_, n) => low + (n * (high - low)) / (WITHIN - 1)));
  const away = (/** @type {Corner} */ [x, y]) => Math.abs(x + w / 2 - at.x) + 2 * Math.abs(y + h / 2 - at.y);
  const found = steps(Math.max(left, 3), Math.min(right, size.x - 3) - w)
    .flatMap((x) => steps(Math.max(top, 3), Math.min(bottom, size.y - 3) - h).map((y) => /** @type {Corner} */ ([x, y])))
    .filter(([x, y]) => [0, 0.25, 0.5, 0.75, 1].every((n) => inside(x + n * w, y) && inside(x + n * w, y + h)))
    .sort((a, b) => away(a) - away(b));
  insides.set(key, found);
  return found;
}

const RINGS = [20, 32, 46, 62, 80]; // pixels from a point to names that a line leads from
/** Directions in which a line leads from a point. */
const WAYS = Array.from({ length: 32 }, (_, n) => [Math.cos((n * Math.PI) / 16), Math.sin((n * Math.PI) / 16)]);
const LITTLE_AREA = 2.1; // heights of a name: a lower area has its name beside it
const ROUND = 2.5; // pixels farther from a very small area, where signs of its towns are about it
const MARK = 3; // pixels from the middle of a very small area's sign to its edge
const MOSTLY = 0.55; // of a name lies in its area, if it does not whole
/** The rings of areas in the map's pixels, kept while names are placed. @type {Map<Feature, L.Point[][]>} */
const rings = new Map();
/** Positions of names in areas, kept as long. @type {Map<string, Corner[]>} */
const insides = new Map();

/** @param {DrawnArea} area */
function ringsOf(area) {
  const known = rings.get(area);
  if (known) return known;
  const found = area.layer.getLatLngs().flat().map((ring) => ring.map((corner) => map.latLngToContainerPoint(corner)));
  rings.set(area, found);
  return found;
}

const FOLDING = 4; // cost of a name in two small lines beside its area
const LEADER_COST = 8; // of a line that leads from a name, beside its length
const AWAY = 30; // cost of an area's name outside, rather than in it over a flow
const MOST_LEADERS = 6; // on a phone: more are a web
const ABROAD = 30; // cost of a name that lies in another area than its place, in proportion to its part there
const OVER_AREA = 6; // cost of a country's name over areas in it
const OVER_FLOW = 20; // cost of a name, or of its line, over a flow
const REACH = 200; // pixels around a place within which a line from its name must be free
const ACROSS = 12; // cost of a line from a name across another area than its place's

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
  if (!area.area || area.look === "country") return { from, length: Math.max(0, from.distanceTo(at) - (area.area || area.line ? 0 : reachOf(area))), angle };
  const every = ringsOf(area);
  const own = every.filter((ring) => L.bounds(ring).contains(at)); // of several islands the one that is meant
  // The share of the way to each edge of the area that it meets (Cramer's rule).
  const shares = (own.length ? own : every).flatMap((corners) =>
    corners.map((one, n) => {
      const side = corners[(n + 1) % corners.length].subtract(one);
      const gap = one.subtract(from);
      const turn = way.x * side.y - way.y * side.x;
      const along = (gap.x * way.y - gap.y * way.x) / turn;
      return along >= 0 && along <= 1 ? (gap.x * side.y - gap.y * side.x) / turn : 0;
    })).filter((share) => share > 0 && share < 1);
  const length = from.distanceTo(at);
  const edge = shares.length ? Math.min(...shares) * length : length;
  return { from, length: Math.min(length, edge + facts.lettering.leader.into), angle };
}

/** Where a line to a country ends: at its point, or in its largest part in view where a panel hides that. @type {(country: DrawnArea, at: L.Point, panels: Box[]) => L.Point} */
function openPoint(country, at, panels) {
  const size = map.getSize();
  const open = (/** @type {L.Point} */ p) => p.x > 0 && p.y > 0 && p.x < size.x && p.y < size.y && !panels.some((box) => overlap(box, [p.x, p.y, p.x, p.y]));
  if (open(at)) return at;
  const parts = ringsOf(country).map((ring) => L.bounds(ring));
  const area = (/** @type {L.Bounds} */ { min, max }) => (/** @type {L.Point} */ (max).x - /** @type {L.Point} */ (min).x) * (/** @type {L.Point} */ (max).y - /** @type {L.Point} */ (min).y);
  return parts.sort((a, b) => area(b) - area(a)).map((part) => part.getCenter()).find((p) => open(p) && holds(country.layer, p)) ?? at;
}

/** The line, on to where it is in the area as drawn: by its rough outline it may end beside an island. @type {(leader: Leader, layer: L.Path, at: L.Point) => Leader} */
function reached(leader, layer, at) {
  const { from, angle } = leader;
  const whole = from.distanceTo(at);
  let { length } = leader;
  while (length < whole && !holds(layer, from.add([length * Math.cos(angle), length * Math.sin(angle)]))) length += 1;
  return { from, angle, length: Math.min(length, whole) };
}

/** Both ends of a line from a name. @type {(leader: Leader) => Segment} */
const endsOf = ({ from, length, angle }) => [from, from.add([length * Math.cos(angle), length * Math.sin(angle)])];
/** Points of a line, some pixels apart. @type {(line: Segment) => L.Point[]} */
const pointsBetween = ([a, b]) => Array.from({ length: Math.ceil(a.distanceTo(b) / 5) }, (_, n, count = a.distanceTo(b) / 5) => a.add(b.subtract(a).multiplyBy(n / count)));
/** Whether a position lies in one of some areas, which have these boxes. @type {(p: L.Point, areas: Ground["areas"]) => boolean} */
const lies = (p, areas) => areas.some(([f, [left, top, right, bottom]]) => p.x > left && p.x < right && p.y > top && p.y < bottom && holds(f.layer, p));
/** Whether a line meets a box. @type {(line: Segment, box: Box) => boolean} */
const meets = ([a, b], box) => (a.x < box[2] || b.x < box[2]) && (a.x > box[0] || b.x > box[0]) && (a.y < box[3] || b.y < box[3]) && (a.y > box[1] || b.y > box[1])
  && Boolean(L.LineUtil.clipSegment(a, b, L.bounds([box[0], box[1]], [box[2], box[3]]), false, false));
/** Whether the middle of a box lies in a path. @type {(box: Box, layer: L.Path) => boolean} */
const isIn = ([left, top, right, bottom], layer) => holds(layer, L.point((left + right) / 2, (top + bottom) / 2));
/** Which side of a line a point is on. @type {(line: Segment, p: L.Point) => number} */
const side = ([a, b], p) => Math.sign((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));
/** Whether two lines cross. @type {(one: Segment, other: Segment) => boolean} */
const cross = (one, other) => side(one, other[0]) !== side(one, other[1]) && side(other, one[0]) !== side(other, one[1]);

/** Whether a path in the plane of the map covers a position in the map's pixels. @type {(layer: L.Path, at: L.Point) => boolean} */
function holds(layer, at) {
  const { scale, west, north } = facts.plane;
  const unit = pixelsOfDegree(map.getZoom());
  const { x, y } = map.containerPointToLayerPoint(at).add(map.getPixelOrigin()).divideBy(unit);
  return Boolean(penOf()?.isPointInPath(pathOf(layer), (x - 180 - west) * scale, (y - 180 + north) * scale, "evenodd"));
}

/** The outline of each path, read once: the browser's own test of a drawn path reads it each time. @type {WeakMap<L.Path, Path2D>} */
const paths = new WeakMap();

/** @param {L.Path} layer */
function pathOf(layer) {
  const known = paths.get(layer);
  if (known) return known;
  const path = new Path2D(layer.outline ?? "");
  paths.set(layer, path);
  return path;
}

/** Points of a box. @type {(box: Box, step?: number) => L.Point[]} */
function pointsOf([left, top, right, bottom], step = 10) {
  const count = Math.ceil((right - left) / step);
  return Array.from({ length: count + 1 }, (_, n) => left + 1 + (n / count) * (right - left - 2))
    .flatMap((x) => [top + 2, (top + bottom) / 2, bottom - 2].map((y) => L.point(x, y)));
}

/**
 * The box of an area, in the map's pixels.
 *
 * @param {DrawnArea} feature
 * @returns {Box}
 */
function extentOf(feature) {
  const bounds = feature.layer.getBounds();
  const { x: left, y: top } = map.latLngToContainerPoint(bounds.getNorthWest());
  const { x: right, y: bottom } = map.latLngToContainerPoint(bounds.getSouthEast());
  return [left, top, right, bottom];
}

/** The box of the part of an area in which its point is, if that is very small, else of all of it. @type {(area: DrawnArea, at: XY, w: number, h: number) => Box} */
function bodyOf(area, at, w, h) {
  const here = L.point(at.x, at.y);
  const part = ringsOf(area).map((ring) => L.bounds(ring)).find((bounds) => bounds.contains(here));
  const { min, max } = /** @type {{min: L.Point, max: L.Point}} */ (part ?? L.bounds(here, here));
  return part && max.x - min.x < w && max.y - min.y < LITTLE_AREA * h ? [min.x, min.y, max.x, max.y] : extentOf(area);
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

/**
 * The corners for each panel, with its distances there from the sides and from top or bottom, rem, as in map.css; at the bottom, the
 * credits are clear of it, and on the left the scale above them. Computed, not measured: moving a panel would cause a layout each time.
 * @type {Record<string, Record<string, Corner>>}
 */
const CORNERS = {
  legend: { "top right": [0.75, 0.75], "bottom right": [0.75, 2.75], "bottom left": [0.75, 5] },
  locator: { "bottom right": [0.75, 2.75], "top right": [0.75, 0.75], "bottom left": [0.75, 5], "top left": [0.75, 8.5] },
  insets: { "bottom left": [0.75, 5], "bottom right": [0.75, 2.75], "top right": [0.75, 0.75], "top left": [3.75, 0.75] },
  card: { "bottom left": [0.75, 5], "bottom right": [0.75, 2.75], "top right": [0.75, 0.75] },
};

/** The boxes of a panel in each of its corners, in the map's pixels; on a phone, a panel has one place there. @param {HTMLElement} panel @returns {[string, Box][]} */
function cornerBoxes(panel) {
  const corners = Object.entries(CORNERS[panel.id]);
  if (narrow.matches || (short.matches && panel.id === "card")) return [[corners[0][0], boxOf(panel)]];
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const [w, h, { x, y }] = [panel.offsetWidth, panel.offsetHeight, map.getSize()];
  return corners.map(([corner, [aside, away]]) => {
    const left = corner.endsWith("left") ? aside * rem : x - aside * rem - w;
    const foot = y - boxOf(byId("credits"))[1] + 4 + (corner.endsWith("left") ? 3 * rem : 0);
    const top = corner.startsWith("top") ? away * rem : y - Math.max(away * rem, foot) - h;
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
  const others = elements("#map :is(#legend, #card, #locator, #insets, #stepper, .leaflet-bar)")
    .filter((e) => e !== panel && !e.hidden).map((e) => [boxOf(e), e.id === "locator" ? 0.1 : 10]);
  /** @type {Weighted<string>[]} */
  const costs = cornerBoxes(panel).map(([corner, box]) => {
    const [left, top, right, bottom] = box;
    const [aside, room] = panel.id === "insets" ? [4, 4] : [40, 12]; // for the names of signs; those of an inset it has itself
    const under = (/** @type {Weighted<L.Point>} */ [p]) => overlap([left - aside, top - room, right + room, bottom + room], [p.x, p.y, p.x, p.y]);
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
 * What names keep clear of: the signs of places, arrowheads and panels, always; flows, where they can.
 *
 * @param {Drawn[]} shown
 */
function occupied(shown) {
  /** @type {Box[]} */
  const heads = [];
  /** @type {Box[]} */
  const courses = [];
  /** @type {Box[]} */
  const signs = [];
  /** @type {Ground["owners"]} */
  const owners = new Map();
  for (const feature of shown) {
    if (feature.heads) {
      courses.push(...around(feature.layer.getLatLngs(), 3));
      heads.push(...around(feature.heads.flatMap((head) => head.getLatLngs()[0]), 3));
    } else if (feature.node) {
      signs.push(...around([feature.node], 6));
    } else if (!feature.area && !feature.line && !isBare(feature)) {
      const [box] = around([feature.layer.getLatLng()], reachOf(feature));
      signs.push(box);
      owners.set(box, feature);
    }
  }
  const panels = elements("#map :is(#legend, #locator, #insets, #stepper, #card:not([hidden]), .leaflet-control, #credits)");
  cutting.splice(0, Infinity, ...panels.filter((panel) => panel.id !== "card").map(boxOf));
  return { fixed: [...heads, ...panels.map(boxOf)], courses, signs, owners };
}

const WORK = 2_000_000; // boxes that are compared in one task, some milliseconds
const ROUNDS = 7; // of placing all names: those that found no place come first in the next one
const MOST_IN_ROUNDS = 150; // names of a story: those of a larger one are placed once
let placings = 0;
let afterPlacing = () => {};

/**
 * Place all labels, then do something. Those of a very large story are placed in several tasks, so that the page answers
 * in between; a later placing takes over from one that is not done.
 */
function placeLabels(then = afterPlacing) {
  placings += 1;
  if (!labels.length) {
    then();
    return;
  }
  afterPlacing = then;
  const [task, number] = [placing(), placings];
  const more = () => {
    if (number !== placings) return;
    if (!task.next().done) setTimeout(more);
    else {
      afterPlacing();
      afterPlacing = () => {};
    }
  };
  more();
}

/** Find positions for all names, then draw them; stops after each `WORK`. @returns {Generator<void>} */
function* placing() {
  rings.clear();
  insides.clear();
  const urgent = (/** @type {Label} */ label) => label.weight + (label.feature === chosen.feature ? 1e6 : 0);
  let order = [...labels].sort((a, b) => urgent(b) - urgent(a));
  const [frames, close] = frameCloseUps();
  order = order.filter(({ feature }) => !close.has(feature.id) || feature === chosen.feature);
  const ground = groundOf(shownFeatures()); // before anything is made: its boxes need no new layout
  ground.frames = frames;
  learnLetters();
  let best = yield* inRounds(order, ground);
  /** @type {Set<Named>} */
  const yielded = new Set();
  const yielding = best ? asidesAbout(best) : [];
  if (best && yielding.length) {
    const others = order.filter(({ feature }) => !yielding.some((f) => f === feature));
    const boxes = ground.signs.filter((box) => yielding.includes(/** @type {Drawn} */ (ground.owners.get(box))));
    const freer = yield* inRounds(others, { ...ground, signs: ground.signs.filter((box) => !boxes.includes(box)) });
    if (freer && freer.worth > best.worth) {
      best = freer;
      for (const box of boxes) if (isPressed(box, freer)) yielded.add(/** @type {Drawn} */ (ground.owners.get(box)));
    }
  }
  if (best) draw(best, yielded);
  tellRest(best?.spots, close);
  redrawSigns();
}

/** Place all names in some rounds, those that found no place first in the next one; the best round. @type {(order: Label[], ground: Ground) => Generator<void, Plan | null>} */
function* inRounds(order, ground) {
  /** @type {Plan | null} */
  let best = null;
  /** Names that found no place in a round: on a phone, too, a long line may lead from them. @type {Set<Label>} */
  const hard = new Set();
  /** Of these, those that found none even as the first: how much shorter they are, without who gives their figure, then without it. @type {Map<Label, number>} */
  const cramped = new Map();
  const rounds = labels.filter(({ feature }) => feature.layer).length > MOST_IN_ROUNDS ? 1 : ROUNDS;
  for (let round = 0; round < rounds; round += 1) {
    const plan = yield* arranged(order, ground, hard, cramped);
    if (!best || plan.worth > best.worth) best = plan;
    const { missed, astray } = plan;
    if (!missed.length && !astray.length) break;
    missed.forEach((label) => (hard.has(label) ? cramped.set(label, (cramped.get(label) ?? 0) + 1) : hard.add(label)));
    astray.forEach((label) => cramped.set(label, (cramped.get(label) ?? 0) + 1)); // without all of its figure it may stand in its area
    order = [...order.filter((label) => missed.includes(label)), ...order.filter((label) => !missed.includes(label))];
    order.sort((a, b) => Number(b.feature === chosen.feature) - Number(a.feature === chosen.feature));
  }
  return best;
}

const ABOUT = 90; // pixels from a place of the story without a name to signs that may be in its way

/** The nameless signs of what is only mentioned, about places of the story that found no room for their names. @param {Plan} plan */
function asidesAbout({ spots, missed }) {
  const points = missed.filter(({ feature }) => !isAside(feature)).flatMap(({ feature }) => (feature.label ? [map.latLngToContainerPoint(feature.label)] : []));
  if (!points.length) return [];
  const named = new Set([...spots.keys()].map(({ feature }) => feature));
  return shownFeatures().filter((f) => !f.area && !f.line && f !== chosen.feature && isAside(f) && !leads(f) && !named.has(f)
    && points.some((at) => at.distanceTo(map.latLngToContainerPoint(f.layer.getLatLng())) < ABOUT));
}

/** Whether a sign would be under a name or its line, or so near that it would seem to be its sign. @type {(place: Box, plan: Plan) => boolean} */
const isPressed = (place, { spots }) => [...spots.values()].some(({ box, leader }) =>
  (box && gapOf(lineOf(box), place) < MISTAKEN + CLEAR) || (leader && meets(endsOf(leader), place)));

/** What is under the names, in the map's pixels. @param {Drawn[]} shown @returns {Ground} */
function groundOf(shown) {
  const size = map.getSize();
  const visible = (/** @type {Box} */ box) => overlap(box, [0, 0, size.x, size.y]);
  const under = occupied(shown);
  const [fixed, courses, signs] = [under.fixed, under.courses, under.signs].map((boxes) => boxes.filter(visible));
  const lines = shown.filter((f) => f.line && !f.heads)
    .flatMap((f) => f.layer.getLatLngs().flat().map((p) => map.latLngToContainerPoint(p)))
    .filter(({ x, y }) => x > 0 && y > 0 && x < size.x && y < size.y);
  /** @type {Ground["areas"]} */
  const areas = [];
  for (const f of shown) if (f.area) areas.push([f, extentOf(f)]);
  return { size, fixed, courses, signs, owners: under.owners, lines, frames: [], areas: areas.filter(([, box]) => visible(box)) };
}

/**
 * The areas all around the map that have no name: those only mentioned, and all but the smallest, since a reader sees no edge of them.
 * @type {(areas: Ground["areas"], size: L.Point) => Set<Named>}
 */
function widerOnes(areas, size) {
  const surrounding = areas.filter(([f, box]) => f.look === "area" && isAround(box, size));
  const sides = (/** @type {Box} */ [left, top, right, bottom]) => (right - left) * (bottom - top);
  const [smallest] = surrounding.filter(([f]) => !isAside(f)).sort((a, b) => sides(a[1]) - sides(b[1]));
  return new Set(surrounding.map(([f]) => f).filter((f) => f !== smallest?.[0]));
}

/** Whether a box is all around the map. @type {(box: Box, size: L.Point) => boolean} */
const isAround = ([left, top, right, bottom], { x, y }) => left < 0 && top < 0 && right > x && bottom > y;

/**
 * Place one name after another, each in its best position that is free.
 *
 * @param {Label[]} order
 * @param {Ground} ground
 * @param {Set<Label>} hard
 * @param {Map<Label, number>} cramped
 * @returns {Generator<void, Plan>}
 */
function* arranged(order, { size, fixed, courses, signs, lines, areas, frames }, hard, cramped) {
  let work = 0;
  const taken = [...fixed, ...signs];
  /** @type {Segment[]} */
  const leaders = [];
  const specks = specksOf(order, areas);
  const marks = [...signs, ...specks.values()];
  /** The lines of names of signs, each with how far another sign must be. @type {Weighted<Box>[]} */
  const told = [];
  /** @type {Plan} */
  const plan = { spots: new Map(), missed: [], astray: [], worth: 0 };
  /** @type {(box: Box, others: Box[]) => boolean} */
  const covers = (box, others) => {
    work += others.length;
    return others.some((other) => overlap(box, other));
  };
  const seen = map.getBounds().pad(0.1);
  const wide = widerOnes(areas, size);
  let towns = Math.round((size.x * size.y) / PIXELS_A_TOWN);
  let sparse = false; // towns for orientation come last, and are the fewer the more names the story has
  for (const label of order) {
    if (work > WORK) {
      yield;
      work = 0;
    }
    const { feature, dot } = label;
    const { label: point, look } = feature;
    if (dot && !sparse) {
      sparse = true;
      towns -= plan.missed.length + Math.floor(plan.spots.size / NAMES_A_TOWN);
    }
    if (plan.spots.size >= MOST_LABELS || (dot && towns < 1) || (feature.layer && !map.hasLayer(feature.layer))) continue;
    const bent = label.shorter?.length ? [] : linesAlong(feature);
    if (!bent.length && !(point && seen.contains(point))) continue;
    if (feature.area && isAround(extentOf(feature), size) && (doubtOf(feature) || wide.has(feature))) continue; // it would be named like a place in it
    const plain = label.shorter?.slice(0, cramped.get(label) ?? 0).at(-1); // there is no room for all of it
    const [[w, h], compact] = plain ? [sized(label, Boolean(feature.area), plain), null] : sizesOf(label);
    if (bent.length) {
      const along = alongOne(bent, Boolean(feature.area), w, h, size, (box) => !covers(box, taken) && !covers(box, courses) && !leaders.some((line) => meets(line, box)));
      if (along) {
        plan.spots.set(label, { along });
        plan.worth += worthOf(label);
        taken.push(...along.boxes);
        continue;
      }
    }
    if (!point || !seen.contains(point) || (feature.layer && isCut(feature))) continue;
    const middle = map.latLngToContainerPoint(point);
    const at = feature.area && look === "country" && !feature.node ? openPoint(feature, middle, fixed) : middle;
    /** @type {Box} */
    const mark = [at.x - 3, at.y - 3, at.x + 3, at.y + 3];
    if (dot && (covers(mark, taken) || covers(mark, courses) || leaders.some((line) => meets(line, mark)))) continue;
    if (dot && told.some(([line, least]) => gapOf(line, mark) < least)) continue; // it would seem to be of that name
    // Other areas than those that the place lies in: a name there would seem to be of that one.
    const other = !feature.layer ? [] : areas.filter(([f, box]) => f !== feature && (feature.area || f.classes !== "quiet")
      && !(overlap(box, mark) && holds(f.layer, at)));
    /** The share of a box that lies there; of the name of an area, 1 for any part. @param {Box} box */
    const abroad = (box) => {
      const near = other.filter(([, extent]) => overlap(box, extent));
      if (!near.length) return 0;
      const there = (/** @type {L.Point} */ p) => lies(p, near);
      if (feature.area) return Number(pointsOf(box, 20).some(there));
      const [left, top, right, bottom] = box;
      return [0, 0.25, 0.5, 0.75, 1].filter((n) => there(L.point(left + n * (right - left), (top + bottom) / 2))).length / 5;
    };
    const ashore = (/** @type {Box} */ box) => [30, 3].some((step) => pointsOf(box, step).some((p) => landPath && holds(landPath, p)));
    const [left, top, right, bottom] = feature.area ? bodyOf(feature, at, w, h) : mark;
    const little = Boolean(feature.area) && look !== "country" && right - left < w && bottom - top < LITTLE_AREA * h;
    /** @type {Box} */
    const body = [left, top, right, bottom];
    /** The share of a country's name over areas of the story in it, of which it would seem to be. @param {Box} box */
    const overlaid = (box) => {
      const near = areas.filter(([f, extent]) => f !== feature && f.look === "area" && f.classes !== "quiet" && overlap(box, extent) && !isAround(extent, size));
      const points = near.length ? pointsOf(box, 20) : [];
      return points.length && points.filter((p) => lies(p, near)).length / points.length;
    };
    /** Whether a box is partly in the area, partly not. @param {Box} box */
    const straddles = (box) => {
      const within = pointsOf(box).map((p) => Boolean(feature.area && holds(feature.layer, p)));
      return within.includes(true) && within.includes(false);
    };
    const ownSign = little ? body : signOfName(label, at, mark, signs);
    // The sign of a town that covers its very small area is no other.
    const others = little ? marks.filter((place) => place !== specks.get(feature) && !(overlap(place, mark) && isIn(place, /** @type {L.Path} */ (feature.layer)))) : marks;
    /** What it costs that a name might seem to be of another sign than its own; `led`, of one with a line. @type {(box: Box, led: boolean) => number} */
    const nearAnother = (box, led) => {
      work += marks.length;
      const line = lineOf(box);
      if (led && ownSign) return others.some((place) => place !== ownSign && gapOf(line, place) < MISTAKEN) ? Infinity : 0;
      if (little && !led && others.length + 1 < marks.length && gapOf(box, body) > BESIDE_AREA) return Infinity; // that sign is between
      const beside = ownSign ?? ("layer" in feature && feature.layer && isBare(feature) && !overlap(box, mark) ? mark : null); // its dot
      if (beside) return isMistaken(box, beside, others) ? Infinity : 0;
      return others.some((place) => gapOf(line, place) < CLEAR) ? CROWDING : 0;
    };
    /** @type {(box: Box) => boolean} */
    const free = (box) => box[0] > 2 && box[1] > 2 && box[2] < size.x - 2 && box[3] < size.y - 2
      && !covers(box, taken) && !covers(box, frames) && !leaders.some((line) => meets(line, box));
    /** @type {(box: Box, least: number, start: number, inside: boolean, led?: boolean) => number} */
    const costOf = (box, least, start, inside, led = false) => {
      if (start >= least || !free(box)) return Infinity;
      let cost = start;
      if (covers(box, courses)) cost += look === "end" || feature.layer ? OVER_FLOW : Infinity;
      cost += 2 * lines.filter((p) => overlap(box, [p.x, p.y, p.x, p.y])).length;
      if (look === "country" && cost < least) cost += OVER_AREA * overlaid(box);
      if (inside || cost >= least) return cost;
      const part = abroad(box);
      if (feature.area && ((part && !(led && hard.has(label))) || (look === "country" && (ashore(box) || straddles(box))))) return Infinity;
      cost += part * (feature.layer && isBare(feature) && look === "area" && part ? Infinity : ABROAD);
      return cost < least && (feature.layer || dot) ? cost + nearAnother(box, led) : cost;
    };
    /** @type {Position | null} */
    let spot = null;
    let least = Infinity;
    /** @type {(box: Box, cost: number, more?: Partial<Position>) => void} */
    const take = (box, cost, more = {}) => {
      if (cost < least) [spot, least] = [{ box, ...more }, cost];
    };
    const pressed = hard.has(label);
    const whole = positions(feature, at, w, h, pressed);
    const tight = !whole[0].length && compact && (pressed || isWide(feature)) ? positions(feature, at, ...compact, pressed) : null;
    const inside = (tight ?? whole)[0];
    // Beside it, a name stands in one line if it can, else in two.
    const forms = tight && label.folded ? [whole, tight] : [whole];
    // A very small area has a sign, at its point; a water is seen.
    const marked = little && look !== "water" && "classes" in feature && feature.classes !== "quiet" && free(mark);
    /** What it costs that an area's name lies partly outside. @param {Box} box */
    const outside = (box) => {
      if (!feature.area || little || look === "country") return 0;
      const points = pointsOf(box);
      const share = points.filter((p) => holds(feature.layer, p)).length / points.length;
      return share < (look === "water" ? 1 : MOSTLY) ? Infinity : 10 * (1 - share);
    };
    inside.forEach((box, n) => take(box, costOf(box, least, n / 10, true), { small: Boolean(tight) }));
    if (!spot) {
      for (const form of forms) {
        const extra = form === tight ? FOLDING : 0;
        form[1].forEach((box, n) => {
          const start = Math.min(n, WITHIN) + extra;
          const cost = costOf(box, least, start, look === "end");
          if (cost < least) take(box, cost + outside(box), { small: extra > 0, marked });
        });
      }
    }
    const inView = at.x > 0 && at.y > 0 && at.x < size.x && at.y < size.y; // no line leads out of the map
    const unsigned = "shape" in feature && isBare(feature);
    const mayLead = !narrow.matches || leads(feature) || (leaders.length < MOST_LEADERS && !isAside(feature));
    if (mayLead && inView && feature.layer && least > LEADER_COST && (look !== "country" || !spot)) {
      // The signs that a line to this place must reach, or cannot but cross.
      const own = feature.area || feature.line || !ownSign ? [] : signs.filter((box) => overlap(box, ownSign));
      const reach = /** @type {Box} */ ([left - REACH, top - REACH, right + REACH, bottom + REACH]);
      const blocked = taken.filter((box) => overlap(box, reach) && !own.includes(box));
      const longest = facts.lettering.leader.longest / (narrow.matches && label.weight < LEADING && !hard.has(label) ? 2 : 1);
      const far = forms.flatMap((form) => form[2].map((box) => /** @type {Weighted<Box>} */ ([box, form === tight ? FOLDING : 0])));
      for (const [box, extra] of far) {
        if (!free(box)) continue;
        const leader = leaderOf(box, feature, at);
        if (leader.length >= longest) continue;
        const line = endsOf(leader);
        const start = LEADER_COST + leader.length / 8 + extra + (feature.area && !little ? AWAY : 0);
        if (start >= least) continue;
        work += taken.length + courses.length;
        if (blocked.some((part) => meets(line, part)) || leaders.some((drawn) => cross(line, drawn))) continue;
        let cost = costOf(box, least, start, false, true);
        if (courses.some((part) => meets(line, part))) cost += OVER_FLOW;
        const isCountry = look === "country";
        if (cost < least && pointsBetween(line).some((p) => lies(p, other) || (isCountry && landPath && holds(landPath, p)))) cost += isCountry ? Infinity : ACROSS;
        const needless = isCountry && pointsOf(box).every((p) => holds(/** @type {L.Path} */ (feature.layer), p));
        if (marked) leader.length = Math.max(0, line[0].distanceTo(at) - MARK);
        const ends = feature.area && look !== "country" && !marked ? reached(leader, feature.layer, at) : leader;
        if (cost >= least || endsAtAnother(endsOf(ends)[1], specks.get(feature) ?? ownSign, others)) continue;
        take(box, cost, { leader: needless ? undefined : ends, small: extra > 0, marked });
      }
    }
    if (!spot && inView && feature.named === "always") {
      const boxes = whole.flat().filter((box) => box[0] > 2 && box[1] > 2 && box[2] < size.x - 2 && box[3] < size.y - 2).slice(0, MOST_TRIED);
      boxes.push([at.x - w / 2, at.y - h / 2, at.x + w / 2, at.y + h / 2]);
      boxes.forEach((box, n) => take(box, taken.filter((under) => overlap(box, under)).length + n / 100));
    }
    if (!spot) {
      if (feature.layer && inView && (feature.classes !== "quiet" || (look === "country" && !isAside(feature)))) plan.missed.push(label);
      continue;
    }
    const found = /** @type {Position & {box: Box}} */ (spot);
    const { box, leader, marked: signed } = found;
    if (ownSign) told.push([lineOf(box), clearOf(gapOf(lineOf(box), ownSign))]);
    if (leader && feature.area && !little && label.shorter?.length) {
      plan.worth -= FIGURE_WORTH + 1;
      if (plain !== label.shorter.at(-1)) plan.astray.push(label);
    }
    plan.spots.set(label, plain ? { .../** @type {Position} */ (spot), plain, small: Boolean(feature.area) } : spot);
    if (feature.layer) plan.worth += worthOf(label) - least / 1000 - (plain ? FIGURE_WORTH / (plain === label.shorter?.at(-1) ? 1 : 4) : 0);
    if (dot) {
      towns -= 1;
      taken.push(mark);
    }
    taken.push(box);
    if (signed || unsigned) taken.push(mark);
    if (leader) leaders.push(endsOf(leader));
  }
  return plan;
}

const CLEAR = 5; // pixels farther than its own sign another one is, at least, from the line of a name
const CROWDING = 14; // cost of the name of an area or water that is nearer than that to a sign
const MISTAKEN = 7; // pixels from a sign to the line of a name: one that is farther is taken for no sign's without a line
const BESIDE_AREA = 3; // pixels, at most, from a very small area under the sign of its town to its name
const SURELY = 1.4; // times its distance from its own sign: so much farther is another one
const APART = 0.7; // of the distance of two signs: so much nearer, at least, is a name or its line to its own
const TIP = 3; // pixels that the end of a line is nearer to the middle of its sign than of another one
const TWINS = 1; // pixels between signs that are one for a reader
const FEET = 7; // pixels from the top or bottom of a name to the line on which a reader looks for its sign

/** The line of a name, on which a reader looks for its sign. @type {(box: Box) => Box} */
function lineOf([left, top, right, bottom]) {
  const by = Math.min(FEET, (bottom - top) / 2);
  return [left + 2, top + by, right - 2, bottom - by];
}

/** How far another sign must be from a name's line, which is so far from its own. @param {number} own */
const clearOf = (own) => Math.min(own, MISTAKEN) + Math.max(CLEAR, SURELY * Math.min(own, MISTAKEN));

/** Pixels between the middles of two boxes. @type {(one: Box, other: Box) => number} */
const between = (one, other) => Math.hypot(one[0] + one[2] - other[0] - other[2], one[1] + one[3] - other[1] - other[3]) / 2;

/** Whether a name would seem to be of another sign than its own. @type {(box: Box, own: Box, marks: Box[]) => boolean} */
function isMistaken(box, own, marks) {
  const line = lineOf(box);
  const gap = gapOf(line, own);
  const clear = clearOf(gap);
  return marks.some((other) => {
    const apart = other === own ? 0 : between(own, other);
    return apart > TWINS && gapOf(line, other) < Math.min(clear, Math.min(gap, MISTAKEN) + APART * apart);
  });
}

/** Whether a line that ends here would seem to lead to another sign. @type {(end: L.Point, own: Box | null, marks: Box[]) => boolean} */
function endsAtAnother({ x, y }, own, marks) {
  /** @type {Box} */
  const end = [x, y, x, y];
  if (!own) return marks.some((other) => gapOf(end, other) < CLEAR);
  return marks.some((other) => {
    const apart = other === own ? 0 : between(own, other);
    return apart > TWINS && between(end, other) < between(end, own) + Math.min(TIP, (APART * apart) / 2);
  });
}

/** The sign that a name is of: that of its point or its dot; null for another name. @type {(label: Label, at: L.Point, mark: Box, signs: Box[]) => Box | null} */
function signOfName({ feature, dot }, at, mark, signs) {
  if (dot) return mark;
  if (!feature.layer || feature.area || feature.line) return null;
  const own = signs.filter((place) => overlap(place, [at.x, at.y, at.x + 0.01, at.y + 0.01]));
  return own.sort((a, b) => between(a, mark) - between(b, mark))[0] ?? null;
}

/** The areas that are so small for their names that a reader sees signs, each with the box of that. @type {(order: Label[], areas: Ground["areas"]) => Map<Named, Box>} */
function specksOf(order, areas) {
  const seen = new Set(areas.map(([f]) => f));
  /** @type {Map<Named, Box>} */
  const found = new Map();
  for (const label of order) {
    const { feature } = label;
    if (!feature.area || !feature.label || !seen.has(feature) || feature.look !== "area" || feature.classes === "quiet") continue;
    const at = map.latLngToContainerPoint(feature.label);
    const [[w, h]] = sizesOf(label);
    const [left, top, right, bottom] = bodyOf(feature, at, w, h);
    if (right - left < w && bottom - top < LITTLE_AREA * h) found.set(feature, [at.x - MARK, at.y - MARK, at.x + MARK, at.y + MARK]);
  }
  return found;
}

/** Pixels between two boxes. @type {(one: Box, other: Box) => number} */
const gapOf = (one, other) => Math.hypot(Math.max(0, other[0] - one[2], one[0] - other[2]), Math.max(0, other[1] - one[3], one[1] - other[3]));
/** Whether a name stands on its place's point; that of a water or region may stand a little above or below. @type {(box: Box, feature: Extract<Drawn, Spot>) => boolean} */
function standsOn([left, top, right, bottom], { layer, shape, look }) {
  const { x, y } = map.latLngToContainerPoint(layer.getLatLng());
  const near = shape.includes("bare name") ? NEAR[look === "water" ? "water" : "area"] * Math.min(bottom - top, LINE) : 0;
  return x > left && x < right && y > top - near && y < bottom + near;
}

/** Whether no other name, nor its line, is on a point. @type {(feature: Extract<Drawn, Spot>, own: Label, spots: Plan["spots"]) => boolean} */
function isClear({ layer }, own, spots) {
  const { x, y } = map.latLngToContainerPoint(layer.getLatLng());
  /** @type {Box} */
  const mark = [x - MARK, y - MARK, x + MARK, y + MARK];
  return ![...spots].some(([label, { box, leader }]) => label !== own && ((box && overlap(box, mark)) || (leader && meets(endsOf(leader), mark))));
}

const LEAD_WORTH = 20; // more, of a name of headline or lead

/** What it is worth to show a name of the story. @param {Label} label */
const worthOf = ({ weight, feature }) => (feature === chosen.feature ? 1000 : 2 + (leads(feature) ? LEAD_WORTH : 0) + (Math.max(0, weight) / 300) ** 3);

/** Show the names that have a position, and hide the others, and the signs that gave way. @type {(plan: Plan, yielded: Set<Named>) => void} */
function draw({ spots }, yielded) {
  for (const label of labels) {
    const { along = null, box, leader = null, small = false, marked = false, plain = "" } = spots.get(label) ?? {};
    drawAlong(label, along?.course ?? null);
    lead(label, leader);
    sign(label, marked);
    const { feature } = label;
    if (feature.layer && !feature.area && !feature.line) {
      feature.unnamed = !box && feature !== chosen.feature;
      if (isBare(feature)) {
        const wanted = box ? !standsOn(box, feature) : !isAside(feature);
        feature.layer.getElement()?.classList.toggle("dot", wanted && isClear(feature, label, spots));
      }
      feature.layer.getElement()?.classList.toggle("cut", yielded.has(feature) || isCut(feature, feature.unnamed ? SIGNS[0] : 0));
    }
    nameNode(label, box);
    label.element?.classList.toggle("shown", Boolean(box));
    label.dot?.classList.toggle("shown", Boolean(box));
    const { label: point } = label.feature;
    if (!box || !point) continue;
    const element = elementOf(label);
    element.classList.toggle("shown", true);
    element.classList.toggle("compact", small);
    if (label.folded || label.shorter?.length) element.replaceChildren(...worded(label, plain || (small && label.folded) || label.text));
    L.DomUtil.setPosition(element, map.containerPointToLayerPoint([box[0], box[1]]).round());
    const { x } = map.latLngToContainerPoint(point); // to which the lines of a name turn
    element.style.textAlign = box[2] < x ? "end" : box[0] < x ? "center" : "";
    if (label.dot) L.DomUtil.setPosition(label.dot, map.latLngToLayerPoint(point));
  }
}

/** Whether the view was made to fit a legend that figures made larger. */
let retold = false;

/** List the figures for which the view has no room in the legend, each with the name of its place. @type {(spots: Plan["spots"] | undefined, close: Set<string | undefined>) => void} */
function tellRest(spots, close) {
  const legend = byId("legend");
  if (!legend || !spots) return;
  const closeUps = elements("#insets text").map(({ textContent }) => textContent).join("").replace(/\s/g, "");
  const without = labels.filter((label) => {
    const last = label.shorter?.at(-1);
    const spot = spots.get(label);
    if (!last || close.has(label.feature.id) || (spot && spot.plain !== last)) return false;
    const told = label.shorter?.[0] === last ? label.text : label.shorter?.[0] ?? "";
    return !told.split("\n").every((line) => closeUps.includes(line.replace(/\s/g, "")));
  });
  const [list = make("p", { class: "untold" })] = elements("#legend .untold");
  list.replaceChildren(...without.map(({ feature, shorter }) => {
    const { id, called = "" } = /** @type {Feature} */ (feature);
    const name = (shorter?.at(-1) ?? "").replace("\n", " ");
    return make("span", {}, make("a", { href: `#${id}`, dir: "auto" }, name), `: ${called.slice(name.length + 2)}`);
  }));
  if (!without.length) list.remove();
  else if (!list.isConnected) {
    legend.querySelector("summary")?.after(list);
    if (retold || !isFitted()) return;
    retold = true;
    fitStory(false); // clear of the legend, which is larger now
    tuckPanels();
  }
}

/** Show the point where a country's movements end only beside its name: alone it would be a place without one. @param {Label} label @param {Box} [box] */
function nameNode({ feature }, box) {
  const { node, dot, look } = feature;
  if (!node || !dot || look !== "country") return;
  const { x, y } = map.latLngToContainerPoint(node);
  const near = box && overlap(box, [x - NODE - 1, y - NODE - 1, x + NODE + 1, y + NODE + 1]);
  dot.getElement()?.classList.toggle("unnamed", !near);
}

/** Draw the sign of an area that is too small for its name, at its point. @type {(label: Label, marked: boolean) => void} */
function sign(label, marked) {
  const { id, label: point, layers } = /** @type {Feature} */ (label.feature);
  label.mark?.classList.toggle("shown", marked);
  label.leader?.classList.toggle("into", Boolean(label.feature.area && label.feature.look !== "country" && !marked));
  if (!marked || !point) return;
  if (!label.mark) {
    label.mark = make("i", { class: "mark shown", "aria-hidden": "true", "data-of": id }, signOf(layers[0], doubtOf(/** @type {Feature} */ (label.feature))));
    (label.leader ?? elementOf(label)).before(label.mark);
  }
  L.DomUtil.setPosition(label.mark, map.latLngToLayerPoint(point));
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
    const { area, look } = label.feature;
    label.leader = make("i", { class: `leader shown${area && look !== "country" ? " into" : ""}`, "aria-hidden": "true" });
    elementOf(label).before(label.leader);
  }
  const { from, length, angle } = leader;
  const { x, y } = map.containerPointToLayerPoint(from);
  label.leader.style.inlineSize = `${length}px`;
  label.leader.style.transform = `translate(${x}px, ${y}px) rotate(${angle}rad)`;
}

const soonPlaced = calmly(30, () => placeLabels());
