// The functions of a folium map; `folium.py` writes each into it, without its name and the types in it.
/* eslint prefer-template: "off" -- the bytes of the map */

/**
 * Show a feature's text in its popup.
 *
 * @param {any} feature
 * @param {L.Layer} layer
 */
function foliumPopup(feature, layer) {
  if (!feature.properties.text) return;
  const [name, kind, ...sentences] = JSON.parse(feature.properties.text);
  const box = document.createElement("div");
  for (const [tag, text] of [["b", name], ["div", kind], ...sentences.map((/** @type {string} */ s) => ["p", s])]) {
    const line = document.createElement(tag);
    line.dir = "auto";
    line.textContent = text;
    box.append(line);
  }
  layer.bindPopup(box, { maxHeight: 320 });
}

/**
 * Stack large areas below small ones below lines below points, also after layers were switched off and on.
 *
 * @this {any}
 */
function foliumStack() {
  /** @type {any[]} */ const paths = [];
  this._map.eachLayer((/** @type {any} */ layer) => {
    if (layer.feature?.properties?.paint_order !== undefined) paths.push(layer);
  });
  const order = (/** @type {any} */ path) => path.feature.properties.paint_order;
  for (const path of paths.sort((one, other) => order(one) - order(other))) path.bringToFront();
}

/**
 * Add the legend to a map.
 *
 * @param {L.Map} map
 * @param {string} words
 * @param {string[][]} rows
 */
function foliumLegend(map, words, rows) {
  map.attributionControl.setPrefix("Leaflet");
  const key = L.control({ position: "bottomleft" });
  key.onAdd = () => {
    const box = L.DomUtil.create("details", "key");
    box.open = map.getSize().x > 600;
    L.DomUtil.create("summary", "", box).textContent = words;
    for (const [colour, look, title] of rows) {
      const row = L.DomUtil.create("div", "", box);
      const sign = L.DomUtil.create("span", look, row);
      sign.style.borderColor = colour;
      sign.style.background = look ? "none" : colour + "4d";
      row.append(title);
    }
    return box;
  };
  key.addTo(map);
}
