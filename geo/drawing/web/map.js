// The map: backdrop, features, signs, arrows, and the map's own buttons.

/** Make a pane; the pointer goes through it to what lies below, except on its features. */
function makePane(name, z) {
  const pane = map.createPane(name);
  pane.style.zIndex = z;
  pane.style.pointerEvents = "none";
  return pane;
}

/** Draw the backdrop: paths in the plane of the map, as wide as a page's data reach. */
function drawBackdrop() {
  const { land, lakes, units, disputed } = facts.backdrop;
  makePane("countries", 300); // of the story: below the backdrop's lines, every other feature above them
  const pane = (name, z, paths) => {
    makePane(name, z);
    const renderer = L.svg({ pane: name });
    for (const [className, outline] of paths) {
      const path = L.polygon([], { pane: name, renderer, className, interactive: false });
      path.outline = outline;
      path.addTo(map);
    }
  };
  pane("land", 200, [["land", land]]);
  pane("lines", 350, [["unit-line", units], ["lake", lakes], ["disputed", disputed], ["disputed dashes", disputed]]);
}

/** Lay the still map's relief over land and countries: its pictures, masking a shadow, paler as they become coarse. */
function drawRelief() {
  const mask = document.querySelector("#still mask")?.cloneNode(true);
  if (!mask) return;
  const place = Object.fromEntries(["x", "y", "width", "height"].map((side) => [side, mask.getAttribute(side)]));
  const shape = (name, attributes) => {
    const element = L.SVG.create(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  mask.id = "shadows";
  const svg = shape("svg", { viewBox: Object.values(place).join(" "), preserveAspectRatio: "none" });
  svg.append(mask, shape("rect", { ...place, mask: "url(#shadows)" }));
  const pane = makePane("relief", 320);
  L.svgOverlay(svg, facts.bounds, { pane: "relief", className: "relief" }).addTo(map);
  const [full, gone] = facts.pales;
  const pale = ({ zoom = map.getZoom() }) => {
    const scale = map.options.crs.scale(zoom) / 360; // pixels of a degree
    pane.style.opacity = Math.min(1, Math.max(0, (gone - scale) / (gone - full)));
  };
  map.on("zoomanim zoomend", pale);
  pale({});
}

/**
 * Let a circle marker be drawn as the sign of its layer, and an area as its outline in the plane of the map: one
 * path that the browser scales, where Leaflet would project and cut vertex after vertex at every step.
 */
function teachShapes() {
  const { _updateCircle: circle, _updatePoly: polygon } = L.SVG.prototype;
  L.SVG.include({
    _updateCircle(layer) {
      circle.call(this, layer);
      if (!layer.sign || layer._empty()) return;
      const { x, y } = layer._point;
      layer._path.setAttribute("d", `M${x} ${y}${layer.sign}`);
    },
    _updatePoly(layer, closed) {
      if (layer.outline === undefined) {
        polygon.call(this, layer, closed);
        return;
      }
      const { scale, west, north } = facts.plane;
      const unit = map.options.crs.scale(map.getZoom()) / 360; // pixels of a degree
      const { x, y } = map.getPixelOrigin();
      const corner = [(180 + west) * unit - x, (180 - north) * unit - y];
      layer._path.setAttribute("transform", `translate(${corner}) scale(${unit / scale})`);
      if (!layer._path.hasAttribute("d")) layer._path.setAttribute("d", layer.outline);
    },
  });
}

/** Read an outline back: GeoJSON's coordinates of a MultiPolygon. Polygons stand apart, a hole with its shell. */
function coordinatesOf(outline) {
  const { scale, west, north } = facts.plane;
  const degrees = (v) => Number(v.toFixed(4));
  const position = (x, y) => [
    degrees(west + x / scale),
    degrees((Math.atan(Math.sinh(((north - y / scale) * Math.PI) / 180)) * 180) / Math.PI),
  ];
  const ring = (path) => {
    const steps = path.match(/-?\d+/g).map(Number);
    const line = [];
    for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) line.push(position((x += steps[i]), (y += steps[i + 1])));
    return [...line, line[0]];
  };
  return outline.split("z M").map((part) => part.split("M").filter(Boolean).map(ring));
}

const scaledSign = (path, by) => path.replace(/-?\d*\.?\d+/g, (n) => `${(n * by).toFixed(2)} `);

/** Make the features that lie on the map, and give thin ones a wider target. */
function makeFeatures() {
  for (const feature of features.values()) {
    if (!feature.geometry) continue;
    const className = `feature ${feature.classes} ${feature.shape}`;
    const layer = L.GeoJSON.geometryToLayer(feature.geometry, {
      className,
      pane: feature.classes === "quiet" ? "countries" : "overlayPane",
      smoothFactor: 0, // Leaflet would simplify each shape for itself, and shared edges would come apart
      pointToLayer: (_, at) => L.circleMarker(at, { className, radius: 7, fill: false }),
    });
    feature.layer = layer;
    feature.area = layer instanceof L.Polygon;
    if (feature.area) layer.outline = feature.outline;
    feature.line = !feature.area && Boolean(layer.getLatLngs);
    if (feature.look === "flow") addArrow(feature);
    else if (!feature.area && !feature.line && feature.layers.length) {
      layer.sign = scaledSign(facts.layers[feature.layers[0]].sign, 0.72);
    }
    if (!feature.area) {
      feature.target = feature.line
        ? L.polyline(layer.getLatLngs(), { weight: 18, className: "target", smoothFactor: 0 })
        : L.circleMarker(layer.getLatLng(), { radius: 16, className: "target" });
    }
    feature.parts = [feature.casing, feature.target, layer, ...(feature.heads ?? [])].filter(Boolean);
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
  for (const at of facts.nodes) L.circleMarker(at, { radius: 3.5, className: "node", interactive: false }).addTo(map);
  showLayers();
  map.on("moveend resize", shapeArrows);
}

function makeOperable() {
  for (const feature of shownFeatures()) operable(feature);
  stack();
  rove(shownFeatures()[0]);
}

/** Show every feature of which a layer is switched on; what is in no layer is always shown. */
function showLayers() {
  for (const feature of features.values()) {
    if (!feature.layer) continue;
    const shown = feature.layers.find((n) => !hiddenLayers.has(n));
    const on = !feature.layers.length || shown !== undefined;
    if (on && shown !== feature.shownIn) dress(feature, shown);
    for (const part of feature.parts) {
      if (on !== map.hasLayer(part)) map[on ? "addLayer" : "removeLayer"](part);
    }
  }
  if (!map._loaded) return;
  stack();
  rove(isShown(chosen.feature ?? {}) ? chosen.feature : shownFeatures()[0]);
}

/** Draw a feature in the colour and sign of a layer: the first of its layers that is switched on. */
function dress(feature, number) {
  const old = feature.shownIn ?? feature.layers[0];
  feature.shownIn = number;
  if (number === old || feature.classes === "quiet") return;
  for (const part of feature.parts) {
    part.options.className = part.options.className.replace(`k${old} `, `k${number} `);
    part.getElement()?.classList.replace(`k${old}`, `k${number}`);
  }
  if (feature.layer.sign) feature.layer.sign = scaledSign(facts.layers[number].sign, 0.72);
  const label = labels.find((l) => l.feature === feature)?.element.querySelector(".sign");
  label?.replaceWith(signOf(number));
}

function operable(feature) {
  const path = feature.layer.getElement();
  if (path.dataset.feature) return;
  const { name, kind, where, mentions } = feature;
  const times = mentions.length === 1 ? words.mentions[0] : words.mentions[1].replace("{n}", mentions.length);
  path.setAttribute("role", "button");
  path.setAttribute("tabindex", "-1");
  path.setAttribute("aria-label", [name, kind, where, times].filter(Boolean).join(", "));
  path.dataset.feature = feature.id;
  path.addEventListener("keydown", (event) => keyOnFeature(event, feature));
  path.addEventListener("focus", () => light(feature, true));
  path.addEventListener("blur", () => light(feature, false));
}

/** Paint areas below lines below flows below points, larger areas below smaller ones, whatever was toggled. */
function stack() {
  const shown = shownFeatures();
  const size = (f) => {
    const b = f.layer.getBounds();
    return (b.getEast() - b.getWest()) * (b.getNorth() - b.getSouth());
  };
  const areas = shown.filter((f) => f.area).map((f) => [f, size(f)]);
  const front = (feature) => feature.parts.forEach((part) => part.bringToFront());
  areas.sort((a, b) => b[1] - a[1]).forEach(([f]) => front(f));
  shown.filter((f) => f.line && f.look !== "flow").forEach(front);
  shown.filter((f) => f.look === "flow").forEach(front);
  shown.filter((f) => !f.area && !f.line).forEach(front);
}

// ---- flows: a line that stops short of its ends, a light casing, and an arrowhead

function addArrow(feature) {
  feature.course = feature.layer.getLatLngs();
  const quiet = { smoothFactor: 0, interactive: false };
  feature.casing = L.polyline(feature.course, { ...quiet, className: "casing" });
  const look = `${feature.layer.options.className} head`;
  feature.heads = (feature.both ? [0, 1] : [0]).map(() => L.polygon([], { className: look, smoothFactor: 0 }));
}

/** Find the point at a distance along a line, and the rest of the line from there. */
function along(line, distance) {
  for (let i = 1; i < line.length; i += 1) {
    const step = line[i - 1].distanceTo(line[i]);
    if (step >= distance && step > 0) {
      const at = line[i - 1].add(line[i].subtract(line[i - 1]).multiplyBy(distance / step));
      return [at, [at, ...line.slice(i)]];
    }
    distance -= step;
  }
  return [line.at(-1), []];
}

/** Give a line an arrowhead at its end, a gap short of it: the head's corners, and the line that is left. */
function tipped(line, gap, head) {
  const [tip, rest] = along([...line].reverse(), gap);
  const [base] = along(rest, head);
  const side = tip.subtract(base).multiplyBy(0.45);
  const corners = [tip, base.add([-side.y, side.x]), base.add([side.y, -side.x])];
  return [corners, along(rest, head * 0.7)[1].reverse()];
}

/** Return the longest part of a line that is in view, and whether its start and its end are. */
function inView(line) {
  const size = map.getSize();
  const corner = map.containerPointToLayerPoint([0, 0]);
  const view = L.bounds(corner.add([10, 10]), corner.add(size).subtract([10, 10]));
  const parts = [];
  for (let i = 1; i < line.length; i += 1) {
    const cut = L.LineUtil.clipSegment(line[i - 1], line[i], view, false, false);
    if (!cut) continue;
    const last = parts.at(-1)?.at(-1);
    if (last && last.distanceTo(cut[0]) < 0.5) parts.at(-1).push(cut[1]);
    else parts.push([...cut]);
  }
  const length = (part) => part.slice(1).reduce((sum, p, i) => sum + p.distanceTo(part[i]), 0);
  const longest = parts.map((part) => [part, length(part)]).sort((a, b) => b[1] - a[1])[0] ?? [[], 0];
  // Shorter than a pixel is not seen.
  return longest[1] < 1 ? [[], 0] : [...longest, view.contains(line[0]), view.contains(line.at(-1))];
}

function shapeArrows() {
  for (const feature of features.values()) {
    if (!feature.heads) continue;
    const [line, length, starts, ends] = inView(feature.course.map((at) => map.latLngToLayerPoint(at)));
    const gap = Math.min(10, length / 5);
    const head = Math.min(14, length / 3);
    const onMap = (points) => points.map((p) => map.layerPointToLatLng(p));
    feature.leaving = line.length ? [starts ? null : onMap(line)[0], ends ? null : onMap(line).at(-1)] : [null, null];
    let shaft = line;
    const tips = [[], []];
    if (line.length) {
      [tips[0], shaft] = tipped(line, ends ? gap : 0, head);
      const turned = [...shaft].reverse();
      if (feature.both) [tips[1], shaft] = tipped(turned, starts ? gap : 0, head);
      else shaft = along(shaft, starts ? gap : 0)[1];
    }
    feature.heads.forEach((polygon, n) => polygon.setLatLngs(onMap(tips[n])));
    for (const part of [feature.layer, feature.casing]) part.setLatLngs(onMap(shaft));
    feature.target.setLatLngs(onMap(line));
  }
}

// ---- the keyboard's way over the map

/** Features are one stop of the Tab key's order after another, in reading order, whatever their paint order. */
function rove(feature) {
  for (const other of features.values()) other.layer?.getElement()?.setAttribute("tabindex", "-1");
  feature?.layer?.getElement()?.setAttribute("tabindex", "0");
}

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
      next.layer.getElement().focus({ preventScroll: true });
      if (next.label && !map.getBounds().contains(next.label)) map.panTo(next.label, motion());
    }
  }
}

// ---- the map's own buttons

function addControls() {
  L.control.zoom({ position: "topleft", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
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
