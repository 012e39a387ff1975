import assert from "node:assert/strict";
import { test } from "node:test";
import { L, page } from "./scope.js";

const { alongLine, lengthOf } = page("map along", "alongLine, lengthOf");
const free = () => true;
/** A wave from east to west: the name turns around, to read from left to right. */
const wave = Array.from({ length: 60 }, (_, n) => L.point(600 - 10 * n, 200 + 30 * Math.sin(n / 9)));

test("a name follows a river from left to right, above it and as long as it is", () => {
  const { course, boxes } = alongLine(wave, 90, 16, free);
  assert.ok(course[0].x < course.at(-1).x);
  assert.ok(lengthOf(course) >= 90 && lengthOf(course) < 150);
  for (const p of course) {
    const under = wave.reduce((one, other) => (other.distanceTo(p) < one.distanceTo(p) ? other : one));
    assert.ok(p.y < under.y, `${p} is not above ${under}`);
    assert.ok(under.distanceTo(p) < 20, `${p} is far from ${under}`);
  }
  assert.ok(boxes.every(([left, top, right, bottom]) => Math.abs(right - left - 16) + Math.abs(bottom - top - 16) < 1e-9));
});

test("it keeps off what is taken", () => {
  const usual = alongLine(wave, 90, 16, free).course;
  const taken = ([left, , right]) => right < usual[0].x || left > usual.at(-1).x;
  const { course } = alongLine(wave, 90, 16, taken);
  assert.ok(course.at(-1).x < usual[0].x || course[0].x > usual.at(-1).x);
  assert.equal(alongLine(wave, 90, 16, () => false), null);
});

test("a short or a crooked river has its name beside it", () => {
  assert.equal(alongLine(wave.slice(0, 8), 90, 16, free), null);
  const zigzag = Array.from({ length: 60 }, (_, n) => L.point(10 * n, n % 8 < 4 ? 100 : 160));
  assert.equal(alongLine(zigzag, 90, 16, free), null);
  assert.equal(alongLine([], 90, 16, free), null);
});

test("the name of a long area stands on its axis", () => {
  const line = Array.from({ length: 40 }, (_, n) => L.point(10 * n, 100 + n));
  const { course, boxes } = alongLine(line, 90, 16, free, true);
  for (const { x, y } of course) assert.ok(y > 100 + x / 10 && y < 108 + x / 10);
  for (const [left, top, right, bottom] of boxes) assert.ok(Math.abs((top + bottom) / 2 - 100 - (left + right) / 20) < 3);
});
