// The map: backdrop, features, signs, arrows, and the map's own buttons.

/**
 * Make a pane; the pointer goes through it to the panes below, except on its features.
 * @type {(name: string, z: number) => HTMLElement}
 */
function makePane(name, z) {
  const pane = map.createPane(name);
  pane.style.zIndex = String(z);
  pane.style.pointerEvents = "none";
  return pane;
}

/** Draw the backdrop: paths in the plane of the map, as wide as the page's data. */
function drawBackdrop() {
  const { land, lakes, units, disputed } = facts.backdrop;
  makePane("countries", 300); // of the story: below the backdrop's lines, every other feature above them
  /** @type {(name: string, z: number, paths: [string, string][]) => void} */
  const pane = (name, z, paths) => {
    makePane(name, z);
    const renderer = L.svg({ pane: name });
    for (const [className, outline] of paths) {
      const path = L.polygon([], { pane: name, renderer, className, interactive: false });
      path.outline = outline;
      path.addTo(map);
      if (name === "land") landPath = path;
    }
  };
  pane("land", 200, [["land", land]]);
  pane("lines", 335, [["unit-line", units], ["disputed", disputed], ["disputed dashes", disputed]]);
  makePane("areas", 340);
  pane("lakes", 350, [["lake", lakes]]); // above the tints of areas, as water lies on land
}

/** Draw the still map's relief over land and countries: a shadow, masked by its pictures; paler at larger zooms. */
function drawRelief() {
  const mask = /** @type {SVGMaskElement | undefined} */ (document.querySelector("#still mask")?.cloneNode(true));
  if (!mask || !facts.pales) return;
  const place = Object.fromEntries(["x", "y", "width", "height"].map((side) => [side, mask.getAttribute(side) ?? ""]));
  /** @type {<K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string>) => SVGElementTagNameMap[K]} */
  const shape = (name, attributes) => {
    const element = L.SVG.create(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  mask.id = "shadows";
  const svg = shape("svg", { viewBox: Object.values(place).join(" "), preserveAspectRatio: "none" });
  svg.append(mask, shape("rect", { ...place, mask: "url(#shadows)" }));
  const pane = makePane("relief", 320);
  L.svgOverlay(svg, everywhere(), { pane: "relief", className: "relief" }).addTo(map);
  const [full, gone] = facts.pales;
  const pale = (zoom = map.getZoom()) => {
    const scale = pixelsOfDegree(zoom);
    pane.style.opacity = String(Math.min(1, Math.max(0, (gone - scale) / (gone - full))));
  };
  map.on("zoomanim", (event) => pale(event.zoom));
  map.on("zoomend", () => pale());
  pale();
}

/**
 * Draw a circle marker as the sign of its layer, and an area as its outline in the plane of the map: one path that
 * the browser scales. Leaflet would project and clip every vertex at every step.
 */
function teachShapes() {
  /** Set an attribute, if it has another value: a moved map is mostly drawn as it was. @type {(layer: L.Path, name: string, value: string) => void} */
  const redraw = (layer, name, value) => {
    if (layer._path.getAttribute(name) !== value) layer._path.setAttribute(name, value);
  };
  const { _updateCircle: circle, _updatePoly: polygon } = L.SVG.prototype;
  L.SVG.include({
    _updateCircle(/** @type {L.CircleMarker} */ layer) {
      if (!layer.sign || layer._empty()) {
        circle.call(this, layer);
        return;
      }
      const { x, y } = layer._point;
      redraw(layer, "d", `M${x} ${y}${layer.sign}`);
    },
    _updatePoly(/** @type {L.Polyline} */ layer, /** @type {boolean} */ closed) {
      if (typeof layer.outline !== "string") {
        polygon.call(this, layer, closed);
        return;
      }
      const { scale, west, north } = facts.plane;
      const unit = pixelsOfDegree(map.getZoom());
      const { x, y } = map.getPixelOrigin();
      const corner = [(180 + west) * unit - x, (180 - north) * unit - y];
      redraw(layer, "transform", `translate(${corner}) scale(${unit / scale})`);
      if (!layer._path.hasAttribute("d")) layer._path.setAttribute("d", layer.outline);
    },
  });
}

/**
 * Turn an outline into GeoJSON's coordinates of a MultiPolygon. Spaces separate polygons; holes follow their shell. Of lines,
 * it has one polygon, with a ring a line that is not closed.
 *
 * @param {string} outline
 * @param {Plane} plane
 */
function coordinatesOf(outline, { scale, west, north }) {
  const degrees = (/** @type {number} */ v) => Number(v.toFixed(4));
  const position = (/** @type {number} */ x, /** @type {number} */ y) => [
    degrees(west + x / scale),
    degrees((Math.atan(Math.sinh(((north - y / scale) * Math.PI) / 180)) * 180) / Math.PI),
  ];
  const ring = (/** @type {string} */ path) => {
    const steps = (path.match(/-?\d+/g) ?? []).map(Number);
    const line = [];
    for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) line.push(position((x += steps[i]), (y += steps[i + 1])));
    return outline.endsWith("z") ? [...line, line[0]] : line;
  };
  return outline.split("z M").map((part) => part.split("M").filter(Boolean).map(ring));
}

/** The GeoJSON of a path in the plane of the map. @param {string | GeoJSON.Geometry} path @returns {GeoJSON.Geometry} */
function geometryOf(path) {
  if (typeof path !== "string") return path;
  const coordinates = coordinatesOf(path, facts.plane);
  if (path.endsWith("z")) return { type: "MultiPolygon", coordinates };
  const [lines] = coordinates;
  return lines.length > 1 ? { type: "MultiLineString", coordinates: lines } : { type: "LineString", coordinates: lines[0] };
}

/** @type {(path: string, by: number) => string} */
const scaledSign = (path, by) => path.replace(/-?\d*\.?\d+/g, (n) => `${(Number(n) * by).toFixed(2)} `);

const SIGNS = [7, 4.5, 3.25]; // pixels from the middle of a sign to its edge: usual, in a crowd, in a knot or without a name
const DOT = 2.5; // the same, of the dot of a place without a sign
const SIGN_UNITS = 9.7; // the same, in the units of a sign's path
const CROWDED = 0.2; // of the signs in view lie on another

/** Whether a feature is a place, and no flow or route. @param {Feature} feature */
const isPlace = ({ look }) => look !== "flow" && look !== "route";

/** Whether a place is a water or region of which only a point is known: its name stands there, without a sign. @param {FeatureFacts} feature */
const isBare = ({ shape }) => / bare\b/.test(shape);

/** Whether a place is a lake or river of which only a point is known: it has the sign of a wave. @param {FeatureFacts} feature */
const isWave = ({ shape }) => / wave\b/.test(shape);

/** Pixels from the middle of a place's sign to its edge; of what is only mentioned it is a dot. @param {Feature} feature */
const reachOf = (feature) => {
  const { reach, unnamed } = feature;
  if (isBare(feature)) return DOT;
  return unnamed ? SIGNS[2] : Math.min(reach ?? SIGNS[0], facts.layers[feature.layers[0]]?.dotted ? SIGNS[1] : SIGNS[0]);
};

/** The path of a place's sign. @param {Feature} feature */
const signPath = (feature) => scaledSign(isWave(feature) ? facts.wave : facts.layers[feature.layers[0]].sign, reachOf(feature) / SIGN_UNITS);

/** The features that are drawn as signs. */
const signs = () => /** @type {Extract<Feature, Spot>[]} */ ([...features.values()].filter((f) => f.layer && !f.area && !f.line && !isBare(f)));

/** Give the signs of places the size in which most can be seen; smaller those that would lie on each other. */
function sizeSigns() {
  const view = map.getBounds();
  const seen = signs().filter((f) => view.contains(f.layer.getLatLng()));
  const points = seen.map((f) => map.latLngToContainerPoint(f.layer.getLatLng()));
  const gaps = points.map((p) => Math.min(...points.map((q) => (q === p ? Infinity : Math.max(Math.abs(p.x - q.x), Math.abs(p.y - q.y))))));
  const usual = gaps.filter((gap) => gap < 2 * SIGNS[0]).length > CROWDED * gaps.length ? 1 : 0;
  seen.forEach((feature, n) => {
    feature.reach = SIGNS[gaps[n] < 2 * SIGNS[2] ? 2 : gaps[n] < 2 * SIGNS[0] ? 1 : usual];
  });
  redrawSigns();
}

/** Show the rows of the legend of whose signs the view has one: of a layer a sure one, a doubtful one, a wave, a dotted edge. */
function trueLegend() {
  const view = map.getBounds();
  const seen = (/** @type {Drawn} */ f) => (f.area ? view.intersects(f.layer.getBounds()) : Boolean(f.label && view.contains(f.label)));
  /** @type {(f: Feature, names: string) => boolean} */
  const has = (f, names) => RegExp(` (${names})\\b`).test(` ${f.classes} ${f.shape}`);
  const named = shownFeatures().filter((f) => !has(f, "quiet|flow|route|unseen") && seen(f));
  const marked = named.filter((f) => !has(f, "bare name|wave|named") );
  const sure = marked.filter((f) => !has(f, "approximate open") && !doubtOf(f)); // a dotted edge alone has its own row
  for (const row of elements("#legend :is(.signs, [data-shows])")) {
    const { lights, shows } = row.dataset;
    if (shows) row.hidden = !(shows === "wave" ? named : marked).some((f) => has(f, shows));
    else row.hidden = !(lights ? sure.some((f) => f.layers[0] === Number(lights) && (f.look !== "water" || row.querySelector(".wet"))) : named.some(doubtOf));
  }
}

function redrawSigns() {
  for (const feature of signs()) {
    const { layer } = feature;
    const path = layer.sign && signPath(feature);
    if (path === layer.sign) continue;
    layer.sign = path;
    if (map.hasLayer(layer)) layer.redraw();
  }
}

/** The panels that lie on the map, and would show a part of a sign. @type {Box[]} */
const cutting = [];

/** Whether a panel or the map's edge would cut a feature's sign, or the edge is nearer to it than some pixels. @param {Feature} feature */
function isCut(feature, least = 0) {
  if (!feature.layer || feature.area || feature.line || feature === chosen.feature) return false;
  const { x, y } = map.latLngToContainerPoint(feature.layer.getLatLng());
  const [size, reach] = [map.getSize(), reachOf(feature)];
  /** @type {Box} */
  const box = [x - reach, y - reach, x + reach, y + reach];
  return Math.min(x, y, size.x - x, size.y - y) < Math.max(reach, least) || cutting.some((panel) => overlap(box, panel));
}

/** Make the features that lie on the map, and give thin ones a wider target. */
function makeFeatures() {
  for (const feature of features.values()) {
    if (!feature.geometry) continue;
    const className = `feature ${feature.classes} ${feature.shape}`;
    const geometry = geometryOf(feature.geometry);
    const land = geometry.type.endsWith("Polygon") && feature.look !== "water";
    const pane = feature.classes === "quiet" ? "countries" : land ? "areas" : "overlayPane";
    // Not smoothed: Leaflet would simplify each shape alone, and shared edges would no longer fit.
    const options = /** @type {L.GeoJSONOptions} */ ({
      className,
      pane,
      smoothFactor: 0,
      pointToLayer: (_, at) => L.circleMarker(at, { className, radius: 7, fill: false }),
    });
    const whole = { type: /** @type {const} */ ("Feature"), geometry, properties: null };
    const layer = L.GeoJSON.geometryToLayer(whole, options);
    const area = layer instanceof L.Polygon;
    if (area && feature.ground) {
      const ground = L.polygon([], { pane: "land", className: "land", interactive: false });
      ground.outline = feature.outline;
      ground.addTo(map);
    }
    adopt(/** @type {Drawn} */ (Object.assign(feature, { layer, area, line: !area && layer instanceof L.Polyline })));
    if (feature.node) feature.dot = L.circleMarker(feature.node, { radius: 3.5, className: "node", interactive: false }).addTo(map);
  }
  showLayers();
  map.on("moveend resize", shapeArrows);
  map.on("zoomend resize", sizeSigns);
  map.on("moveend", trueLegend);
}

/** Make a drawn feature operable, and give a thin one a wider target. @param {Drawn} feature */
function adopt(feature) {
  const { layer } = feature;
  if (feature.area) layer.outline = feature.outline;
  else if (feature.line) {
    feature.target = L.polyline(feature.layer.getLatLngs(), { weight: 18, className: "target", smoothFactor: 0 });
    if (feature.look === "flow") addArrow(/** @type {Flow} */ (feature));
    else if (doubtOf(feature) && !feature.shape.includes("named")) feature.core = L.polyline(feature.layer.getLatLngs(), { className: "core", smoothFactor: 0, interactive: false });
  } else {
    feature.target = L.circleMarker(feature.layer.getLatLng(), { radius: 16, className: "target" });
    if (isBare(feature)) feature.layer.setRadius(DOT);
    else if (feature.layers.length) layer.sign = signPath(feature);
  }
  addFigure(feature);
  feature.parts = [feature.ring, feature.casing, feature.target, layer, feature.core, ...(feature.heads ?? [])].filter((part) => part !== undefined);
  for (const shape of feature.parts) {
    shape.on("click", (event) => {
      L.DomEvent.stop(event);
      fromMap(feature);
    });
    shape.on("mouseover", () => light(feature, true));
    shape.on("mouseout", () => light(feature, false));
  }
  layer.on("add", () => {
    if (layer.getElement()) operable(feature);
  });
}

/** Show a feature's figure: by a circle on a place, by the width of a movement. @param {Drawn} feature */
function addFigure(feature) {
  if (feature.width) {
    const width = String(feature.width);
    feature.layer.on("add", () => feature.layer._path.style.setProperty("--w", width));
  }
  const at = feature.label ?? (feature.area || feature.line ? null : feature.layer.getLatLng());
  if (!feature.circle || !at) return;
  feature.ring = L.circleMarker(at, { radius: feature.circle, className: `ring ${feature.classes}`, interactive: false });
}

function makeOperable() {
  for (const feature of shownFeatures()) operable(feature);
  stack();
  rove(shownFeatures()[0]);
}

/** Show every feature with a layer that is switched on; features without a layer are always shown. */
function showLayers() {
  for (const feature of features.values()) {
    if (!feature.layer) continue;
    const on = feature.layers.every((n) => !hiddenLayers.has(n));
    for (const part of feature.parts) {
      if (on !== map.hasLayer(part)) map[on ? "addLayer" : "removeLayer"](part);
    }
  }
  if (!map._loaded) return;
  stack();
  rove(chosen.feature && isShown(chosen.feature) ? chosen.feature : shownFeatures()[0]);
}

/** @param {Drawn} feature */
function operable(feature) {
  const path = feature.layer._path;
  if (path.dataset.feature) return;
  const { name, kind, where, mentions } = feature;
  const times = mentions.length === 1 ? words.mentions[0] : words.mentions[1].replace("{n}", String(mentions.length));
  path.setAttribute("role", "button");
  path.setAttribute("tabindex", "-1");
  path.setAttribute("aria-label", [name, kind, where, times].filter(Boolean).join(", "));
  path.dataset.feature = feature.id;
  path.addEventListener("keydown", (event) => keyOnFeature(event, feature));
  path.addEventListener("focus", () => light(feature, true));
  path.addEventListener("blur", () => light(feature, false));
}

/** Paint areas below lines below flows below points, and larger areas below smaller ones. */
function stack() {
  const shown = shownFeatures();
  const size = (/** @type {DrawnArea} */ f) => {
    const b = f.layer.getBounds();
    return (b.getEast() - b.getWest()) * (b.getNorth() - b.getSouth());
  };
  /** @type {Weighted<Feature>[]} */
  const areas = shown.filter((f) => f.area).map((f) => [f, size(f)]);
  const front = (/** @type {Feature} */ feature) => feature.parts.forEach((part) => part.bringToFront());
  areas.sort((a, b) => b[1] - a[1]).forEach(([f]) => front(f));
  shown.filter((f) => f.line && f.look !== "flow").forEach(front);
  shown.filter((f) => f.look === "flow").forEach(front);
  shown.filter((f) => !f.area && !f.line).forEach(front);
}

// ---- flows: a line that stops short of its ends, a light casing, and an arrowhead

/** @param {Flow} feature */
function addArrow(feature) {
  feature.course = feature.layer.getLatLngs();
  const quiet = { smoothFactor: 0, interactive: false };
  feature.casing = L.polyline(feature.course, { ...quiet, className: "casing" });
  const look = `${feature.layer.options.className} head`;
  const head = () => /** @type {Flow["heads"][0]} */ (L.polygon([], { className: look, smoothFactor: 0 }));
  feature.heads = feature.both ? [head(), head()] : [head()];
}

/** Find the point at a distance along a line, and the rest of the line from there. @type {(line: L.Point[], distance: number) => [L.Point, L.Point[]]} */
function along(line, distance) {
  for (let i = 1; i < line.length; i += 1) {
    const step = line[i - 1].distanceTo(line[i]);
    if (step >= distance && step > 0) {
      const at = line[i - 1].add(line[i].subtract(line[i - 1]).multiplyBy(distance / step));
      return [at, [at, ...line.slice(i)]];
    }
    distance -= step;
  }
  return [line[line.length - 1], []];
}

/**
 * Give a line an arrowhead, with a gap before its end: the head's corners, and the rest of the line.
 *
 * @type {(line: L.Point[], gap: number, head: number) => [L.Point[], L.Point[]]}
 */
function tipped(line, gap, head) {
  const [tip, rest] = along([...line].reverse(), gap);
  const [base] = along(rest, head);
  const side = tip.subtract(base).multiplyBy(0.45);
  const corners = [tip, base.add([-side.y, side.x]), base.add([side.y, -side.x])];
  return [corners, along(rest, head * 0.7)[1].reverse()];
}

const LITTLE = 60; // pixels of an arrow beyond a panel: too few to draw on for

const lengthOf = (/** @type {L.Point[]} */ line) => line.slice(1).reduce((sum, p, i) => sum + p.distanceTo(line[i]), 0);

/**
 * Return the longest part of a line that is in view, its length, and whether its start and its end are in view.
 *
 * @param {L.Point[]} line
 * @returns {[L.Point[], number, boolean, boolean]}
 */
function inView(line) {
  const size = map.getSize();
  const corner = map.containerPointToLayerPoint([0, 0]);
  const view = L.bounds(corner.add([10, 10]), corner.add(size).subtract([10, 10]));
  /** @type {L.Point[][]} */
  const parts = [];
  for (let i = 1; i < line.length; i += 1) {
    const cut = L.LineUtil.clipSegment(line[i - 1], line[i], view, false, false);
    if (!cut) continue;
    const part = parts.at(-1);
    if (part && part[part.length - 1].distanceTo(cut[0]) < 0.5) part.push(cut[1]);
    else parts.push([...cut]);
  }
  /** @type {Weighted<L.Point[]>[]} */
  const measured = parts.map((part) => [part, lengthOf(part)]);
  const [longest, pixels] = measured.sort((a, b) => b[1] - a[1])[0] ?? [[], 0];
  // A part shorter than a pixel cannot be seen.
  return pixels < 1
    ? [[], 0, false, false]
    : [longest, pixels, view.contains(line[0]), view.contains(line[line.length - 1])];
}

/**
 * Cut a line where a panel covers it, if little of it shows beyond the panel.
 * @type {(line: L.Point[], panels: L.Bounds[]) => L.Point[]}
 */
function uncovered(line, panels) {
  if (!panels.length) return line;
  const fine = line.flatMap((p, n) => (n ? pointsBetween([line[n - 1], p]) : [])).concat(line.slice(-1));
  const hidden = (/** @type {L.Point} */ p) => panels.some((box) => box.contains(p));
  const first = fine.findIndex(hidden);
  return first > 1 && lengthOf(fine.slice(first).filter((p) => !hidden(p))) < LITTLE ? fine.slice(0, first) : line;
}

const GAP = 10; // pixels between an arrow and the sign where it ends

/** The square of a point in a net over the map. @type {(p: L.Point) => [number, number]} */
const squareOf = ({ x, y }) => [Math.floor(x / GAP), Math.floor(y / GAP)];

/** Return a test whether a sign stands near a point, by the squares of both. @returns {(p: L.Point) => boolean} */
function besideSigns() {
  const nodes = [...features.values()].flatMap(({ node }) => (node ? [node] : []));
  const taken = new Set([...signs().map((f) => f.layer.getLatLng()), ...nodes].map((at) => squareOf(map.latLngToLayerPoint(at)).join(" ")));
  return (p) => {
    const [x, y] = squareOf(p);
    return [-1, 0, 1].some((dx) => [-1, 0, 1].some((dy) => taken.has(`${x + dx} ${y + dy}`)));
  };
}

function shapeArrows() {
  const flows = /** @type {Flow[]} */ ([...features.values()].filter((feature) => feature.heads));
  if (!flows.length) return;
  const corner = map.containerPointToLayerPoint([0, 0]);
  const panels = elements("#legend, #map .leaflet-control").map(boxOf).map(([left, top, right, bottom]) =>
    L.bounds(corner.add([left, top]), corner.add([right, bottom])));
  const isSigned = besideSigns();
  for (const feature of flows) {
    const [seen, , starts, ends] = inView(feature.course.map((at) => map.latLngToLayerPoint(at)));
    const line = uncovered(starts ? seen : uncovered([...seen].reverse(), panels).reverse(), ends ? [] : panels);
    const length = lengthOf(line);
    /** At the edge of an area an arrow needs no gap: it would end in its neighbour. @param {L.Point} [end] */
    const gapAt = (end) => (end && isSigned(end) ? Math.min(GAP, length / 5) : 0);
    const [first, last] = [starts ? gapAt(line[0]) : 0, ends ? gapAt(line[line.length - 1]) : 0];
    const head = Math.min(14, length / 3);
    const onMap = (/** @type {L.Point[]} */ points) => points.map((p) => map.layerPointToLatLng(p));
    feature.leaving = line.length ? [starts ? null : onMap(line)[0], ends ? null : onMap(line)[line.length - 1]] : [null, null];
    feature.middle = line.length ? onMap(along(line, length / 2)[1])[0] ?? null : null;
    let shaft = line;
    /** @type {L.Point[][]} */
    const tips = [[], []];
    if (line.length) {
      [tips[0], shaft] = tipped(line, last, head);
      const turned = [...shaft].reverse();
      if (feature.both) [tips[1], shaft] = tipped(turned, first, head);
      else shaft = along(shaft, first)[1];
    }
    feature.heads.forEach((polygon, n) => polygon.setLatLngs(onMap(tips[n])));
    for (const part of [feature.layer, feature.casing]) part.setLatLngs(onMap(shaft));
    feature.target.setLatLngs(onMap(line));
  }
}

// ---- the keyboard's way over the map

/** The Tab key goes through the features in reading order, not in paint order. @param {Feature | null} feature */
function rove(feature) {
  for (const other of features.values()) other.layer?.getElement()?.setAttribute("tabindex", "-1");
  feature?.layer?.getElement()?.setAttribute("tabindex", "0");
}

/** @type {(event: KeyboardEvent, feature: Drawn) => void} */
function keyOnFeature(event, feature) {
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    fromMap(feature, true);
  } else if (event.key === "Tab") {
    const order = shownFeatures();
    const next = order[order.indexOf(feature) + (event.shiftKey ? -1 : 1)];
    if (next) {
      event.preventDefault();
      rove(next);
      next.layer._path.focus({ preventScroll: true });
      if (next.label && !map.getBounds().contains(next.label)) map.panTo(next.label, motion());
    }
  }
}

// ---- the map's own buttons

function addControls() {
  L.control.zoom({ position: "topleft", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  /** @type {(name: string, label: string, onclick: () => void, sign?: string) => void} */
  const button = (name, label, onclick, sign = "") => {
    const Button = L.Control.extend({
      onAdd() {
        const attributes = { type: "button", title: label, "aria-label": label, onclick };
        const box = make("div", { class: `leaflet-bar ${name}` }, make("button", attributes, sign));
        L.DomEvent.disableClickPropagation(box);
        return box;
      },
    });
    new Button({ position: "topleft" }).addTo(map);
  };
  button("reset", words.reset, () => fitStory(true));
  button("screen-exit", words.exit_screen, fullScreen, "×");
  L.control.scale({ position: "bottomleft", maxWidth: SCALE[0] }).addTo(map);
}
