// The text: where a mention stands, what is decided and what is looked at, words that are marked. The article's markup
// stays the page's; marks are the browser's highlights over ranges.

/** The index of a string's n-th code point: offsets are code points, the browser counts UTF-16 units. @type {(text: string, n: number) => number} */
function unitsTo(text, n) {
  let at = 0;
  for (let k = 0; k < n && at < text.length; k += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** @type {(text: string, at: number) => number} */
const pointsTo = (text, at) => [...text.slice(0, at)].length;

/** The elements of the sentences, as far as they were asked for. @type {Map<string, HTMLElement | null>} */
const sentenceElements = new Map();

function sentencesAgain() {
  sentenceElements.clear();
}

/** @param {string} id */
function sentenceElement(id) {
  if (!sentenceElements.has(id)) sentenceElements.set(id, document.getElementById(id));
  return sentenceElements.get(id) ?? null;
}

/** The range of code points of the article in the page, null where the page does not show them. @type {(start: number, end: number) => Range | null} */
function rangeOf(start, end) {
  const sentence = state.sentences.find((s) => s.start <= start && start < s.end);
  const element = sentence && sentenceElement(sentence.id);
  if (!element) return null;
  const text = element.textContent;
  const [from, to] = [unitsTo(text, start - sentence.start), unitsTo(text, end - sentence.start)];
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let at = 0;
  let begun = false;
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    if (!begun && from < at + node.length) {
      range.setStart(node, from - at);
      begun = true;
    }
    if (to <= at + node.length) {
      range.setEnd(node, to - at);
      return begun ? range : null;
    }
    at += node.length;
  }
  return null;
}

/** The code point of the article at a place in the page. @type {(node: Node, offset: number) => number | null} */
function pointAt(node, offset) {
  const element = (node instanceof Element ? node : node.parentElement)?.closest(".sentence");
  const sentence = element && state.sentences.find((s) => s.id === element.id);
  if (!sentence) return null;
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(node, offset);
  return sentence.start + pointsTo(before.toString(), before.toString().length);
}

/** The mention around a code point. @param {number | null} at */
const mentionAt = (at) => (at === null ? undefined : state.mentions.find((m) => m.start <= at && at < m.end));

// ---- marks

/** @type {(name: string, spans: Span[]) => void} */
function highlight(name, spans) {
  if (!("highlights" in CSS)) return;
  const ranges = spans.map(({ start, end }) => rangeOf(start, end)).filter((range) => range !== null);
  if (ranges.length) CSS.highlights.set(`review-${name}`, new Highlight(...ranges));
  else CSS.highlights.delete(`review-${name}`);
}

function paintText() {
  const one = mention();
  const said = one ?? fact();
  highlight("open", state.mentions.filter((m) => m.open && m !== one));
  highlight("decided", state.mentions.filter((m) => m.decided && m.decided !== "none" && m !== one));
  highlight("none", state.mentions.filter((m) => m.decided === "none"));
  highlight("now", said ? [said] : []);
  highlight("words", picked ? [picked] : []);
}

// ---- words that are marked, by the pointer or by keys

/** The words that are marked, in code points. @type {Span | null} */
let picked = null;
/** What keys on words change: the number of a first and of a last word. @type {{first: number, last: number, key: string} | null} */
let cursor = null;
/** @type {Span[]} */
const allWords = [];

const marking = () => Boolean(cursor);
/** @param {Span} span */
const textOf = ({ start, end }) => [...state.text].slice(start, end).join("");

/** The kind that the first of some words says that says any. @param {(Span | undefined)[]} words */
const kindSaid = (words) => words.map((w) => w && told.types[dateline.folded(textOf(w))]).find((kind) => kind && kind in told.kinds);

/** The kind that the last or first of several words says. @param {Span} span */
function typedKind({ start, end }) {
  const inside = wordsOfText().filter((w) => w.start >= start && w.end <= end);
  return inside.length > 1 ? kindSaid([inside.at(-1), inside[0]]) : undefined;
}

/** The kind of place that words name: by the type word in them, or beside them. @param {Span} span */
function guessedKind({ start, end }) {
  const all = wordsOfText();
  const [before, after] = [all.filter((w) => w.end < start).at(-1), all.find((w) => w.start > end)];
  const beside = [after, before].filter((w) => w && Math.min(Math.abs(w.start - end), Math.abs(start - w.end)) < 2);
  const found = typedKind({ start, end }) ?? kindSaid(beside);
  const named = !/\s/.test(textOf({ start, end })) && before && beside.includes(before) && told.articles.includes(dateline.folded(textOf(before)));
  return found ?? (named ? "river" : "populated_place"); // of single names without a type word, those of rivers most often have an article
}

/** The words of the sentences, as the language cuts them. */
function wordsOfText() {
  if (allWords.length) return allWords;
  const segmenter = new Intl.Segmenter(document.documentElement.lang || "en", { granularity: "word" });
  const letters = [...state.text];
  for (const { id, start, end } of state.sentences) {
    if (!sentenceElement(id)) continue;
    let at = start;
    for (const { segment, isWordLike } of segmenter.segment(letters.slice(start, end).join(""))) {
      for (const part of segment.split(/(['’])/)) { // a name before an "'s", or after a "d'"
        const length = [...part].length;
        if (isWordLike && length && !/^['’]$/.test(part)) allWords.push({ start: at, end: at + length });
        at += length;
      }
    }
  }
  return allWords;
}

/** Mark words by keys, from a mention or from the sentence that is looked at. @param {ReviewMention | null} one */
function beginWords(one) {
  const all = wordsOfText();
  const from = one?.start ?? picked?.start ?? mention()?.end ?? 0;
  const first = Math.max(0, all.findIndex((w) => w.end > from));
  const last = one ? Math.max(first, all.filter((w) => w.start < one.end).length - 1) : first;
  cursor = { first, last, key: one?.key ?? "" };
  moveWords(0, 0);
}

/** Move the first and the last marked word. @type {(first: number, last: number) => void} */
function moveWords(first, last) {
  if (!cursor) return;
  const all = wordsOfText();
  const within = (/** @type {number} */ n) => Math.min(all.length - 1, Math.max(0, n));
  const [a, b] = [within(cursor.first + first), within(cursor.last + last)];
  if (a > b) return;
  const here = (/** @type {{start: number}} */ w) => state.sentences.findIndex((s) => s.start <= w.start && w.start < s.end);
  if (a !== b && here(all[a]) !== here(all[b])) return; // a name lies in one sentence
  cursor = { ...cursor, first: a, last: b };
  picked = { start: all[a].start, end: all[b].end };
  tell(say("marked", { words: textOf(picked) }));
  const [element] = [rangeOf(picked.start, picked.end)?.startContainer.parentElement];
  if (element && dateline.outOfSight(element)) dateline.bringUp(element, "key");
  paint();
}

function endWords() {
  if (cursor) soonDrawn();
  cursor = null;
}

/** Mark these words, or none. @param {Span | null} span */
function pick(span) {
  picked = span;
}

let extended = false;
document.addEventListener("dragstart", (event) => {
  if (wordsHeld) event.preventDefault(); // it selects
});
document.addEventListener("pointerdown", () => { extended = false; }, { capture: true });

/** Extend a selection that begins at the edge of a link, where Chromium starts one and stops. @param {PointerEvent} event */
function extend({ buttons, pointerType, clientX, clientY }) {
  const selection = document.getSelection();
  if (!wordsHeld || buttons !== 1 || pointerType !== "mouse" || !selection?.anchorNode || !(extended || selection.isCollapsed)) return;
  const at = caretAt(clientX, clientY);
  if (!at || pointAt(...at) === null) return;
  extended = true;
  selection.extend(...at);
}

/** Take the words that the pointer selects. */
function takeSelection() {
  const selection = document.getSelection();
  if (cursor || !selection || selection.isCollapsed || !selection.rangeCount) {
    if (picked && !cursor && !document.activeElement?.closest("#review")) {
      picked = null;
      paint();
    }
    return;
  }
  const range = selection.getRangeAt(0);
  const [a, b] = [pointAt(range.startContainer, range.startOffset), pointAt(range.endContainer, range.endOffset)];
  if (a === null || b === null || b <= a) return;
  const words = wordsOfText().filter((w) => w.start < b && w.end > a);
  if (!words.length) return;
  picked = { start: words[0].start, end: words[words.length - 1].end };
  if (view === "own") return;
  if (view !== "question") turn("question");
  else paint();
}
