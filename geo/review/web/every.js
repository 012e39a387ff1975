// Every name, figure and movement of the article on one panel: what else it may mean opens under the pointer, and one
// click chooses; a name is dragged to its place on the map. By keys, a link leads to the question about it.

/** How many places of a name the menu lists. */
const MOST_LISTED = 16;
/** Milliseconds until the menu opens, and until it closes. */
const [OPENS, OPENS_IN_TEXT, CLOSES] = [60, 350, 250];

const menu = make("div", { class: "menu", hidden: "" });
/** @type {ReturnType<typeof setTimeout> | undefined} */
let menuTimer;
menu.addEventListener("pointerenter", () => clearTimeout(menuTimer));
menu.addEventListener("pointerleave", () => closeMenuSoon());

/** Whether a button of the pointer is down: something is selected or dragged. */
let down = false;
document.addEventListener("pointerdown", ({ target }) => {
  down = true;
  if (!(target instanceof Node && menu.contains(target))) closeMenu();
}, { capture: true });
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => { down = false; }, { capture: true });

/** The link under the pointer. */
let pointed = "";

function closeMenu() {
  pointed = "";
  clearTimeout(menuTimer);
  menu.hidden = true;
  menu.replaceChildren();
}

function closeMenuSoon() {
  clearTimeout(menuTimer);
  menuTimer = setTimeout(closeMenu, CLOSES);
}

/** Open a menu at a link, or at a part of it, after a while. @type {(link: HTMLElement, rows: () => Promise<HTMLElement[]>, after: number, part?: DOMRect) => void} */
function menuSoon(link, rows, after, part) {
  clearTimeout(menuTimer);
  menuTimer = setTimeout(async () => {
    const made = await rows();
    if (down || !link.isConnected || !link.matches(":hover")) return;
    menu.replaceChildren(...made);
    menu.hidden = false;
    const [at, size] = [part ?? link.getBoundingClientRect(), menu.getBoundingClientRect()];
    const [above, below] = [at.top - size.height > 4, at.bottom + size.height < innerHeight - 4];
    menu.style.left = `${Math.max(4, Math.min(at.left, innerWidth - size.width - 4))}px`;
    menu.style.top = `${above ? at.top - size.height + 1 : below ? at.bottom - 1 : 4}px`;
    if (!above && !below) menu.style.left = `${Math.min(at.right - 1, innerWidth - size.width - 4)}px`; // beside it
  }, after);
}

/** Let a menu open under the pointer. @type {(link: HTMLElement, rows: () => Promise<HTMLElement[]>) => void} */
function opensMenu(link, rows) {
  const id = link.dataset.id ?? "";
  link.addEventListener("pointermove", (event) => { // not where the panel moves under a pointer that rests
    if (pointed === id || event.pointerType !== "mouse" || event.buttons || !(event.movementX || event.movementY)) return;
    pointed = id;
    menuSoon(link, rows, OPENS);
  });
  link.addEventListener("pointerleave", () => {
    pointed = "";
    closeMenuSoon();
  });
  if (pointed === id && menu.hidden) menuSoon(link, rows, OPENS); // the panel was painted meanwhile
}

/** Open the menu of one mention, where the pointer rests on it in the text. @param {PointerEvent} event */
function overText(event) {
  const over = event.target instanceof Element ? event.target.closest("#article :is(a.mention, .sentence)") : null;
  if (!(over instanceof HTMLElement) || event.pointerType !== "mouse" || event.buttons || view !== "question" || picked) return;
  if (event.type === "pointerout") {
    closeMenuSoon();
    return;
  }
  if (event.type === "pointermove") {
    if (!over.matches(".sentence")) return;
    const at = caretAt(event.clientX, event.clientY);
    const span = at && capitals(pointAt(...at));
    if (span?.start === capital?.start) return;
    capital = span;
    closeMenuSoon();
    if (span) menuSoon(over, () => wordMenu(span), OPENS_IN_TEXT, rangeOf(span.start, span.end)?.getBoundingClientRect());
    return;
  }
  const one = over.matches("a.mention") && over.firstChild && mentionAt(pointAt(over.firstChild, 0));
  if (one) menuSoon(over, () => nameMenu([one]), OPENS_IN_TEXT);
}

/** The words with a capital under the pointer, in the text. @type {Span | null} */
let capital = null;

/** The words with capitals around a code point, if no name has them. @param {number | null} at @returns {Span | null} */
function capitals(at) {
  const all = at === null ? [] : wordsOfText();
  const isCapital = (/** @type {Span | undefined} */ w) => w && /^\p{Lu}/u.test(textOf(w)) && !mentionAt(w.start);
  const n = all.findIndex((w) => at !== null && w.start <= at && at < w.end);
  if (n < 0 || !isCapital(all[n])) return null;
  let [first, last] = [n, n];
  while (isCapital(all[first - 1]) && all[first].start - all[first - 1].end === 1) first -= 1;
  while (isCapital(all[last + 1]) && all[last + 1].start - all[last].end === 1) last += 1;
  return { start: all[first].start, end: all[last].end };
}

/** The menu of words that were passed over. @param {Span} span */
async function wordMenu(span) {
  const words = textOf(span);
  const found = (await searchPlaces(words, "", "")).slice(0, MOST_LISTED);
  return [
    make("p", {}, `${say("mark_words", { words })} ${say("and_rest")}`),
    ...found.map((c) => line([c.name, kindWords(c.kind), aboveOf(c), kmOf(c)].filter(Boolean).join(" · "), `menu-${c.place}`, () => {
      pick(span);
      addWords({ place: c.place }, say("told_place", { words, place: c.name }));
    })),
  ];
}

/** A line of the menu; with Shift, all that is left is right then. @type {(words: string, id: string, what: () => void) => HTMLElement} */
const line = (words, id, what) => make("button", { type: "button", dir: "auto", "data-id": id, onclick: (event) => {
  closeMenu();
  what();
  if (event instanceof MouseEvent && event.shiftKey) allRight();
} }, words);

/** The menu of a name: its places, its kinds, none. @param {ReviewMention[]} ms */
async function nameMenu(ms) {
  const [{ key, surface, place, kind, name }] = ms;
  const found = (await choicesOf(key)).filter((c) => c.place !== place).slice(0, MOST_LISTED);
  const kinds = Object.entries(told.kinds).filter(([k]) => k !== kind).sort((a, b) => a[1].localeCompare(b[1]));
  const free = !place || place.startsWith("user:");
  return [
    make("p", {}, `${say(free ? "drag_name" : "instead", { words: surface })} ${say("and_rest")}`),
    line(say("none"), "menu-none", () => answerAll(ms, { do: "none" }, say("told_none", { words: surface }), { decided: "none" })),
    ...found.map((c) => line([c.name, kindWords(c.kind), aboveOf(c), kmOf(c)].filter(Boolean).join(" · "), `menu-${c.place}`,
      () => answerAll(ms, { do: "place", place: c.place }, say("told_place", { words: surface, place: c.name }), { decided: "place", place: c.place, name: c.name, kind: c.kind, above: c.admin ?? [] }))),
    make("div", { class: "kinds" }, ...kinds.map(([value, words]) => {
      const chip = line(words, `kind-${value}`, () => {
        if (place) answerAll(ms, { do: "place", place, kind: value }, say("told_place", { words: surface, place: `${name}, ${words}` }), { decided: "place", kind: value });
      });
      dragsToMap(chip, ms, value);
      return chip;
    })),
  ];
}

/** The menu of a figure or a movement. @param {ReviewClaim | ReviewFlow} one */
const factMenu = (one) => [
  make("p", {}, `${say("instead", { words: factWords(one) })} ${say("and_rest")}`),
  line(say(isFlow(one) ? "no_flow" : "no_claim"), "menu-none", () => noFact(one)),
  ...factChoices(one).slice(0, MOST_LISTED).map((choice, n) => line(choice.words, `menu-${n}`, () => takeFact(one, choice))),
  ...(isFlow(one) ? [] : ["place", "body", "person"].filter((who) => who !== (one.owner ?? "place")).map((who) =>
    line(`${say("owner")}: ${say(`owner_${who}`)}`, `menu-${who}`, () => answerFact(one, { do: "claim", set: { owner: who } }, say("told_saved"))))),
  isFlow(one) ? null : make("div", { class: "kinds" }, say("predicate"), ...one.verbs.filter((verb) => verb !== one.predicate).map((verb) =>
    line(verb, `verb-${verb}`, () => answerFact(one, { do: "claim", set: { predicate: verb } }, say("told_saved"))))),
].filter((each) => each !== null);

/** The menu of a number that is no figure of a place. @param {ReviewNumber} one */
const numberMenu = (one) => [
  make("p", {}, `${say("figure_of", { words: factWords(one) })} ${say("and_rest")}`),
  ...factPlaces(one).slice(0, MOST_LISTED).map((places, n) => line(places.name, `menu-${n}`, () => addFigure(one, places))),
];

/** Drag a name, or a kind of it, to where it is on the map. @type {(link: HTMLElement, ms: ReviewMention[], kind?: string) => void} */
function dragsToMap(link, ms, kind) {
  link.draggable = false;
  link.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch") return;
    event.preventDefault(); // no selection
    const [x, y] = [event.clientX, event.clientY];
    const pin = make("div", { class: "review-pin" }, ms[0].surface);
    const move = (/** @type {PointerEvent} */ at) => {
      if (!pin.isConnected && Math.hypot(at.clientX - x, at.clientY - y) < 6) return;
      if (!pin.isConnected) {
        document.body.append(pin);
        closeMenu();
      }
      pin.style.translate = `${at.clientX}px ${at.clientY}px`;
    };
    const end = (/** @type {PointerEvent} */ at) => {
      for (const [name, what] of /** @type {const} */ ([["pointermove", move], ["pointerup", end], ["pointercancel", end]])) removeEventListener(name, what);
      if (!pin.isConnected) return;
      pin.remove();
      link.addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
      const { map } = dateline;
      const box = map.getContainer().getBoundingClientRect();
      const onto = document.elementFromPoint(at.clientX, at.clientY)?.closest("a.pill");
      const end_ = onto instanceof HTMLAnchorElement ? mention(onto.hash.slice(3)) : null;
      if (at.type === "pointerup" && end_?.place && ms[0].place && end_.place !== ms[0].place) flowTo(ms, end_);
      const inside = at.clientX > box.left && at.clientX < box.right && at.clientY > box.top && at.clientY < box.bottom;
      if (at.type === "pointerup" && inside && !panel.contains(document.elementFromPoint(at.clientX, at.clientY))) {
        putThere(ms, map.mouseEventToLatLng(at), kind);
        if (at.shiftKey) allRight();
      }
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  });
}

/** Add a movement from a place to another: in the sentence that names both, or nearly. @type {(ms: ReviewMention[], to: ReviewMention) => void} */
function flowTo(ms, to) {
  const ends = state.mentions.filter((m) => m.place === to.place && !m.embedded);
  const pairs = ms.flatMap((a) => ends.map((b) => ({ a, b, far: Math.abs(a.start - b.start) }))).sort((one, other) => one.far - other.far);
  const [{ a, b }] = pairs;
  const at = Math.max(a.start, b.start);
  const sentence = state.sentences.find((s) => s.start <= at && at < s.end);
  addMovement({ words: say("movement", { from: a.name || a.surface, to: b.name || b.surface }), edit: { do: "flow", sentence: sentence?.id, set: { from: a.place, to: b.place } } });
}

/** Place a name on the map. @type {(ms: ReviewMention[], at: L.LatLng, kind?: string) => void} */
function putThere(ms, at, kind) {
  const [one] = ms;
  const name = one.surface;
  const is = kind ?? typedKind(one) ?? (one.place && one.kind) ?? one.guess ?? guessedKind(one);
  L.circleMarker(at, { radius: 7, className: "review-own", interactive: false }).addTo(dateline.map);
  answerAll(ms, { do: "own", name, kind: is, geometry: pointOf(at) }, say("told_place", { words: name, place: name }), { decided: "place", certainty: "sure", name, kind: is });
}

/** Everything of the article: what is open first. */
function everything() {
  /** @type {Map<string, ReviewMention[]>} */
  const rows = new Map();
  for (const m of state.mentions) {
    const key = `${dateline.folded(m.surface)} ${m.place}`;
    if (!m.embedded && m.decided !== "none") rows.set(key, [...(rows.get(key) ?? []), m]);
  }
  const left = stillOpen();
  const names = [...rows.values()].map((ms) => {
    const [one] = ms;
    const { key, surface, name, kind, above, place, certainty } = one;
    const is = place ? [name === surface ? "" : name, kind === "populated_place" ? "" : kindWords(kind), above.find((unit) => unit !== (name || surface))] : [say(certainty === "passed" ? "passed" : "unplaced")];
    const open = ms.some((m) => m.open);
    const link = make("a", { href: `#m=${key}`, class: `pill${open ? " open" : ""}${ms.some((m) => m.key === now) ? " now" : ""}`, "data-id": `pill-${key}`, dir: "auto" },
      make("b", {}, surface), ` ${is.filter(Boolean).join(", ")}${ms.length > 1 ? ` ×${ms.length}` : ""}`);
    opensMenu(link, () => nameMenu(ms));
    dragsToMap(link, ms);
    return { link, open, at: left.indexOf(key) };
  });
  const facts = [...state.claims, ...state.flows].map((one) => {
    const of = isFlow(one) ? "" : one.places.map(nameOf).join(", ");
    const link = make("button", { type: "button", class: `pill${one.open ? " open" : ""}${one.id === now ? " now" : ""}`, "data-id": `pill-${one.id}`, dir: "auto", onclick: () => show(one.id) },
      make("b", {}, factWords(one)), ` ${of}`);
    opensMenu(link, async () => factMenu(one));
    return { link, open: one.open, at: left.indexOf(one.id) };
  });
  const numbers = state.numbers.map((one) => {
    const link = make("button", { type: "button", class: "pill quiet", "data-id": `pill-n${one.start}`, dir: "auto", onclick: () => {
      pick({ start: one.start, end: one.end });
      paint();
    } }, make("b", {}, factWords(one)));
    opensMenu(link, async () => numberMenu(one));
    return link;
  });
  const links = (/** @type {{link: HTMLElement}[]} */ each) => each.map(({ link }) => link);
  const row = (/** @type {string} */ title, /** @type {HTMLElement[]} */ pills) => (pills.length
    ? make("div", { class: "pills", role: "group", "aria-label": title }, make("span", { class: "own" }, title), ...pills) : null);
  const open = links([...names, ...facts].filter((each) => each.open).sort((a, b) => a.at - b.at));
  return [
    row(say("open"), [...open, ...(open.length ? [button(say("all_right", { n: left.length }), "⇧Y", allRight, { "data-id": "all-right" })] : [])]),
    row(say("numbers"), numbers), row(say("places"), links(names.filter((each) => !each.open))),
    row(say("facts"), links(facts.filter((each) => !each.open))),
  ].filter((each) => each !== null);
}

/** Answer for all mentions of a name and place. @type {(ms: ReviewMention[], edit: Edit, said: string, change: Partial<ReviewMention>) => void} */
function answerAll(ms, edit, said, change) {
  const whole = reached(ms[0], "article").length === ms.length;
  /** @type {{key: string, scope: Scope}[]} */
  const each = whole ? [{ key: ms[0].key, scope: "article" }] : ms.map(({ key }) => ({ key, scope: "mention" }));
  if (change.decided === "none") dim(ms[0]);
  for (const m of ms) Object.assign(m, { ...change, open: false });
  tell(said);
  if (ms.some(({ key }) => key === now)) onward();
  else paint();
  edited();
  send({ ...edit, each }, said);
}

/** Say that all that is left is right as it stands: names without a place stay off the map. */
function allRight() {
  const left = stillOpen();
  if (!left.length) return;
  const names = left.map((key) => mention(key)).filter((m) => m !== null);
  const facts = left.map((key) => fact(key)).filter((f) => f !== null);
  const said = say("told_all", { n: left.length });
  /** @type {Map<string, Partial<Edit>>} */
  const each = new Map();
  for (const m of names) {
    const far = usualScope(m);
    each.set(far === "article" ? dateline.folded(m.surface) : m.key, { key: m.key, scope: far, do: m.place ? "right" : "none" });
  }
  for (const m of names) Object.assign(m, { decided: m.place ? "right" : "none", certainty: m.place ? "sure" : m.certainty, open: false });
  for (const f of facts) f.open = false;
  tell(said);
  onward();
  edited();
  send(/** @type {Edit} */ ({ do: "right", each: [...each.values(), ...facts.map(called)] }), said);
}
