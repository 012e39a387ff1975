// Where names, their lines, signs and panels are on a page's map, in pixels of the window.
() => {
  const seen = (e) => getComputedStyle(e).visibility === "visible";
  const box = (r, by = 0) => [r.left + by, r.top + by, r.right - by, r.bottom - by];
  const boxOf = (e, by = 0) => box(e.getBoundingClientRect(), by);
  const feature = (id) => document.querySelector(`path[data-feature="${id}"]`);
  const numbers = (text) => text.replace("translate3d", "").match(/-?[\d.]+(?:e-?\d+)?/g).map(Number);
  const pane = document.querySelector(".leaflet-labels-pane").getBoundingClientRect();
  const names = [];
  for (const label of document.querySelectorAll(".label.shown")) {
    const leader = label.previousElementSibling?.matches(".leader.shown") ? label.previousElementSibling : null;
    let line = null;
    if (leader) {
      const [left, top, angle] = numbers(leader.style.transform);
      const length = parseFloat(leader.style.inlineSize);
      const [x, y] = [pane.left + left, pane.top + top];
      line = [[x, y], [x + length * Math.cos(angle), y + length * Math.sin(angle)]];
    }
    names.push({ name: label.textContent, of: label.dataset.of ?? null, country: label.matches(".country"), boxes: [boxOf(label, 2)], line,
      sign: label.querySelector(".sign") && boxOf(label.querySelector(".sign")), end: label.matches(".line:not([data-of])") });
  }
  for (const bent of document.querySelectorAll(".along.shown")) {
    const text = bent.querySelector("text");
    const back = text.getScreenCTM();
    const letters = [...text.textContent].map((_, n) => text.getExtentOfChar(n)).map((r) => {
      const p = new DOMPoint(r.x + r.width / 2, r.y + r.height / 2).matrixTransform(back);
      return [p.x - 4, p.y - 4, p.x + 4, p.y + 4];
    });
    names.push({ name: text.textContent, of: bent.dataset.of ?? null, country: false, boxes: letters, line: null, sign: null, end: false });
  }
  const signs = [...document.querySelectorAll("path.feature.spot:not(.bare):not(.cut), path.feature.spot.dot:not(.cut)")].map((e) => [e.dataset.feature, boxOf(e, 1.5)]);
  const panels = [...document.querySelectorAll("#map :is(#legend, #locator, #credits, .leaflet-control)")]
    .filter((e) => seen(e) && e.offsetWidth).map((e) => boxOf(e));
  const holds = (path, [x, y]) => path.isPointInFill(new DOMPoint(x, y).matrixTransform(path.getScreenCTM().inverse()));
  const about = ([x, y]) => [[0, 0], [-3, 0], [3, 0], [0, -3], [0, 3]].map(([dx, dy]) => [x + dx, y + dy]);
  const middle = ([left, top, right, bottom]) => [(left + right) / 2, (top + bottom) / 2];
  const drawn = [...document.querySelectorAll("path.feature[data-feature]:is(.area, .quiet)")].filter((p) => p.getAttribute("fill-rule"));
  const land = document.querySelector("path.land");
  for (const name of names) {
    const path = name.of && feature(name.of);
    if (!drawn.includes(path)) continue;
    const [left, top, right, bottom] = name.boxes[0];
    const own = (p) => about(p).some((q) => holds(path, q));
    const corners = [0, 0.25, 0.5, 0.75, 1].flatMap((x) => [top, bottom].map((y) => [left + x * (right - left), y]));
    const [x0, y0, x1, y1] = boxOf(path);
    const little = x1 - x0 < right - left + 8 && y1 - y0 < 3 * (bottom - top);
    const beside = little && left < x1 + 6 && right > x0 - 6 && top < y1 + 6 && bottom > y0 - 6;
    if (name.line) name.outside = !own(name.line[1]);
    else if (name.country) name.outside = !beside && !corners.every(own);
    else name.outside = !beside && !own(name.sign ? middle(name.sign) : middle(name.boxes[0]));
    const others = [...drawn.filter((other) => !other.matches(".wet")), land].filter((other) => other && other !== path); // a sea is no country
    if (name.country && !corners.every(own)) name.abroad = corners.some((p) => others.some((other) => holds(other, p)));
  }
  return { names, signs, panels };
}
