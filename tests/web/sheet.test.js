import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./scope.js";

test("a handle that is let go snaps to the nearest stop", () => {
  const { nearest } = page("sheet", "nearest");
  const stops = [15, 30, 45, 65, 85];
  assert.deepEqual([0, 22, 23, 50, 56, 99].map((to) => nearest(stops, to)), [15, 15, 30, 45, 65, 85]);
});

test("a share of the screen stays within bounds, and the slider says it", () => {
  const attributes = {};
  const handle = { setAttribute: (name, value) => { attributes[name] = value; } };
  const style = { setProperty: (name, value) => { attributes[name] = value; } };
  const { share } = page("sheet", "share", {}, { elements: { handle }, documentElement: { style } });
  share(120);
  assert.deepEqual(attributes, { "--share": "85vh", "aria-valuenow": "85", "aria-valuetext": "85 %" });
  share(15.6);
  assert.deepEqual(attributes, { "--share": "15.6vh", "aria-valuenow": "16", "aria-valuetext": "16 %" });
});
