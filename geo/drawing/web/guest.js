// A page that stands in somebody else's page: tells its host what is chosen, and does what the host asks.
//
// From the host: {type: "dateline:hello"}, {type: "dateline:focus", place} or {…, sentence},
// {type: "dateline:layers", layers: [name, …]} (null shows all), {type: "dateline:theme", theme: "light" | "dark"}.
// To the host, once it has said hello: {type: "dateline:ready", places, sentences, layers} and
// {type: "dateline:select", place, sentence}, ids or null.
//
// Only the window around this one is heard, only where the page's hosts allow its origin, and only ids of this
// page. Of the page itself this uses: its addresses (#place-…, #s07), its event "dateline:select", the
// legend's boxes, [data-layer] with the layer's number, and the choice of colours, #scheme.
"use strict";
(() => {
  if (parent === window) return;
  const hosts = document.querySelector("meta[name='dateline-hosts']").content.split(" ").filter(Boolean);
  const facts = JSON.parse(document.getElementById("dateline-data").textContent);
  const places = facts.features.map((feature) => feature.id);
  const sentences = Array.from(document.querySelectorAll(".sentence[id]"), (sentence) => sentence.id);
  const boxes = Array.from(document.querySelectorAll("[data-layer]"));
  const known = new Set([...places, ...sentences]);
  let host = null; // the origin that said hello

  function tell(message) {
    if (host !== null) parent.postMessage(message, host === "null" ? "*" : host);
  }

  const asked = {
    "dateline:hello"(message, origin) {
      host = origin;
      tell({ type: "dateline:ready", places, sentences, layers: facts.layers.map((layer) => layer.name) });
    },
    "dateline:focus"({ place, sentence }) {
      const id = place ?? sentence;
      if (known.has(id)) location.hash = `#${id}`;
    },
    "dateline:layers"({ layers }) {
      for (const box of boxes) {
        const on = !Array.isArray(layers) || layers.includes(facts.layers[box.dataset.layer].name);
        if (box.checked === on) continue;
        box.checked = on;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }
    },
    "dateline:theme"({ theme }) {
      const scheme = document.getElementById("scheme");
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
