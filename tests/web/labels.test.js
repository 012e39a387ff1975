import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FACTS, featureOf, L, mapOf, page } from "./scope.js";

const SIZE = [800, 600];
const map = mapOf(SIZE);
const { atTheEdge, chosen, features, labels, leaderOf, openPoint, overlap, placeLabels, positions, show } = page(
  "map along labels view", "atTheEdge, leaderOf, openPoint, overlap, placeLabels, positions", {},
  {
    createElement: () => ({
      style: {}, setAttribute: () => {}, append: () => {}, classList: { toggle: () => {} },
      getContext: () => ({ isPointInPath: ({ outline }, x, y) => outline(x, y) }),
    }),
    createElementNS: () => ({ setAttribute: () => {}, append: () => {} }),
  },
);
L.DomUtil.setPosition = (element, { x, y }) => { element.at = [x, y]; };
show(map);

beforeEach(() => {
  features.clear();
  labels.length = 0;
  chosen.feature = null;
});

/** Coordinates of a position in the map's pixels. */
const at = (x, y) => {
  const { lat, lng } = map.layerPointToLatLng([x, y]);
  return [lat, lng];
};
/** A room around a position, its sides in the map's pixels. */
const room = (x, y, width, height) => [...at(x, y), ...[width, height].map((side) => (side * 360) / L.CRS.EPSG3857.scale(map.getZoom()))];
const spot = (x, y, more) => {
  const label = at(x, y);
  return featureOf({ label, layer: L.circleMarker(label), area: false, line: false, ...more });
};
/** A position in the map's pixels in the plane of outlines. */
const inPlane = (x, y) => {
  const { scale, west, north } = FACTS.plane;
  const flat = map.containerPointToLayerPoint(L.point(x, y)).add(map.getPixelOrigin()).divideBy(L.CRS.EPSG3857.scale(map.getZoom()) / 360);
  return { x: (flat.x - 180 - west) * scale, y: (flat.y - 180 + north) * scale };
};
const area = ([left, top, right, bottom], more) => {
  const [nw, se] = [inPlane(left, top), inPlane(right, bottom)];
  const ring = [[left, top], [right, top], [right, bottom], [left, bottom]].map(([x, y]) => at(x, y));
  const middle = at((left + right) / 2, (top + bottom) / 2);
  const layer = Object.assign(L.polygon([[ring]]), { outline: (x, y) => nw.x <= x && x <= se.x && nw.y <= y && y <= se.y });
  return featureOf({ label: middle, look: "area", layer, area: true, line: false, ...more });
};
/** Give a feature a name of a size, with a weight. */
const name = (feature, weight = 0, size = [60, 14]) => {
  const element = {
    classes: new Set(), style: {},
    classList: { toggle: (one, on) => element.classes[on ? "add" : "delete"](one) },
    before: (leader) => { element.leader = leader; },
  };
  const label = { feature, element, weight, size, look: "", text: "" };
  features.set(`${feature.id}-${features.size}`, feature);
  labels.push(label);
  return label;
};
const placed = () => new Promise((done) => { placeLabels(done); });
const shown = (label) => label.element.classes.has("shown");
const box = ({ element: { at: [x, y] }, size: [w, h] }) => [x, y, x + w, y + h];

test("a name stands beside its point, to the right where there is room", () => {
  const label = name(spot(400, 300));
  placeLabels();
  assert.ok(shown(label));
  const [left, top, , bottom] = box(label);
  assert.ok(left >= 405 && left < 420);
  assert.ok(top < 300 && bottom > 300);
});

test("a name at the map's right edge stands to the left of its point", () => {
  const label = name(spot(780, 300));
  placeLabels();
  assert.ok(shown(label));
  assert.ok(box(label)[2] <= 775);
});

test("names never stand on each other, nor on a point, nor over the edge; the heavier ones are there", async () => {
  let seed = 7;
  const next = (most) => {
    seed = (seed * 16807) % 2147483647;
    return seed % most;
  };
  const all = Array.from({ length: 200 }, (_, n) => name(spot(next(800), next(600)), n));
  await placed();
  const boxes = all.filter(shown).map(box);
  assert.ok(boxes.length > 20 && boxes.length < 200);
  for (const one of boxes) {
    assert.ok(one[0] > 0 && one[1] > 0 && one[2] < SIZE[0] && one[3] < SIZE[1]);
    assert.equal(boxes.filter((other) => overlap(one, other)).length, 1); // itself
    for (const { feature } of all) {
      const { x, y } = map.latLngToContainerPoint(feature.label);
      assert.equal(overlap(one, [x - 5, y - 5, x + 5, y + 5]), false);
    }
  }
  const heavier = all.slice(100).filter(shown).length;
  assert.ok(heavier > all.slice(0, 100).filter(shown).length);
});

test("of two names for one spot the heavier is shown, unless the other is chosen", () => {
  const crowd = { label: at(400, 300), look: "country", rooms: [room(400, 300, 501, 291)] };
  const [one, two] = [2, 1].map((weight) => name({ ...crowd }, weight, [500, 290]));
  placeLabels();
  assert.deepEqual([one, two].map(shown), [true, false]);
  chosen.feature = two.feature;
  placeLabels();
  assert.deepEqual([one, two].map(shown), [false, true]);
});

test("a name that a person wants stands, also where it has no room", () => {
  const crowd = { label: at(400, 300), look: "country", rooms: [room(400, 300, 501, 291)] };
  const [one, two] = [2, 1].map((weight) => name({ ...crowd, named: weight === 1 ? "always" : undefined }, weight, [500, 290]));
  placeLabels();
  assert.deepEqual([one, two].map(shown), [true, true]);
});

test("the name of a country stands in one of its rooms, or is left out", () => {
  for (const [width, expected] of [[62, true], [58, false]]) {
    labels.length = 0;
    const label = name({ label: at(400, 300), look: "country", rooms: [room(400, 300, width, 40)] });
    placeLabels();
    assert.equal(shown(label), expected);
    if (!expected) continue;
    const [left, top, right, bottom] = box(label);
    assert.ok(left >= 400 - width / 2 - 1 && right <= 400 + width / 2 + 1 && top >= 279 && bottom <= 321);
  }
});

test("a point between others has its name farther away, with a line to it", async () => {
  const label = name(spot(400, 300), 9);
  const others = [[-40, 0], [40, 0], [0, -14], [0, 14], [-40, -12], [40, -12], [-40, 12], [40, 12]];
  for (const [x, y] of others) name(spot(400 + x, 300 + y), 1, [1, 1]);
  await placed();
  assert.ok(shown(label));
  assert.ok(label.leader);
});

test("the name of a wide area stands in it, that of a small one beside it", () => {
  const wide = name(area([200, 200, 600, 400]));
  const small = name(area([50, 50, 60, 60]));
  placeLabels();
  const [left, top, right, bottom] = box(wide);
  assert.ok(left >= 200 && top >= 200 && right <= 600 && bottom <= 400);
  assert.equal(overlap(box(small), [50, 50, 60, 60]), false);
});

test("a place's name does not stand on another place's area, unless that holds it", () => {
  const point = spot(400, 300);
  const beside = name(point, 1, [90, 14]);
  name(area([402, 200, 600, 400], { id: "place-2" }), 0, [1000, 14]);
  placeLabels();
  assert.ok(shown(beside));
  assert.ok(box(beside)[2] <= 402 + 20);
  features.clear();
  labels.length = 0;
  const inside = name(point, 1, [90, 14]);
  name(area([200, 200, 600, 400], { id: "place-2" }), 0, [1000, 14]);
  placeLabels();
  assert.ok(box(inside)[0] > 400);
});

test("a country's name stands beside the point where movements end; without a name, the point is hidden", () => {
  const country = (more) => {
    const dot = { hidden: null };
    const getElement = () => ({ classList: { toggle: (_, on) => { dot.hidden = on; } } });
    const feature = area([100, 100, 700, 500], { look: "country", classes: "quiet", node: at(400, 300), label: at(400, 300), rooms: [room(400, 450, 300, 30)], dot: { getElement }, ...more });
    return [name(feature), dot];
  };
  const [named, dot] = country();
  placeLabels();
  const [left, top, right, bottom] = box(named);
  assert.ok(overlap([left - 8, top - 8, right + 8, bottom + 8], [400, 300, 400.1, 300.1]));
  assert.equal(dot.hidden, false);
  features.clear();
  labels.length = 0;
  const [pushed, hidden] = country();
  pushed.size = [60, 14];
  for (const [x, y] of [[400, 285], [400, 315], [440, 300], [360, 300]]) name(spot(x, y), 9, [1, 1]);
  placeLabels();
  assert.equal(overlap(box(pushed), [392, 292, 408, 308]), false);
  assert.equal(hidden.hidden, true);
});

test("a feature out of view, or without a place for its name, has no name there", () => {
  const [away, nowhere] = [name(spot(2000, 300)), name(spot(300, 300, { label: null }))];
  placeLabels();
  assert.deepEqual([away, nowhere].map(shown), [false, false]);
});

test("towns of the backdrop give way to the story, and are few", () => {
  const dot = () => ({ classList: { toggle() {} } });
  const towns = [100, 200, 300, 400, 500].flatMap((x) => [100, 200, 300, 400, 500].map((y) => {
    const town = name({ label: at(x, y), look: "town" }, -2);
    return Object.assign(town, { dot: dot() });
  }));
  const story = name(spot(100, 100), 1);
  placeLabels();
  assert.ok(shown(story));
  assert.equal(shown(towns[0]), false); // it would stand on the story's own point
  assert.equal(towns.filter(shown).length, Math.round((SIZE[0] * SIZE[1]) / 75000));
});

test("a line leads from a name to just inside its area", () => {
  const square = area([200, 200, 400, 400]);
  const middle = L.point(300, 300);
  const { from, length, angle } = leaderOf([50, 290, 110, 310], square, middle);
  assert.deepEqual([from.x, from.y, angle], [110, 300, 0]);
  assert.ok(Math.abs(length - (200 - 110 + 9)) < 1e-6);
  const below = leaderOf([290, 500, 310, 520], square, middle);
  assert.ok(Math.abs(below.angle + Math.PI / 2) < 1e-6);
  assert.ok(Math.abs(below.length - (503 - 400 + 9)) < 1e-6);
});

test("a line that meets no edge of its area goes as far as the label's point", () => {
  const square = area([200, 200, 400, 400]);
  assert.ok(Math.abs(leaderOf([290, 290, 295, 310], square, L.point(300, 300)).length - 5) < 1e-6);
});

test("the end of a flow that leaves the map is named inside it", () => {
  assert.deepEqual(atTheEdge([[-20, 300], [790, 595], [50, 60]], 60, 14), [[4, 300], [736, 582], [50, 60]]);
});

test("every position has the size of its name", () => {
  for (const feature of [
    spot(400, 300), area([200, 200, 600, 400]), area([200, 200, 250, 400]), area([50, 50, 60, 60]),
    { label: at(5, 5), look: "end" }, { label: at(5, 5), look: "country", rooms: [room(100, 90, 70, 20)] },
    { label: at(5, 5), look: "sea", rooms: [room(100, 90, 70, 20), room(200, 90, 70, 20)] }, spot(9, 9, { node: at(400, 300) }),
  ]) {
    const all = positions(feature, map.latLngToContainerPoint(feature.label), 60, 14).flat();
    assert.ok(all.length >= 2);
    for (const [left, top, right, bottom] of all) assert.deepEqual([right - left, bottom - top].map(Math.round), [60, 14]);
  }
});

test("a name stands on its place's point without a sign, at the end of a movement beside it", () => {
  for (const [how, on] of [["name", true], ["end", false]]) {
    const feature = spot(400, 300, { look: "water", shape: `spot point bare ${how}` });
    const [, [[left, top, right, bottom]], away] = positions(feature, L.point(400, 300), 60, 16);
    assert.equal(left < 400 && right > 400 && top < 300 && bottom > 300, on);
    assert.deepEqual(away, [], "no line leads to a water");
  }
});

test("a lake or river without an outline has a sign, beside which its name stands, or from which a line leads", () => {
  const lake = spot(400, 300, { look: "water", shape: "spot point wave" });
  const [, beside, away] = positions(lake, L.point(400, 300), 60, 16);
  assert.ok(beside.every((one) => !overlap(one, [397, 297, 403, 303])));
  assert.ok(away.length > 0);
});

test("only a region's name may stand off its point without a dot", () => {
  const reach = (look) => {
    const feature = spot(400, 300, { look, shape: "spot point bare name" });
    return Math.max(...positions(feature, L.point(400, 300), 60, 16)[1].map(([, top, , bottom]) => Math.abs((top + bottom) / 2 - 300)));
  };
  assert.ok(reach("area") > 20);
  assert.ok(reach("water") <= 16);
});

test("a name is clearly nearer to its own sign than to another's, if it can be", () => {
  const label = name(spot(400, 300), 9);
  name(spot(482, 300), 1, [1, 1]);
  placeLabels();
  assert.ok(shown(label));
  const [left, , right] = box(label);
  assert.ok(right < 482 - 7 - 4 - (left - 407), `${left} ${right}`);
});

test("no town of the backdrop stands where a name with a line would seem to be its own", async () => {
  const dot = { classList: { toggle() {} } };
  const beside = (more) => {
    labels.length = 0;
    features.clear();
    const label = name(spot(400, 300), 9);
    const others = [[-40, 0], [40, 0], [0, -14], [0, 14], [-40, -12], [40, -12], [-40, 12], [40, 12]];
    for (const [x, y] of others) name(spot(400 + x, 300 + y), 1, [1, 1]);
    return more ? [label, Object.assign(name({ label: more, look: "town" }, -2, [40, 12]), { dot })] : [label];
  };
  const [led] = beside();
  await placed();
  assert.ok(led.leader);
  const [left, top, right, bottom] = box(led);
  const [x, y] = [left < 400 ? left - 8 : right + 8, (top + bottom) / 2];
  const [again, town] = beside(at(x, y));
  await placed();
  assert.deepEqual(box(again), box(led));
  assert.equal(shown(town), false);
});

test("of the areas all around the map only the smallest is named, and none that is only mentioned", () => {
  const around = (by, more) => name(area([-by, -by, 800 + by, 600 + by], { id: `around-${by}`, ...more }));
  const [large, small] = [around(300), around(100)];
  placeLabels();
  assert.deepEqual([large, small].map(shown), [false, true]);
});

test("a line leads into the island that holds the label's point, past others", () => {
  const ring = ([left, top, right, bottom]) => [[left, top], [right, top], [right, bottom], [left, bottom]].map(([x, y]) => at(x, y));
  const islands = { ...area([300, 100, 340, 130]), id: "islands", layer: L.polygon([[ring([300, 100, 340, 130])], [ring([290, 300, 350, 380])]]) };
  const { from, length } = leaderOf([280, 40, 360, 60], islands, L.point(320, 340));
  assert.ok(Math.abs(from.y + length - 309) < 1);
});

test("where a panel hides a country's point, a line leads to its largest part that is open", () => {
  const ring = ([left, top, right, bottom]) => [[left, top], [right, top], [right, bottom], [left, bottom]].map(([x, y]) => at(x, y));
  const layer = Object.assign(L.polygon([[ring([100, 100, 300, 300])], [ring([400, 400, 480, 480])], [ring([600, 400, 620, 420])]]), { outline: () => true });
  const country = { ...area([100, 100, 300, 300]), id: "parts", look: "country", layer };
  const point = L.point(200, 200);
  assert.equal(openPoint(country, point, []), point);
  const { x, y } = openPoint(country, point, [[90, 90, 310, 310]]);
  assert.ok(Math.abs(x - 440) < 2 && Math.abs(y - 440) < 2);
});

test("the name of islands stands beside the very small one that holds its point, clear of a town's sign on it", () => {
  const ring = ([left, top, right, bottom]) => [[left, top], [right, top], [right, bottom], [left, bottom]].map(([x, y]) => at(x, y));
  const [small, far] = [[396, 296, 404, 304], [398, 200, 402, 206]];
  const islands = { ...area([396, 200, 404, 304]), id: "two", label: at(400, 300), layer: Object.assign(L.polygon([[ring(small)], [ring(far)]]), { outline: () => false }) };
  const label = name(islands);
  name(spot(400, 300), 9, [1, 1]);
  placeLabels();
  assert.ok(shown(label));
  const [left, top, right, bottom] = box(label);
  assert.equal(overlap([left, top, right, bottom], [393, 293, 407, 307]), false);
  assert.ok(overlap([left - 9, top - 9, right + 9, bottom + 9], small), "near the one that holds its point");
});

test("over many random frames, every name's line is nearer to its own sign than to another", async () => {
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const middle = ([left, top, right, bottom]) => [left + 2, Math.min(top + 7, (top + bottom) / 2), right - 2, Math.max(bottom - 7, (top + bottom) / 2)];
  const gap = ([left, top, right, bottom], [x, y]) => Math.hypot(Math.max(0, left - x, x - right), Math.max(0, top - y, y - bottom));
  let [named, led] = [0, 0];
  for (let frame = 0; frame < 120; frame += 1) {
    features.clear();
    labels.length = 0;
    const spread = 40 + 300 * random();
    const spots = Array.from({ length: 14 }, () => [400 + spread * (random() - 0.5), 300 + spread * (random() - 0.5)]);
    const all = spots.map(([x, y], n) => name(spot(x, y, { id: `s${frame}-${n}` }), n, [30 + 60 * random(), 16]));
    await placed();
    all.forEach((label, n) => {
      if (!shown(label)) return;
      named += 1;
      const line = middle(box(label));
      const others = spots.filter((_, m) => m !== n && Math.hypot(spots[m][0] - spots[n][0], spots[m][1] - spots[n][1]) > 2);
      const own = gap(line, spots[n]);
      const least = own < 20 ? own : 7; // with a line to its own, no other is near
      led += own < 20 ? 0 : 1;
      for (const other of others) assert.ok(gap(line, other) > least, `${frame}: ${n}`);
    });
  }
  assert.ok(named > 700 && led > 20, `${named} names, ${led} with lines`);
});
