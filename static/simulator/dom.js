// Builds elements; every string given as a child becomes text, never markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "test") node.setAttribute("data-test", value);
    else if (name === "value") node.value = value;
    else if (name === "style") Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

export function button(test, label, onclick, attributes = {}) {
  return el("button", { type: "button", test, onclick, ...attributes }, label);
}

// Line icons, drawn on a 24 x 24 grid.
const ICONS = {
  keyboard: "M3 6.5h18v11H3zM6.5 10h.01M10 10h.01M14 10h.01M17.5 10h.01M7.5 14h9",
  list: "M5 7.5h14M5 12h14M5 16.5h14",
  voice: "M8.5 15.5a5 5 0 0 0 0-7M11.5 18a9 9 0 0 0 0-12M5.8 13.2a1.8 1.8 0 0 0 0-2.4",
  plus: "M12 6.5v11M6.5 12h11",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
  place: "M12 21c4-4.6 6.5-8 6.5-11a6.5 6.5 0 0 0-13 0c0 3 2.5 6.4 6.5 11zM12 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  scan: "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M4 12h16",
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  outside: "M9 5H5v14h14v-4M13 5h6v6M19 5l-8 8",
};

export function icon(name) {
  const round = name === "keyboard" || name === "voice" || name === "plus" || name === "list";
  return svg("svg", { viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true" },
    round && svg("circle", { cx: 12, cy: 12, r: 11, class: "icon-ring" }),
    svg("path", { d: ICONS[name], transform: round ? "translate(3.6 3.6) scale(.7)" : "" }));
}
