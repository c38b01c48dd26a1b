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

const SPEEDS = [[1, "真实速度"], [10, "10 倍"], [60, "一秒一分钟"], [600, "一秒十分钟"], [3600, "一秒一小时"]];
const STEPS = [[60, "1 分钟"], [3600, "1 小时"], [48 * 3600, "48 小时"]];

export function clockBar(store) {
  const shown = el("span", { test: "clock" });
  const input = el("input", { type: "datetime-local", test: "clock-input", "aria-label": "把时间改成" });
  const wrong = el("p", { class: "wrong", role: "alert", test: "clock-wrong" });
  const send = async (values) => {
    const result = await post("/phone/clock", values);
    wrong.textContent = result.error ?? "";
    return !result.error;
  };
  const move = async (to) => {
    if (await send({ shown: to })) root.open = false;
  };
  const speed = el("select", { test: "clock-speed", "aria-label": "时间走多快", onchange: () => send({ speed: Number(speed.value) }) });
  const pace = el("span", { class: "chip-pace", test: "clock-pace" });
  const drawSpeed = () => {
    const { speed: now } = store.state.clock;
    const listed = SPEEDS.some(([value]) => value === now) ? SPEEDS : [...SPEEDS, [now, `${now} 倍`]];
    speed.replaceChildren(...listed.map(([value, label]) => el("option", { value }, label)));
    speed.value = String(now);
    pace.textContent = now === 1 ? "" : `${now}×`;
    pace.hidden = now === 1;
  };
  const form = el("form", { class: "clock-form", onsubmit: (event) => {
    event.preventDefault();
    if (input.value) move(input.value);
  } }, input, el("button", { type: "submit", class: "small-button", test: "clock-set" }, "改到这时"));
  const movable = store.state.clock.movable !== false;
  const root = el("details", { class: "pop", test: "clock-panel", ontoggle: () => { if (root.open) input.value = field(store.now()); } },
    el("summary", { class: "chip", title: "大会时间，点开可以改" }, el("span", { class: "chip-name" }, "大会时间"), shown, pace),
    el("div", { class: "pop-body" },
      el("p", { class: "pop-hint" }, movable ? "手机和服务都按这个时间回答，改了就从那一刻接着走。" : "现在用的是真实时间，不能改。"),
      movable && el("div", { class: "jumps" }, JUMPS.map(([to, when, what], index) =>
        button(`clock-jump-${index}`, [el("strong", {}, when), el("span", {}, what)], () => move(to), { class: "jump" }))),
      movable && form,
      movable && el("div", { class: "clock-more" },
        el("span", { class: "clock-label" }, "往后拨"),
        STEPS.map(([seconds, label], index) => button(`clock-step-${index}`, label, () => send({ shown: store.now() + seconds }), { class: "example" }))),
      movable && el("label", { class: "clock-more" }, el("span", { class: "clock-label" }, "走多快"), speed), wrong));
  const draw = () => { shown.textContent = full(store.now()); };
  store.on("clock", drawSpeed);
  drawSpeed();
  draw();
  return { root, draw };
}
