// Figures and movements in the order of questions: each is right, none, or of another place, with one key.

/** A figure, or a movement, by its id. @param {string} key */
const fact = (key = now) => state.claims.find(({ id }) => id === key) ?? state.flows.find(({ id }) => id === key) ?? null;
/** @type {(one: ReviewClaim | ReviewFlow) => one is ReviewFlow} */
const isFlow = (one) => "from" in one;

/** The name of a place of the article. @param {string} place */
const nameOf = (place) => {
  const one = state.mentions.find((m) => m.place === place);
  return one ? one.name || one.surface : place;
};

/** What a figure or a movement says. @param {ReviewClaim | ReviewFlow | ReviewNumber} one */
function factWords(one) {
  if ("from" in one) return [one.name, one.subject].filter(Boolean).join(" · ");
  return [one.words, one.words.includes(one.subject ?? "") ? "" : one.subject].filter(Boolean).join(" ");
}

/** The places that a figure at these words may be of: those of its sentence first, several that stand together as one. @param {Span} span @returns {FactPlaces[]} */
function factPlaces({ start, end }) {
  const here = state.mentions.filter((m) => m.place && !m.embedded && m.decided !== "none");
  const sentence = state.sentences.find((s) => s.start <= start && start < s.end);
  /** @type {ReviewMention[][]} */
  const runs = [];
  for (const m of here) {
    const before = runs.at(-1)?.at(-1);
    const gap = before && m.start > before.end ? textOf({ start: before.end, end: m.start }) : "";
    if (before && /^(, ?)?( ?\p{L}{1,3} )?$/u.test(gap) && gap) runs.at(-1)?.push(m);
    else runs.push([m]);
  }
  /** @type {Map<string, FactPlaces & {far: number}>} */
  const found = new Map();
  const add = (/** @type {ReviewMention[]} */ ms) => {
    const places = [...new Set(ms.map((m) => /** @type {string} */ (m.place)))];
    const far = Math.min(...ms.map((m) => Math.max(m.start - end, start - m.end, 0) + (sentence && m.start >= sentence.start && m.end <= sentence.end ? 0 : 1000)));
    const key = places.join(" ");
    if (far < (found.get(key)?.far ?? Infinity)) found.set(key, { places, name: places.map(nameOf).join(", "), far });
  };
  for (const run of runs) {
    if (run.length > 1) add(run);
    for (const m of run) add([m]);
  }
  return [...found.values()].sort((a, b) => a.far - b.far);
}

/** What may be meant instead of what was read, the likeliest first. @param {ReviewClaim | ReviewFlow} one @returns {FactChoice[]} */
function factChoices(one) {
  const places = factPlaces(one);
  if (!isFlow(one)) {
    return places.filter(({ places: ids }) => ids.join(" ") !== one.places.join(" "))
      .map(({ places: ids, name }) => ({ words: name, edit: { do: "claim", set: { places: ids } } }));
  }
  const single = places.filter(({ places: ids }) => ids.length === 1 && ids[0] !== one.from && ids[0] !== one.to).slice(0, 4);
  const end = (/** @type {"from" | "to"} */ which) => single.map(({ places: [id], name }) => ({ words: `${say(which)}: ${name}`, edit: /** @type {Edit} */ ({ do: "flow", set: { [which]: id } }) }));
  return [...end("from"), ...end("to"), { words: say("reversed"), edit: { do: "flow", set: { from: one.to, to: one.from } } }];
}

/** What an edit names a figure or a movement by. @param {ReviewClaim | ReviewFlow} one */
const called = (one) => (isFlow(one) ? { flow: one.id } : { claim: one.id, start: one.start, end: one.end });

/** Answer for a figure or a movement: null takes it out. @type {(one: ReviewClaim | ReviewFlow, edit: Edit, said: string) => void} */
function answerFact(one, edit, said) {
  one.open = false;
  if (edit.set === null) {
    if (isFlow(one)) state.flows = state.flows.filter((f) => f !== one);
    else state.claims = state.claims.filter((c) => c !== one);
  } else if (!isFlow(one) && Array.isArray(edit.set?.places)) one.places = edit.set.places;
  tell(said);
  if (now === one.id) onward();
  else paint();
  edited();
  send({ ...edit, ...called(one) }, said);
}

/** @param {ReviewClaim | ReviewFlow} one */
function rightFact(one) {
  answerFact(one, { do: "right" }, say("told_right", { words: factWords(one) }));
}

/** @param {ReviewClaim | ReviewFlow} one */
function noFact(one) {
  answerFact(one, { do: isFlow(one) ? "flow" : "claim", set: null }, say(isFlow(one) ? "told_no_flow" : "told_no_claim", { words: factWords(one) }));
}

/** @type {(one: ReviewClaim | ReviewFlow, choice: FactChoice) => void} */
function takeFact(one, { edit, words }) {
  answerFact(one, edit, say("told_place", { words: factWords(one), place: words }));
}

/** Make a figure of a number, or of marked words, for some places. @type {(one: ReviewNumber, places: FactPlaces) => void} */
function addFigure(one, { places, name }) {
  const { sentence, start, end, value, value_max, unit, per, subject, predicate } = one;
  const set = Object.fromEntries(Object.entries({ value, value_max, unit, per, subject, predicate, places }).filter(([, v]) => v !== null && v !== ""));
  state.numbers = state.numbers.filter((n) => n !== one);
  pick(null);
  document.getSelection()?.removeAllRanges();
  const said = say("told_place", { words: factWords(one), place: name });
  tell(said);
  edited();
  send({ do: "claim", sentence, start, end, set }, said);
  paint();
}

/** The number in marked words, and what it would be as a figure. @param {Span} span @returns {ReviewNumber | null} */
function numberIn({ start, end }) {
  const one = state.numbers.find((n) => n.start < end && start < n.end);
  const sentence = state.sentences.find((s) => s.start <= start && end <= s.end);
  return one && sentence ? { ...one, start, end, words: textOf({ start, end }) } : null;
}

/** Movements between the places in marked words. @param {Span} span @returns {FactChoice[]} */
function movementsIn({ start, end }) {
  const ends = [...new Map(state.mentions.filter((m) => m.place && !m.embedded && m.decided !== "none" && m.start < end && start < m.end)
    .map((m) => [m.place ?? "", m])).values()];
  if (ends.length < 2) return [];
  const [a, b] = [ends[0], ends[ends.length - 1]];
  const sentence = state.sentences.find((s) => s.start <= b.start && b.start < s.end);
  return [[a, b], [b, a]].map(([from, to]) => ({
    words: say("movement", { from: from.name || from.surface, to: to.name || to.surface }),
    edit: /** @type {Edit} */ ({ do: "flow", sentence: sentence?.id, set: { from: from.place, to: to.place } }),
  }));
}

/** Add a movement. @param {FactChoice} choice */
function addMovement({ edit, words }) {
  pick(null);
  document.getSelection()?.removeAllRanges();
  const said = say("told_place", { words: say("flows"), place: words });
  tell(said);
  edited();
  send(edit, said);
  paint();
}

/** The choices of a question about a figure or a movement, by their numbers. @type {(() => void)[]} */
let numbered = [];

/** Choices that digits take. @param {[string, () => void][]} rows */
function numberedList(rows) {
  numbered = rows.map(([, take_]) => take_);
  return make("ol", { class: "choices" }, ...rows.map(([words, take_], n) => make("li", {},
    make("button", { type: "button", class: "choice", "data-id": `choice-${n}`, dir: "auto", onclick: take_ },
      make("b", { class: "n" }, n < 9 ? String(n + 1) : ""), make("span", { class: "what" }, words)))));
}

/** Ask about a figure or a movement. @param {ReviewClaim | ReviewFlow} one */
function factQuestion(one) {
  const facts = isFlow(one) ? [say("flows")] : [one.places.map(nameOf).join(", "), one.predicate, one.owner ? say(`owner_${one.owner}`) : ""];
  return [
    make("div", { class: "asked" }, make("h2", { dir: "auto" }, factWords(one)), make("p", { class: "is", dir: "auto" }, facts.filter(Boolean).join(" · "))),
    make("div", { class: "answers" },
      button(say("right"), "Y", () => rightFact(one), { class: "main" }),
      button(say(isFlow(one) ? "no_flow" : "no_claim"), "N", () => noFact(one)),
      button(say("facts_change"), "F", () => turn("facts")),
      button(say("next"), "J", () => step(1))),
    numberedList(factChoices(one).slice(0, FIRST).map((choice) => [choice.words, () => takeFact(one, choice)])),
  ];
}
