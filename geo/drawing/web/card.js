// The card of a chosen feature: its sentence, what the article says about it, how sure the program is and why.

/**
 * Quote a sentence with the mention marked, or the passage of a flow or a route.
 *
 * @param {string} sentence
 * @param {Feature} feature
 * @param {string | null} mentionId
 */
function quote(sentence, feature, mentionId) {
  const out = make("blockquote", { dir: "auto" });
  const said = wordsOf(feature);
  for (const node of byId(sentence)?.childNodes ?? []) {
    const text = node.textContent ?? "";
    const marked = node instanceof HTMLElement && text && (node.id === mentionId || said.includes(node));
    out.append(marked ? make("mark", {}, text) : text);
  }
  return out;
}

/** @type {(title: string, items: string[], language: string) => HTMLElement[]} */
function list(title, items, language) {
  return items.length
    ? [make("h3", {}, title), make("ul", {}, ...items.map((i) => make("li", { dir: "auto", lang: language }, i)))]
    : [];
}

/** @param {ClaimFacts} claim */
function claimItem(claim) {
  const { said, together, source, measured, sentence } = claim;
  return make("li", { dir: "auto" },
    make("a", { href: `#${sentence}` }, said),
    ...(together ? [make("span", { class: "together" }, ` ${together}`)] : []),
    ...(source ? [make("span", { class: "source" }, `, ${source}`)] : []),
    ...(measured ? [make("div", { class: "note" }, measured)] : []));
}

/** @param {Feature} feature @param {number} mention */
function fillCard(feature, mention) {
  const card = byId("card");
  const [id, sentence, kind, number] = feature.mentions[mention];
  const resolution = number === null ? null : facts.resolutions[number];
  const n = feature.mentions.length;
  const wasOpen = card.querySelector("details")?.open ?? false;
  const focused = document.activeElement && card.contains(document.activeElement) ? document.activeElement.className : null;
  /** @type {(by: number, text: string, label: string) => HTMLElement} */
  const step = (by, text, label) =>
    make("button", {
      type: "button",
      class: by < 0 ? "previous" : "next",
      "aria-label": label,
      onclick: () => go(address(feature, (mention + by + n) % n), "card"),
    }, text);
  const extent = feature.extent ? [make("p", { class: "note", dir: "auto" }, feature.extent)] : [];
  const why = resolution
    ? [make("details", { open: wasOpen ? "" : null },
      make("summary", {}, say("how_sure", { confidence: resolution.confidence })),
      ...list(words.because, resolution.reasons.map((row) => facts.reasons[row]), resolution.language),
      ...list(words.others, resolution.others, document.documentElement.lang),
      ...extent)]
    : extent;
  const claims = feature.claims.map((c) => claimItem(facts.claims[c]));
  card.replaceChildren(
    make("div", { class: "top" },
      feature.layers.length && feature.look !== "route" && feature.classes !== "quiet" && !isBare(feature) && !isWave(feature) ? signOf(feature.layers[0], doubtOf(feature)) : null,
      make("h2", { dir: "auto" }, feature.name),
      make("button", { type: "button", class: "close", "aria-label": words.close, onclick: leave }, "×")),
    make("p", { class: "kind", dir: "auto" }, [feature.kind, feature.where].filter(Boolean).join(" · ")),
    ...(resolution?.doubt ? [make("p", { class: "doubt", dir: "auto" }, resolution.doubt)] : []),
    ...(feature.contested ? [make("p", { class: "note", dir: "auto" }, feature.contested)] : []),
    quote(sentence, feature, id),
    make("div", { class: "steps" },
      ...(n > 1 ? [step(-1, `‹ ${words.previous}`, words.previous_mention)] : []),
      make("span", { class: "number" }, say("number_of", { n: mention + 1, total: n })),
      ...(n > 1 ? [step(1, `${words.next} ›`, words.next_mention)] : []),
      make("a", { class: "anchor", href: `#${sentence}` }, words.link_to_sentence)),
    ...(claims.length ? [make("h3", {}, words.said_here), make("ul", { class: "claims" }, ...claims)] : []),
    ...(feature.layer ? [] : [make("p", { class: "note" }, words.outside)]),
    ...(kind === "demonym" ? [make("p", { class: "note" }, words.demonym)] : []),
    ...why);
  showCard(true);
  card.scrollTop = 0;
  tuck(card);
  if (focused) elements(`button.${focused}`, card)[0]?.focus({ preventScroll: true });
}

/** Move the map if the card covers the chosen place. @param {Feature} feature */
function uncover(feature) {
  if (!feature.label || !feature.layer) return;
  const { x, y } = map.latLngToContainerPoint(feature.label);
  const [left, top, right, bottom] = boxOf(byId("card"));
  const size = map.getSize();
  if (!overlap([left, top, right, bottom], [x - 12, y - 12, x + 12, y + 12])) return;
  const aside = left > size.x - right ? x + 24 - left : x - 24 - right;
  const away = y + 24 - top;
  map.panBy(Math.abs(away) < Math.abs(aside) ? [0, away] : [aside, 0], motion());
}

/** @param {boolean} on */
function showCard(on) {
  const was = !byId("card").hidden;
  byId("card").hidden = !on;
  document.documentElement.classList.toggle("card-open", on);
  if (on !== was && narrow.matches) map.invalidateSize({ animate: false });
}

const chosenMention = () => byId(chosen.feature?.mentions[chosen.mention][0]);

/** Let the Tab key go from the chosen feature into its card and back, because they are far apart in the page. @param {KeyboardEvent} event */
function throughCard(event) {
  const here = document.activeElement;
  const card = byId("card");
  if (card.hidden) return;
  const stops = elements("a, button, summary", card);
  const origin = chosenMention();
  if (!event.shiftKey && here === origin) {
    event.preventDefault();
    stops[0].focus();
  } else if (card.contains(here) && here === stops.at(event.shiftKey ? 0 : -1)) {
    if (event.shiftKey) event.preventDefault();
    origin?.focus({ preventScroll: true }); // without Shift, the browser goes on from there
  }
}

/** Close the card, and change the address to match. */
function leave() {
  const back = chosenMention();
  keepView();
  history.pushState(null, "", location.href.split("#")[0]);
  chooseNothing();
  back?.focus({ preventScroll: true });
}
