// The panel: what is asked now, with one key for each answer, and the list of places that a name may mean.

/** What the panel shows. @type {View} */
let view = "question";
const head = make("div", { class: "head" });
const body = make("div", { class: "body" });

/** A button with its key; the key is told to a screen reader too. @type {(text: string, key: string, onclick: () => void, more?: Record<string, string>) => HTMLElement} */
const button = (text, key, onclick, more = {}) =>
  make("button", { type: "button", "data-id": more["data-id"] ?? text, onclick, ...(key ? { "aria-keyshortcuts": key } : {}), ...more },
    text, key ? make("kbd", { "aria-hidden": "true" }, key) : null);

/** @type {(name: View) => void} */
function turn(name) {
  if (name !== "wrong") hideSigns();
  if (name !== "own") endOwn();
  if (name !== "boxes") endBoxes();
  if (name !== "words") endWords();
  view = name;
  paint();
  /** @type {HTMLElement | null} */ (body.querySelector("[data-first]"))?.focus({ preventScroll: true });
  soonDrawn();
}

/** Paint all that the review shows: marks in the text, the counter, the question. */
function paint() {
  paintText();
  paintHead();
  const held = document.activeElement instanceof HTMLElement && body.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  if (view === "question") body.replaceChildren(...(picked ? picking() : question()));
  else if (view === "words") body.replaceChildren(...wordsForm());
  else if (view === "own") paintOwn();
  else if (body.dataset.view !== view) body.replaceChildren(...VIEWS[view]());
  body.dataset.view = view;
  aim();
  if (held) /** @type {HTMLElement | null} */ (body.querySelector(`[data-id="${CSS.escape(held)}"]`))?.focus({ preventScroll: true });
}

function paintHead() {
  const left = state.mentions.length ? leftWords() : say("no_mentions");
  const held = document.activeElement instanceof HTMLElement && head.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  const off = (/** @type {boolean} */ no) => /** @type {Record<string, string>} */ (no ? { disabled: "" } : {});
  head.replaceChildren(
    make("p", { class: "left" }, left),
    make("div", { class: "tools", role: "toolbar", "aria-label": say("review") },
      button(say("undo"), "U", undo, off(!state.undo && !waiting)),
      button(say("redo"), "R", redo, off(!state.redo)),
      button(say("facts"), "F", () => turn("facts"), on("facts")),
      button(say("map"), "M", () => turn("map"), on("map")),
      button(state.unmatched.length ? `${say("changes")} (${state.unmatched.length}!)` : say("changes"), "C", () => turn("changes"), on("changes")),
      button(say("publish"), "P", () => turn("publish"), on("publish")),
      button(say("keys"), "?", () => turn("keys"), on("keys"))));
  if (held) /** @type {HTMLElement | null} */ (head.querySelector(`[data-id="${CSS.escape(held)}"]`))?.focus({ preventScroll: true });
}

/** @type {(name: View) => Record<string, string>} */
const on = (name) => /** @type {Record<string, string>} */ (view === name ? { "aria-current": "true" } : {});

function undo() {
  post("undo", {}, say("told_undo"));
}

function redo() {
  post("redo", {}, say("told_redo"));
}

// ---- the question

function question() {
  const [one, said] = [mention(), fact()];
  listed([]); // a number must not choose from the list of another name
  numbered = [];
  if (said) return [...factQuestion(said), ...everything()];
  if (!one) return [answers(null), ...everything()];
  const decided = one.decided ? [make("p", { class: "decided" }, say(`decided_${one.decided}`))] : [];
  const sure = one.certainty && !one.decided ? say("confidence", { n: Math.round(100 * one.confidence) }) : "";
  const what = one.place ? [one.name, sure] : [say(one.certainty === "passed" ? "passed" : "unplaced"), one.decided === "none" ? "" : say("aim")];
  const list = make("ol", { class: "choices", "aria-label": say("candidates") });
  fillChoices(list, one.key);
  return [
    make("div", { class: "asked" },
      make("h2", { dir: "auto" }, one.surface),
      make("p", { class: "is", dir: "auto" }, what.filter(Boolean).join(" · ")), ...decided),
    answers(one), scopes(one), list, ...everything(),
  ].filter((each) => each !== null);
}

/** The kind of the place: another one changes it, or is that of a click on the map. @param {ReviewMention | null} one */
function asKind(one) {
  if (one?.decided === "none") return null;
  const chosen = one?.kind ?? one?.guess ?? guessedKind(picked ?? one ?? { start: 0, end: 0 });
  const field = select("as-kind", "", told.kinds, chosen);
  if (one?.place) field.addEventListener("change", () => takeKind(field.value));
  return labelled(say("as_kind"), field);
}

/** @param {ReviewMention | null} one */
function answers(one) {
  if (!one) return make("div", { class: "answers" }, ...(stillOpen().length ? [button(say("next"), "J", () => step(1))] : []), button(say("mark"), "A", markWords));
  return make("div", { class: "answers" },
    one.place ? button(say("right"), "Y", right, { class: "main" }) : null,
    button(say("wrong"), "W", () => turn("wrong")),
    button(say("none"), "N", none),
    button(say("next"), "J", () => step(1)),
    one.decided ? button(say("back"), "X", setBack, { class: "light" }) : null,
    button(say("words"), "E", changeWords, { class: "light" }),
    button(say("mark"), "A", markWords, { class: "light" }), asKind(one));
}

const scopeNow = () => {
  const one = mention();
  return scope ?? (one ? usualScope(one) : "mention");
};

/** The three reaches of an edit. @param {ReviewMention | null} one */
function scopes(one) {
  const chosen = one ? scopeNow() : scope ?? "mention";
  const n = one ? reached(one, "article").length : 0;
  return make("fieldset", { class: "scope" }, make("legend", {}, say("scope")),
    ...SCOPES.map((far) => make("label", {},
      make("input", {
        type: "radio", name: "review-scope", value: far, "data-id": `scope-${far}`, ...(far === chosen ? { checked: "" } : {}),
        onchange: () => reach(far),
      }),
      far === "article" && n > 1 ? `${say("scope_article")} (${n})` : say(`scope_${far}`))),
    make("kbd", { "aria-hidden": "true" }, "S"));
}

/** @type {Scope[]} */
const SCOPES = ["mention", "article", "folder"];
/** @type {Record<Scope, Scope>} */
const NEXT_SCOPE = { article: "mention", mention: "folder", folder: "article" };

function nextScope() {
  reach(NEXT_SCOPE[scopeNow()]);
  paint();
  tell(`${say("scope")} ${say(`scope_${scope}`)}`);
}

/** How many places the question lists: each has a key; a search has all. */
const FIRST = 9;

/**
 * Fill the list of places of a mention, when the program has answered.
 *
 * @param {HTMLElement} list
 * @param {string} key
 */
async function fillChoices(list, key) {
  const places = (await choicesOf(key)).slice(0, FIRST);
  if (key !== now || view !== "question" || picked) return;
  listed(places);
  list.replaceChildren(...(places.length ? places.map((place, n) => row(place, n)) : [make("li", { class: "empty" }, say("no_candidate"))]));
}

/** A place of a list. @type {(place: Candidate, n: number) => HTMLElement} */
function row(place, n) {
  const facts = [kindWords(place.kind), aboveOf(place), kmOf(place)].filter(Boolean).join(" · ");
  return make("li", {}, make("button", {
    type: "button", class: place.chosen ? "choice chosen" : "choice", dir: "auto", "data-id": `choice-${n}`,
    onclick: () => takeChoice(n), onmouseover: () => lightRow(n, true), onmouseout: () => lightRow(n, false),
    onfocus: () => lightRow(n, true), onblur: () => lightRow(n, false),
  },
  make("b", { class: "n" }, String(n + 1)),
  make("span", { class: "what" }, make("b", {}, place.name), ` ${facts}`,
    place.chosen ? make("em", {}, ` ${say("here_now")}`) : null,
    place.why?.length ? make("span", { class: "why" }, place.why.join("; ")) : null)));
}

// ---- answers: each is painted at once, then sent

/** Note that an edit is painted: a number that tests and measurements wait for. */
function edited() {
  panel.dataset.edits = String(Number(panel.dataset.edits ?? 0) + 1);
}

/** @param {(one: ReviewMention) => void} change */
function painted(change) {
  const one = mention();
  if (!one) return;
  for (const m of reached(one, scopeNow())) {
    change(m);
    m.open = false;
  }
  onward();
  edited();
}

/** Go on to the next open mention after an answer. */
function onward() {
  const at = state.queue.indexOf(now);
  const left = stillOpen();
  now = left.find((key) => state.queue.indexOf(key) > at) ?? left[0] ?? "";
  reach(null);
  pick(null);
  if (view !== "question") {
    hideSigns();
    endOwn();
    endBoxes();
    endWords();
    view = "question";
  }
  paint(); // the answer and the next question are seen first, then the page moves there
  requestAnimationFrame(() => setTimeout(() => {
    if (view === "question" && !picked) show(now);
  }));
}

/** Answer for the mention that is looked at, as far as the answer reaches. @type {(edit: Edit, said: string, change: (m: ReviewMention) => void) => void} */
function answer(edit, said, change) {
  const one = mention();
  if (!one) return;
  const full = { key: one.key, scope: scopeNow(), ...edit };
  tell(said);
  painted(change);
  send(full, said);
}

function right() {
  const [one, said] = [mention(), fact()];
  if (said) rightFact(said);
  if (!one?.place) return;
  const { place, name, kind } = one;
  answer({ do: "right" }, say("told_right", { words: one.surface }), (m) => Object.assign(m, { decided: "right", certainty: "sure", place, name, kind }));
}

/** Say that the place is right, but of another kind. @param {string} kind */
function takeKind(kind) {
  const one = mention();
  if (!one?.place) return;
  const { place, name } = one;
  const said = say("told_place", { words: one.surface, place: `${name}, ${kindWords(kind)}` });
  answer({ do: "place", place, kind }, said, (m) => Object.assign(m, { decided: "place", certainty: "sure", place, name, kind }));
}

/** Say that these words are no place, but not of others like them. */
function noneHere() {
  reach("mention");
  none();
}

function none() {
  const [one, said] = [mention(), fact()];
  if (said) noFact(said);
  if (!one) return;
  dim(one);
  answer({ do: "none" }, say("told_none", { words: one.surface }), (m) => { m.decided = "none"; });
}

function setBack() {
  const one = mention();
  if (!one?.decided) return;
  const said = say("told_back", { words: one.surface });
  tell(said);
  for (const m of state.mentions) if (m.key === one.key) m.decided = null;
  paint();
  edited();
  send({ do: "reset", key: one.key, scope: scope ?? "mention" }, said);
}

/** Take a place of the list. @param {number} n */
function takeChoice(n) {
  const place = shown[n];
  if (!place) return;
  const words = picked ? textOf(picked) : mention()?.surface ?? "";
  const said = say("told_place", { words, place: place.name });
  provisional(place);
  if (picked) {
    addWords({ place: place.place }, said);
    return;
  }
  const { name, kind } = place;
  answer({ do: "place", place: place.place }, said, (m) => Object.assign(m, { decided: "place", certainty: "sure", place: place.place, name, kind }));
}

/** Add the words that are marked, with their place. @type {(what: Partial<Edit>, said: string) => void} */
function addWords(what, said) {
  if (!picked) return;
  const { start, end } = picked;
  const key = `${start}-${end}`;
  const near = scope;
  const over = state.mentions.find((m) => m.start < end && start < m.end);
  if (over && over.key !== key) state.mentions = state.mentions.filter((m) => m.end <= start || end <= m.start);
  pick(null);
  document.getSelection()?.removeAllRanges();
  hideSigns();
  endOwn();
  endWords();
  view = "question";
  reach(null);
  tell(said);
  edited();
  const edit = /** @type {Edit} */ (over ? { do: "span", key: over.key, start, end, ...what } : { do: "add", key, start, end, scope: near ?? "mention", ...what });
  send(edit, said);
  if (!stillOpen().includes(now)) now = stillOpen()[0] ?? "";
  paint();
}

/** Show where a place will be, until the program has drawn it. @param {Candidate} place */
function provisional({ lat, lng }) {
  L.circleMarker([lat, lng], { radius: 7, className: "review-own", interactive: false }).addTo(dateline.map);
}

/** Take a place from the map whose mentions are all no places, until the program has drawn it. @param {ReviewMention} one */
function dim(one) {
  const gone = new Set(reached(one, scopeNow()));
  if (state.mentions.some((m) => m.place === one.place && m.decided !== "none" && !gone.has(m))) return;
  for (const part of featureOf(one)?.parts ?? []) part.remove();
}

// ---- from mention to mention

/** @param {ReviewMention} one */
const featureOf = (one) => dateline.features.get(`place-${(one.place ?? "").replace(":", "-")}`);

/** Go through what is open; through all, where nothing is. @param {number} by */
function step(by) {
  const left = stillOpen();
  const order = left.length ? left : state.mentions.map((m) => m.key);
  if (!order.length) return;
  const at = order.indexOf(now);
  if (view !== "question") turn("question");
  reach(null);
  show(order[at < 0 ? 0 : (at + by + order.length) % order.length]);
}

/** Look at a mention: in the text, on the map, and in the panel. @param {string} key */
function show(key, moves = true) {
  now = key;
  panel.dataset.now = key;
  const [one, said] = [mention(), fact()];
  if (!one) {
    history.replaceState(history.state, "", location.pathname); // so that each link to a mention leads to it
    quiet = true;
    dateline.chooseNothing();
    quiet = false;
    const element = said && rangeOf(said.start, said.end)?.startContainer.parentElement;
    if (moves && element && hiddenByPanel(element)) dateline.bringUp(element, "key");
    paint();
    return;
  }
  history.replaceState(history.state, "", `#m=${key}`);
  const feature = one.place ? featureOf(one) : undefined;
  const number = feature ? Math.max(0, feature.mentions.findIndex(([id]) => id === one.id)) : 0;
  quiet = true;
  if (feature && one.decided !== "none") dateline.choose(feature, number, moves ? "card" : "back");
  else dateline.chooseNothing();
  quiet = false;
  const element = rangeOf(one.start, one.end)?.startContainer.parentElement;
  if (moves && element && hiddenByPanel(element)) dateline.bringUp(element, "key");
  paint();
  const after = stillOpen()[stillOpen().indexOf(key) + 1];
  if (after && mention(after)) choicesOf(after);
}

/** @param {HTMLElement} element */
const hiddenByPanel = (element) => dateline.outOfSight(element) || element.getBoundingClientRect().bottom > panel.getBoundingClientRect().top;

/** Whether a choice on the page is our own. */
let quiet = false;

/** Follow what is chosen on the map or in the text. @param {CustomEvent<{place: string | null, sentence: string | null}>} event */
function follow({ detail: { place, sentence } }) {
  if (quiet || !place || ["wrong", "own", "boxes"].includes(view)) return;
  const sentenceOf = state.sentences.find((s) => s.id === sentence);
  const here = state.mentions.filter((m) => m.place && `place-${m.place.replace(":", "-")}` === place);
  const one = here.find((m) => sentenceOf && sentenceOf.start <= m.start && m.start < sentenceOf.end) ?? here[0];
  if (one) {
    now = one.key;
    panel.dataset.now = now;
    reach(null);
    if (view !== "question") turn("question");
    history.replaceState(history.state, "", `#m=${now}`);
    paint();
  }
}

// ---- words

/** What can be done with words that are marked. */
function picking() {
  if (!picked) return [];
  const span = picked;
  const over = state.mentions.filter((m) => m.start < span.end && span.start < m.end);
  const one = over[0];
  const said = textOf(span);
  const list = make("ol", { class: "choices", "aria-label": say("candidates") });
  listed([]);
  const figure = numberIn(span);
  /** @type {[string, () => void][]} */
  const facts = [
    ...movementsIn(span).map((choice) => /** @type {[string, () => void]} */ ([choice.words, () => addMovement(choice)])),
    ...(figure ? factPlaces(span).map((places) => /** @type {[string, () => void]} */ ([say("figure_for", { place: places.name }), () => addFigure(figure, places)])) : []),
  ].slice(0, FIRST);
  numbered = [];
  if (!facts.length) fillFound(list, said);
  const inside = over.length === 1 && one.start <= span.start && span.end <= one.end && one.surface !== said;
  return [
    make("div", { class: "asked" }, make("h2", { dir: "auto" }, say("marked", { words: said })), facts.length ? null : asKind(null)),
    make("div", { class: "answers" },
      over.length ? null : button(say("mark_these"), "A", () => turn("wrong"), { class: "main" }),
      over.length === 1 && one.surface !== said ? button(say("to_these"), "E", () => respan(one, span), { class: "main" }) : null,
      over.length > 1 ? button(say("join_these"), "E", () => respan(one, span), { class: "main" }) : null,
      inside ? button(say("split_these"), "T", () => split(one, span)) : null,
      button(say("close"), "Esc", () => { pick(null); document.getSelection()?.removeAllRanges(); paint(); })),
    ...(facts.length ? [numberedList(facts)] : [over.length ? null : scopes(null), list].filter((each) => each !== null)),
  ];
}

/** Fill the list of places that marked words may mean. @type {(list: HTMLElement, said: string) => Promise<void>} */
async function fillFound(list, said) {
  const places = (await searchPlaces(said, "", "")).slice(0, FIRST);
  if (view !== "question" || !picked || textOf(picked) !== said) return;
  listed(places);
  list.replaceChildren(...(places.length ? places.map((place, n) => row(place, n)) : [make("li", { class: "empty" }, say("no_candidate"))]));
}

/** Give a mention other words; several spans make names of their own. @type {(one: ReviewMention, ...spans: Span[]) => void} */
function respan(one, ...spans) {
  const { key } = one;
  const [{ start, end }] = spans;
  const said = say("told_place", { words: one.surface, place: spans.map(textOf).join(", ") });
  document.getSelection()?.removeAllRanges();
  pick(null);
  endWords();
  view = "question";
  now = `${start}-${end}`;
  state.mentions = state.mentions.filter((m) => m === one || m.end <= start || end <= m.start);
  Object.assign(one, { start, end, key: now, surface: textOf({ start, end }), open: false });
  edited();
  tell(said);
  const edit = /** @type {Edit} */ ({ do: "span", key, ...(spans.length > 1 ? { spans: spans.map((s) => [s.start, s.end]) } : { start, end }) });
  send(edit, said).then(() => mention(`${start}-${end}`) && show(`${start}-${end}`));
  paint();
}

/** Make names of their own of the marked words and of those beside them. @type {(one: ReviewMention, span: Span) => void} */
function split(one, span) {
  const words = wordsOfText().filter((w) => w.start >= one.start && w.end <= one.end);
  const parts = [words.filter((w) => w.end <= span.start), words.filter((w) => w.start >= span.end)].filter((part) => part.length)
    .map((part) => ({ start: part[0].start, end: part[part.length - 1].end }));
  respan(one, ...[span, ...parts].sort((a, b) => a.start - b.start));
}

function markWords() {
  if (picked && !cursor) {
    turn("wrong");
    return;
  }
  view = "words";
  beginWords(null);
}

function changeWords() {
  const one = mention();
  if (picked && !cursor) {
    const span = picked;
    const over = state.mentions.find((m) => m.start < span.end && span.start < m.end);
    if (over) respan(over, span);
    return;
  }
  if (!one) return;
  view = "words";
  beginWords(one);
}

/** Take the words that keys have marked: as a new mention, or as other words of one. */
function takeWords() {
  if (!cursor || !picked) return;
  const one = mention(cursor.key);
  const span = picked;
  cursor = null;
  if (one && (one.start !== span.start || one.end !== span.end)) respan(one, span);
  else if (one) turn("question");
  else {
    const over = state.mentions.find((m) => m.start < span.end && span.start < m.end);
    pick(span);
    view = "question";
    if (over) paint();
    else turn("wrong");
  }
}

function wordsForm() {
  return [
    make("div", { class: "asked" }, make("h2", { dir: "auto" }, picked ? say("marked", { words: textOf(picked) }) : ""), make("p", { class: "is" }, say("words_help"))),
    make("div", { class: "answers" },
      button(say("take"), "Enter", takeWords, { class: "main", "data-first": "" }),
      ...(cursor?.key ? [] : [button(say("word_back"), "←", () => moveWords(-1, -1)), button(say("word_on"), "→", () => moveWords(1, 1))]),
      button(say("start_left"), "[", () => moveWords(-1, 0)),
      button(say("start_right"), "]", () => moveWords(1, 0)),
      button(say("end_left"), "⇧←", () => moveWords(0, -1)),
      button(say("end_right"), "⇧→", () => moveWords(0, 1)),
      button(say("close"), "Esc", () => turn("question"))),
  ];
}
