// The drawer's second page: the stand-in's switches, and the address check of the settings page.

import { get, post } from "./api.js";
import { button, el } from "./dom.js";

export class Switches {
  constructor(store) {
    this.rows = el("div", { class: "switch-rows", test: "switches" });
    this.outcome = el("p", { class: "switch-outcome", test: "verify-outcome", role: "status" });
    this.root = el("div", { class: "switches" },
      el("div", { class: "verify" }, button("verify", "校验服务器地址", () => this.verify(), { class: "plain-button" }),
        el("code", {}, store.state.webhook)), this.outcome, this.rows);
    store.on("switches", () => this.root.isConnected && this.show());
  }

  async verify() {
    const result = await post("/phone/verify", {});
    this.outcome.textContent = result.ok ? "校验通过" : result.error;
  }

  async show() {
    const { table = [] } = await get("/phone/switches");
    this.rows.replaceChildren(...table.map((row) => this.row(row)));
  }

  row({ name, value, kind, choices, about, default: usual }) {
    const turn = async (to) => {
      const result = await post("/phone/switches", { [name]: to });
      this.outcome.textContent = result.error ?? "";
      this.show();
    };
    const common = { test: `switch-${name}`, id: `switch-${name}` };
    const controls = {
      bool: () => el("input", { ...common, type: "checkbox", checked: value, onchange: (event) => turn(event.target.checked) }),
      number: () => el("input", { ...common, type: "number", min: 0, step: "any", value, onchange: (event) => turn(Number(event.target.value)) }),
      choice: () => {
        const select = el("select", { ...common, onchange: (event) => turn(event.target.value) }, choices.map((choice) => el("option", { value: choice }, choice || "（无）")));
        select.value = value;
        return select;
      },
      text: () => el("input", { ...common, type: "text", value, onchange: (event) => turn(event.target.value) }),
    };
    return el("label", { class: `switch-row${value === usual ? "" : " switch-changed"}`, for: common.id },
      el("span", { class: "switch-words" }, el("span", {}, about), el("code", {}, name)), (controls[kind] ?? controls.text)());
  }
}
