// Reading: the feature or sentence that is pointed at, chosen, named by the address, or being read.

/** Light up a feature and its mentions while they are pointed at. @param {Feature} feature @param {boolean} on */
function light(feature, on) {
  for (const part of feature.parts) part.getElement()?.classList.toggle("lit", on);
  for (const said of [...mentionsIn(feature), ...wordsOf(feature)]) said.classList.toggle("lit", on);
}

/** The passages about a flow. @param {Feature} feature */
function wordsOf(feature) {
  const flow = CSS.escape(feature.id);
  return feature.look === "flow" ? elements(`#article [data-flows~="${flow}"]`) : [];
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
  return `#${feature.id}${mention ? `/${mention + 1}` : ""}`;
}

/**
 * Go to an address; the page follows it, even if the address does not change.
 *
 * @param {string} hash
 * @param {How} how
 */
function go(hash, how) {
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
  if (how !== "map") reveal(feature);
  fillCard(feature, mention);
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
    : [0, innerHeight];
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
  showOneOf(here);
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
  if (!element) return;
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
  const how = arriving;
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
}

// ---- following the reader

let following = !still.matches;
/** @type {string | null} */
let read = null;

/** Show on the map what the sentence in the middle of the screen speaks of. */
function follow() {
  if (!following || performance.now() < scrollingUntil) return;
  const story = byId("story").getBoundingClientRect();
  const top = narrow.matches ? byId("handle").getBoundingClientRect().bottom : 0;
  const y = top + (innerHeight - top) * 0.4;
  const sentence = document.elementFromPoint(story.left + story.width / 2, y)?.closest(".sentence")
    ?? document.elementFromPoint(story.left + 60, y)?.closest(".sentence");
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
