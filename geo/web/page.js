// The page's own script: ties the article to the map, both ways.
//
// All text comes from the page's JSON block or from the article itself and is only ever set as text. All state
// is in the address: `#place-…` is a feature at its first mention, `#place-…/2` at its second, `#s07` a sentence.
"use strict";

const Dateline = (() => {
  const facts = JSON.parse(document.getElementById("dateline-data").textContent);
  const features = new Map(facts.features.map((f) => [f.id, { ...f }]));
  for (const { name, ids } of facts.layers) ids.forEach((id) => { features.get(id).group = name; });
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const byId = (id) => document.getElementById(id);

  // The feature that is chosen, the number of its mention, and what is marked in the text for it.
  const chosen = { feature: null, mention: 0 };
  let map;
  let groups;
  let labels = [];

  // ---------------------------------------------------------------- small helpers

  /** Make an element; strings become text, never markup. */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== null) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  /** Add up packed steps into Leaflet's [lat, lng] pairs. */
  function unpack(steps, scale) {
    const line = [];
    for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      line.push([y / scale, x / scale]);
    }
    return line;
  }

  const motion = () => ({ animate: !still.matches, duration: 0.6 });
  const mentionsIn = (feature) => feature.mentions.map(([id]) => byId(id)).filter(Boolean);

  // ---------------------------------------------------------------- the map

  function drawBackdrop() {
    const { scale, land, lakes, units, disputed } = facts.backdrop;
    const shapes = (packed) => packed.map((rings) => rings.map((ring) => unpack(ring, scale)));
    const quiet = { interactive: false, smoothFactor: 0 };
    const pane = (name, z) => {
      const element = map.createPane(name);
      element.style.zIndex = z;
      element.style.pointerEvents = "none";
      return { ...quiet, pane: name, renderer: L.svg({ pane: name, padding: 0.5 }) };
    };
    const below = pane("land", 200);
    const above = pane("lines", 350);
    L.polygon(shapes(land), { ...below, className: "land" }).addTo(map);
    L.polyline(shapes(units).flat(), { ...above, className: "unit-line" }).addTo(map);
    L.polygon(shapes(lakes), { ...above, className: "lake" }).addTo(map);
    for (const look of ["disputed", "disputed dashes"]) {
      L.polyline(shapes(disputed).flat(), { ...above, className: look }).addTo(map);
    }
  }

  /** Take the features that folium drew, make them operable, and give thin ones a wider target. */
  function adoptFeatures() {
    for (const group of Object.values(groups)) {
      for (const collection of group.getLayers()) {
        for (const layer of collection.getLayers()) {
          const feature = features.get(layer.feature.id);
          feature.layer = layer;
          const area = layer instanceof L.Polygon;
          if (!area) {
            feature.target = layer.getLatLngs
              ? L.polyline(layer.getLatLngs(), { weight: 18, className: "target", smoothFactor: 0 })
              : L.circleMarker(layer.getLatLng(), { radius: 16, className: "target" });
            group.addLayer(feature.target);
          }
          for (const shape of [layer, feature.target].filter(Boolean)) {
            shape.on("click", (event) => {
              L.DomEvent.stop(event);
              fromMap(feature);
            });
            shape.on("mouseover", () => light(feature, true));
            shape.on("mouseout", () => light(feature, false));
          }
          layer.on("add", () => operable(feature));
          operable(feature);
        }
      }
    }
    stack();
    rove(facts.features.map((f) => features.get(f.id)).find((f) => f.layer));
  }

  function operable(feature) {
    const path = feature.layer.getElement();
    const { name, kind, where, mentions } = feature;
    const times = mentions.length === 1 ? "1 mention" : `${mentions.length} mentions`;
    path.setAttribute("role", "button");
    path.setAttribute("tabindex", "-1");
    path.setAttribute("aria-label", [name, kind, where, times].filter(Boolean).join(", "));
    path.dataset.feature = feature.id;
    path.addEventListener("keydown", (event) => keyOnFeature(event, feature));
    path.addEventListener("focus", () => light(feature, true));
    path.addEventListener("blur", () => light(feature, false));
  }

  /** Paint areas below lines below points, larger areas below smaller ones, whatever was toggled. */
  function stack() {
    const shown = [...features.values()].filter((f) => f.layer && map.hasLayer(f.layer));
    const size = (f) => {
      const b = f.layer.getBounds ? f.layer.getBounds() : null;
      return b ? (b.getEast() - b.getWest()) * (b.getNorth() - b.getSouth()) : 0;
    };
    shown.filter((f) => !f.target).sort((a, b) => size(b) - size(a)).forEach((f) => f.layer.bringToFront());
    shown.filter((f) => f.target).forEach((f) => f.target.bringToFront());
    shown.filter((f) => f.target && f.layer.getLatLngs).forEach((f) => f.layer.bringToFront());
    shown.filter((f) => f.target && !f.layer.getLatLngs).forEach((f) => f.layer.bringToFront());
  }

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
      const order = [...features.values()].filter((f) => f.layer && map.hasLayer(f.layer));
      const next = order[order.indexOf(feature) + (event.shiftKey ? -1 : 1)];
      if (next) {
        event.preventDefault();
        rove(next);
        next.layer.getElement().focus({ preventScroll: true });
      }
    }
  }

  function fitStory(animated) {
    map.fitBounds(facts.view, { ...padding(), animate: animated && !still.matches });
  }

  /** Leave room for what lies on the map. */
  function padding() {
    const { x, y } = map.getSize();
    const margin = Math.min(x, y) < 420 ? 14 : 36;
    return { paddingTopLeft: [margin, margin], paddingBottomRight: [margin, margin + 20] };
  }

  function limitView() {
    map.setMinZoom(0);
    map.setMaxZoom(facts.maxZoom);
    fitStory(false);
    const nearest = Math.max(map.getBoundsZoom(facts.bounds, true), map.getZoom() - 1.5);
    map.setMinZoom(Math.min(map.getZoom(), nearest));
    map.setMaxBounds(facts.bounds);
  }

  /** Bring a feature into view, if it is not. */
  function reveal(feature) {
    if (!feature.label || !feature.layer) return;
    const view = map.getBounds();
    if (feature.layer.getBounds && feature.group !== "countries") {
      const bounds = feature.layer.getBounds();
      const span = map.latLngToContainerPoint(bounds.getSouthEast())
        .distanceTo(map.latLngToContainerPoint(bounds.getNorthWest()));
      if (!view.contains(bounds) || span < 24) {
        map.fitBounds(bounds.pad(0.6), { ...padding(), ...motion() });
      }
    } else if (!view.pad(-0.08).contains(feature.label)) {
      map.panTo(feature.label, motion());
    }
  }

  // ---------------------------------------------------------------- labels

  function makeLabels() {
    const pane = map.createPane("labels");
    const weight = { countries: 0, borders: 1, units: 2, water: 3, regions: 4, sites: 5, cities: 6 };
    const label = (look, text) => {
      const element = make("span", { class: `label ${look}`, dir: "auto", "aria-hidden": "true" }, text);
      pane.append(element);
      return element;
    };
    labels = [...features.values()].filter((f) => f.label).map((feature) => ({
      feature,
      element: label(feature.group, feature.name),
      weight: weight[feature.group] * 100 + feature.mentions.length,
    }));
    for (const [name, point] of facts.context) {
      const feature = { label: point, group: "countries" };
      labels.push({ feature, element: label("countries context", name), weight: -1 });
    }
    map.on("zoomstart", () => pane.classList.add("moving"));
    map.on("moveend zoomend resize viewreset", () => {
      pane.classList.remove("moving");
      placeLabels();
    });
    document.fonts?.ready.then(placeLabels);
  }

  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  /** Where a label of a size may stand, best first, as boxes: beside a point or line, in or beside an area. */
  function positions(feature, w, h) {
    const at = map.latLngToContainerPoint(feature.label);
    const beside = (left, top, right, bottom) => [
      [right, (top + bottom - h) / 2], [left - w, (top + bottom - h) / 2],
      [(left + right - w) / 2, top - h], [(left + right - w) / 2, bottom],
      [right - 3, top - h + 3], [right - 3, bottom - 3], [left - w + 3, top - h + 3], [left - w + 3, bottom - 3],
    ];
    const centred = [[0, 0], [0, -h], [0, h], [0, -2 * h], [0, 2 * h], [w * 0.6, 0], [-w * 0.6, 0]]
      .map(([x, y]) => [at.x - w / 2 + x, at.y - h / 2 + y]);
    let corners;
    if (feature.group === "countries") corners = centred;
    else if (!feature.layer.getLatLngs) corners = beside(at.x - 9, at.y - 6, at.x + 9, at.y + 6);
    else if (feature.target) corners = beside(at.x - 10, at.y - 10, at.x + 10, at.y + 10);
    else {
      const bounds = feature.layer.getBounds();
      const nw = map.latLngToContainerPoint(bounds.getNorthWest());
      const se = map.latLngToContainerPoint(bounds.getSouthEast());
      const roomy = se.x - nw.x > w * 1.15 && se.y - nw.y > h * 1.6;
      corners = roomy ? centred : [...beside(nw.x - 3, nw.y, se.x + 3, se.y), ...centred];
    }
    return corners.map(([x, y]) => [x, y, x + w, y + h]);
  }

  /** The box of something that lies on the map, in the map's pixels. */
  function boxOf(element) {
    const box = element.getBoundingClientRect();
    const { left, top } = byId("map").getBoundingClientRect();
    return [box.left - left, box.top - top, box.right - left, box.bottom - top];
  }

  /** Put a panel into the corner in which it hides least: the chosen feature and points count most. */
  function tuck(panel, corners) {
    const spots = [];
    for (const feature of features.values()) {
      const { layer, label, group } = feature;
      if (!layer || !label || !map.hasLayer(layer) || (group === "countries" && feature !== chosen.feature)) continue;
      const vertices = layer.getLatLngs ? layer.getLatLngs().flat(2) : [];
      const weight = feature === chosen.feature ? 10 : 1;
      spots.push([label, 1000 * weight]);
      if (group !== "countries") spots.push(...vertices.map((vertex) => [vertex, weight]));
    }
    const placed = spots.map(([at, weight]) => [map.latLngToContainerPoint(at), weight]);
    const others = ["legend", "card"].map(byId).filter((e) => e && e !== panel && !e.hidden).map(boxOf);
    const hidden = (corner) => {
      panel.dataset.corner = corner;
      const box = boxOf(panel);
      const [left, top, right, bottom] = box;
      const under = ([p]) => overlap([left - 40, top - 12, right + 12, bottom + 12], [p.x, p.y, p.x, p.y]);
      const covered = others.some((other) => overlap(box, other)) ? 1e6 : 0;
      return placed.filter(under).reduce((sum, [, weight]) => sum + weight, covered);
    };
    const costs = corners.map((corner) => [corner, hidden(corner)]);
    [[panel.dataset.corner]] = costs.sort((one, other) => one[1] - other[1]);
  }

  /** Place labels greedily, the weightiest first; one that would cover another or a point is hidden. */
  function placeLabels() {
    const size = map.getSize();
    const shown = [...features.values()].filter((f) => f.layer && f.target && map.hasLayer(f.layer));
    const points = shown.filter((f) => !f.layer.getLatLngs).map((f) => map.latLngToContainerPoint(f.layer.getLatLng()));
    const lines = shown.filter((f) => f.layer.getLatLngs)
      .flatMap((f) => f.layer.getLatLngs().flat().map((p) => map.latLngToContainerPoint(p)));
    const taken = points.map((p) => [p.x - 7, p.y - 7, p.x + 7, p.y + 7]);
    for (const panel of byId("map").querySelectorAll("#legend, #card:not([hidden]), .leaflet-control")) {
      taken.push(boxOf(panel));
    }
    const crossed = (box) => lines.filter((p) => overlap(box, [p.x, p.y, p.x, p.y])).length;
    const urgent = (label) => label.weight + (label.feature === chosen.feature ? 1e6 : 0);
    for (const label of [...labels].sort((a, b) => urgent(b) - urgent(a))) {
      const { element, feature } = label;
      element.classList.remove("shown");
      if (feature.layer && !map.hasLayer(feature.layer)) continue;
      const w = element.offsetWidth;
      const h = element.offsetHeight;
      const free = positions(feature, w, h).filter((box) =>
        box[0] > 2 && box[1] > 2 && box[2] < size.x - 2 && box[3] < size.y - 2
        && !taken.some((other) => overlap(box, other)));
      if (!free.length) continue;
      const [box] = free.map((b, order) => [b, order + 2 * crossed(b)]).sort((a, b) => a[1] - b[1])[0];
      taken.push(box);
      L.DomUtil.setPosition(element, map.containerPointToLayerPoint([box[0], box[1]]).round());
      element.classList.add("shown");
    }
  }

  // ---------------------------------------------------------------- choosing

  /** Light up a feature and its mentions while they are pointed at. */
  function light(feature, on) {
    feature.layer?.getElement()?.classList.toggle("lit", on);
    for (const mention of mentionsIn(feature)) mention.classList.toggle("lit", on);
  }

  function unmark() {
    document.querySelectorAll(".current, .chosen").forEach((e) => e.classList.remove("current", "chosen"));
    document.querySelectorAll("[aria-current]").forEach((e) => e.removeAttribute("aria-current"));
  }

  function address(feature, mention) {
    return `#${feature.id}${mention ? `/${mention + 1}` : ""}`;
  }

  /** Go to an address; the page follows by its route, also where the address does not change. */
  function go(hash, how) {
    arriving = how;
    if (location.hash === hash) route();
    else location.hash = hash;
  }

  // How the reader came to the address that is being opened: "text", "map", "card", or "address".
  let arriving = "address";

  function fromMap(feature, byKey = false) {
    const mention = chosen.feature === feature ? chosen.mention : 0;
    go(address(feature, mention), byKey ? "key" : "map");
  }

  /** Say what is chosen, for whom it may concern: see guest.js. */
  function tell(place, sentence) {
    document.dispatchEvent(new CustomEvent("dateline:select", { detail: { place, sentence } }));
  }

  function choose(feature, mention, how) {
    unmark();
    chosen.feature = feature;
    chosen.mention = mention;
    if (!map.hasLayer(groups[feature.group])) toggle(feature.group, true);
    const [id, sentence] = feature.mentions[mention];
    const element = byId(id);
    byId(sentence)?.classList.add("current");
    element?.classList.add("chosen");
    element?.setAttribute("aria-current", "true");
    feature.layer?.getElement()?.classList.add("chosen");
    rove(feature);
    if (how !== "map") reveal(feature);
    fillCard(feature, mention);
    if (how !== "text") scrollTo(element ?? byId(sentence), how);
    if (how === "key") element?.focus({ preventScroll: true });
    placeLabels();
    tell(feature.id, sentence);
  }

  function openSentence(id, how) {
    unmark();
    tell(null, id);
    chosen.feature = null;
    showCard(false);
    const sentence = byId(id);
    sentence.classList.add("current");
    scrollTo(sentence, how);
    const here = [...features.values()].filter((f) => f.mentions.some((m) => m[1] === id));
    here.forEach((f) => f.layer?.getElement()?.classList.add("chosen"));
    const local = here.filter((f) => f.label && f.group !== "countries");
    if (local.length && !local.some((f) => map.getBounds().contains(f.label))) reveal(local[0]);
    placeLabels();
  }

  function close() {
    unmark();
    tell(null, null);
    chosen.feature = null;
    showCard(false);
    placeLabels();
  }

  function scrollTo(element, how) {
    if (!element) return;
    const folded = element.closest("details");
    if (folded) folded.open = true;
    const smooth = how !== "address" && !still.matches;
    element.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "auto" });
  }

  function unescaped(hash) {
    try {
      return decodeURIComponent(hash);
    } catch {
      return hash; // a stray percent sign names nothing here
    }
  }

  /** Open what the address names. */
  function route() {
    const how = arriving;
    arriving = "address";
    const [id, number] = unescaped(location.hash.slice(1)).split("/");
    const sentence = facts.repeats[id] ?? id;
    const mentioned = facts.features.find((f) => f.mentions.some((m) => m[0] === id));
    if (features.has(id)) {
      const feature = features.get(id);
      const mention = Math.min(Math.max(0, (parseInt(number, 10) || 1) - 1), feature.mentions.length - 1);
      choose(feature, mention, how);
    } else if (mentioned) {
      choose(features.get(mentioned.id), mentioned.mentions.findIndex((m) => m[0] === id), how);
    } else if (byId(sentence)?.classList.contains("sentence")) {
      openSentence(sentence, how);
    } else if (!id) {
      close();
    } else if (byId(id) instanceof HTMLDetailsElement) {
      byId(id).open = true;
    }
  }

  // ---------------------------------------------------------------- the card

  function quote(sentence, mentionId) {
    const out = make("blockquote", { dir: "auto" });
    for (const node of byId(sentence)?.childNodes ?? []) {
      out.append(node.id === mentionId ? make("mark", {}, node.textContent) : node.textContent);
    }
    return out;
  }

  function list(title, items) {
    return items.length
      ? [make("h3", {}, title), make("ul", {}, ...items.map((i) => make("li", { dir: "auto" }, i)))]
      : [];
  }

  function fillCard(feature, mention) {
    const card = byId("card");
    const [id, sentence, kind, number] = feature.mentions[mention];
    const { confidence, reasons, others } = facts.resolutions[number];
    const n = feature.mentions.length;
    const wasOpen = card.querySelector("details")?.open ?? false;
    const focused = card.contains(document.activeElement) ? document.activeElement.className : null;
    const step = (by, text, label) =>
      make("button", {
        type: "button",
        class: by < 0 ? "previous" : "next",
        "aria-label": label,
        onclick: () => go(address(feature, (mention + by + n) % n), "card"),
      }, text);
    const why = make("details", {},
      make("summary", {}, `How sure, and why: ${confidence}`),
      ...list("Because", reasons),
      ...list("It could also have been", others),
      ...(feature.extent ? [make("p", { class: "note", dir: "auto" }, feature.extent)] : []));
    why.open = wasOpen;
    card.replaceChildren(
      make("div", { class: "top" },
        make("span", { class: `swatch ${feature.group}`, "aria-hidden": "true" }),
        make("h2", { dir: "auto" }, feature.name),
        make("button", { type: "button", class: "close", "aria-label": "Close", onclick: leave }, "×")),
      make("p", { class: "kind", dir: "auto" }, [feature.kind, feature.where].filter(Boolean).join(" · ")),
      quote(sentence, id),
      make("div", { class: "steps" },
        ...(n > 1 ? [step(-1, "‹ Previous", "Previous mention")] : []),
        make("span", { class: "number" }, `${mention + 1} of ${n}`),
        ...(n > 1 ? [step(1, "Next ›", "Next mention")] : []),
        make("a", { class: "anchor", href: `#${sentence}` }, "Link to sentence")),
      ...(feature.layer ? [] : [make("p", { class: "note" }, "This place lies outside the map.")]),
      ...(kind === "demonym" ? [make("p", { class: "note" }, "Named through its people.")] : []),
      why);
    showCard(true);
    card.scrollTop = 0;
    tuck(card, ["bottom left", "bottom right", "top right"]);
    if (focused) card.querySelector(`button.${focused}`)?.focus({ preventScroll: true });
  }

  function showCard(on) {
    byId("card").hidden = !on;
    document.documentElement.classList.toggle("card-open", on);
  }

  /** Close the card, and let the address say so. */
  function leave() {
    const back = byId(chosen.feature?.mentions[chosen.mention][0]);
    history.pushState(null, "", location.href.split("#")[0]);
    close();
    back?.focus({ preventScroll: true });
  }

  // ---------------------------------------------------------------- controls

  function toggle(name, on) {
    if (on) groups[name].addTo(map);
    else groups[name].remove();
    const box = document.querySelector(`[data-layer="${name}"]`);
    if (box) box.checked = on;
    stack();
    const first = [...features.values()].find((f) => f.layer && map.hasLayer(f.layer));
    rove(chosen.feature && map.hasLayer(chosen.feature.layer) ? chosen.feature : first);
    placeLabels();
  }

  function addControls() {
    L.control.zoom({ position: "topleft", zoomInTitle: "Zoom in", zoomOutTitle: "Zoom out" }).addTo(map);
    const Reset = L.Control.extend({
      onAdd() {
        const button = make("button", {
          type: "button",
          title: "Show the whole story",
          "aria-label": "Show the whole story",
          onclick: () => fitStory(true),
        });
        const box = make("div", { class: "leaflet-bar reset" }, button);
        L.DomEvent.disableClickPropagation(box);
        return box;
      },
    });
    new Reset({ position: "topleft" }).addTo(map);
    L.control.scale({ position: "bottomleft", maxWidth: 110 }).addTo(map);
  }

  function listen() {
    const hovered = (event) => {
      const mention = event.target.closest?.("a.mention");
      return mention ? features.get(mention.hash.slice(1)) : null;
    };
    for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
      document.addEventListener(name, (event) => {
        const feature = hovered(event);
        if (feature) light(feature, on);
      });
    }
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href^='#']");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const feature = features.get(link.hash.slice(1));
      if (feature) {
        event.preventDefault();
        const number = feature.mentions.findIndex(([id]) => id === link.id);
        go(address(feature, Math.max(0, number)), link.id ? "text" : "list");
      } else {
        event.preventDefault(); // in a frame without an address of its own, the link would lead out of it
        go(link.hash, "list");
      }
    });
    document.addEventListener("change", (event) => {
      const name = event.target.dataset?.layer;
      if (name) toggle(name, event.target.checked);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !byId("card").hidden) leave();
    });
    addEventListener("hashchange", route);
    addEventListener("popstate", () => {
      if (!location.hash) close();
    });
    addEventListener("beforeprint", () => print(true));
    addEventListener("afterprint", () => print(false));
  }

  function print(on) {
    document.documentElement.classList.toggle("printing", on);
    map.invalidateSize({ animate: false });
    limitView();
    placeLabels();
  }

  // ---------------------------------------------------------------- start

  /** Take over the map that folium made, with its feature groups by layer. */
  function start(drawn, drawnGroups) {
    map = drawn;
    groups = drawnGroups;
    document.documentElement.classList.add("live");
    byId("map").hidden = false;
    if (matchMedia("(max-width: 52rem)").matches) byId("legend")?.removeAttribute("open");
    // The script answers to these addresses now; the browser would jump to the list.
    document.querySelectorAll("tr[id]").forEach((row) => row.removeAttribute("id"));
    history.scrollRestoration = "manual";
    map.invalidateSize({ animate: false });
    if (still.matches) map.options.zoomAnimation = map.options.fadeAnimation = false;
    drawBackdrop();
    adoptFeatures();
    makeLabels();
    addControls();
    limitView();
    const legend = byId("legend");
    if (legend) tuck(legend, ["top right", "bottom right", "bottom left"]);
    placeLabels();
    listen();
    route();
    document.documentElement.classList.add("ready");
  }

  return Object.freeze({ start });
})();
