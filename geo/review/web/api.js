// The review's own script, beside the page's: what a person decides goes to the program at once, and is painted before
// it answers. Its modules share one scope, in the order of `layer.SERVED`.
//
// All text comes from the program's answers and is only set as text. The page's own script offers `dateline`: again.js.

const { make, elements } = dateline;
/** What stands in the language's folder, and what does not change: words, kinds, countries, the land of the world. @type {ReviewWords} */
let told;
/** What the program knows of this article. @type {ReviewState} */
let state;
/** The key of the mention that is looked at, "" for none. */
let now = "";
/** How far an edit reaches; null for the usual reach. @type {Scope | null} */
let scope = null;

/** Let the next edit reach as far. @param {Scope | null} far */
function reach(far) {
  scope = far;
}

const HERE = location.pathname.replace(/\/$/, "");
const API = HERE.replace(/\/a\/([^/]+)$/, "/api/a/$1");
const panel = make("aside", { id: "review" });
const heard = make("p", { id: "review-told", role: "status" });

/** Words of the review with values filled in. @type {(key: string, values?: Record<string, string | number>) => string} */
const say = (key, values = {}) => told.words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** Tell what was done; a screen reader reads it. @param {string} text */
function tell(text) {
  heard.textContent = text;
}

/** Ask the program. @type {(path: string, body?: object) => Promise<{ok: boolean, status: number, data: any}>} */
async function ask(path, body) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, { credentials: "same-origin", ...options });
  const data = await answer.json().catch(() => ({}));
  return { ok: answer.ok, status: answer.status, data };
}

const mention = (key = now) => state.mentions.find((m) => m.key === key) ?? null;
/** What is asked of a person, in order: the least sure and the most consequent first. */
const stillOpen = () => state.queue.filter((key) => (mention(key) ?? fact(key))?.open);

/** The mentions that an edit of one reaches. @type {(one: ReviewMention, reach: Scope) => ReviewMention[]} */
const reached = (one, far) =>
  far === "mention" ? [one] : state.mentions.filter((m) => dateline.folded(m.surface) === dateline.folded(one.surface));

/** The usual reach: every mention of a name that means one place in this article, else this one. @param {ReviewMention} one @returns {Scope} */
function usualScope(one) {
  const same = reached(one, "article");
  return same.length > 1 && same.every((m) => m.place === one.place && !m.decided) ? "article" : "mention";
}

// ---- edits: one after the other, each on what the program said last

/** @type {Promise<void>} */
let sending = Promise.resolve();
let waiting = 0;

/** @param {number} more */
function waits(more) {
  waiting += more;
  panel.toggleAttribute("data-waiting", waiting > 0);
}

/** Send an edit; what it changes is painted already. @type {(edit: Edit, said: string) => Promise<void>} */
function send(edit, said) {
  return post("edit", { edit }, said);
}

/** @type {(path: string, body: object, said: string) => Promise<void>} */
function post(path, body, said) {
  waits(1);
  sending = sending.then(async () => {
    try {
      const { ok, status, data } = await ask(`${API}/${path}`, { hash: state.hash, ...body });
      waits(-1);
      if (status === 409) showConflict(data, path, body, said);
      else if (!ok) await failed(data.error ?? String(status));
      else take(data, said);
    } catch {
      waits(-1);
      tell(say("offline"));
    }
  });
  return sending;
}

/** Say why an edit failed, and show again what the file has. @param {string} why */
async function failed(why) {
  await refresh();
  tell(say("failed", { why }));
}

/** The mentions that the program knows: not yet those whose words were just changed. @type {Set<string>} */
const known = new Set();

/** Take what the program says now; what was painted for edits that wait stays. @type {(data: ReviewState, said?: string) => void} */
function take(data, said) {
  const waited = waiting ? new Map(state.mentions.map((m) => [m.key, m])) : null;
  const shut = waiting ? new Set([...state.claims, ...state.flows].filter((f) => !f.open).map(({ id }) => id)) : null;
  state = data;
  if (waited) state.mentions = state.mentions.map((m) => waited.get(m.key) ?? m);
  if (shut) for (const f of [...state.claims, ...state.flows]) f.open &&= !shut.has(f.id);
  if (now && !mention() && !fact()) now = stillOpen()[0] ?? "";
  choices.clear();
  known.clear();
  for (const m of data.mentions) known.add(m.key);
  if (said) tell(`${said} ${leftWords()}`);
  panel.toggleAttribute("data-stale", true);
  if (view === "map") sheetAgain();
  else paint();
  soonDrawn();
}

/** Take what the program says, before any other edit is sent. */
function afresh() {
  sending = sending.then(refresh);
}

async function refresh() {
  const { ok, data } = await ask(API);
  if (ok) take(data);
}

// ---- the page again, as the program draws it now

const soonDrawn = calmly(60, drawAgain);
let drawing = false;

let wordsHeld = false; // the pointer, on words that may be about to be selected
document.addEventListener("pointerdown", (event) => {
  wordsHeld = Boolean(/** @type {Element} */ (event.target).closest("#article"));
});
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { wordsHeld = false; });

/** Whether words of the article are being selected, which another page would break off. */
function selecting() {
  const selection = document.getSelection();
  return wordsHeld || Boolean(selection && !selection.isCollapsed && dateline.elements("#article")[0]?.contains(selection.anchorNode));
}

/** Put the corrected page in the place of this one; wait while words are selected or a place is drawn. */
async function drawAgain() {
  if (drawing || waiting || (selecting() && !marking())) {
    soonDrawn();
    return;
  }
  if (busyOnMap() || marking()) return; // what ends it, draws
  drawing = true;
  const answer = await fetch(`${HERE}/`, { credentials: "same-origin" }).catch(() => null);
  const page = answer?.ok ? await answer.text() : null;
  drawing = false;
  if (page === null || waiting || busyOnMap() || marking() || selecting()) {
    if (page !== null) soonDrawn();
    return;
  }
  const focused = document.activeElement?.closest("#review") ? document.activeElement : null;
  dateline.redraw(page);
  sentencesAgain();
  show(now, false);
  if (view === "map") sheetAgain();
  if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
  panel.dataset.drawn = state.hash;
  panel.toggleAttribute("data-stale", Boolean(waiting));
}

/** Call a function after a delay without further calls. @type {(delay: number, what: () => void) => () => void} */
function calmly(delay, what) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(what, delay);
  };
}

/** How many are left, and about how long that takes. */
function leftWords() {
  const n = stillOpen().length;
  if (!n) return say("all_done");
  const minutes = Math.round(state.minutes * (state.open ? n / Math.max(n, state.open) : 1));
  return `${n === 1 ? say("left_one") : say("left", { n })}, ${minutes < 1 ? say("seconds") : say("minutes", { n: minutes })}.`;
}
