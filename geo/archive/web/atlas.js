// The atlas of an archive: counts what the filters leave, draws it, and shows its sentences.

/** An element that the page has. @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {AtlasFacts} */
const facts = JSON.parse(byId("dateline-atlas").textContent);
const words = facts.words;
const NO_DAY = 65535;
const DAY = 86400000;
const START = Date.parse(facts.first);
const LISTED = 100;
const AT_ONCE = 40;
const NAMED = 400;
const MOST_NAMES = 30;
const MANY = 25;
const format = new Intl.NumberFormat(facts.language);

/** A text of the page's words. @param {string} key @param {Record<string, string>} values */
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
/** A day as ISO 8601 has it. @param {number} day */
const dayText = (day) => new Date(START + day * DAY).toISOString().slice(0, 10);

/**
 * An element; an attribute that begins with "on" is what to do at an event.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string | ((event: Event) => void)>} attributes
 * @param {(Node | string)[]} children
 */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "string") element.setAttribute(key, value);
    else element.addEventListener(key.slice(2), value);
  }
  element.append(...children);
  return element;
}

// -- data --------------------------------------------------------------------------------------------------

/** @param {string} text deflated, in base64 */
async function inflated(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}

const TYPES = { Uint8Array, Uint16Array, Int16Array, Uint32Array, Float32Array };
const c = /** @type {Columns} */ ({});

async function load() {
  const buffer = await inflated(byId("dateline-columns").textContent);
  for (const [name, type, at, length] of facts.layout) c[name] = new TYPES[type](buffer, at, length);
}

// Shards are in the page, or are scripts beside it, which call `datelineShard`.
/** @type {Map<number, Promise<Sentences[]>>} */
const shards = new Map();
/** @type {Map<number, (text: string) => void>} */
const waiting = new Map();
window.datelineShard = (n, text) => waiting.get(n)?.(text);

/** The sentences of a shard. @param {number} n */
function shard(n) {
  let sought = shards.get(n);
  if (!sought) {
    const inside = document.getElementById(`dateline-shard-${n}`);
    /** @type {Promise<string>} */
    const text = inside
      ? Promise.resolve(inside.textContent)
      : new Promise((resolve, reject) => {
          waiting.set(n, resolve);
          const file = `sentences-${String(n).padStart(4, "0")}.js`;
          const failed = () => reject(new Error(say("missing", { file })));
          document.body.append(make("script", { src: file, onerror: failed }));
        });
    sought = text.then(inflated).then((data) => JSON.parse(new TextDecoder().decode(data)));
    shards.set(n, sought);
  }
  return sought;
}

// -- state: the filters, the chosen place; the address has it ----------------------------------------------

/** @type {Filters} */
const state = { from: null, to: null, theme: -1, outlet: -1, sure: false, find: "", place: -1 };

function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  /** @param {string} key */
  const day = (key) => {
    const time = Date.parse(asked.get(key) ?? "");
    return Number.isNaN(time) ? null : Math.round((time - START) / DAY);
  };
  state.from = day("from");
  state.to = day("to");
  state.theme = facts.themes.findIndex(([name]) => name === asked.get("theme"));
  state.outlet = facts.outlets.indexOf(asked.get("outlet") ?? "");
  state.sure = asked.has("sure");
  state.find = asked.get("find") ?? "";
  state.place = facts.ids.indexOf(asked.get("place") ?? "");
  const view = (asked.get("at") ?? "").split("/").map(Number);
  return view.length === 3 && view.every(Number.isFinite) ? view : null;
}

function writeAddress() {
  const said = new URLSearchParams();
  if (state.from !== null) said.set("from", dayText(state.from));
  if (state.to !== null) said.set("to", dayText(state.to));
  if (state.theme >= 0) said.set("theme", facts.themes[state.theme][0]);
  if (state.outlet >= 0) said.set("outlet", facts.outlets[state.outlet]);
  if (state.sure) said.set("sure", "1");
  if (state.find) said.set("find", state.find);
  if (state.place >= 0) said.set("place", facts.ids[state.place]);
  const centre = map.getCenter();
  said.set("at", [map.getZoom(), centre.lat.toFixed(3), centre.lng.toFixed(3)].join("/"));
  history.replaceState(null, "", `#${said}`);
}

// -- counting ----------------------------------------------------------------------------------------------

/** @type {Counted} */
let counted;

/** Whether the filters leave an article. @param {number} a */
function passes(a) {
  const day = c.day[a];
  if (state.from !== null && (day === NO_DAY || day < state.from)) return false;
  if (state.to !== null && (day === NO_DAY || day > state.to)) return false;
  return state.outlet < 0 || c.outlet[a] === state.outlet + 1;
}

// Articles are sorted by cluster: a place counts a cluster when it was not the last one that it counted.
function count() {
  const n = facts.places.length;
  const reports = new Uint32Array(n), articles = new Uint32Array(n), mentions = new Uint32Array(n);
  const sure = new Uint8Array(n);
  const lastCluster = new Int32Array(n).fill(-1), lastArticle = new Int32Array(n).fill(-1);
  const { spot: spots, sure: sures, theme: themes, begins } = c, onlySure = state.sure;
  const mask = state.theme < 0 ? 0 : 2 ** state.theme;
  let allReports = 0, allArticles = 0, allMentions = 0, cluster = -1;
  for (let a = 0; a < c.reading.length; a += 1) {
    if (!passes(a)) continue;
    const own = c.cluster[a], end = begins[c.reading[a] + 1];
    let any = false;
    for (let m = begins[c.reading[a]]; m < end; m += 1) {
      if ((onlySure && !sures[m]) || (mask && !(themes[m] & mask))) continue;
      const spot = spots[m];
      mentions[spot] += 1;
      allMentions += 1;
      sure[spot] |= sures[m];
      any = true;
      if (lastArticle[spot] === a) continue;
      lastArticle[spot] = a;
      articles[spot] += 1;
      if (lastCluster[spot] !== own) { lastCluster[spot] = own; reports[spot] += 1; }
    }
    if (any) {
      allArticles += 1;
      if (cluster !== own) { cluster = own; allReports += 1; }
    }
  }
  // The most reports first: one number a place, since numbers sort ten times as fast as pairs.
  const ranks = new Float64Array(n);
  let placed = 0;
  for (let s = 0; s < n; s += 1) if (reports[s]) ranks[placed++] = s - reports[s] * n;
  const order = Array.from(ranks.subarray(0, placed).sort(), (rank) => ((rank % n) + n) % n);
  counted = { reports, articles, mentions, sure, totals: [allReports, allArticles, allMentions, placed], order };
}

// -- the map -----------------------------------------------------------------------------------------------

/** @type {import("leaflet").Map} */
let map;
const lines = /** @type {Record<Lines, Path2D>} */ ({});

// Lines in Leaflet's pixels at zoom 0, so that a frame only scales them.
/** @param {Lines} name @param {boolean} closed */
function world(name, closed) {
  const path = new Path2D();
  let at = 0;
  for (const length of c[`${name}Ends`]) {
    let lng = 0, lat = 0;
    for (let n = 0; n < length; n += 1, at += 2) {
      lng += c[name][at];
      lat += c[name][at + 1];
      const point = L.CRS.EPSG3857.latLngToPoint(L.latLng(Math.max(-85, Math.min(85, lat / 100)), lng / 100), 0);
      if (n) path.lineTo(point.x, point.y);
      else path.moveTo(point.x, point.y);
    }
    if (closed) path.closePath();
  }
  return path;
}

// The world is small at its first zooms, and the circles with it. Few reports are small also where none are many.
/** Of a place's circle, pixels. @param {number} spot */
const radius = (spot) => 2 + Math.min(20, 4 + 3 * map.getZoom())
  * Math.sqrt(counted.reports[spot] / Math.max(MANY, counted.reports[counted.order[0]] ?? 1));

/** @param {HTMLCanvasElement} canvas */
const pen = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

/** A colour of the page's style. @param {string} name */
function tone(name) {
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/** Draw the map as it is seen. @param {HTMLCanvasElement} canvas @param {number} scale pixels of the canvas to one */
function draw(canvas, scale) {
  const size = map.getSize();
  canvas.width = size.x * scale;
  canvas.height = size.y * scale;
  const context = pen(canvas);
  context.fillStyle = tone("--sea");
  context.fillRect(0, 0, canvas.width, canvas.height);
  const zoom = 2 ** map.getZoom();
  const origin = map.project(map.getCenter()).subtract(size.divideBy(2));
  for (let copy = Math.floor(origin.x / (256 * zoom)); copy * 256 * zoom < origin.x + size.x; copy += 1) {
    const x = (copy * 256 * zoom - origin.x) * scale;
    context.setTransform(zoom * scale, 0, 0, zoom * scale, x, -origin.y * scale);
    context.lineWidth = 1 / zoom;
    context.fillStyle = context.strokeStyle = tone("--land");
    context.fill(lines.land);
    context.stroke(lines.land);
    context.strokeStyle = tone("--line");
    context.setLineDash([]);
    context.stroke(lines.border);
    context.setLineDash([4 / zoom, 3 / zoom]);
    context.stroke(lines.disputed);
  }
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.setLineDash([]);
  const ink = tone("--spot"), chosen = tone("--link");
  for (let n = counted.order.length - 1, last = 0; n >= last; n -= 1) {
    const spot = counted.order[n];
    const { x, y } = map.latLngToContainerPoint([c.lat[spot], c.lng[spot]]);
    const r = radius(spot);
    if (x < -r || y < -r || x > size.x + r || y > size.y + r) continue;
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = context.strokeStyle = spot === state.place ? chosen : ink;
    context.globalAlpha = 0.45;
    if (counted.sure[spot]) context.fill();
    context.globalAlpha = 0.75;
    context.lineWidth = spot === state.place ? 3 : 1.25;
    context.stroke();
  }
  context.globalAlpha = 1;
  names(context, size, tone("--ink"), tone("--land"));
}

// Names of the largest circles, each where no other name stands.
/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("leaflet").Point} size
 * @param {string} ink
 * @param {string} halo
 */
function names(context, size, ink, halo) {
  /** @type {[left: number, right: number, y: number][]} */
  const taken = [];
  context.font = '12px system-ui, "Noto Sans", "DejaVu Sans", sans-serif';
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const spot of counted.order.slice(0, NAMED)) {
    const { x, y } = map.latLngToContainerPoint([c.lat[spot], c.lng[spot]]);
    const left = x + radius(spot) + 3, right = left + context.measureText(facts.places[spot]).width;
    if (x < 0 || y < 8 || right > size.x || y > size.y - 8) continue;
    if (taken.some((t) => left < t[1] + 6 && right > t[0] - 6 && Math.abs(y - t[2]) < 15)) continue;
    taken.push([left, right, y]);
    context.strokeStyle = halo;
    context.lineWidth = 3;
    context.strokeText(facts.places[spot], left, y);
    context.fillStyle = ink;
    context.fillText(facts.places[spot], left, y);
    if (taken.length >= MOST_NAMES) break;
  }
}

/** @type {HTMLElement} */
let probe;
/** @type {HTMLCanvasElement} */
let sheet;
let due = 0;

function redraw() {
  if (due) return;
  due = requestAnimationFrame(() => {
    due = 0;
    L.DomUtil.setPosition(sheet, map.containerPointToLayerPoint([0, 0]));
    draw(sheet, window.devicePixelRatio || 1);
    const size = map.getSize();
    sheet.style.width = `${size.x}px`;
    sheet.style.height = `${size.y}px`;
  });
}

/** The place whose circle is at a point of the map; -1 if none is. @param {import("leaflet").Point} point */
function spotAt(point) {
  return counted.order.findLast((spot) => {
    const at = map.latLngToContainerPoint([c.lat[spot], c.lng[spot]]);
    return Math.hypot(at.x - point.x, at.y - point.y) <= Math.max(radius(spot), 8);
  }) ?? -1;
}

/** @param {number[] | null} view zoom, latitude and longitude */
function startMap(view) {
  probe = make("span", { hidden: "" });
  document.body.append(probe);
  // At the least zoom the world is about as wide as the map.
  const minZoom = Math.max(1, Math.round(4 * Math.log2(byId("map").clientWidth / 256)) / 4);
  map = L.map("map", {
    zoomControl: false, attributionControl: false, minZoom, maxZoom: 10, zoomSnap: 0.25, zoomAnimation: false,
    worldCopyJump: true,
  });
  L.control.zoom({ zoomInTitle: say("zoom_in"), zoomOutTitle: say("zoom_out") }).addTo(map);
  sheet = make("canvas", { role: "img", "aria-label": say("map") });
  map.getPanes().overlayPane.append(sheet);
  for (const name of /** @type {const} */ (["land", "border", "disputed"])) lines[name] = world(name, name === "land");
  map.on("move zoom resize viewreset", redraw);
  map.on("moveend", writeAddress);
  map.on("click", (event) => {
    const spot = spotAt(event.containerPoint);
    if (spot >= 0) choose(spot, false);
  });
  if (view) map.setView([view[1], view[2]], view[0]);
  else {
    // The places of most of the reports, so that one far away does not make all the others small.
    const most = counted.order.slice(0, 60).map((s) => L.latLng(c.lat[s], c.lng[s]));
    if (most.length) map.fitBounds(L.latLngBounds(most).pad(0.1), { maxZoom: 7 });
    else map.setView([20, 0], 1);
  }
}

// -- the panel ---------------------------------------------------------------------------------------------

const parts = /** @type {PanelParts} */ ({});

function startPanel() {
  const panel = byId("panel");
  /** @param {string} label @param {HTMLElement} element */
  const field = (label, element) => make("label", {}, say(label), element);
  /** @param {string[]} titles @param {number} chosen @param {(n: number) => void} change */
  const select = (titles, chosen, change) => {
    /** @type {HTMLSelectElement} */
    const element = make("select", { onchange: () => change(Number(element.value)) });
    element.append(make("option", { value: "-1" }, say("all")));
    titles.forEach((title, n) => element.append(make("option", { value: String(n) }, title)));
    element.value = String(chosen);
    return element;
  };
  /** @param {"from" | "to"} key */
  const date = (key) => {
    const read = () => {
      const time = Date.parse(element.value);
      state[key] = Number.isNaN(time) ? null : Math.round((time - START) / DAY);
      update();
    };
    /** @type {HTMLInputElement} */
    const element = make("input", { type: "date", onchange: read });
    return element;
  };
  parts.from = date("from");
  parts.to = date("to");
  parts.bars = make("canvas", { id: "bars", role: "img", "aria-label": say("dates") });
  parts.sure = make("input", { type: "checkbox", onchange: () => { state.sure = parts.sure.checked; update(); } });
  parts.find = make("input", { type: "search", oninput: () => { state.find = parts.find.value; list(); writeAddress(); } });
  parts.theme = select(facts.themes.map(([, title]) => title), state.theme, (n) => { state.theme = n; update(); });
  parts.outlet = select(facts.outlets, state.outlet, (n) => { state.outlet = n; update(); });
  parts.shown = make("p", { role: "status" });
  parts.list = make("div");
  const undated = c.day.filter((day) => day === NO_DAY).length;
  panel.append(
    make("p", { class: "quiet" }, say("note")),
    parts.bars,
    make("div", { class: "two" }, field("from", parts.from), field("to", parts.to)),
    ...(undated ? [make("p", { class: "quiet" }, say("undated", { n: format.format(undated) }))] : []),
    make("div", { class: "two" }, field("theme", parts.theme), field("outlet", parts.outlet)),
    make("label", { class: "row" }, parts.sure, say("sure")),
    parts.shown,
    make("div", { class: "buttons" },
      make("button", { type: "button", onclick: reset }, say("reset")),
      make("button", { type: "button", onclick: picture }, say("picture")),
      make("button", { type: "button", onclick: table }, say("table"))),
    parts.list,
    make("h2", {}, say("about")),
    make("p", { class: "quiet" }, say("made", { generator: facts.generator, credits: facts.credits })),
  );
  brush();
}

function show() {
  parts.from.value = state.from === null ? "" : dayText(state.from);
  parts.to.value = state.to === null ? "" : dayText(state.to);
  parts.theme.value = String(state.theme);
  parts.outlet.value = String(state.outlet);
  parts.sure.checked = state.sure;
  parts.find.value = state.find;
}

function update() {
  count();
  bars();
  const [reports, articles, mentions, places] = counted.totals.map((n) => format.format(n));
  parts.shown.textContent = counted.order.length ? say("shown", { reports, articles, mentions, places }) : say("nothing");
  show();
  list();
  redraw();
  writeAddress();
}

function reset() {
  Object.assign(state, { from: null, to: null, theme: -1, outlet: -1, sure: false, find: "", place: -1 });
  update();
}

/** A text without case and accents. @param {string} text */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function found() {
  const wanted = folded(state.find.trim());
  return wanted ? counted.order.filter((spot) => folded(facts.places[spot]).includes(wanted)) : counted.order;
}

function list() {
  if (state.place >= 0) { sentences(); return; }
  const rows = found().slice(0, LISTED).map((spot) => make("tr", {},
    make("td", {}, make("button", { class: "plain", type: "button", onclick: () => choose(spot, true) }, facts.places[spot]),
      make("div", { class: "quiet" }, facts.within[spot] + (counted.sure[spot] ? "" : ` · ${say("doubtful")}`))),
    make("td", {}, format.format(counted.reports[spot])),
    make("td", {}, format.format(counted.articles[spot])),
    make("td", {}, format.format(counted.mentions[spot]))));
  const head = ["place", "reports", "articles", "mentions"].map((key) => make("th", { scope: "col" }, say(key)));
  parts.list.replaceChildren(
    make("label", {}, say("find"), parts.find),
    make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows)));
}

/** @param {number} spot @param {boolean} move whether the map goes there */
function choose(spot, move) {
  state.place = spot;
  if (move) map.setView([c.lat[spot], c.lng[spot]], Math.max(map.getZoom(), 4));
  list();
  redraw();
  writeAddress();
  parts.list.scrollIntoView({ block: "nearest" });
}

function sentences() {
  const spot = state.place;
  /** @type {[article: number, reading: number, sentence: number, sure: number][]} */
  const hits = [];
  const mask = state.theme < 0 ? 0 : 2 ** state.theme;
  for (let a = 0; a < c.reading.length; a += 1) {
    if (!passes(a)) continue;
    const reading = c.reading[a];
    let last = -1;
    for (let m = c.begins[reading]; m < c.begins[reading + 1]; m += 1) {
      if (c.spot[m] !== spot || c.sentence[m] === last) continue;
      if ((state.sure && !c.sure[m]) || (mask && !(c.theme[m] & mask))) continue;
      last = c.sentence[m];
      hits.push([a, reading, last, c.sure[m]]);
    }
  }
  hits.sort((x, y) => c.day[x[0]] - c.day[y[0]] || x[0] - y[0]);
  const items = make("ol");
  const more = make("button", { type: "button", onclick: () => add() }, say("more"));
  let shown = 0;
  async function add() {
    const next = hits.slice(shown, shown + AT_ONCE);
    shown += next.length;
    more.hidden = shown >= hits.length;
    for (const [a, reading, sentence, sure] of next) {
      const item = make("li");
      items.append(item);
      try {
        const [id, title, texts] = (await shard(Math.floor(reading / facts.shard)))[reading % facts.shard];
        const day = c.day[a] === NO_DAY ? say("no_date") : dayText(c.day[a]);
        const outlet = c.outlet[a] ? facts.outlets[c.outlet[a] - 1] : say("no_outlet");
        const link = /^https?:\/\//.test(id)
          ? make("a", { href: id, rel: "noreferrer noopener" }, title ?? say("source"))
          : make("span", {}, title ?? id);
        item.append(texts[sentence],
          make("div", { class: "quiet" }, `${day} · ${outlet} · `, link, sure ? "" : ` · ${say("doubtful")}`));
      } catch (error) {
        item.append(error instanceof Error ? error.message : String(error));
        more.hidden = true;
        break;
      }
    }
  }
  parts.list.replaceChildren(
    make("button", { class: "plain", type: "button", onclick: () => { state.place = -1; list(); redraw(); writeAddress(); } },
      `← ${say("back")}`),
    make("h2", {}, facts.places[spot]),
    make("p", { class: "quiet" }, [facts.within[spot], `${say("reports")}: ${format.format(counted.reports[spot])}`,
      `${say("articles")}: ${format.format(counted.articles[spot])}`].filter(Boolean).join(" · ")),
    items, more);
  add();
}

// -- the histogram of dates, which is brushed -------------------------------------------------------------

const bins = { size: 1, counts: new Uint32Array(1) };

function fillBins() {
  const last = c.day.reduce((most, day) => (day !== NO_DAY && day > most ? day : most), 0);
  bins.size = Math.max(1, Math.ceil((last + 1) / 90));
  bins.counts = new Uint32Array(Math.floor(last / bins.size) + 1);
  for (const day of c.day) if (day !== NO_DAY) bins.counts[Math.floor(day / bins.size)] += 1;
}

function bars() {
  const counts = bins.counts;
  const box = parts.bars.getBoundingClientRect(), scale = window.devicePixelRatio || 1;
  parts.bars.width = box.width * scale;
  parts.bars.height = box.height * scale;
  const context = pen(parts.bars);
  context.scale(scale, scale);
  const most = Math.max(1, ...counts), step = box.width / counts.length;
  context.fillStyle = tone("--spot");
  counts.forEach((n, bin) => {
    const day = bin * bins.size, end = day + bins.size - 1;
    const inside = (state.from === null || end >= state.from) && (state.to === null || day <= state.to);
    context.globalAlpha = inside ? 0.9 : 0.25;
    const height = n ? Math.max(1.5, (n / most) * (box.height - 4)) : 0;
    context.fillRect(bin * step, box.height - height, Math.max(1, step - 0.5), height);
  });
}

function brush() {
  /** @type {number | null} */
  let from = null;
  /** @param {PointerEvent} event */
  const day = (event) => {
    const box = parts.bars.getBoundingClientRect();
    const share = Math.max(0, Math.min(0.9999, (event.clientX - box.left) / box.width));
    return Math.floor(share * bins.counts.length) * bins.size;
  };
  /** @param {number} a @param {number} b */
  const range = (a, b) => {
    state.from = Math.min(a, b);
    state.to = Math.max(a, b) + bins.size - 1;
    update();
  };
  parts.bars.addEventListener("pointerdown", (event) => {
    from = day(event);
    parts.bars.setPointerCapture(event.pointerId);
    range(from, from);
  });
  parts.bars.addEventListener("pointermove", (event) => { if (from !== null) range(from, day(event)); });
  parts.bars.addEventListener("pointerup", () => { from = null; });
  parts.bars.addEventListener("pointercancel", () => { from = null; });
}

// -- taking away -------------------------------------------------------------------------------------------

/** @param {string} name @param {Blob} blob */
function save(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function picture() {
  const canvas = make("canvas");
  draw(canvas, 2);
  canvas.toBlob((blob) => blob && save("atlas.png", blob), "image/png");
}

function table() {
  /** @param {unknown} value */
  const cell = (value) => {
    const text = String(value);
    return `"${(/^[\s\u200b]*[=+\-@\u2212\uff1d\uff0b\uff0d\uff20\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  };
  const head = ["id", "name", "within", "lng", "lat", "reports", "articles", "mentions"];
  const rows = found().map((s) => [facts.ids[s], facts.places[s], facts.within[s]].map(cell)
    .concat(c.lng[s].toFixed(5), c.lat[s].toFixed(5))
    .concat([counted.reports[s], counted.articles[s], counted.mentions[s]].map(String)));
  save("atlas.csv", new Blob([[head, ...rows].map((row) => row.join(",")).join("\r\n"), "\r\n"], { type: "text/csv" }));
}

async function start() {
  await load();
  const view = readAddress();
  fillBins();
  count();
  startMap(view);
  startPanel();
  update();
  window.addEventListener("hashchange", () => {
    const asked = readAddress();
    if (asked) map.setView([asked[1], asked[2]], asked[0]);
    update();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { redraw(); bars(); });
  document.documentElement.classList.add("settled");
}
start();
