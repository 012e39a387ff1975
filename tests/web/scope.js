// Modules of the page without a browser: they share one scope, as in the page; what they see of a page is given.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compileFunction } from "node:vm";

/** The modules of a folder by their names. @param {string} folder */
const modulesOf = (folder) => Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => [name.slice(0, -3), readFileSync(join(folder, name), "utf8")]),
);

const FOLDER = join(import.meta.dirname, "../../geo/drawing/web");

/** The modules of the page by their names. */
export const MODULES = modulesOf(FOLDER);
/** Those of the review. */
export const REVIEW = modulesOf(join(import.meta.dirname, "../../geo/review/web"));

/** Leaflet as it is, around which it finds what it asks a browser for when it is loaded. */
export const L = (() => {
  const element = { style: {}, setAttribute() {} };
  const document = { documentElement: element, createElement: () => element, createElementNS: () => ({}) };
  const around = { exports: {}, module: {}, window: { devicePixelRatio: 1 }, document, navigator: { userAgent: "", platform: "" }, screen: {} };
  const code = readFileSync(createRequire(import.meta.url).resolve("leaflet"), "utf8");
  compileFunction(code, Object.keys(around))(...Object.values(around));
  return around.exports;
})();

/**
 * Run modules in one scope.
 *
 * @param {string} modules names of modules, in their order
 * @param {string} names what to take out of their scope, as in the braces of an object
 * @param {object} globals what they find around them
 * @param {Record<string, string>} folder the modules by their names
 */
export function load(modules, names, globals = {}, folder = MODULES) {
  const around = { L, ...globals };
  const code = modules.split(" ").map((name) => folder[name]).join("\n");
  return compileFunction(`"use strict";\n${code}\nreturn { ${names} };`, Object.keys(around))(...Object.values(around));
}

export const FACTS = {
  words: {}, features: [], resolutions: [], claims: [], layers: [{ name: "one", title: "One", sign: "m1 1z" }], context: [], towns: [], waters: [],
  repeats: {}, view: [[-10, -10], [10, 10]], zones: [[[[-12, -12], [12, 12]], 9], [[[-20, -20], [20, 20]], 7]],
  plane: { scale: 100, west: -20, north: 20 },
  lettering: JSON.parse(readFileSync(join(FOLDER, "../labels.json"), "utf8")),
};

/** A feature as the page has it; a point by default. */
export const featureOf = (more) => ({
  id: "place-1", name: "One", look: "town", layers: [0], classes: "k0", shape: "spot", kind: "city", where: "", extent: "",
  label: null, mentions: [["t1", "s01", "name", 0]], claims: [], ...more,
});

/**
 * Run modules of the page after its state.
 *
 * @param {string} modules
 * @param {string} names what to take out of their scope, beside the state
 * @param {object} facts what is not as in `FACTS`
 * @param {object} more of the document, and its elements by id
 */
export function page(modules, names, facts = {}, { elements = {}, ...more } = {}) {
  const data = { textContent: JSON.stringify({ ...FACTS, ...facts }) };
  const all = { "dateline-data": data, ...elements };
  const document = { getElementById: (id) => all[id] ?? null, querySelectorAll: () => [], ...more };
  const Path2D = class { constructor(/** @type {any} */ outline) { this.outline = outline; } };
  const around = { document, matchMedia: () => ({ matches: false }), Path2D };
  return load(`state ${modules}`.trim(), `features, chosen, labels, show: (drawn) => { map = drawn; }, ${names}`, around);
}

/** What the modules ask of a Leaflet map, in Web Mercator, of a size in pixels. */
export function mapOf([width, height], centre = [0, 0], zoom = 4) {
  const crs = L.CRS.EPSG3857;
  const project = (at, z = zoom) => crs.latLngToPoint(L.latLng(at), z);
  const corner = project(centre).subtract([width / 2, height / 2]);
  const latLng = (point) => crs.pointToLatLng(L.point(point).add(corner), zoom);
  const onMap = (at) => project(at).subtract(corner);
  return {
    project,
    getSize: () => L.point(width, height),
    getZoom: () => zoom,
    getBounds: () => L.latLngBounds(latLng([0, height]), latLng([width, 0])),
    hasLayer: () => true,
    latLngToContainerPoint: onMap,
    latLngToLayerPoint: onMap,
    layerPointToLatLng: latLng,
    containerPointToLayerPoint: (point) => L.point(point),
    getPixelOrigin: () => corner,
  };
}
