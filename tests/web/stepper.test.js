import assert from "node:assert/strict";
import { test } from "node:test";
import { featureOf, page } from "./scope.js";

const stop = (n, ...sentences) => featureOf({ id: `place-${n}`, name: `Town ${n}`, mentions: sentences.map((s, i) => [`t${n}-${i}`, s, "name", 0]) });
const march = featureOf({
  id: "flow-1-3", look: "flow", name: "The march", mentions: [["m1", "s02", "flow", null], ["m2", "s04", "flow", null]],
  stops: [["place-1", "2026-03-04"], ["place-9", ""], ["place-2", ""], ["place-3", "2026-03-06"]],
});
const { dated, features, stopsOf } = page("stepper", "dated, stopsOf", {
  features: [stop(1, "s01", "s02"), stop(2, "s03"), stop(3, "s04", "s05"), march],
}, { elements: { map: { closest: () => ({ getAttribute: () => "en" }) } } });

test("a stop is shown at the sentence that tells of the movement, else at its first", () => {
  const stops = stopsOf(features.get("flow-1-3"));
  assert.deepEqual(stops.map((s) => [s.feature.name, s.mention, s.day]), [
    ["Town 1", 1, "2026-03-04"], ["Town 2", 0, ""], ["Town 3", 0, "2026-03-06"],
  ]);
});

test("what has no stops has no steps", () => {
  assert.deepEqual(stopsOf(features.get("place-1")), []);
});

test("a date is told in the page's language, other words stay", () => {
  assert.equal(dated("2026-03-04"), "March 4, 2026");
  assert.equal(dated("on Tuesday"), "on Tuesday");
  assert.equal(dated(""), "");
});
