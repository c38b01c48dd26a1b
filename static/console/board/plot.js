// Check-ins per hour as bars, drawn into an inline SVG.

import * as words from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const HOUR = 3600_000;
const WIDTH = 600;
const HEIGHT = 200;
const TOP = 26; // room for the figure above the highest bar
const FOOT = 28; // room for the hours below
const MOST = 18; // bars; of a longer stage the last ones

function node(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/** All hours from the first to the last, those without anybody too. */
export function filled(hours) {
  const known = new Map(hours);
  const found = [];
  if (!hours.length) return found;
  for (let at = hours[0][0]; at <= hours.at(-1)[0]; at += HOUR) found.push([at, known.get(at) ?? 0]);
  return found.slice(-MOST);
}

/** Draw `hours`, [milliseconds of the hour's beginning, people] by time, into `svg`. */
export function draw(svg, hours) {
  const bars = filled(hours);
  const most = Math.max(1, ...bars.map(([, count]) => count));
  const step = WIDTH / Math.max(6, bars.length);
  const left = (WIDTH - step * bars.length) / 2;
  const name = new Intl.DateTimeFormat("zh-CN", {timeZone: "Asia/Shanghai", hour: "numeric", hourCycle: "h23"});
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", bars.length ? words.plot(most) : words.noHours);
  const drawn = [node("line", {x1: 0, x2: WIDTH, y1: HEIGHT - FOOT, y2: HEIGHT - FOOT, class: "axis"})];
  bars.forEach(([at, count], place) => {
    const high = Math.round((HEIGHT - TOP - FOOT) * count / most);
    const middle = left + step * (place + 0.5);
    const top = HEIGHT - FOOT - high;
    drawn.push(
      node("rect", {x: left + step * (place + 0.14), y: top, width: step * 0.72, height: high, rx: 3, class: "bar"}),
      node("text", {x: middle, y: top - 7, class: "count"}, count ? String(count) : ""),
      node("text", {x: middle, y: HEIGHT - 7, class: "hour"}, words.hour(parseInt(name.format(at), 10))),
    );
  });
  if (!bars.length) drawn.push(node("text", {x: WIDTH / 2, y: HEIGHT / 2, class: "hour"}, words.noHours));
  svg.replaceChildren(...drawn);
}
