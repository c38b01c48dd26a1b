// A rough map of Beijing, drawn from a few landmarks (GCJ-02 degrees), good enough to point at.

import { svg } from "./dom.js";

// [name, longitude, latitude, shown on the wide view too, name below the dot]
export const LANDMARKS = [
  ["天安门", 116.3975, 39.9087, true], ["北京站", 116.4271, 39.9029, false, true], ["国贸", 116.4611, 39.9093],
  ["中关村", 116.3163, 39.9836], ["北京西站", 116.3217, 39.8951], ["北京南站", 116.3788, 39.8652],
  ["奥林匹克公园", 116.3963, 39.9987], ["颐和园", 116.2722, 39.9998], ["望京", 116.4702, 39.9885],
  ["西直门", 116.3553, 39.9405], ["东直门", 116.4339, 39.9413], ["首都机场", 116.5924, 40.0799],
  ["通州", 116.6564, 39.9099, true], ["亦庄", 116.5062, 39.7953], ["丰台", 116.2867, 39.8584],
  ["石景山", 116.2229, 39.9066], ["门头沟", 116.102, 39.9404, true], ["大兴", 116.3415, 39.7268, true],
  ["房山", 116.1432, 39.7489, true], ["昌平", 116.2312, 40.2207, true], ["顺义", 116.6546, 40.1302, true],
  ["怀柔", 116.6318, 40.3164, true], ["密云", 116.8432, 40.3762, true], ["延庆", 115.975, 40.4566, true],
  ["平谷", 117.1214, 40.1407, true], ["大兴机场", 116.4104, 39.5098, true],
];

// Ring roads 2 to 6: west, east, south, north.
const RINGS = [
  [116.349, 116.434, 39.871, 39.949], [116.309, 116.462, 39.855, 39.967], [116.272, 116.491, 39.834, 39.987],
  [116.205, 116.548, 39.769, 40.022], [116.117, 116.694, 39.704, 40.162],
];
const BORDER = [
  [115.43, 39.95], [115.6, 39.6], [115.9, 39.58], [116.2, 39.45], [116.42, 39.44], [116.65, 39.62], [116.9, 39.69],
  [116.93, 39.82], [116.77, 39.9], [116.78, 40.03], [117.15, 40.08], [117.38, 40.2], [117.23, 40.38], [117.28, 40.66],
  [116.98, 40.7], [116.55, 41.05], [116.25, 40.78], [115.98, 40.6], [115.75, 40.5], [115.95, 40.26], [115.45, 40.03],
];

const SQUEEZE = 0.766; // a degree of longitude is this much of a degree of latitude here
const UNIT = 1000;
const x = (lng) => (lng - 116) * SQUEEZE * UNIT;
const y = (lat) => (40 - lat) * UNIT;
const point = ([lng, lat]) => `${x(lng)},${y(lat)}`;

export const VIEWS = {
  city: { west: 116.16, east: 116.64, south: 39.745, north: 40.095 },
  all: { west: 115.36, east: 117.46, south: 39.4, north: 41.08 },
};

export function around(lat, lng, reach = 0.02) {
  return { west: lng - 2 * reach, east: lng + 2 * reach, south: lat - reach * 0.66, north: lat + reach * 0.66 };
}

export function viewBox({ west, east, south, north }) {
  return `${x(west)} ${y(north)} ${x(east) - x(west)} ${y(south) - y(north)}`;
}

// Where on the map a pointer is: {lat, lng} rounded to six decimals.
export function located(map, event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  return { lng: Number((116 + at.x / UNIT / SQUEEZE).toFixed(6)), lat: Number((40 - at.y / UNIT).toFixed(6)) };
}

export function nearest(lat, lng) {
  const far = ([, east, north]) => Math.hypot((east - lng) * SQUEEZE, north - lat);
  const [name, ...rest] = LANDMARKS.reduce((best, next) => (far(next) < far(best) ? next : best));
  return far([name, ...rest]) < 0.004 ? name : `${name}附近`;
}

export function pin(lat, lng, scale) {
  const size = scale * UNIT;
  return svg("path", {
    class: "map-pin", transform: `translate(${x(lng)} ${y(lat)}) scale(${size / 24})`,
    d: "M0 0c-5-6-8-10-8-14a8 8 0 0 1 16 0c0 4-3 8-8 14zm0-17.5a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z",
  });
}

// The drawing for a view; `names` false leaves the landmarks out (thumbnails).
export function drawMap(view, names = true) {
  const wide = view.east - view.west;
  const type = wide * UNIT * SQUEEZE * 0.034;
  const shown = LANDMARKS.filter(([, lng, lat, far]) =>
    (wide < 1 || far) && lng > view.west && lng < view.east && lat > view.south && lat < view.north);
  return svg("svg", { viewBox: viewBox(view), class: "map", preserveAspectRatio: `xMidYMid ${names ? "meet" : "slice"}` },
    svg("rect", { x: x(114), y: y(42), width: x(118.5) - x(114), height: y(38.5) - y(42), class: "map-land" }),
    svg("polygon", { points: BORDER.map(point).join(" "), class: "map-city" }),
    svg("path", { d: `M${point([116.27, 40.03])}L${point([116.28, 39.99])}L${point([116.33, 39.94])}`, class: "map-water" }),
    svg("path", { d: `M${point([116.19, 39.9])}L${point([116.22, 39.83])}L${point([116.2, 39.74])}L${point([116.3, 39.58])}`, class: "map-water" }),
    RINGS.map(([west, east, south, north]) => svg("rect", {
      x: x(west), y: y(north), width: x(east) - x(west), height: y(south) - y(north), rx: 12, class: "map-road",
    })),
    svg("path", { d: `M${point([116.1, 39.906])}L${point([116.7, 39.909])}`, class: "map-road map-road-main" }),
    svg("path", { d: `M${point([116.391, 39.987])}L${point([116.3975, 39.77])}`, class: "map-road" }),
    svg("path", { d: `M${point([116.434, 39.949])}L${point([116.59, 40.075])}`, class: "map-road" }),
    names && shown.map(([name, lng, lat, , below]) => svg("g", { class: "map-mark", "data-test": `landmark-${name}`, "data-name": name, "data-lng": lng, "data-lat": lat },
      svg("circle", { cx: x(lng), cy: y(lat), r: type * 0.22 }),
      svg("text", { x: x(lng), y: y(lat) + type * (below ? 1.15 : -0.45), "font-size": type, "text-anchor": "middle" }, name))));
}
