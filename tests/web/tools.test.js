import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./scope.js";

const tools = (title) => page("tools", "folded, excerpt, stem", {}, { title });

test("search folds case and accents, and leaves other letters", () => {
  const { folded } = tools("");
  assert.equal(folded("Ángela Ñuñoa"), "angela nunoa");
  assert.equal(folded("ŁÓDŹ"), "łodz");
  assert.equal(folded("İzmir"), "izmir");
  assert.equal(folded("東京"), "東京");
});

test("an excerpt shows what was sought in its own spelling, with some words around it", () => {
  const { excerpt, folded } = tools("");
  const text = `${"a ".repeat(40)}near  São\n Paulo ${"b ".repeat(40)}`;
  const [before, here, after] = excerpt(text, folded("são paulo"));
  assert.equal(here, "São Paulo");
  assert.match(before, /^….{30}$/u);
  assert.match(before, / near $/);
  assert.match(after, /^ b b.*…$/);
});

test("an excerpt from a sentence's beginning has no dots before it", () => {
  const { excerpt } = tools("");
  assert.deepEqual(excerpt("Lima is large.", "lima"), ["", "Lima", " is large.…"]);
});

test("letters outside the basic plane, or of two characters when folded, do not shift an excerpt", () => {
  const { excerpt } = tools("");
  assert.equal(excerpt("𐐀𐐀 İİ ﬁn Lima", "lima")[1], "Lima");
});

test("what is found only across the fold of letters shows the sentence's beginning", () => {
  const { excerpt } = tools("");
  assert.deepEqual(excerpt("x".repeat(200), "nowhere"), ["x".repeat(80), "", ""]);
});

test("a file is named for the page's title", () => {
  assert.equal(tools("“Floods” in Łódź: 3/4 gone?").stem(), "floods-in-łodz-3-4-gone");
  assert.equal(tools("…").stem(), "map");
  assert.equal(tools(`${"word ".repeat(11)}cut-in-two here`).stem(), `${"word-".repeat(11)}cut`);
  assert.equal(tools("a".repeat(100)).stem().length, 60);
});
