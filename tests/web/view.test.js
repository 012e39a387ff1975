import assert from "node:assert/strict";
import { test } from "node:test";
import { mapOf, page } from "./scope.js";

const { cheapest, padding, show } = page("view", "cheapest, padding");
const frame = (more) => ({ legend: null, panels: [], zoom: 5, by: 1, x: 0, y: 0, cost: 0, ...more });

test("the legend stands where it hides the least", () => {
  const left = frame({ legend: "top left", panels: [[0, 0, 50, 50]], cost: 1 });
  const right = frame({ legend: "top right", panels: [[50, 0, 100, 50]], cost: 2 });
  const places = [[{ x: 10, y: 10 }, 5], [{ x: 60, y: 10 }, 1]];
  assert.equal(cheapest([left, right], places).legend, "top right");
});

test("a place counts where the frame puts it, at its zoom", () => {
  const panels = [[0, 0, 50, 50]];
  const shifted = frame({ panels, x: 45, cost: 1 });
  const smaller = frame({ panels, by: 0.5, zoom: 4, cost: 2 });
  assert.equal(cheapest([shifted, smaller], [[{ x: 10, y: 10 }, 9]]), shifted);
  assert.equal(cheapest([shifted, smaller], [[{ x: 60, y: 80 }, 9]]), shifted);
  assert.equal(cheapest([shifted, smaller], [[{ x: -2, y: 10 }, 9]]), smaller);
});

test("of frames that hide the same, the cheapest is taken, the first of equals", () => {
  const [one, two, three] = [frame({ cost: 3 }), frame({ cost: 2 }), frame({ cost: 2 })];
  assert.equal(cheapest([one, two, three], []), two);
});

test("a small map spends less on margins, and leaves its buttons free", () => {
  show(mapOf([1200, 800]));
  assert.deepEqual(padding(), { paddingTopLeft: [36, 36], paddingBottomRight: [36, 56] });
  show(mapOf([390, 300]));
  assert.deepEqual(padding(), { paddingTopLeft: [60, 14], paddingBottomRight: [14, 34] });
});
