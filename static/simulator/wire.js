// The drawer's list of what went over the wire, newest first.

import { get } from "./api.js";
import { el } from "./dom.js";
import { pretty, prettyInner, prettyUrl } from "./pretty.js";

const KEPT = 200;
const LISTED = 100; // people to choose from

function block(title, words, test) {
  return words ? [el("h4", {}, title), el("pre", { test }, words)] : [];
}

const headers = (list) => (Array.isArray(list) ? list : Object.entries(list ?? {})).map(([name, value]) => `${name}: ${value}`).join("\n");

function wrong(entry) {
  return /fail|refus|errcode (?!0\b)|reset|invalid/i.test(entry.verdict ?? "");
}

function details(entry) {
  const { request, response } = entry;
  return el("div", { class: "wire-body" },
    block(`${request.method} 请求`, prettyUrl(request.url), "wire-url"),
    block("请求头", headers(request.headers)),
    block("请求正文", pretty(request.body), "wire-request"),
    block("解密后", entry.inner && prettyInner(entry.inner), "wire-inner"),
    response ? [block(`回应 ${response.status}`, headers(response.headers) || "（无）"), block("回应正文", pretty(response.body), "wire-response")]
      : block("回应", "没有"),
    block("结论", entry.verdict));
}

export class Wire {
  // store: the shared state; who() is the openid to show, "" for everyone.
  constructor(store) {
    this.store = store;
    this.who = "";
    this.list = el("div", { class: "wire-list", test: "wire" });
    this.filter = el("select", { test: "wire-user", "aria-label": "只看谁的", onchange: () => this.show(this.filter.value) });
    this.kind = el("select", { test: "wire-direction", "aria-label": "只看哪一类", onchange: () => this.show() },
      [["", "推送和接口"], ["push", "推送"], ["api", "接口"]].map(([value, label]) => el("option", { value }, label)));
    this.verdict = el("input", { type: "search", class: "wire-search", test: "wire-verdict-filter", placeholder: "结论里有，如 failed、errcode", "aria-label": "结论里有", onchange: () => this.show() });
    this.root = el("div", { class: "wire" }, el("div", { class: "wire-filter" }, this.filter, this.kind, this.verdict), this.list);
    store.on("wire", (entry) => this.add(entry));
    store.on("users", () => this.root.isConnected && this.people());
    this.people();
  }

  people() {
    const all = el("option", { value: "" }, "全部往来");
    this.filter.replaceChildren(all, ...this.store.state.users.slice(0, LISTED).map((user) => el("option", { value: user.openid }, user.name)));
    this.filter.value = this.who;
  }

  async show(openid = this.who) {
    this.who = openid;
    this.filter.value = openid;
    this.people();
    const asked = new URLSearchParams({ openid, direction: this.kind.value, verdict: this.verdict.value.trim(), limit: KEPT });
    this.asked = asked; // a slower answer to an older question is of no use
    const { entries = [] } = await get(`/phone/wire?${asked}`);
    if (this.asked !== asked) return;
    this.list.replaceChildren();
    entries.forEach((entry) => this.add(entry));
    if (!entries.length) this.list.append(el("p", { class: "empty" }, this.kind.value || this.verdict.value ? "没有这样的往来。" : "还没有往来。点一点手机上的菜单试试。"));
  }

  add(entry) {
    if (!this.root.isConnected || (this.who && entry.openid !== this.who)) return;
    if (this.kind.value && entry.direction !== this.kind.value) return;
    if (!entry.verdict.includes(this.verdict.value.trim())) return;
    if (this.list.querySelector(`[data-id="${Number(entry.id)}"]`)) return;
    this.list.querySelector(".empty")?.remove();
    const push = entry.direction === "push";
    const who = this.store.state.users.find((user) => user.openid === entry.openid)?.name ?? "";
    const clock = new Date(entry.at * 1000).toLocaleTimeString("zh-CN", { hour12: false });
    const row = el("details", { class: `wire-entry${wrong(entry) ? " wire-wrong" : ""}`, test: "wire-entry", "data-id": entry.id, "data-what": entry.what,
      ontoggle: () => row.open && row.childElementCount === 1 && row.append(details(entry)) },
    el("summary", {},
      el("span", { class: `wire-arrow ${push ? "wire-push" : "wire-api"}`, title: push ? "平台推送给服务" : "服务调用平台" }, push ? "推送" : "接口"),
      el("span", { class: "wire-what" }, entry.what + (entry.attempt > 1 ? ` 第 ${entry.attempt} 次` : "")),
      el("span", { class: "wire-who" }, who), el("span", { class: "wire-ms" }, `${Math.round(entry.ms)} ms`),
      el("span", { class: "wire-verdict", test: "wire-verdict" }, entry.verdict), el("time", {}, clock)));
    this.list.prepend(row);
    while (this.list.childElementCount > KEPT) this.list.lastElementChild.remove();
  }
}
