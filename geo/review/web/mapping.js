// The map itself: title, note, layers and their order, what is shown and named, and the frame and small maps as boxes that
// are dragged on the map, or moved by arrow keys.

/** A small map's width by its height. */
const INSET_SHAPE = 1.4;
const INSET_DEGREES = 3; // the width of a small map around a place
const MOST_INSETS = 6;
const [STEP, FAR_STEP] = [8, 48]; // pixels that an arrow key moves a handle, and with Shift
const FRAME_HANDLES = ["", "nw", "n", "ne", "e", "se", "s", "sw", "w"];
const INSET_HANDLES = ["", "nw", "se"];

// ---- the sheet

/** A button that takes back what a person set. @type {(what: string, id: string, undo: () => void) => HTMLElement} */
const backTo = (what, id, undo_) => button(say("back"), "", undo_, { class: "light", "data-id": `back-${id}`, "aria-label": `${say("back")}: ${what}` });

/** Send what a person sets of the map. @param {Record<string, unknown>} set */
function setMap(set) {
  if (!Object.keys(set).length) return;
  edited();
  send({ do: "map", set }, say("told_saved"));
}

/** Whether a pointer is down in the panel: what it points at must stay. */
let pressed = false;
panel.addEventListener("pointerdown", () => {
  pressed = true;
}, { capture: true });
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => { pressed = false; });

/** Show the sheet again; what is being typed stays. */
function sheetAgain() {
  if (pressed) {
    addEventListener("pointerup", () => setTimeout(sheetAgain), { once: true });
    return;
  }
  if (view !== "map") return;
  const field = document.activeElement;
  const typed = field instanceof HTMLInputElement && body.contains(field) ? { id: field.dataset.id ?? "", value: field.value } : null;
  body.dataset.view = "";
  paint();
  if (!typed) return;
  const again = body.querySelector(`[data-id="${CSS.escape(typed.id)}"]`);
  if (again instanceof HTMLInputElement && again.type === "text") again.value = typed.value;
}

/** A field whose text is saved when it is left, or by Enter. @type {(label: string, id: string, value: string, save: (text: string) => void, more?: Record<string, string>) => HTMLInputElement} */
function textField(label, id, value, save, more = {}) {
  const field = input(value, { "data-id": id, "aria-label": label, ...more });
  let sent = value;
  const keep = () => {
    const text = field.value.trim();
    if (text !== sent) save(text);
    sent = text;
  };
  field.addEventListener("blur", keep);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") keep();
  });
  return field;
}

/** The places of the article with their names. @returns {[string, string][]} */
const placesNow = () => [...new Map(state.mentions.filter((m) => m.place && !m.embedded).map((m) => [m.place ?? "", m.name || m.surface]))]
  .sort((a, b) => a[1].localeCompare(b[1]));

function mapSheet() {
  const { title, note, set } = state.map;
  const row = (/** @type {"title" | "note"} */ key, /** @type {string | null} */ value) => make("div", { class: "search" },
    labelled(say(key), textField(say(key), `map-${key}`, value ?? "", (text) => setMap({ [key]: text || null }), key === "title" ? { placeholder: state.title } : {}), "wide"),
    set.includes(key) ? backTo(say(key), key, () => setMap({ [key]: null })) : null);
  return [
    titled(say("map")), row("title", title), row("note", note), ...layerRows(), ...boxRows(), ...placeRows(),
    make("div", { class: "answers" }, closing()),
  ];
}

// ---- layers

/** The colour in which the page draws a layer. @param {ReviewLayer} layer */
function drawnColour({ id, color, set }) {
  const number = dateline.layers.findIndex(({ name }) => name === id);
  if (set.includes("colour") || number < 0) return color ?? "#888888";
  const probe = make("i", { class: `k${number}` });
  panel.append(probe);
  const [found] = /#[0-9a-f]{6}/i.exec(getComputedStyle(probe).getPropertyValue("--c")) ?? [color ?? "#888888"];
  probe.remove();
  return found.toLowerCase();
}

/** Put a layer elsewhere. @type {(from: number, to: number) => void} */
const putLayer = (from, to) => {
  if (from !== to) setMap({ order: reordered(state.map.layers.map(({ id }) => id), from, to) });
};

function layerRows() {
  const { layers, set } = state.map;
  if (!layers.length) return [];
  const rows = layers.map((layer, n) => {
    const colour = drawnColour(layer);
    const field = input(colour, { type: "color", "aria-label": `${say("colour")}: ${layer.title}`, "data-id": `colour-${layer.id}` });
    field.addEventListener("change", () => setMap({ layers: [{ id: layer.id, color: field.value }] }));
    const grip = make("span", { class: "grip", title: say("drag_layer"), "aria-hidden": "true" });
    const up = (/** @type {number} */ by, /** @type {string} */ word, /** @type {string} */ sign, /** @type {boolean} */ off) =>
      button(sign, "", () => putLayer(n, n + by), { "data-id": `${word}-${layer.id}`, "aria-label": `${say(word)}: ${layer.title}`, ...(off ? { "aria-disabled": "true" } : {}) });
    const item = make("li", {}, grip, field,
      textField(say("layer", { n: n + 1 }), `layer-${layer.id}`, layer.title, (text) => setMap({ layers: [{ id: layer.id, title: text || null }] })),
      button(say(layer.hidden ? "show_layer" : "hide_layer"), "", () => setMap({ layers: [{ id: layer.id, hidden: !layer.hidden }] }), { "data-id": `hide-${layer.id}`, "aria-label": `${say(layer.hidden ? "show_layer" : "hide_layer")}: ${layer.title}` }),
      up(-1, "earlier", "↑", n === 0), up(1, "later", "↓", n === layers.length - 1),
      layer.set.includes("title") ? backTo(`${say("title")}: ${layer.title}`, `title-${layer.id}`, () => setMap({ layers: [{ id: layer.id, title: null }] })) : null,
      layer.set.includes("colour") ? backTo(`${say("colour")}: ${layer.title}`, `colour-${layer.id}`, () => setMap({ layers: [{ id: layer.id, color: null }] })) : null);
    grip.addEventListener("pointerdown", (event) => dragLayer(event, item, n));
    return item;
  });
  return [
    make("h3", {}, say("layers"), set.includes("layers") ? backTo(say("order"), "order", () => setMap({ order: null })) : null),
    make("ol", { class: "layers" }, ...rows),
  ];
}

/** Drag a row of the layers to its place among the others. @type {(event: PointerEvent, item: HTMLElement, from: number) => void} */
function dragLayer(event, item, from) {
  const list = item.parentElement;
  if (!list || event.button) return;
  event.preventDefault();
  const { pointerId } = event;
  const move = (/** @type {PointerEvent} */ at) => {
    if (at.pointerId !== pointerId) return;
    const others = [...list.children].filter((each) => each !== item);
    const next = others.find((each) => at.clientY < each.getBoundingClientRect().top + each.getBoundingClientRect().height / 2);
    if (next !== item.nextElementSibling) list.insertBefore(item, next ?? null);
  };
  const end = (/** @type {PointerEvent} */ at) => {
    if (at.pointerId !== pointerId) return;
    for (const [name, what] of /** @type {const} */ ([["pointermove", move], ["pointerup", end], ["pointercancel", end]])) removeEventListener(name, what);
    item.classList.remove("held");
    if (at.type === "pointerup") putLayer(from, [...list.children].indexOf(item));
    else sheetAgain();
  };
  item.classList.add("held");
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

// ---- what is shown and named

/** @type {Showing[]} */
const SHOWINGS = ["auto", "labelled", "unlabelled", "hidden"];

function placeRows() {
  const places = placesNow();
  if (!places.length) return [];
  return [
    make("h3", {}, say("places")),
    make("div", { class: "places" }, ...places.map(([id, name]) => {
      const now_ = howShown(id, state.map);
      const field = make("select", { "data-id": `show-${id}` }, ...SHOWINGS.map((how) => make("option", { value: how, ...(how === now_ ? { selected: "" } : {}) }, say(`show_${how}`))));
      field.addEventListener("change", () => setMap(showing(id, /** @type {Showing} */ (field.value), state.map)));
      return make("div", { class: now_ === "auto" ? "place" : "place set" }, labelled(name, field),
        now_ === "auto" ? null : backTo(name, `show-${id}`, () => setMap(showing(id, "auto", state.map))));
    })),
  ];
}

// ---- frame and small maps: what is said of them

function boxRows() {
  const { set } = state.map;
  const insets = insetsNow();
  return [
    make("h3", {}, say("boxes")),
    ...insets.map((box, n) => make("div", { class: "search" },
      labelled(say("inset_title", { n: n + 1 }), textField(say("inset_title", { n: n + 1 }), `inset-title-${n}`, box.title ?? "", (text) => setTitle(insets, n, text), { placeholder: box.name || say("inset") }), "wide"),
      box.title ? backTo(say("inset_title", { n: n + 1 }), `inset-title-${n}`, () => setTitle(insets, n, "")) : null)),
    make("div", { class: "answers" },
      button(say("drag_boxes"), "B", openBoxes, { "data-id": "boxes" }),
      insets.length ? null : make("span", { class: "own" }, say("no_insets")),
      set.includes("frame") ? backTo(say("frame"), "frame", () => setMap({ frame: null })) : null,
      set.includes("insets") ? backTo(say("insets"), "insets", () => setMap({ insets: null })) : null),
  ];
}

/** Give a small map a title of its own, or the program's again. @type {(insets: ReviewBox[], n: number, title: string) => void} */
function setTitle(insets, n, title) {
  setMap({ insets: insets.map((box, k) => titledBox(k === n ? { ...box, title } : box)) });
}

/** What the file has for a small map. @param {ReviewBox} box */
function titledBox({ said, moved, box, title }) {
  const of = moved || !said ? written(box) : said;
  return title ? { of, title } : of;
}

/** The small maps of the page as it is drawn, each with the box that it shows. @returns {ReviewBox[]} */
function insetsNow() {
  const links = elements("#insets a");
  const { insets } = state.map;
  const every = insets?.map((one) => (typeof one === "object" && "of" in one ? one : { of: one, title: null }));
  const shown = every?.filter(({ of }) => typeof of !== "string" || !state.map.hidden.includes(of));
  return links.map((link, n) => {
    const feature = /** @type {HTMLAnchorElement} */ (link).hash.slice(1);
    const close = link.dataset.box?.split(" ").map(Number); // what is no place's map is a box
    const said = shown?.[n]?.of ?? /** @type {Degrees | undefined} */ (close) ?? state.mentions.find((m) => m.place && `place-${m.place.replace(":", "-")}` === feature)?.place ?? "";
    const box = document.querySelector(`#still .inset[data-of="${n}"]`)?.getAttribute("data-box")?.split(" ").map(Number);
    const [lat, lng] = /** @type {At} */ (dateline.features.get(feature)?.label ?? [0, 0]);
    const name = link.querySelector("span")?.textContent ?? "";
    return { name, said, title: shown?.[n]?.title ?? null, moved: false, box: /** @type {Degrees} */ (typeof said !== "string" ? unrolled(said, lng) : box ?? around([lng, lat], INSET_DEGREES, INSET_SHAPE)) };
  });
}

// ---- boxes on the map

/** What is dragged: the frame first, then the small maps; nothing is written before it is saved. @type {{boxes: ReviewBox[], layer: L.LayerGroup, shade: L.Polygon} | null} */
let framing = null;
/** The handles on the map, each with its box and name. @type {Map<Element, {box: ReviewBox, handle: string, marker: L.Marker}>} */
const handles = new Map();

/** @param {ReviewBox} box */
const isFrame = (box) => framing?.boxes[0] === box;

/** Let frame and small maps be moved; keys move the frame first. */
function openBoxes() {
  turn("boxes");
  if (framing) takeHold(framing.boxes[0]);
}

function boxesSheet() {
  if (!framing) beginBoxes();
  const boxes = framing?.boxes ?? [];
  const insets = boxes.slice(1);
  const places = Object.fromEntries(placesNow().filter(([id]) => !insets.some(({ said }) => said === id)));
  const more = select("inset-place", say("inset_of"), places);
  more.setAttribute("aria-label", say("add_inset"));
  more.addEventListener("change", () => {
    const feature = dateline.features.get(`place-${more.value.replace(":", "-")}`);
    const [lat, lng] = /** @type {At} */ (feature?.label ?? [dateline.map.getCenter().lat, dateline.map.getCenter().lng]);
    addInset({ name: places[more.value], said: more.value, title: null, box: around([lng, lat], INSET_DEGREES, INSET_SHAPE), moved: false });
  });
  const full = insets.length >= MOST_INSETS;
  return [
    titled(say("boxes"), make("p", { class: "is" }, say("boxes_help"))),
    make("ol", { class: "insets" }, ...boxes.map((box, n) => make("li", {},
      button(n ? `${n}  ${box.name || say("inset")}` : say("frame"), "", () => takeHold(box), { "data-id": `box-${n}` }),
      n ? button(say("out"), "", () => takeOutInset(box), { "data-id": `out-${n}`, "aria-label": `${say("out")}: ${box.name || n}` }) : null))),
    full ? make("p", { class: "is" }, say("most_insets", { n: MOST_INSETS }))
      : make("div", { class: "answers" }, make("span", { class: "own" }, say("add_inset")), more, button(say("box_here"), "", addBox, { "data-id": "box-here" })),
    make("div", { class: "answers" }, button(say("save"), "Enter", saveBoxes, { class: "main", "data-id": "boxes-save" }), closing()),
  ];
}

function beginBoxes() {
  hideSigns();
  const { map } = dateline;
  const [[south, west], [north, east]] = dateline.view;
  dateline.loose();
  /** @type {ReviewBox} */
  const frame = { name: say("frame"), said: "", title: null, box: [west, south, east, north], moved: false };
  const shade = L.polygon([], { className: "review-shade", interactive: false });
  framing = { boxes: [frame, ...insetsNow()], layer: L.layerGroup().addTo(map), shade };
  showWorld();
  const room = panelRoom();
  const all = L.latLngBounds(framing.boxes.flatMap(({ box: [w, s, e, n] }) => /** @type {At[]} */ ([[s, w], [n, e]])));
  map.fitBounds(all.pad(0.08), { paddingTopLeft: [24, 24], paddingBottomRight: [24, 24 + room], animate: false });
  map.getContainer().parentElement?.classList.add("review-boxes");
  drawBoxes();
}

/** Draw frame, small maps and their handles. */
function drawBoxes() {
  if (!framing) return;
  const { boxes, layer, shade } = framing;
  layer.clearLayers();
  handles.clear();
  shade.addTo(layer);
  boxes.forEach((box, n) => {
    box.outline = L.rectangle([[0, 0], [0, 0]], { className: n ? "review-inset" : "review-frame", interactive: false }).addTo(layer);
    box.marks = (n ? INSET_HANDLES : FRAME_HANDLES).map((handle) => {
      const icon = L.divIcon({ className: `review-handle ${handle || "middle"} ${n ? "of-inset" : "of-frame"}`, html: make("b", {}, !handle && n ? String(n) : ""), iconSize: [44, 44] });
      const marker = L.marker([0, 0], { icon, draggable: true, keyboard: true, zIndexOffset: handle ? 1000 : 0, autoPan: true });
      marker.on("drag", () => {
        const { lat, lng } = marker.getLatLng();
        drag(box, handle, [lng, lat], marker);
      });
      marker.on("dragend", () => placeBox(box));
      marker.addTo(layer);
      const element = marker.getElement();
      if (element) {
        element.setAttribute("aria-label", `${n ? box.name || say("inset") : say("frame")}: ${say(`handle_${handle || "middle"}`)}`);
        handles.set(element, { box, handle, marker });
      }
      return { handle, marker };
    });
    placeBox(box);
  });
}

/** Put outline and handles where a box is; the handle that is dragged stays with the pointer. @type {(box: ReviewBox, held?: L.Marker) => void} */
function placeBox(box, held) {
  const [west, south, east, north] = box.box;
  box.outline?.setBounds([[south, west], [north, east]]);
  for (const { handle, marker } of box.marks ?? []) {
    const [lng, lat] = handleAt(box.box, handle);
    if (marker !== held) marker.setLatLng([lat, lng]);
  }
  if (isFrame(box)) {
    framing?.shade.setLatLngs([
      [[-89, west - 360], [89, west - 360], [89, east + 360], [-89, east + 360]],
      [[south, west], [north, west], [north, east], [south, east]],
    ]);
  }
}

/** @type {(box: ReviewBox, handle: string, to: LngLat, held?: L.Marker) => void} */
function drag(box, handle, to, held) {
  if (!framing) return;
  const made = dragged(box.box, handle, to);
  box.box = isFrame(box) || !handle ? made : shaped(made, handle, INSET_SHAPE);
  box.moved = true;
  placeBox(box, held);
}

/** Let keys move a box: focus its middle. @param {ReviewBox} box */
function takeHold(box) {
  for (const [element, each] of handles) if (each.box === box && !each.handle) /** @type {HTMLElement} */ (element).focus({ preventScroll: true });
}

/** @param {ReviewBox} box */
function addInset(box) {
  if (!framing) return;
  framing.boxes.push(box);
  boxesAgain();
  const { map } = dateline;
  const [[west, south, east, north]] = [box.box];
  const here = L.latLngBounds([[south, west], [north, east]]);
  if (!map.getBounds().contains(here)) map.fitBounds(map.getBounds().extend(here), { animate: false });
  takeHold(box);
}

/** Add a small map of a part of what is seen. */
function addBox() {
  const { lat, lng } = dateline.map.getCenter();
  const bounds = dateline.map.getBounds();
  addInset({ name: "", said: "", title: null, box: around([lng, lat], (bounds.getEast() - bounds.getWest()) / 4, INSET_SHAPE), moved: true });
}

/** @param {ReviewBox} box */
function takeOutInset(box) {
  if (!framing || isFrame(box)) return;
  framing.boxes = framing.boxes.filter((each) => each !== box);
  boxesAgain();
  takeHold(framing.boxes[0]);
}

function boxesAgain() {
  drawBoxes();
  body.dataset.view = "";
  paint();
}

/** Write what was moved, added and taken out: one edit. */
function saveBoxes() {
  if (!framing) return;
  const [frame, ...insets] = framing.boxes;
  /** @type {Record<string, unknown>} */
  const set = frame.moved ? { frame: written(frame.box) } : {};
  const listed = insets.map(titledBox);
  if (JSON.stringify(listed) !== JSON.stringify(insetsNow().map(titledBox))) set.insets = listed;
  turn("map");
  setMap(set);
}

function endBoxes() {
  if (!framing) return;
  framing.layer.remove();
  framing = null;
  handles.clear();
  dateline.map.getContainer().parentElement?.classList.remove("review-boxes");
  world?.remove();
  world = null;
  dateline.hold();
}

/** Keys while boxes are moved. @param {KeyboardEvent} event */
function boxKey(event) {
  const onButton = event.target instanceof Element && event.target.closest("button");
  const held = document.activeElement && handles.get(document.activeElement);
  const step = event.shiftKey ? FAR_STEP : STEP;
  const [x, y] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
  if (held && (x || y)) {
    const { map } = dateline;
    const { lat, lng } = map.containerPointToLatLng(map.latLngToContainerPoint(held.marker.getLatLng()).add([x, y]));
    drag(held.box, held.handle, [lng, lat]);
  } else if (held && ["Delete", "Backspace"].includes(event.key)) takeOutInset(held.box);
  else if (event.key === "Enter" && !onButton) saveBoxes();
  else return false;
  return true;
}
