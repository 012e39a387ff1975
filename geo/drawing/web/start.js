// The start: make the map, and add the event listeners.

/** The nearest element around an event's target that matches a selector. @type {(event: Event, selector: string) => HTMLElement | null} */
const within = ({ target }, selector) => (target instanceof Element ? target.closest(selector) : null);

function listen() {
  /** @type {(event: Event) => Feature[]} */
  const hovered = (event) => {
    const row = within(event, "#legend [data-lights]");
    if (row) {
      const layer = Number(row.dataset.lights);
      return shownFeatures().filter((feature) => feature.layers.includes(layer));
    }
    const said = within(event, "a.mention, .passage");
    const ids = said instanceof HTMLAnchorElement ? [said.hash.slice(1)] : said?.dataset.flows?.split(" ") ?? [];
    return ids.map((id) => features.get(id)).filter((feature) => feature !== undefined);
  };
  for (const [name, on] of Object.entries({ mouseover: true, mouseout: false, focusin: true, focusout: false })) {
    document.addEventListener(name, (event) => {
      for (const feature of hovered(event)) light(feature, on);
    });
  }
  document.addEventListener("click", (event) => {
    const link = within(event, "a[href^='#']");
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const feature = features.get(link.hash.slice(1));
    if (feature) {
      event.preventDefault();
      const number = feature.mentions.findIndex(([id]) => id && id === link.id);
      go(address(feature, Math.max(0, number)), link.id ? "text" : "list");
    } else {
      if (document.fullscreenElement) document.exitFullscreen();
      event.preventDefault(); // in a frame without an address of its own, the link would lead out of it
      go(link.hash, "list");
    }
  });
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box instanceof HTMLInputElement && box.dataset.layer) toggle(Number(box.dataset.layer), box.checked);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Tab") throughCard(event);
    throughText(event);
    if (event.key !== "Escape") return;
    if (byId("more").open) {
      byId("more").open = false;
      elements("#more summary")[0].focus();
    } else if (!byId("hits").hidden) {
      byId("hits").hidden = true;
      byId("query").focus();
    } else if (!byId("card").hidden) leave();
  });
  for (const name of ["pointerdown", "focusin"]) {
    document.addEventListener(name, (event) => {
      if (!within(event, "#more")) byId("more").open = false;
      if (!within(event, "#search")) byId("hits").hidden = true;
    });
  }
  addEventListener("hashchange", route);
  addEventListener("popstate", (event) => {
    returned = event.state?.at ? event.state : null;
    if (location.hash) return; // as the address changes, too, `route` follows
    chooseNothing();
    if (returned) restoreView(returned);
  });
  addEventListener("scroll", calmly(90, () => {
    keepPlace();
    follow();
  }), { passive: true });
  addEventListener("scroll", calmly(400, keepView), { passive: true });
  document.addEventListener("focusin", (event) => {
    const mention = within(event, MENTIONS);
    if (mention) stopAt(mention);
  });
  document.addEventListener("fullscreenchange", () => {
    map.dragging[touchOnly() && !document.fullscreenElement ? "disable" : "enable"]();
    settle();
  });
  narrow.addEventListener("change", settle);
  addEventListener("resize", calmly(80, () => {
    letters.clear(); // the size of text may have changed
    for (const label of labels) label.size = label.compact = null;
    clearCredits();
    returnToPlace();
    if (short.matches || narrow.matches) settle();
    placeLabels();
  }));
}

/** On a touch screen, one finger scrolls the page and two move the map. */
const touchOnly = () => matchMedia("(pointer: coarse)").matches;

/** Make the map and what is drawn on it, and show all of it; names and relief come later. */
function makeMap() {
  map = L.map(elements(".canvas")[0], {
    zoom: 2, zoomSnap: 0.25, maxBoundsViscosity: 1, zoomControl: false, attributionControl: false,
  });
  if (still.matches) {
    map.options.zoomAnimation = map.options.fadeAnimation = map.options.inertia = false;
    map.panBy = (by, options) => L.Map.prototype.panBy.call(map, by, { ...options, animate: false }); // by keys
  }
  if (touchOnly()) map.dragging.disable();
  drawBackdrop();
  makeFeatures();
  addControls();
  makeStepper();
  limitView(); // the map has a view from here on: all of it is drawn once
  makeOperable();
  map.on("moveend", calmly(400, keepView));
}

function start() {
  if (narrow.matches || innerHeight < 480 || legendHeight() > 0.6 * innerHeight) byId("legend")?.removeAttribute("open");
  // The script handles these addresses now; the browser alone would jump to the table.
  document.querySelectorAll("tr[id]").forEach((row) => row.removeAttribute("id"));
  history.scrollRestoration = "manual";
  teachShapes();
  makeMap();
  showTools();
  addHandle();
  listen();
  returned = history.state?.at ? history.state : null; // the page was opened again
  route();
  document.documentElement.classList.add("ready");
  // Names and relief can wait for the first picture.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(settleLooks)));
}

/** The approximate height of an open legend in pixels; computed, so that the browser makes no layout for it. */
function legendHeight() {
  const letter = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const keys = elements("#legend .key").length * 5 * letter; // what figures look like
  return elements("#legend li").length * 1.6 * letter + 5 * letter + keys;
}

/** Keep the scale clear of the credits; their height depends on their text. */
function clearCredits() {
  const credits = byId("credits");
  const wide = credits.offsetWidth > 0.7 * byId("map").clientWidth;
  const foot = `${byId("map").clientHeight - credits.offsetTop + 4}px`;
  byId("map").style.setProperty("--foot", foot);
  const room = wide ? foot : "";
  const [corner] = elements("#map .leaflet-bottom.leaflet-left");
  if (corner.style.marginBlockEnd !== room) corner.style.marginBlockEnd = room;
}

/** Place the names. What is measured comes before what is made: one layout is enough. @param {() => void} then */
function nameAll(then) {
  clearCredits();
  makeCloseUps();
  tuckPanels();
  makeLabels();
  placeLabels(then);
}

/** Draw what can wait for the names. */
function finishLooks() {
  makeLocator();
  makeInsets();
  makeOneStop();
  drawRelief();
  // From now on, more than the visible part is drawn, so that nothing is missing while the map is moved.
  map.eachLayer((layer) => {
    if (layer instanceof L.SVG) layer.options.padding = 0.5;
  });
}

function settleLooks() {
  nameAll(() => {
    document.documentElement.classList.add("named");
    setTimeout(() => {
      finishLooks();
      document.documentElement.classList.add("settled");
    });
  });
}

/** Show the still map's globe as the locator. */
function makeLocator() {
  const globe = document.querySelector("#still .globe");
  const locator = byId("locator");
  if (!globe || !locator) return;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 230 230");
  svg.append(globe.cloneNode(true));
  locator.append(svg);
}

/** Show the still map's small maps. */
function makeInsets() {
  for (const link of elements("#insets a")) {
    const inset = document.querySelector(`#still .inset[data-of="${link.dataset.inset}"]`)?.cloneNode(true);
    if (!(inset instanceof Element)) {
      link.parentElement?.remove(); // the still map shows the place itself
      continue;
    }
    inset.setAttribute("aria-hidden", "true");
    inset.querySelectorAll(".reference").forEach((number) => number.remove());
    link.append(inset);
  }
}

/** Put locator and small maps into the corners where they hide least; the legend has its corner already. */
function tuckPanels() {
  // None is better than one over a place of the story, if nobody chose it.
  const hides = (/** @type {HTMLElement} */ panel) => {
    panel.hidden = false; // what is hidden has no box
    return tuck(panel) >= 20 && !panel.matches(".chosen");
  };
  const [insets, locator] = [byId("insets"), byId("locator")];
  if (insets) {
    insets.hidden = hides(insets);
    while (insets.hidden && closeUps.length > 1) {
      closeUps.pop()?.item.remove();
      insets.hidden = hides(insets);
    }
  }
  if (locator) locator.hidden = hides(locator);
}
