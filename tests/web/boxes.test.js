// Frame and small maps when they are dragged, layers in another order, and how places are shown.
import assert from "node:assert/strict";
import { test } from "node:test";

import { REVIEW, load } from "./scope.js";

const { around, centred, dragged, flat, handleAt, howShown, middleOf, reordered, shaped, showing, unrolled, written } = load(
  "boxes",
  "around, centred, dragged, flat, handleAt, howShown, middleOf, reordered, shaped, showing, unrolled, written",
  {},
  REVIEW,
);
const BOX = [-10, 40, 10, 60];
/** @type {(one: number[], other: number[], by?: number) => void} */
const near = (one, other, by = 1e-9) => one.forEach((v, n) => assert.ok(Math.abs(v - other[n]) < by, `${one} is not ${other}`));
const shapeOf = ([west, south, east, north]) => (east - west) / (flat(north) - flat(south));

test("a handle moves its sides alone, and never past the other side or the pole", () => {
  assert.deepEqual(dragged(BOX, "e", [15, 0]), [-10, 40, 15, 60]);
  assert.deepEqual(dragged(BOX, "nw", [-20, 70]), [-20, 40, 10, 70]);
  near(dragged(BOX, "w", [30, 0]), [9.95, 40, 10, 60]);
  near(dragged(BOX, "s", [0, 80]), [-10, 59.95, 10, 60]);
  assert.deepEqual(dragged(BOX, "n", [0, 89]), [-10, 40, 10, 84]);
  assert.deepEqual(dragged(BOX, "e", [900, 0]), [-10, 40, 350, 60], "once around the world at most");
});

test("each handle stands on what it moves", () => {
  assert.deepEqual(handleAt(BOX, "se"), [10, 40]);
  assert.deepEqual(handleAt(BOX, "n"), [0, 60]);
  assert.equal(handleAt(BOX, "n")[0], middleOf(BOX)[0]);
  for (const handle of ["", "n", "ne", "e", "se", "s", "sw", "w", "nw"]) near(dragged(BOX, handle, handleAt(BOX, handle)), BOX);
});

test("a box that is moved keeps its size on the map, and stays on it", () => {
  const moved = dragged(BOX, "", [30, 20]);
  near(middleOf(moved), [30, 20]);
  near([shapeOf(moved), moved[2] - moved[0]], [shapeOf(BOX), 20]);
  const north = centred(BOX, [0, 89]);
  near([north[3], shapeOf(north)], [84, shapeOf(BOX)]);
});

test("a small map keeps its shape: what is not dragged stays", () => {
  for (const handle of ["nw", "se"]) {
    const made = shaped(dragged(BOX, handle, handle === "nw" ? [-40, 61] : [20, 39]), handle, 1.4);
    near([shapeOf(made)], [1.4]);
    near(handle === "nw" ? made.slice(1, 3) : [made[0], made[3]], handle === "nw" ? [40, 10] : [-10, 60]);
  }
  near([shapeOf(around([100, -30], 3, 1.4))], [1.4]);
  near(middleOf(around([100, -30], 3, 1.4)), [100, -30]);
});

test("the file has longitudes from -180 to 180, rounded to what is seen", () => {
  assert.deepEqual(written([170.12345, -20.98765, 190.6, -10.5]), [170.12, -20.99, -169.4, -10.5]);
  assert.deepEqual(written([12.34567, 41.87654, 12.54567, 41.97654]), [12.3457, 41.8765, 12.5457, 41.9765]);
  assert.deepEqual(written([170, -5, 180, 5]), [170, -5, 180, 5]);
  assert.deepEqual(written([-170, -56, 190, 78]), [-180, -56, 180, 78]);
  for (const [box, at] of [[[170, -20, -170, -10], 175], [[170, -20, -170, -10], -175], [BOX, 0]]) assert.deepEqual(written(unrolled(box, at)), box);
  assert.deepEqual(unrolled([170, -20, -170, -10], -175), [-190, -20, -170, -10]);
});

test("a list has one member elsewhere", () => {
  assert.deepEqual(reordered(["a", "b", "c"], 0, 2), ["b", "c", "a"]);
  assert.deepEqual(reordered(["a", "b", "c"], 2, 0), ["c", "a", "b"]);
  assert.deepEqual(reordered(["a", "b", "c"], 0, -1), ["a", "b", "c"]);
  assert.deepEqual(reordered(["a", "b"], 0, 9), ["b", "a"]);
});

test("a place is in one list at most", () => {
  const map = { hidden: ["x"], labelled: ["y"], unlabelled: [] };
  assert.deepEqual(["x", "y", "z"].map((id) => howShown(id, map)), ["hidden", "labelled", "auto"]);
  assert.deepEqual(showing("x", "labelled", map), { hidden: [], labelled: ["y", "x"] });
  assert.deepEqual(showing("y", "auto", map), { labelled: [] });
  assert.deepEqual(showing("z", "unlabelled", map), { unlabelled: ["z"] });
  assert.deepEqual(showing("x", "hidden", map), {});
});
