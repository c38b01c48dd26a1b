// The drawer's third page: the script of faults with how far it is, and the alarms that the platform sent.

import { get, post } from "./api.js";
import { button, el } from "./dom.js";
import { full } from "./moments.js";

const KINDS = { dns: "域名解析失败", connect: "连接失败", timeout: "请求超时", illegal: "应答不合规", broken: "连接中断", markfail: "连续失败，已暂停推送" };
const FAULTS = { slow: "变慢", reset: "断开连接", html: "网页错误", "5xx": "5xx", lost: "应答丢失", duplicate: "重复推送", concurrent: "同时推送", overtaken: "被后一条超过", dropped: "不推送" };
const EXAMPLES = [
  ["40001 连发三次", [{ path: "/cgi-bin/", fault: "40001", times: 3 }]],
  ["接口慢 6 秒", [{ path: "", fault: "slow", seconds: 6, times: 5 }]],
  ["推送重复", [{ push: "", fault: "duplicate", times: 5 }]],
  ["推送乱序", [{ push: "text", fault: "overtaken", times: 3 }]],
  ["应答丢失", [{ push: "", fault: "lost", times: 2 }]],
];

function named(fault) {
  return FAULTS[fault] ?? `返回 ${fault}`;
}

function line(step) {
  const where = "push" in step ? `推送 ${step.push || "（全部）"}` : `接口 ${step.path || "（全部）"}`;
  const over = step.times > 0 && step.used >= step.times;
  const state = over ? "已完成" : step.let_through < step.after ? `还放过 ${step.after - step.let_through} 次` : "生效中";
  return el("li", { class: `step${over ? " step-over" : ""}`, test: "script-step" },
    el("span", { class: "step-what" }, `${where}：${named(step.fault)}${step.seconds ? ` ${step.seconds} 秒` : ""}`),
    el("span", { class: "step-count" }, `${step.used} / ${step.times || "不限"}`), el("span", { class: "step-state" }, state));
}

export class Faults {
  constructor(store) {
    this.store = store;
    this.steps = el("ul", { class: "steps", test: "script" });
    this.text = el("textarea", { class: "script-text", rows: 5, spellcheck: "false", test: "script-text", "aria-label": "故障脚本（JSON）",
      placeholder: '[{"path": "/cgi-bin/", "fault": "40001", "times": 3, "after": 10}]' });
    this.wrong = el("p", { class: "wrong", role: "alert", test: "script-wrong" });
    this.alarms = el("ul", { class: "alarms", test: "alarms" });
    this.root = el("div", { class: "faults" },
      el("h3", {}, "故障脚本"),
      el("p", { class: "pop-hint" }, "按顺序查找，第一条符合的生效：先放过 after 次，再出错 times 次（0 为一直）。"),
      this.steps,
      el("div", { class: "examples" }, EXAMPLES.map(([label, steps], index) =>
        button(`example-${index}`, label, () => { this.text.value = JSON.stringify(steps, null, 1); }, { class: "example" }))),
      this.text, this.wrong,
      el("div", { class: "script-buttons" },
        button("script-play", "开始", () => this.play(), { class: "small-button" }),
        button("script-stop", "停止", () => this.send([]), { class: "quiet-button" })),
      el("h3", {}, "接口告警"),
      el("p", { class: "pop-hint" }, "平台推送失败时发到告警群里的消息，同类的五分钟合成一条。"),
      this.alarms);
    store.on("script", ({ steps }) => this.root.isConnected && this.drawSteps(steps));
    store.on("alarm", () => this.root.isConnected && this.drawAlarms());
  }

  async show() {
    const { steps = [] } = await get("/phone/script");
    this.drawSteps(steps);
    await this.drawAlarms();
  }

  drawSteps(steps) {
    this.steps.replaceChildren(...(steps.length ? steps.map(line) : [el("li", { class: "step step-none" }, "现在没有脚本。")]));
  }

  async drawAlarms() {
    const { alarms = [] } = await get("/phone/alarms");
    this.alarms.replaceChildren(...(alarms.length ? alarms.map((alarm) => this.alarm(alarm)) : [el("li", { class: "step step-none" }, "没有告警。")]));
  }

  alarm({ kind, count, from, sample }) {
    const who = this.store.user(sample.openid)?.name ?? sample.openid.slice(0, 8);
    return el("li", { class: "alarm", test: "alarm" },
      el("div", { class: "alarm-head" }, el("strong", {}, KINDS[kind] ?? kind), el("span", {}, `${count} 次`), el("time", {}, full(from))),
      el("div", { class: "alarm-sample" }, `例：${who} · ${sample.event} · ${sample.reason}`));
  }

  play() {
    let steps = null;
    try {
      steps = JSON.parse(this.text.value || "[]");
    } catch {
      this.wrong.textContent = "这不是 JSON，请检查括号和引号";
      return null;
    }
    return this.send(steps);
  }

  async send(steps) {
    const result = await post("/phone/script", steps);
    this.wrong.textContent = result.error ?? "";
    if (!result.error) this.drawSteps(result.steps);
  }
}
