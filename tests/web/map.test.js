import assert from "node:assert/strict";
import { test } from "node:test";
import { L, mapOf, page } from "./scope.js";

const { along, coordinatesOf, inView, scaledSign, show, tipped, uncovered } = page(
  "map labels", "along, coordinatesOf, inView, scaledSign, tipped, uncovered",
);
const points = (...all) => all.map(([x, y]) => L.point(x, y));
const pairs = (line) => line.map(({ x, y }) => [x, y]);

test("an outline is read back: steps from its corner, a hole with its shell, polygons apart", () => {
  const plane = { scale: 10, west: -20, north: 0 };
  const shells = coordinatesOf("M100 0 50 0 0 50z M300 0 10 0 0 10M302 1 2 0 0 2z", plane);
  assert.deepEqual(shells.map((rings) => rings.length), [1, 2]);
  assert.deepEqual(shells[0][0], [[-10, 0], [-5, 0], [-5, -4.9937], [-10, 0]]);
});

test("an outline's latitudes are those of Web Mercator", () => {
  const { x, y } = L.CRS.EPSG3857.latLngToPoint(L.latLng(48.8566, 2.3522), 0);
  const unit = 256 / 360;
  const plane = { scale: 1e6, west: -180, north: 180 };
  const [[[[lng, lat]]]] = coordinatesOf(`M${Math.round((x / unit) * 1e6)} ${Math.round((y / unit) * 1e6)} 1 0 0 1`, plane);
  assert.deepEqual([lng, lat], [2.3522, 48.8566]);
});

test("a sign is scaled number by number", () => {
  assert.equal(scaledSign("m-8-.5l4 2z", 0.5), "m-4.00 -0.25 l2.00  1.00 z");
});

test("a point along a line, and the rest of the line", () => {
  const line = points([0, 0], [10, 0], [10, 0], [10, 10]);
  const [at, rest] = along(line, 15);
  assert.deepEqual([at.x, at.y], [10, 5]);
  assert.deepEqual(pairs(rest), [[10, 5], [10, 10]]);
  const [end, none] = along(line, 50);
  assert.deepEqual([end.x, end.y, none], [10, 10, []]);
});

test("an arrowhead points the way of its line, a gap short of its end", () => {
  const [[tip, left, right], shaft] = tipped(points([0, 0], [100, 0]), 10, 20);
  assert.deepEqual([tip.x, tip.y], [90, 0]);
  assert.deepEqual(pairs([left, right]).sort(), [[70, -9], [70, 9]]);
  assert.deepEqual(pairs(shaft), [[0, 0], [76, 0]]); // it ends inside the head
});

test("what is in view of a line is its longest part there", () => {
  show(mapOf([400, 300]));
  const [line, length, starts, ends] = inView(points([200, 150], [900, 150]));
  assert.deepEqual(pairs(line), [[200, 150], [390, 150]]);
  assert.deepEqual([length, starts, ends], [190, true, false]);
  const [longer] = inView(points([100, -500], [100, 60], [100, -500], [300, -500], [300, 200]));
  assert.deepEqual(pairs(longer), [[300, 10], [300, 200]]);
});

test("a line out of view, or shorter than a pixel, is not seen", () => {
  show(mapOf([400, 300]));
  assert.deepEqual(inView(points([-50, 0], [-50, 300])), [[], 0, false, false]);
  assert.deepEqual(inView(points([100, 100], [100.5, 100])), [[], 0, false, false]);
});

test("a line ends before a panel that covers its end, and goes on under one that it comes out of", () => {
  const line = points([0, 0], [50, 0], [100, 0], [150, 0], [200, 0]);
  const panel = L.bounds([140, -10], [190, 10]);
  const short = pairs(uncovered(line, [panel]));
  assert.deepEqual([short[0], short.at(-1)], [[0, 0], [135, 0]]); // the last step before the panel
  assert.ok(short.every(([x, y], n) => y === 0 && x === 5 * n));
  assert.deepEqual(pairs(uncovered(points([0, 0], [50, 0], [150, 0], [200, 0], [300, 0]), [panel])).length, 5);
  assert.equal(uncovered(line, []), line);
  const atStart = L.bounds([-10, -10], [60, 10]);
  assert.equal(uncovered(line, [atStart]), line);
});
