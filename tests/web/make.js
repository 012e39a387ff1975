// Make the scripts of pages from their modules, small: node make.js
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { buildSync, transformSync } from "esbuild";

const FOLDER = join(import.meta.dirname, "../../geo/drawing/web");
const OPTIONS = /** @type {const} */ ({ minify: true, target: "es2022", charset: "utf8", legalComments: "none" });
const PAGE = "state map view along labels card reading stepper tools sheet start".split(" ");

/** The modules of each script, in order; those of a page share one scope. */
const SCRIPTS = { page: PAGE, review: [...PAGE, "again"], guest: ["guest"] };

/** Each script by the name of its file. @returns {Record<string, string>} */
export function made() {
  const scripts = Object.entries(SCRIPTS).map(([name, modules]) => {
    const own = modules.map((module) => readFileSync(join(FOLDER, `${module}.js`), "utf8")).join("\n");
    const whole = modules.includes("start") ? `"use strict";\n(() => {\n${own}\nstart();\n})();` : own;
    return [`${name}.js`, transformSync(whole, OPTIONS).code];
  });
  return { ...Object.fromEntries(scripts), "leaflet.js": leaflet() };
}

/** What a page uses of Leaflet, under the notice of the whole. */
function leaflet() {
  const whole = readFileSync(createRequire(import.meta.url).resolve("leaflet/dist/leaflet.js"), "utf8");
  const [notice] = /** @type {RegExpMatchArray} */ (/^\/\*[^]*?\*\//.exec(whole));
  const options = { ...OPTIONS, bundle: true, write: false, format: /** @type {const} */ ("iife"), globalName: "L", banner: { js: notice } };
  return buildSync({ ...options, entryPoints: [join(import.meta.dirname, "leaflet.js")] }).outputFiles[0].text;
}

export const MADE = join(FOLDER, "made");

if (process.argv[1] === import.meta.filename) {
  mkdirSync(MADE, { recursive: true });
  for (const [name, code] of Object.entries(made())) writeFileSync(join(MADE, name), code);
}
