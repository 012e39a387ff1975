// Names along rivers and long areas: a name bends with a smooth part of a line, above it or on it.

const bending = facts.lettering.along;

/** Points at equal distances along a line. @param {L.Point[]} line */
function evenly(line) {
  const points = [line[0]];
  let left = bending.step;
  for (let i = 1; i < line.length; i += 1) {
    const [from, to] = [line[i - 1], line[i]];
    const length = from.distanceTo(to);
    for (; left <= length; left += bending.step) points.push(from.add(to.subtract(from).multiplyBy(left / length)));
    left -= length;
  }
  return points;
}

/** The mean of each point and its neighbours. @param {L.Point[]} points */
function smoothed(points) {
  return points.map((_, n) => {
    const near = points.slice(Math.max(0, n - bending.smooth), n + bending.smooth + 1);
    return near.reduce((sum, p) => sum.add(p), L.point(0, 0)).divideBy(near.length);
  });
}

/**
 * Find the part of a line that a name follows best: smooth, from left to right, with free boxes above it or on it.
 *
 * @param {L.Point[]} line in the map's pixels
 * @param {number} w the name's width
 * @param {number} h its height
 * @param {(box: Box) => boolean} free
 * @param {boolean} on whether it stands on the line
 * @returns {Along | null} the course of the letters' feet, and the boxes that they cover
 */
function alongLine(line, w, h, free, on = false) {
  if (line.length < 2) return null;
  const real = evenly(line);
  const even = smoothed(real);
  const room = w + bending.margin;
  const count = Math.ceil((1.12 * room) / bending.step);
  /** @type {Along | null} */
  let best = null;
  let least = Infinity;
  for (let start = 0; start + count < even.length; start += 3) {
    let [part, under] = [even.slice(start, start + count + 1), real.slice(start, start + count + 1)];
    const way = part[count].subtract(part[0]);
    const length = lengthOf(part);
    const bend = 1 - part[0].distanceTo(part[count]) / length;
    const cost = bend + 0.4 * (1 - Math.abs(way.x) / length); // a level name is read best
    if (length < room || bend > 1 - bending.straightest || cost >= least || Math.abs(way.x) < bending.level * length) continue;
    if (way.x < 0) [part, under] = [part.reverse(), under.reverse()];
    const ways = part.slice(4).map((p, n) => Math.atan2(p.y - part[n].y, p.x - part[n].x));
    if (ways.some((angle, n) => n >= 4 && Math.cos(angle - ways[n - 4]) < bending.sharpest)) continue;
    const up = (/** @type {number} */ n) => {
      const angle = ways[Math.min(n, ways.length - 1)];
      return L.point(Math.sin(angle), -Math.cos(angle));
    };
    // Clear of the line itself, which is less smooth.
    const gap = on ? -0.35 * h : bending.gap + Math.max(...part.map((p, n) => (under[n].x - p.x) * up(n).x + (under[n].y - p.y) * up(n).y));
    if (gap > h) continue;
    const course = part.map((p, n) => p.add(up(n).multiplyBy(gap)));
    if (lengthOf(course) < room) continue;
    const boxes = course.filter((_, n) => n % 2 === 0).map((p, n) => {
      const { x, y } = p.add(up(2 * n).multiplyBy(h / 2));
      return /** @type {Box} */ ([x - h / 2, y - h / 2, x + h / 2, y + h / 2]);
    });
    if (boxes.every(free)) [best, least] = [{ course, boxes }, cost];
  }
  return best;
}

/** The lines that a name may bend with: a river's course, or the axis of a long area. @param {Named} feature @returns {L.LatLng[][]} */
function linesAlong(feature) {
  if (feature.area && feature.axis) return L.GeoJSON.coordsToLatLngs(coordinatesOf(feature.axis, facts.plane)[0], 1);
  if (!["water", "line"].includes(feature.look) || !feature.line) return [];
  const ways = feature.layer.getLatLngs();
  return ways.length && Array.isArray(ways[0]) ? /** @type {L.LatLng[][]} */ (ways) : [/** @type {L.LatLng[]} */ (ways)];
}

/** Find the part in view of such a line that a name follows. @type {(lines: L.LatLng[][], on: boolean, w: number, h: number, size: L.Point, free: (box: Box) => boolean) => Along | null} */
function alongOne(lines, on, w, h, { x, y }, free) {
  const inside = (/** @type {Box} */ box) => box[0] > 4 && box[1] > 4 && box[2] < x - 4 && box[3] < y - 4 && free(box);
  for (const line of lines) {
    const [part] = inView(line.map((at) => map.latLngToLayerPoint(at)));
    const found = alongLine(part.map((p) => map.layerPointToContainerPoint(p)), w, h, inside, on);
    if (found) return found;
  }
  return null;
}

/** Draw a name along a course; hide it without a course. @type {(label: Label, course: L.Point[] | null) => void} */
function drawAlong(label, course) {
  label.along?.classList.toggle("shown", Boolean(course));
  if (!course) return;
  if (!label.along) {
    const name = `bent-${labels.indexOf(label)}`;
    const [svg, path, text, words] = ["svg", "path", "text", "textPath"].map((tag) => /** @type {SVGElement} */ (document.createElementNS("http://www.w3.org/2000/svg", tag)));
    svg.setAttribute("class", `along ${label.look}`);
    svg.setAttribute("aria-hidden", "true");
    path.id = name;
    words.setAttribute("href", `#${name}`);
    words.textContent = label.text;
    text.append(words);
    svg.append(path, text);
    if (label.feature.id) svg.dataset.of = label.feature.id;
    map.getPane("labels")?.append(svg);
    label.along = svg;
    svg.classList.add("shown");
  }
  const points = course.map((p) => map.containerPointToLayerPoint(p));
  label.along.querySelector(":scope > path")?.setAttribute("d", `M${points.map(({ x, y }) => [x.toFixed(1), y.toFixed(1)]).join("L")}`);
}
