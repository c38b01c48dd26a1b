// The drawer's second page: the stand-in's switches in groups, and the address check of the settings page.

import { get, post } from "./api.js";
import { button, el } from "./dom.js";

export class Switches {
  constructor(store) {
    this.opened = new Set();
    this.rows = el("div", { class: "switch-rows", test: "switches" });
    this.outcome = el("p", { class: "switch-outcome", test: "verify-outcome", role: "status" });
    this.search = el("input", { type: "search", class: "switch-search", placeholder: "找开关，如：额度、40164、duplicate", test: "switch-search",
      "aria-label": "找开关", oninput: () => this.draw() });
    this.table = [];
    this.root = el("div", { class: "switches" },
      el("div", { class: "verify" }, button("verify", "校验服务器地址", () => this.verify(), { class: "plain-button" }),
        el("code", {}, store.state.webhook)), this.outcome, this.search, this.rows);
    store.on("switches", () => this.root.isConnected && this.show());
  }

  async verify() {
    const result = await post("/phone/verify", {});
    this.outcome.textContent = result.ok ? "校验通过" : result.error;
  }

  async show() {
    const { table = [] } = await get("/phone/switches");
    this.table = table;
    this.draw();
  }

  draw() {
    const wanted = this.search.value.trim().toLowerCase();
    const fits = ({ name, about, group, choices }) => [name, about, group, ...choices].some((text) => text.toLowerCase().includes(wanted));
    const groups = Map.groupBy ? Map.groupBy(this.table.filter(fits), ({ group }) => group) : grouped(this.table.filter(fits));
    this.rows.replaceChildren(...[...groups].map(([name, rows]) => this.group(name, rows, wanted !== "")));
    if (!groups.size) this.rows.append(el("p", { class: "empty" }, "没有这样的开关。"));
  }

  group(name, rows, searching) {
    const changed = rows.filter(({ value, default: usual }) => value !== usual);
    const usual = Object.fromEntries(changed.map((row) => [row.name, row.default]));
    const back = changed.length ? button(`usual-${name}`, "恢复默认", (event) => {
      event.preventDefault();
      this.turn(usual);
    }, { class: "linkish" }) : null;
    const root = el("details", { class: "switch-group", test: `group-${name}`, open: searching || this.opened.has(name), ontoggle: () => {
      if (searching) return;
      if (root.open) this.opened.add(name);
      else this.opened.delete(name);
    } },
    el("summary", {}, el("span", { class: "group-name" }, name), el("span", { class: "group-count" }, `${rows.length} 项`),
      changed.length ? el("span", { class: "group-changed" }, `改了 ${changed.length} 项`) : null, back),
    rows.map((row) => this.row(row)));
    return root;
  }

  async turn(values) {
    const result = await post("/phone/switches", values);
    this.outcome.textContent = result.error ?? "";
    await this.show();
  }

  row({ name, value, kind, choices, about, default: usual }) {
    const turn = (to) => this.turn({ [name]: to });
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

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return groups;
}
