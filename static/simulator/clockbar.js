// The shown clock of the top bar, with a panel to move it.

import { post } from "./api.js";
import { button, el } from "./dom.js";
import { field, full } from "./moments.js";

const JUMPS = [
  ["2019-05-05T12:30", "5月5日 12:30", "报到前"],
  ["2019-05-06T08:45", "5月6日 08:45", "开幕前"],
  ["2019-05-06T13:30", "5月6日 13:30", "分组讨论"],
  ["2019-05-07T16:30", "5月7日 16:30", "闭幕之后"],
];

export function clockBar(store) {
  const shown = el("span", { test: "clock" });
  const input = el("input", { type: "datetime-local", test: "clock-input", "aria-label": "把时间改成" });
  const wrong = el("p", { class: "wrong", role: "alert", test: "clock-wrong" });
  const move = async (to) => {
    const result = await post("/phone/clock", { shown: to });
    wrong.textContent = result.error ?? "";
    if (!result.error) root.open = false;
  };
  const form = el("form", { class: "clock-form", onsubmit: (event) => {
    event.preventDefault();
    if (input.value) move(input.value);
  } }, input, el("button", { type: "submit", class: "small-button", test: "clock-set" }, "改到这时"));
  const movable = store.state.clock.movable !== false;
  const root = el("details", { class: "pop", test: "clock-panel", ontoggle: () => { if (root.open) input.value = field(store.now()); } },
    el("summary", { class: "chip", title: "大会时间，点开可以改" }, el("span", { class: "chip-name" }, "大会时间"), shown),
    el("div", { class: "pop-body" },
      el("p", { class: "pop-hint" }, movable ? "手机和服务都按这个时间回答，改了就从那一刻接着走。" : "现在用的是真实时间，不能改。"),
      movable && el("div", { class: "jumps" }, JUMPS.map(([to, when, what], index) =>
        button(`clock-jump-${index}`, [el("strong", {}, when), el("span", {}, what)], () => move(to), { class: "jump" }))),
      movable && form, wrong));
  const draw = () => { shown.textContent = full(store.now()); };
  draw();
  return { root, draw };
}
