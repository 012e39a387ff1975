// A page that is embedded in another page, its host: reports to the host what is chosen, and does what it asks.
//
// From the host: {type: "dateline:hello"}, {type: "dateline:focus", place} or {…, sentence},
// {type: "dateline:layers", layers: [name, …]} (null shows all), {type: "dateline:theme", theme: "light" | "dark"}.
// To the host, once it has said hello: {type: "dateline:ready", places, sentences, layers} and
// {type: "dateline:select", place, sentence}, ids or null.
//
// Only messages of the parent window are read, only if the page's hosts allow its origin, and only with ids of
// this page. This script uses these parts of the page: its addresses (#place-…, #s07), its event
// "dateline:select", the boxes of the layers ([data-layer] with the layer's number) and the choice of colours, #scheme.
"use strict";
(() => {
  if (parent === window) return;
  /** @type {<E extends HTMLElement>(selector: string) => E[]} */
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const [{ content }] = /** @type {HTMLMetaElement[]} */ (all("meta[name='dateline-hosts']"));
  const hosts = content.split(" ").filter(Boolean);
  /** @type {Facts} */
  const facts = JSON.parse(all("#dateline-data")[0].textContent);
  const places = facts.features.map((feature) => feature.id);
  const sentences = all(".sentence[id]").map((sentence) => sentence.id);
  const boxes = /** @type {HTMLInputElement[]} */ (all("[data-layer]"));
  const known = new Set([...places, ...sentences]);
  /** The origin that said hello. @type {string | null} */
  let host = null;

  /** @param {Message} message */
  function tell(message) {
    if (host !== null) parent.postMessage(message, host === "null" ? "*" : host);
  }

  /** @type {Record<string, (message: Message, origin: string) => void>} */
  const asked = {
    "dateline:hello"(_, origin) {
      host = origin;
      tell({ type: "dateline:ready", places, sentences, layers: facts.layers.map((layer) => layer.name) });
    },
    "dateline:focus"({ place, sentence }) {
      const id = place ?? sentence;
      if (id && known.has(id)) location.hash = `#${id}`;
    },
    "dateline:layers"({ layers }) {
      for (const box of boxes) {
        const on = !Array.isArray(layers) || layers.includes(facts.layers[Number(box.dataset.layer)].name);
        if (box.checked === on) continue;
        box.checked = on;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }
    },
    "dateline:theme"({ theme }) {
      const [scheme] = /** @type {HTMLSelectElement[]} */ (all("#scheme"));
      scheme.value = theme === "light" || theme === "dark" ? theme : "auto";
      scheme.dispatchEvent(new Event("change", { bubbles: true }));
    },
  };

  addEventListener("message", (event) => {
    if (event.source !== parent || (hosts.length && !hosts.includes(event.origin))) return;
    const type = event.data?.type;
    if (typeof type === "string" && Object.hasOwn(asked, type)) asked[type](event.data, event.origin);
  });
  document.addEventListener("dateline:select", (event) => tell({ type: "dateline:select", ...event.detail }));
})();
