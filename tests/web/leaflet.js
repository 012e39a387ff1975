// What a page uses of Leaflet, as its global L; the rest of it is not in the page.
import { control, Control } from "leaflet/src/control/Control.js";
import { Scale, scale } from "leaflet/src/control/Control.Scale.js";
import { Zoom, zoom } from "leaflet/src/control/Control.Zoom.js";
import * as DomEvent from "leaflet/src/dom/DomEvent.js";
import * as DomUtil from "leaflet/src/dom/DomUtil.js";
import { coordsToLatLngs, GeoJSON, geometryToLayer } from "leaflet/src/layer/GeoJSON.js";

Object.assign(Control, { Scale, Zoom });
Object.assign(GeoJSON, { coordsToLatLngs, geometryToLayer });
Object.assign(control, { scale, zoom });

export * from "leaflet/src/geo/index.js";
export * from "leaflet/src/geometry/index.js";
export { SVGOverlay, svgOverlay } from "leaflet/src/layer/SVGOverlay.js";
export * from "leaflet/src/layer/vector/index.js";
export * from "leaflet/src/map/index.js";
export { control, Control, DomEvent, DomUtil, GeoJSON };
