// 位置: a point on the map or coordinates to send.

import { button, el, icon } from "./dom.js";
import { drawMap, located, nearest, pin, VIEWS } from "./map.js";

// send({lat, lng, label})
export function openPlace(screen, send) {
  const chosen = { lat: 39.9087, lng: 116.3975, label: "天安门" };
  let whole = false;
  const close = () => root.remove();
  const holder = el("div", { class: "map-holder" });
  const number = (test, label, value, low, high) => el("input", {
    type: "number", step: "0.000001", min: low, max: high, value, test, "aria-label": label, required: true, oninput: () => typed() });
  const lat = number("place-lat", "纬度", chosen.lat, -90, 90);
  const lng = number("place-lng", "经度", chosen.lng, -180, 180);
  const label = el("input", { type: "text", value: chosen.label, maxlength: 60, test: "place-label", "aria-label": "地点名称" });
  const view = () => (whole ? VIEWS.all : VIEWS.city);
  const width = button("place-zoom", "看全市", () => { whole = !whole; width.textContent = whole ? "看城区" : "看全市"; draw(); }, { class: "map-zoom" });

  function draw() {
    const map = drawMap(view());
    map.dataset.test = "map";
    map.append(pin(chosen.lat, chosen.lng, (view().east - view().west) * 0.06));
    map.addEventListener("click", (event) => {
      const mark = event.target.closest(".map-mark");
      if (mark) choose({ lat: Number(mark.dataset.lat), lng: Number(mark.dataset.lng), label: mark.dataset.name });
      else {
        const at = located(map, event);
        choose({ ...at, label: nearest(at.lat, at.lng) });
      }
    });
    holder.replaceChildren(map, width);
  }

  function choose(at) {
    Object.assign(chosen, at);
    lat.value = at.lat;
    lng.value = at.lng;
    label.value = at.label;
    draw();
  }

  function typed() {
    if (!lat.checkValidity() || !lng.checkValidity()) return;
    Object.assign(chosen, { lat: Number(lat.value), lng: Number(lng.value) });
    draw();
  }

  const form = el("form", { class: "place-form", onsubmit: (event) => {
    event.preventDefault();
    close();
    send({ lat: Number(lat.value), lng: Number(lng.value), label: label.value.trim() });
  } },
  el("label", { class: "place-field" }, el("span", {}, "地点"), label),
  el("div", { class: "place-pair" }, el("label", { class: "place-field" }, el("span", {}, "纬度"), lat),
    el("label", { class: "place-field" }, el("span", {}, "经度"), lng)),
  el("button", { type: "submit", class: "main-button", test: "place-send" }, "发送位置"));
  const root = el("div", { class: "dialog", test: "place-dialog", role: "dialog", "aria-label": "位置" },
    el("div", { class: "nav" },
      el("div", { class: "nav-side" }, button("place-close", icon("close"), close, { class: "nav-icon", "aria-label": "关闭" })),
      el("div", { class: "nav-title" }, "位置"), el("div", { class: "nav-side" })),
    holder, form);
  draw();
  screen.append(root);
  return { close, root };
}
