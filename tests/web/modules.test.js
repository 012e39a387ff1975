import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { MADE, made } from "./make.js";
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

test("the scripts of pages are made from the modules as they are: npm run make", () => {
  for (const [name, script] of Object.entries(made())) assert.ok(readFileSync(join(MADE, name), "utf8") === script, name);
});

test("every package that is installed is pinned", () => {
  const { devDependencies, overrides } = JSON.parse(readFileSync(join(import.meta.dirname, "package.json"), "utf8"));
  const pins = new Set(Object.entries({ ...devDependencies, ...overrides }).map(([name, version]) => `${name.replace(/(?<=.)@.*/, "")} ${version}`));
  const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, "node_modules/.package-lock.json"), "utf8"));
  const installed = Object.entries(packages).map(([path, { version }]) => `${path.replace(/.*node_modules\//, "")} ${version}`);
  // The compilers' own programs, one for each system, which they pin themselves.
  const loose = installed.filter((one) => !pins.has(one) && !/^@(typescript\/typescript-|esbuild\/)/.test(one));
  assert.deepEqual(loose, []);
});
