import assert from "node:assert/strict";
import { test } from "node:test";
import { featureOf, page } from "./scope.js";

const one = featureOf({ mentions: [["t1", "s01", "name", 0], [null, "s01", "name", 0], ["t4", "s03", "name", 0]] });
const two = featureOf({ id: "place-2", mentions: [["t2", "s01", "name", 0]] });
const { address, features, featuresOf, named, unescaped } = page(
  "reading", "address, featuresOf, named, unescaped", { features: [one, two] },
);
const found = (id, number) => {
  const [feature, mention] = named(id, number) ?? [];
  return feature && [feature.id, mention];
};

test("an address names a feature and one of its mentions", () => {
  assert.deepEqual(found("place-1"), ["place-1", 0]);
  assert.deepEqual(found("place-1", "3"), ["place-1", 2]);
});

test("a number that is none, or out of range, is brought into it", () => {
  for (const [number, mention] of [["0", 0], ["-4", 0], ["99", 2], ["x", 0], ["", 0], ["2x", 1]]) {
    assert.deepEqual(found("place-1", number), ["place-1", mention]);
  }
});

test("an address names a mention by its own id", () => {
  assert.deepEqual(found("t4"), ["place-1", 2]);
  assert.deepEqual(found("t2"), ["place-2", 0]);
});

test("a sentence, nothing, and what is unknown name no feature", () => {
  for (const id of ["s01", "", "null", "constructor", "place-3"]) assert.equal(named(id), null);
});

test("an address is read as it is written", () => {
  for (const [id, feature] of features) {
    feature.mentions.forEach((_, mention) => {
      const [again, number] = address(feature, mention).slice(1).split("/");
      assert.deepEqual(found(again, number), [id, mention]);
    });
  }
});

test("a stray percent sign stays as it is", () => {
  assert.equal(unescaped("flow-%C3%A1"), "flow-á");
  assert.equal(unescaped("50%"), "50%");
});

test("the features of a sentence", () => {
  assert.deepEqual(featuresOf("s01").map((feature) => feature.id), ["place-1", "place-2"]);
  assert.deepEqual(featuresOf("s02"), []);
});
