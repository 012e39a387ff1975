// On a phone, map and text share the screen; the reader moves the handle between them by touch or by keys.

const STOPS = [15, 30, 45, 65, 85]; // percent
/** @type {Record<string, number | undefined>} */
const STEPS = { ArrowUp: -10, ArrowDown: 10, PageUp: -20, PageDown: 20 };
/** @type {Record<string, number | undefined>} */
const ENDS = { Home: 15, End: 85 };

/** Give the map a share of the screen, in percent. @param {number} percent */
function share(percent) {
  const within = Math.min(85, Math.max(15, percent));
  document.documentElement.style.setProperty("--share", `${within}vh`);
  byId("handle").setAttribute("aria-valuenow", String(Math.round(within)));
  byId("handle").setAttribute("aria-valuetext", `${Math.round(within)} %`);
}

/** @type {(stops: number[], to: number) => number} */
const nearest = (stops, to) => stops.reduce((a, b) => (Math.abs(b - to) < Math.abs(a - to) ? b : a));
const shareNow = () => Number(byId("handle").getAttribute("aria-valuenow"));

/** Fit the map into a new shape: the story as a whole, or what the reader looks at. */
function settle() {
  const whole = !chosen.feature && isFitted();
  map.invalidateSize({ animate: false });
  if (whole) fitStory(false);
  if (chosen.feature) reveal(chosen.feature);
  placeLabels();
}

function addHandle() {
  const handle = byId("handle");
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    const begun = shareNow();
    const drag = (/** @type {PointerEvent} */ move) => share(begun + (100 * (move.clientY - event.clientY)) / innerHeight);
    const drop = () => {
      handle.removeEventListener("pointermove", drag);
      share(nearest(STOPS, shareNow()));
      settle();
    };
    handle.addEventListener("pointermove", drag);
    handle.addEventListener("pointerup", drop, { once: true });
    handle.addEventListener("pointercancel", drop, { once: true });
  });
  handle.addEventListener("keydown", (event) => {
    const by = STEPS[event.key];
    const to = ENDS[event.key];
    if (by === undefined && to === undefined) return;
    event.preventDefault();
    share(to ?? shareNow() + (by ?? 0));
    settle();
  });
}
