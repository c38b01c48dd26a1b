// What to try first, ticked off as it happens.

import { button, el } from "./dom.js";

const said = (text) => (event) => event.kind === "bubble" && event.from === "me" && event.text.includes(text);

// [what it says, words to say on a click (or none), what ticks it off]
const STEPS = [
  [["点手机上的「扫一扫」，选", "报到处", "的码"], null, (event) => event.kind === "scanned"],
  [["点「", "关注公众号", "」，看看欢迎词"], null, (event) => event.kind === "followed"],
  [["点下方菜单「大会聚焦」里的「", "今日议程", "」"], null, (event) => event.kind === "tapped" && event.name === "今日议程"],
  [["问「", "明天上午有什么会", "」"], "明天上午有什么会", said("明天上午有什么会")],
  [["接着问「", "那下午呢", "」"], "那下午呢", said("那下午呢")],
  [["点「代表风采」里的「", "最新消息", "」，打开一篇"], null, (event) => event.kind === "opened"],
  [["问「", "wifi", "」"], "wifi", said("wifi")],
];

// What was ticked off before the page was loaded anew.
function before() {
  try {
    return JSON.parse(sessionStorage.getItem("hints")) ?? [];
  } catch {
    return [];
  }
}

// say(words): puts them to the active phone.
export function hints(store, say) {
  const rows = STEPS.map(([[before, bold, after], words], index) => el("li", { class: "hint", test: `hint-${index}` },
    el("span", {}, before, el("strong", {}, bold), after),
    words && [" ", button(`hint-say-${index}`, "替我问", () => say(words), { class: "linkish" })]));
  const done = new Set(before());
  done.forEach((index) => rows[index]?.classList.add("hint-done"));
  const tick = (event) => STEPS.forEach(([, , fits], index) => {
    if (done.has(index) || !fits(event)) return;
    rows[index].classList.add("hint-done");
    sessionStorage.setItem("hints", JSON.stringify([...done.add(index)]));
  });
  store.on("bubble", (bubble) => tick({ ...bubble, what: bubble.kind, kind: "bubble" }));
  store.on("user", (user) => user.following && tick({ kind: "followed" }));
  store.on("done", tick);
  return el("aside", { class: "hints", test: "hints", "aria-label": "先试试" },
    el("h2", {}, "先试试"), el("ol", {}, rows),
    el("p", { class: "hint-note" }, "右上角「往来记录」可以看到平台与服务之间的每一次往来；大会时间可以随意改。"));
}
