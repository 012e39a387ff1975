// Reading: the feature or sentence that is pointed at, chosen, named by the address, or being read.

/** Light up a feature and its mentions while they are pointed at. @param {Feature} feature @param {boolean} on */
function light(feature, on) {
  for (const part of feature.parts) part.getElement()?.classList.toggle("lit", on);
  for (const said of [...mentionsIn(feature), ...wordsOf(feature)]) said.classList.toggle("lit", on);
}

/** The passages about a flow or a route. @param {Feature} feature */
function wordsOf(feature) {
  const id = CSS.escape(feature.id);
  return isPlace(feature) ? [] : elements(`#article [data-flows~="${id}"]`);
}

/** @param {Feature} feature */
function mark(feature) {
  for (const part of feature.parts) part.getElement()?.classList.add("chosen");
}

function unmark() {
  document.querySelectorAll(".current, .chosen").forEach((e) => e.classList.remove("current", "chosen"));
  document.querySelectorAll("[aria-current]").forEach((e) => e.removeAttribute("aria-current"));
}

/** @type {(feature: Feature, mention: number) => string} */
function address(feature, mention) {
  return `#${feature.id}${mention ? "/" : ""}${mention ? mention + 1 : ""}`;
}

/**
 * Go to an address; the page follows it, even if the address does not change.
 *
 * @param {string} hash
 * @param {How} how
 */
function go(hash, how) {
  keepView();
  arriving = how;
  if (location.hash === hash) route();
  else location.hash = hash;
}

/** How the reader came to the address that is being opened. @type {How} */
let arriving = "address";
// Until this time, scrolling comes from the page itself, not from the reader.
let scrollingUntil = 0;

/** @param {Feature} feature */
function fromMap(feature, byKey = false) {
  const mention = chosen.feature === feature ? chosen.mention : 0;
  go(address(feature, mention), byKey ? "key" : "map");
}

/** Dispatch an event with what is chosen, for guest.js. @type {(place: string | null, sentence: string | null) => void} */
function announce(place, sentence) {
  document.dispatchEvent(new CustomEvent("dateline:select", { detail: { place, sentence } }));
}

/** @type {(feature: Feature, mention: number, how: How) => void} */
function choose(feature, mention, how) {
  unmark();
  chosen.feature = feature;
  chosen.mention = mention;
  const off = feature.layers.filter((n) => hiddenLayers.has(n));
  if (off.length && off.length === feature.layers.length) off.forEach((n) => toggle(n, true));
  const [id, sentence] = feature.mentions[mention];
  const element = byId(id);
  byId(sentence)?.classList.add("current");
  element?.classList.add("chosen");
  element?.setAttribute("aria-current", "true");
  mark(feature);
  rove(feature);
  if (how !== "map" && how !== "back") reveal(feature);
  fillCard(feature, mention);
  uncover(feature);
  if (how !== "text" || (element && outOfSight(element))) bringUp(element ?? byId(sentence), how);
  if (how === "key") element?.focus({ preventScroll: true });
  placeLabels();
  announce(feature.id, sentence);
}

/** Whether an element is not visible: outside the window, or under a phone's map or card. @param {Element} element */
function outOfSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  const [high, low] = narrow.matches
    ? [byId("handle").getBoundingClientRect().bottom, byId("card").getBoundingClientRect().top]
    : [0, short.matches ? byId("card").getBoundingClientRect().top : innerHeight];
  return top < high || bottom > low;
}

/** @type {(sentence: HTMLElement, how: How) => void} */
function openSentence(sentence, how) {
  unmark();
  chosen.feature = null;
  showCard(false);
  const { id } = sentence;
  sentence.classList.add("current");
  bringUp(sentence, how);
  const here = featuresOf(id);
  here.forEach(mark);
  if (how !== "back") showOneOf(here);
  placeLabels();
  announce(null, id);
}

const featuresOf = (/** @type {string} */ sentence) => [...features.values()].filter((f) => f.mentions.some((m) => m[1] === sentence));

/** Bring the first of some features into view, if none of them is; countries of the backdrop do not count. @param {Feature[]} here */
function showOneOf(here) {
  const local = here.filter((f) => f.label && f.classes !== "quiet");
  if (local.length && !local.some((f) => f.label && map.getBounds().contains(f.label))) reveal(local[0]);
}

function chooseNothing() {
  unmark();
  chosen.feature = null;
  showCard(false);
  placeLabels();
  announce(null, null);
}

/** @type {(element: Element | null, how: How, block?: ScrollLogicalPosition) => void} */
function bringUp(element, how, block = "center") {
  if (!element || how === "back") return;
  const folded = element.closest("details");
  if (folded) folded.open = true;
  const smooth = how !== "address" && !still.matches;
  scrollingUntil = performance.now() + 1200;
  element.scrollIntoView({ block, behavior: smooth ? "smooth" : "auto" });
}

/** @param {string} hash */
function unescaped(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash; // a stray percent sign names nothing here
  }
}

/** Read an address: the feature that it names, by itself or by a mention of it, and the number of the mention. @type {(id: string, number?: string) => [Feature, number] | null} */
function named(id, number) {
  const feature = features.get(id);
  if (feature) return [feature, Math.min(Math.max(0, (parseInt(number ?? "", 10) || 1) - 1), feature.mentions.length - 1)];
  for (const each of id ? features.values() : []) {
    const mention = each.mentions.findIndex((m) => m[0] === id);
    if (mention >= 0) return [each, mention];
  }
  return null;
}

/** Open what the address names. */
function route() {
  const how = returned ? "back" : arriving;
  arriving = "address";
  const [id, number] = unescaped(location.hash.slice(1)).split("/");
  const feature = named(id, number);
  const sentence = byId(facts.repeats[id] ?? id);
  const part = byId(id);
  if (feature) choose(...feature, how);
  else if (sentence?.classList.contains("sentence")) openSentence(sentence, how);
  else if (!id) chooseNothing();
  else if (part) {
    chooseNothing();
    bringUp(part, how, "start");
    (elements(":scope > summary", part)[0] ?? part).focus({ preventScroll: true });
  }
  if (returned) restoreView(returned);
}

// ---- the way back: an entry of the browser's history keeps the map's view and the position in the text

/** What the entry that is returned to keeps. @type {Kept | null} */
let returned = null;

function keepView() {
  const { lat, lng } = map.getCenter();
  history.replaceState({ at: [lat, lng], zoom: map.getZoom(), y: scrollY, width: innerWidth }, "");
}

/** @param {Kept} kept */
function restoreView({ at, zoom, y, width }) {
  returned = null;
  scrollingUntil = performance.now() + 300;
  free();
  map.setView(at, zoom, { animate: false });
  if (width === innerWidth) window.scrollTo(0, y); // in a window of another width, the text stands elsewhere
}

// ---- a place in the story: it stays when the window changes its shape

/** The sentence at the reading line, and its distance from the line. @type {[HTMLElement, number] | null} */
let place = null;

/** The height at which a reader reads: under a phone's map, a little above the middle. */
function readingLine() {
  const top = narrow.matches ? byId("handle").getBoundingClientRect().bottom : 0;
  return top + (innerHeight - top) * 0.4;
}

/** The sentence at the reading line. @returns {HTMLElement | null} */
function sentenceRead() {
  const story = byId("story").getBoundingClientRect();
  const y = readingLine();
  for (const x of [story.left + story.width / 2, story.left + 60]) {
    const sentence = document.elementFromPoint(x, y)?.closest(".sentence");
    if (sentence instanceof HTMLElement) return sentence;
  }
  return null;
}

function keepPlace() {
  const sentence = sentenceRead();
  place = sentence && scrollY > 0 ? [sentence, sentence.getBoundingClientRect().top - readingLine()] : null;
}

/** Scroll back to the kept place. */
function returnToPlace() {
  if (!place) return;
  const [sentence, from] = place;
  scrollingUntil = performance.now() + 300;
  scrollBy({ top: sentence.getBoundingClientRect().top - readingLine() - from, behavior: "instant" });
}

// ---- by keys: the article is one stop of the Tab key; arrows go from mention to mention

const MENTIONS = ":is(#headline h1, #article) a.mention";
/** The mention that the Tab key reaches. @type {HTMLElement | null} */
let tabStop = null;

/** @param {HTMLElement} mention */
function stopAt(mention) {
  if (tabStop) tabStop.tabIndex = -1;
  tabStop = mention;
  tabStop.tabIndex = 0;
}

function makeOneStop() {
  const mentions = elements(MENTIONS);
  for (const mention of mentions) mention.tabIndex = -1;
  const [first] = mentions;
  if (!tabStop && first) tabStop = first;
  if (tabStop) stopAt(tabStop);
}

/** @param {KeyboardEvent} event */
function throughText(event) {
  const here = document.activeElement;
  if (!here?.matches(MENTIONS) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const mentions = elements(MENTIONS).filter((mention) => mention === here || !mention.closest("details:not([open])"));
  const by = (document.documentElement.dir === "rtl" ? -1 : 1) * ({ ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0);
  const to = event.key === "Home" ? 0 : event.key === "End" ? mentions.length - 1 : by ? mentions.findIndex((m) => m === here) + by : -1;
  if (!mentions[to]) return;
  event.preventDefault();
  mentions[to].focus();
}

// ---- following the reader

let following = !still.matches;
/** @type {string | null} */
let read = null;

/** Show on the map what the sentence in the middle of the screen speaks of. */
function follow() {
  if (!following || performance.now() < scrollingUntil) return;
  const sentence = sentenceRead();
  if (!sentence || sentence.id === read) return;
  read = sentence.id;
  document.querySelectorAll(".read").forEach((e) => e.classList.remove("read"));
  const here = featuresOf(sentence.id);
  for (const part of here.flatMap((f) => f.parts)) part.getElement()?.classList.add("read");
  showOneOf(here.filter(isShown));
}

/** @param {boolean} on */
function setFollowing(on) {
  following = on;
  read = null;
  tool("follow").setAttribute("aria-pressed", String(on));
  document.querySelectorAll(".read").forEach((e) => e.classList.remove("read"));
  follow();
}
