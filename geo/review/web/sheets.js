// What the panel shows beside the question: a search for another place, a place of one's own, figures and movements,
// what is changed, files to make, keys, and a conflict.

/** @type {(label: string, field: HTMLElement, more?: string) => HTMLElement} */
const labelled = (label, field, more = "") => {
  field.setAttribute("aria-label", label); // without the words of a list's options
  return make("label", { class: `field ${more}` }, make("span", {}, label), field);
};
/** @type {(value: string | number | null | undefined, more?: Record<string, string | null>) => HTMLInputElement} */
const input = (value, more = {}) => make("input", { type: "text", autocomplete: "off", value: value === null || value === undefined ? "" : String(value), ...more });
/** @type {(id: string, first: string, rows: Record<string, string>, chosen?: string) => HTMLSelectElement} */
const select = (id, first, rows, chosen = "") =>
  make("select", { "data-id": id }, ...(first ? [make("option", { value: "" }, first)] : []),
    ...Object.entries(rows).sort((a, b) => a[1].localeCompare(b[1])).map(([value, text]) =>
      make("option", { value, ...(value === chosen ? { selected: "" } : {}) }, text)));
const closing = () => button(say("close"), "Esc", () => turn("question"));
/** @type {(title: string, ...rest: (HTMLElement | null)[]) => HTMLElement} */
const titled = (title, ...rest) => make("div", { class: "asked" }, make("h2", { dir: "auto", tabindex: "-1", "data-first": "" }, title), ...rest);

/** The views that are made once, when they are opened. @type {Record<string, () => HTMLElement[]>} */
const VIEWS = { wrong, facts: factsSheet, map: mapSheet, boxes: boxesSheet, changes: changesSheet, publish: publishSheet, keys: keysSheet };

// ---- another place

function wrong() {
  const one = mention();
  const words = picked ? textOf(picked) : one?.surface ?? "";
  const list = make("ol", { class: "choices", "aria-label": say("candidates") });
  const query = input(words, { type: "search", "data-id": "place-query", "aria-label": say("search"), placeholder: say("search") });
  const kind = select("place-kind", say("any_kind"), told.kinds);
  const country = select("place-country", say("any_country"), told.countries);
  let asked = 0;
  const fill = (/** @type {Candidate[]} */ places, /** @type {string} */ empty) => {
    listed(places);
    list.replaceChildren(...(places.length ? places.map((place, n) => row(place, n)) : [make("li", { class: "empty" }, empty)]));
    showSigns(places, takeChoice);
  };
  const find = async () => {
    asked += 1;
    const mine = asked;
    const q = query.value.trim();
    const plain = (!q || q === words) && !kind.value && !country.value;
    const places = plain && !picked && one ? await choicesOf(one.key) : await searchPlaces(q || words, kind.value, country.value);
    if (mine === asked && view === "wrong") fill(places, plain ? say("no_candidate") : say("nothing"));
  };
  query.addEventListener("input", calmly(120, find));
  query.addEventListener("focus", () => query.select());
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && shown.length) takeChoice(0);
    if (event.key === "ArrowDown") elements(".choice", list)[0]?.focus();
  });
  for (const field of [kind, country]) field.addEventListener("change", find);
  find();
  return [
    titled(words),
    make("div", { class: "search" }, query, labelled(say("kind"), kind), labelled(say("country"), country)),
    list, scopes(one),
    make("div", { class: "answers", role: "group", "aria-label": say("own") }, make("span", { class: "own" }, say("own")),
      ...SHAPES.map((shape) => button(say(shape), SHAPE_KEYS[shape], () => own_(shape))),
      closing()),
  ];
}

/** @type {Shape[]} */
const SHAPES = ["point", "line", "area"];
/** @type {Record<Shape, string>} */
const SHAPE_KEYS = { point: "O", line: "L", area: "G" };

// ---- a place of one's own

/** @param {Shape} shape */
function own_(shape) {
  view = "own";
  ownForm = null;
  beginOwn(shape);
}

/** @type {HTMLElement[] | null} */
let ownForm = null;
const ownAnswers = make("div", { class: "answers" });

/** Paint the form once, its buttons at every point. */
function paintOwn() {
  const words = picked ? textOf(picked) : mention()?.surface ?? "";
  if (!ownForm) {
    const name = input(words, { id: "review-name", "data-id": "own-name" });
    const one = picked ? null : mention();
    const span = picked ?? one ?? { start: 0, end: 0 };
    const was = typedKind(span) ?? one?.kind ?? one?.guess;
    const kind = select("own-kind", "", told.kinds, was && was in told.kinds ? was : guessedKind(span));
    kind.id = "review-kind";
    name.addEventListener("keydown", (event) => {
      if (event.key === "Enter") saveOwn();
    });
    ownForm = [titled(`${say("own")}: ${words}`, make("p", { class: "is" }, say("put_help"))),
      make("div", { class: "search" }, labelled(say("name"), name), labelled(say("kind"), kind)), ownAnswers];
    body.replaceChildren(...ownForm);
  }
  const done = Boolean(own?.done);
  const n = own?.points.length ?? 0;
  ownAnswers.replaceChildren(...[
    done ? button(say("save"), "Enter", saveOwn, { class: "main" }) : button(say("put"), "Enter", putAtCross, { class: "main" }),
    !done && own && own.shape !== "point" && n >= FEWEST[own.shape] ? button(say("finish"), "Space", finishOwn) : null,
    n ? button(say("unput"), "⌫", unput) : null,
    n > 1 && !done ? make("span", { class: "own" }, say("points", { n })) : null,
    closing(),
  ].filter((each) => each !== null));
}

function saveOwn() {
  const geometry = ownGeometry();
  const field = /** @type {HTMLInputElement} */ (body.querySelector("#review-name"));
  const name = field.value.trim();
  const kind = /** @type {HTMLSelectElement} */ (body.querySelector("#review-kind")).value;
  if (!geometry) return;
  if (!name) {
    tell(say("name_needed"));
    field.focus();
    return;
  }
  ownForm = null;
  const words = picked ? textOf(picked) : mention()?.surface ?? "";
  takeOwn({ geometry, name, kind }, words);
}

/** Take a place of one's own for the marked words, or for the mention. @type {(place: {geometry: GeoJSON.Geometry, name: string, kind: string}, words: string) => void} */
function takeOwn(place, words) {
  const { name, kind } = place;
  const said = say("told_place", { words, place: name });
  if (picked) addWords(place, said);
  else answer({ do: "own", ...place }, said, (m) => Object.assign(m, { decided: "place", certainty: "sure", name, kind }));
}

// ---- figures and movements

/** The sentence that is looked at: of the marked words, or of the mention. */
const sentenceNow = () => {
  const at = picked?.start ?? (mention() ?? fact())?.start ?? 0;
  return state.sentences.find((s) => s.start <= at && at < s.end) ?? state.sentences[0];
};

function factsSheet() {
  const sentence = sentenceNow();
  if (!sentence) return [closing()];
  const claims = state.claims.filter((c) => c.sentence === sentence.id);
  const flows = state.flows.filter((f) => f.sentences.includes(sentence.id));
  const here = state.mentions.filter((m) => m.place && m.start >= sentence.start && m.end <= sentence.end);
  const places = Object.fromEntries(here.map((m) => [m.place ?? "", m.name || m.surface]));
  const all = Object.fromEntries(state.mentions.filter((m) => m.place).map((m) => [m.place ?? "", m.name || m.surface]));
  return [
    titled(say("claims"), make("p", { class: "is", dir: "auto" }, textOf(sentence))),
    ...(claims.length ? claims.map((claim) => claimForm(sentence.id, claim, places)) : [make("p", { class: "empty" }, say("no_claims"))]),
    make("details", picked ? { open: "" } : {}, make("summary", {}, say("new_claim")), claimForm(sentence.id, null, places)),
    make("h3", {}, say("flows")),
    ...(flows.length ? flows.map((flow) => flowForm(sentence.id, flow, all)) : [make("p", { class: "empty" }, say("no_flows"))]),
    make("details", {}, make("summary", {}, say("new_flow")), flowForm(sentence.id, null, all)),
    make("div", { class: "answers" }, closing()),
  ];
}

/** @type {(sentence: string, claim: ReviewClaim | null, places: Record<string, string>) => HTMLElement} */
function claimForm(sentence, claim, places) {
  const fields = /** @type {const} */ (["value", "unit", "per", "subject", "predicate", "owner"]);
  const id = claim?.id ?? "new";
  const words = claim ? null : picked; // the figure's own words, if they are marked
  const [, digits] = /(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)/.exec(words ? textOf(words) : "") ?? [];
  const owners = { place: say("owner_place"), body: say("owner_body"), person: say("owner_person") };
  const inputs = fields.map((field) => field === "owner" ? select(`${id}-owner`, "", owners, claim?.owner ?? "place")
    : input(claim?.[field] ?? (field === "value" ? digits?.replaceAll(",", "") : ""), { "data-id": `${id}-${field}` }));
  const place = select(`${claim?.id ?? "new"}-place`, "", places, claim?.places[0] ?? Object.keys(places)[0] ?? "");
  const save = () => {
    /** @type {Record<string, unknown>} */
    const set = {};
    fields.forEach((field, n) => {
      const text = inputs[n].value.trim();
      if (text !== String(claim?.[field] ?? (field === "owner" ? "place" : ""))) set[field] = field === "value" && text && !Number.isNaN(Number(text)) ? Number(text) : text || null;
    });
    if (place.value && place.value !== claim?.places[0]) set.places = [place.value];
    change(claim ? { do: "claim", claim: claim.id, set } : { do: "claim", sentence, ...words, set });
    if (words) pick(null);
  };
  for (const field of inputs) field.addEventListener("keydown", (/** @type {Event} */ event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== "Enter") return;
    save();
    turn("question");
  });
  return make("div", { class: "fact" },
    claim ? make("p", { class: "said", dir: "auto" }, claim.words) : null,
    make("div", { class: "search" }, ...fields.map((field, n) => labelled(say(field), inputs[n])), labelled(say("places"), place),
      button(claim ? say("save") : say("add"), "", save, { "data-id": `${claim?.id ?? "new"}-save` }),
      claim ? button(say("out"), "", () => change({ do: "claim", claim: claim.id, set: null }), { "data-id": `${claim.id}-out` }) : null));
}

/** @type {(sentence: string, flow: ReviewFlow | null, places: Record<string, string>) => HTMLElement} */
function flowForm(sentence, flow, places) {
  const id = flow?.id ?? "new-flow";
  const [from, to] = [select(`${id}-from`, "", places, flow?.from ?? ""), select(`${id}-to`, "", places, flow?.to ?? "")];
  const subject = input(flow?.subject, { "data-id": `${id}-subject` });
  const save = () => {
    /** @type {Record<string, unknown>} */
    const set = {};
    if (from.value !== flow?.from) set.from = from.value;
    if (to.value !== flow?.to) set.to = to.value;
    if (subject.value.trim() !== (flow?.subject ?? "")) set.subject = subject.value.trim();
    change(flow ? { do: "flow", flow: flow.id, set } : { do: "flow", sentence, ...picked, set });
    if (!flow) pick(null);
  };
  return make("div", { class: "fact" },
    flow ? make("p", { class: "said", dir: "auto" }, flow.name) : null,
    make("div", { class: "search" }, labelled(say("from"), from), labelled(say("to"), to), labelled(say("subject"), subject),
      button(flow ? say("save") : say("add"), "", save, { "data-id": `${id}-save` }),
      flow ? button(say("out"), "", () => change({ do: "flow", flow: flow.id, set: null }), { "data-id": `${id}-out` }) : null));
}

/** Send an edit of what is no mention, and show the sheet again with what the program says. @param {Edit} edit */
function change(edit) {
  edited();
  send(edit, say("told_saved")).then(() => {
    body.dataset.view = "";
    paint();
  });
}

// ---- what is changed, one by one

function changesSheet() {
  const decided = state.mentions.filter((m) => m.decided);
  const { settings } = state;
  const settingWords = (/** @type {ReviewState["settings"][0]} */ { table, words, member }) =>
    [say(table === "map" ? "map" : `${table}s`), table === "layer" ? state.map.layers.find(({ id }) => id === words)?.title : words, member && say(member === "layers" ? "order" : member)].filter(Boolean).join(": ");
  const back = (/** @type {ReviewMention} */ m) => button(say("back"), "", () => {
    change({ do: "reset", key: m.key, scope: "mention" });
  }, { "data-id": `back-${m.key}`, "aria-label": `${say("back")}: ${m.surface}` });
  return [
    titled(say("changes")),
    ...(state.unmatched.length ? [make("p", { class: "warning" }, say("unmatched")),
      make("ul", { class: "unmatched" }, ...state.unmatched.map(({ file, line, why }) => make("li", { dir: "auto" },
        `${say("line_of", { line, why })} `,
        button(say("out"), "", () => change({ do: "reset", file, line }), { "data-id": `out-${line}`, "aria-label": `${say("out")}: ${line}` }))))] : []),
    ...(settings.length ? [make("ul", { class: "unmatched" }, ...settings.map((setting) => {
      const { file, line, member } = setting;
      const about = settingWords(setting);
      return make("li", { dir: "auto" }, about,
        button(say("back"), "", () => change({ do: "reset", file, line, member }), { "data-id": `back-${line}-${member ?? ""}`, "aria-label": `${say("back")}: ${about}` }));
    }))] : []),
    ...(decided.length ? [make("ul", { class: "changes" }, ...decided.map((m) => make("li", {},
      make("a", { href: `#m=${m.key}`, dir: "auto" }, m.surface),
      ` ${m.decided === "none" ? say("none") : [m.name, kindWords(m.kind)].filter(Boolean).join(" · ")} `, back(m))))] : settings.length ? [] : [make("p", { class: "empty" }, say("nothing_changed"))]),
    make("div", { class: "answers" }, closing()),
  ];
}

// ---- files

function publishSheet() {
  const boxes = told.formats.map((format) => ({ format, box: input("", { type: "checkbox", "data-id": `format-${format}`, ...(format === "html" ? { checked: "" } : {}) }) }));
  const out = make("p", { class: "is", role: "status" });
  const publish = async () => {
    const formats = boxes.filter(({ box }) => box.checked).map(({ format }) => format);
    await sending;
    const { ok, data } = await ask(`${API}/publish`, { formats });
    out.textContent = ok ? say("made", { files: data.files.join(", ") }) : say("failed", { why: data.error ?? "" });
  };
  return [
    titled(say("publish")), make("h3", {}, say("formats")),
    make("div", { class: "boxes" }, ...boxes.map(({ format, box }) => make("label", {}, box, format))),
    make("div", { class: "answers" }, button(say("publish"), "", publish, { class: "main", "data-id": "publish-now" }), closing()), out,
  ];
}

// ---- keys

/** Whether single keys act. */
let keysOn = sessionStorage.getItem("review-keys") !== "off";

function keysSheet() {
  /** @type {[string, string][]} */
  const rows = [
    ["Y", "right"], ["⇧Y", "all_right"], ["W", "wrong"], ["1–9", "candidates"], ["⇧1–9", "this_one"], ["N", "none"], ["⇧N", "this_one"], ["J", "next"], ["K", "previous"], ["S", "scope"], ["X", "back"], ["E", "words"], ["A", "mark"],
    ["U", "undo"], ["R", "redo"], ["F", "facts"], ["M", "map"], ["B", "boxes"], ["C", "changes"], ["P", "publish"], ["/", "search"], ["Esc", "close"],
  ];
  const toggle = button(say(keysOn ? "keys_on" : "keys_off"), "", () => {
    keysOn = !keysOn;
    sessionStorage.setItem("review-keys", keysOn ? "on" : "off");
    body.dataset.view = "";
    paint();
  }, { "aria-pressed": String(keysOn), "data-id": "keys-on" });
  return [
    titled(say("keys")),
    make("dl", { class: "keys" }, ...rows.map(([key, word]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, say(word))))),
    make("div", { class: "answers" }, toggle, closing()),
  ];
}

// ---- a conflict: both sides

/** What a state has decided, a line for each mention. @param {ReviewState} whole */
const decisions = (whole) => whole.mentions.filter((m) => m.decided)
  .map((m) => `${m.surface}: ${m.decided === "none" ? say("none").toLowerCase() : `${m.name}, ${kindWords(m.kind)}`}`);

/** @type {(data: {theirs: ReviewState}, path: string, sent: object, said: string) => void} */
function showConflict({ theirs }, path, sent, said) {
  const side = (/** @type {string} */ title, /** @type {string[]} */ lines) =>
    make("div", { class: "side" }, make("h3", {}, title), make("pre", { tabindex: "0", role: "region", "aria-label": title }, lines.join("\n")));
  view = "conflict";
  VIEWS.conflict = () => [
    make("div", { class: "asked", role: "alert" }, make("h2", {}, say("conflict")), make("p", { class: "is" }, say("conflict_help"))),
    make("div", { class: "sides" }, side(say("mine"), [said]), side(say("theirs"), decisions(theirs))),
    make("div", { class: "answers" },
      button(say("keep_mine"), "", () => {
        view = "question";
        afresh();
        post(path, sent, said);
      }, { class: "main", "data-first": "" }),
      button(say("keep_theirs"), "", () => {
        view = "question";
        afresh();
      })),
  ];
  body.dataset.view = "";
  paint();
  /** @type {HTMLElement | null} */ (body.querySelector("[data-first]"))?.focus();
}
