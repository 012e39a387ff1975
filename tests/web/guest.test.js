import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./scope.js";

/** A page in a frame, with the hosts that may talk with it, and a message from one of them. */
function guest(hosts) {
  const sent = [];
  const heard = {};
  const listen = (name, listener) => { heard[name] = listener; };
  const parent = { postMessage: (message, origin) => sent.push([message, origin]) };
  const box = { dataset: { layer: "0" }, checked: true, dispatchEvent() { this.changed = true; } };
  const scheme = { value: "auto", dispatchEvent() {} };
  const facts = { features: [{ id: "place-1" }], layers: [{ name: "places" }] };
  const elements = {
    "meta[name='dateline-hosts']": [{ content: hosts }],
    "#dateline-data": [{ textContent: JSON.stringify(facts) }],
    ".sentence[id]": [{ id: "s01" }],
    "[data-layer]": [box],
    "#scheme": [scheme],
  };
  const document = { querySelectorAll: (selector) => elements[selector] ?? [], addEventListener: listen };
  const location = { hash: "" };
  load("guest", "", { window: {}, parent, document, location, addEventListener: listen, Event: class {} });
  const say = (data, origin = "https://a.example", source = parent) => heard.message({ data, origin, source });
  return { box, heard, location, say, scheme, sent };
}

test("a host that says hello hears what there is, and then what is chosen", () => {
  const { heard, say, sent } = guest("https://a.example");
  heard["dateline:select"]({ detail: { place: "place-1", sentence: "s01" } });
  assert.deepEqual(sent, []);
  say({ type: "dateline:hello" });
  heard["dateline:select"]({ detail: { place: null, sentence: "s01" } });
  assert.deepEqual(sent, [
    [{ type: "dateline:ready", places: ["place-1"], sentences: ["s01"], layers: ["places"] }, "https://a.example"],
    [{ type: "dateline:select", place: null, sentence: "s01" }, "https://a.example"],
  ]);
});

test("other windows, other origins and unknown messages are not heard", () => {
  const { location, say, sent } = guest("https://a.example https://b.example");
  const focus = { type: "dateline:focus", place: "place-1" };
  say(focus, "https://c.example");
  say(focus, "null");
  say(focus, "https://a.example", {});
  for (const data of [null, "hello", { type: "constructor" }, { type: "toString" }, { type: 7 }, {}]) say(data);
  assert.deepEqual([location.hash, sent], ["", []]);
  say(focus, "https://b.example");
  assert.equal(location.hash, "#place-1");
});

test("only ids of the page are gone to", () => {
  const { location, say } = guest("");
  for (const place of ["place-2", "", null, "__proto__", "x\"]"]) say({ type: "dateline:focus", place });
  assert.equal(location.hash, "");
  say({ type: "dateline:focus", sentence: "s01" });
  assert.equal(location.hash, "#s01");
});

test("layers are switched by name, and all are shown where none is named", () => {
  const { box, say } = guest("");
  say({ type: "dateline:layers", layers: ["flows"] });
  assert.deepEqual([box.checked, box.changed], [false, true]);
  say({ type: "dateline:layers", layers: null });
  assert.equal(box.checked, true);
});

test("colours that there are not are the page's own", () => {
  const { say, scheme } = guest("");
  say({ type: "dateline:theme", theme: "dark" });
  assert.equal(scheme.value, "dark");
  say({ type: "dateline:theme", theme: "red" });
  assert.equal(scheme.value, "auto");
});
