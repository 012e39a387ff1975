import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { MODULES } from "./scope.js";

const code = (text) => text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
const ALL = code(Object.values(MODULES).join("\n"));
const NAMES = [...ALL.matchAll(/^(?:async )?(?:function|const|let) (\w+)/gm)].map(([, name]) => name);

test("every name of a module is used", () => {
  assert.ok(NAMES.length > 100);
  const unused = NAMES.filter((name) => ALL.split(new RegExp(`\\b${name}\\b`)).length < 3);
  assert.deepEqual(unused, []);
});

test("no module has the name of another's", () => {
  assert.equal(new Set(NAMES).size, NAMES.length);
});

test("every package that is installed is pinned", () => {
  const { devDependencies, overrides } = JSON.parse(readFileSync(join(import.meta.dirname, "package.json"), "utf8"));
  const pins = new Set(Object.entries({ ...devDependencies, ...overrides }).map(([name, version]) => `${name.replace(/(?<=.)@.*/, "")} ${version}`));
  const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, "node_modules/.package-lock.json"), "utf8"));
  const installed = Object.entries(packages).map(([path, { version }]) => `${path.replace(/.*node_modules\//, "")} ${version}`);
  // The compiler's own program, one for each system, which it pins itself.
  const loose = installed.filter((one) => !pins.has(one) && !one.startsWith("@typescript/typescript-"));
  assert.deepEqual(loose, []);
});
