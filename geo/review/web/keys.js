// Keys, the pointer in the text, addresses, and the start.

/** @type {Record<string, () => void>} */
const KEYS = {
  y: right, "⇧y": allRight, n: none, "⇧n": noneHere, w: () => turn("wrong"), j: () => step(1), k: () => step(-1), s: nextScope, x: setBack, e: changeWords, a: markWords, u: undo, r: redo,
  f: () => turn("facts"), m: () => turn("map"), b: openBoxes, c: () => turn("changes"), p: () => turn("publish"), "?": () => turn("keys"), "/": seek,
  t: () => elements("[data-id]", body).find((each) => each.getAttribute("aria-keyshortcuts") === "T")?.click(),
};
/** @type {Record<string, Shape>} */
const SHAPE_OF = { o: "point", l: "line", g: "area" };
/** @type {Record<string, [number, number]>} */
const WORD_KEYS = { "[": [-1, 0], "]": [1, 0] };

/** Search all places. */
function seek() {
  if (view !== "wrong") turn("wrong");
  elements("[data-id=place-query]", body)[0]?.focus({ preventScroll: true });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const typed = event.target instanceof Element && event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z" && !typed) {
    event.preventDefault();
    (event.shiftKey ? redo : undo)();
    return;
  }
  if (event.key === "Escape") {
    if (view === "question" && !picked) return;
    event.stopPropagation();
    event.preventDefault();
    if (view === "question" || view === "words") pick(null);
    turn("question");
    return;
  }
  if (typed || event.ctrlKey || event.metaKey || event.altKey) return;
  if (view === "own" ? ownKey(event) : view === "boxes" ? boxKey(event) : view === "words" && wordKey(event)) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (!keysOn || view === "conflict" || event.repeat) return;
  const key = event.shiftKey && /^[YN]$/.test(event.key) ? `⇧${event.key.toLowerCase()}` : event.key.toLowerCase();
  const asks = view === "question" || view === "wrong";
  const [, digit] = /^Digit([1-9])$/.exec(event.code) ?? /^([1-9])$/.exec(key) ?? [];
  if (asks && digit && numbered.length) numbered[Number(digit) - 1]?.();
  else if (asks && digit && shown[Number(digit) - 1]) {
    if (event.shiftKey) reach("mention");
    takeChoice(Number(digit) - 1);
  } else if (asks && SHAPE_OF[key] && (picked || mention())) own_(SHAPE_OF[key]);
  else if (KEYS[key]) KEYS[key]();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Keys while a place is drawn. @param {KeyboardEvent} event */
function ownKey(event) {
  const onButton = event.target instanceof Element && event.target.closest("button");
  if (event.key === "Enter" && !onButton) (own?.done ? saveOwn : putAtCross)();
  else if (event.key === " " && !onButton) finishOwn();
  else if (event.key === "Backspace") unput();
  else return false;
  return true;
}

/** Keys while words are marked. @param {KeyboardEvent} event */
function wordKey(event) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
  if (by) moveWords(event.shiftKey || cursor?.key ? 0 : by, by);
  else if (WORD_KEYS[event.key]) moveWords(...WORD_KEYS[event.key]);
  else if (event.key === "Enter") takeWords();
  else return false;
  return true;
}

/** Ask about the mention under the pointer. @param {MouseEvent} event */
function onClick(event) {
  if (event.target instanceof Element && event.shiftKey && view === "question" && event.target.closest(".canvas")) {
    event.preventDefault();
    event.stopPropagation();
    const { map } = dateline;
    if (!(/** @type {any} */ (map.boxZoom)).moved()) placeAt({ latlng: map.mouseEventToLatLng(event) });
    return;
  }
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey || view === "own") return;
  if (!event.target.closest(".sentence") || event.target.closest("a.flow")) return;
  if (!document.getSelection()?.isCollapsed) { // words were selected, perhaps of a link
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  const at = caretAt(event.clientX, event.clientY);
  const link = event.target.closest("a.mention");
  const one = link?.firstChild ? mentionAt(pointAt(link.firstChild, 0)) : at && mentionAt(pointAt(...at));
  if (!one) return;
  event.preventDefault();
  event.stopPropagation();
  reach(null);
  pick(null);
  if (view !== "question") turn("question");
  show(one.key);
}

/** The place in the text at a position of the window. @type {(x: number, y: number) => [Node, number] | null} */
function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const at = document.caretPositionFromPoint(x, y);
    return at && [at.offsetNode, at.offset];
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? [range.startContainer, range.startOffset] : null;
}

/** Open the mention that the address names: `#m=12-18`. */
function fromAddress() {
  const [, key] = /^#m=(\d+-\d+)$/.exec(location.hash) ?? [];
  if (!key || !mention(key)) return false;
  if (view !== "question") turn("question");
  show(key);
  return true;
}

async function begin() {
  const answers = await Promise.all([ask("/api/words"), ask(API)]);
  if (!answers.every((answer) => answer.ok)) return;
  told = answers[0].data;
  state = answers[1].data;
  for (const m of state.mentions) known.add(m.key);
  panel.setAttribute("aria-label", say("review"));
  panel.append(head, body, heard, menu);
  document.getElementById("page")?.append(panel);
  document.documentElement.classList.add("reviewing");
  document.addEventListener("keydown", onKey, { capture: true });
  document.addEventListener("click", onClick, { capture: true });
  for (const name of /** @type {const} */ (["pointerover", "pointermove", "pointerout"])) document.addEventListener(name, overText);
  document.addEventListener("pointermove", extend);
  document.addEventListener("selectionchange", calmly(200, takeSelection));
  document.addEventListener("dateline:select", follow);
  addEventListener("hashchange", fromAddress);
  if (!fromAddress()) show(stillOpen()[0] ?? "");
  panel.dataset.ready = "";
}

if (document.documentElement.classList.contains("settled")) begin();
else new MutationObserver((_, observer) => {
  if (!document.documentElement.classList.contains("settled")) return;
  observer.disconnect();
  begin();
}).observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
