// The stepper: from stop to stop of a numbered path. Each step chooses the place, at the sentence that tells of the stop.

/** @typedef {{feature: Feature, mention: number, day: string}} Stop */

/** The stops of a movement that are on the map, each at a mention in a sentence about the movement. @param {Feature} flow @returns {Stop[]} */
function stopsOf(flow) {
  const { stops = [] } = flow;
  const told = new Set(flow.mentions.map(([, sentence]) => sentence));
  return stops.flatMap(([id, day]) => {
    const feature = features.get(id);
    if (!feature) return [];
    const mention = feature.mentions.findIndex(([, sentence]) => told.has(sentence));
    return [{ feature, mention: Math.max(0, mention), day }];
  });
}

/** A date in the page's language; other words as they are. @param {string} day */
function dated(day) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return day;
  const lang = byId("map").closest("[lang]")?.getAttribute("lang") ?? "en";
  return new Date(`${day}T00:00Z`).toLocaleDateString(lang === "und" ? "en" : lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** Put a stepper on the map for the first movement with several stops. */
function makeStepper() {
  const [flow] = [...features.values()].filter((feature) => stopsOf(feature).length > 1);
  if (!flow) return;
  const stops = stopsOf(flow);
  let now = -1;
  const said = make("span", { role: "status" }, flow.name);
  /** @param {number} by */
  const step = (by) => {
    now = now < 0 && by < 0 ? stops.length - 1 : (now + by + stops.length) % stops.length;
    const { feature, mention, day } = stops[now];
    said.textContent = [`${now + 1}/${stops.length}`, feature.name, dated(day)].filter(Boolean).join(" · ");
    go(address(feature, mention), "card");
  };
  /** @type {(by: number, sign: string, label: string) => HTMLElement} */
  const button = (by, sign, label) => make("button", { type: "button", "aria-label": label, onclick: () => step(by) }, sign);
  byId("map").append(make("div", { id: "stepper", role: "group", "aria-label": flow.name },
    button(-1, "‹", words.previous), said, button(1, "›", words.next)));
}
