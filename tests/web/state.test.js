import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./scope.js";

const { overlap, shared, say, calmly } = page("", "overlap, shared, say, calmly", {
  words: { number_of: "{n} of {total}", odd: "{n} and {n}, {$&}" },
});

test("boxes that only touch do not overlap", () => {
  assert.equal(overlap([0, 0, 10, 10], [10, 0, 20, 10]), false);
  assert.equal(overlap([0, 0, 10, 10], [9, 9, 20, 20]), true);
  assert.equal(overlap([0, 0, 10, 10], [5, 5, 5, 5]), true); // a point
});

test("the area that boxes share", () => {
  assert.equal(shared([0, 0, 10, 10], [8, 5, 20, 20]), 10);
  assert.equal(shared([0, 0, 10, 10], [20, 0, 30, 10]), 0);
  assert.equal(shared([0, 0, 10, 10], [20, 20, 30, 30]), 0); // not the product of two gaps
});

test("words are filled with values, which are not read again", () => {
  assert.equal(say("number_of", { n: 2, total: 7 }), "2 of 7");
  assert.equal(say("odd", { n: "$&{n}" }), "$&{n} and $&{n}, {$&}");
});

test("a calm function runs once, after the last call", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let runs = 0;
  const calm = calmly(30, () => { runs += 1; });
  calm();
  mock.timers.tick(20);
  calm();
  mock.timers.tick(20);
  assert.equal(runs, 0);
  mock.timers.tick(10);
  assert.equal(runs, 1);
});
