// Puts the page together: phones, top bar, hints, drawer.

import { get, post } from "./api.js";
import { clockBar } from "./clockbar.js";
import { button, el } from "./dom.js";
import { Faults } from "./faults.js";
import { hints } from "./hints.js";
import { Phone } from "./phone.js";
import { Store } from "./store.js";
import { Switches } from "./switches.js";
import { usersBar } from "./users.js";
import { Wire } from "./wire.js";

const MODES = { plain: "明文", compat: "兼容", safe: "安全" };
const SIZES = [0.88, 1, 1.15, 1.3, 1.5];
const FIRST = "王代表";

function remembered(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

const remember = (key, value) => localStorage.setItem(key, JSON.stringify(value));

// The phones side by side; the last one opened or touched is the active one.
class Desk {
  constructor(store, root) {
    this.store = store;
    this.root = root;
    this.phones = new Map();
    this.changed = () => {};
    this.people = () => {};
    store.on("bubble", (bubble) => this.phones.get(bubble.openid)?.hear(bubble));
    store.on("typing", ({ openid, on }) => {
      const chat = this.phones.get(openid)?.chat;
      if (on) chat?.wait();
      else chat?.settle();
    });
    store.on("wire", (entry) => {
      if (entry.direction === "push" && /^ack/i.test(entry.verdict)) this.phones.get(entry.openid)?.chat.settle();
    });
    store.on("user", (user) => this.phones.get(user.openid)?.change(store.user(user.openid)));
    store.on("agent", ({ openid }) => this.phones.get(openid)?.agent());
    store.on("menu", () => this.each((phone) => phone.askForMenu()));
    store.on("codes", ({ codes }) => this.each((phone) => phone.scanner?.draw(codes)));
    store.on("restarted", () => this.each(async (phone) => {
      const user = await store.find(phone.user.openid);
      if (!user) return this.shut(phone.user.openid);
      phone.change(user);
      phone.chat.clear();
      return phone.reload();
    }));
    root.addEventListener("pointerdown", (event) => {
      const place = event.target.closest(".phone-place");
      if (place) this.activate(place.dataset.openid);
    });
  }

  each(go) {
    [...this.phones.values()].forEach(go);
  }

  isOpen(openid) {
    return this.phones.has(openid);
  }

  open(user) {
    if (!this.phones.has(user.openid)) {
      const phone = new Phone(this.store, user, (openid) => this.shut(openid), () => this.people());
      this.phones.set(user.openid, phone);
      this.root.append(phone.root);
    }
    this.activate(user.openid);
    this.phones.get(user.openid).root.scrollIntoView({ inline: "center", block: "nearest" });
    this.keep();
  }

  shut(openid) {
    this.phones.get(openid)?.remove();
    this.phones.delete(openid);
    if (this.active === openid) this.activate([...this.phones.keys()].at(-1));
    this.keep();
  }

  activate(openid) {
    this.active = openid;
    this.each((phone) => phone.root.classList.toggle("phone-active", phone.user.openid === openid));
  }

  keep() {
    remember("open", [...this.phones.keys()]);
    this.root.classList.toggle("desk-empty", this.phones.size === 0);
    this.changed();
  }

  say(text) {
    const phone = this.phones.get(this.active);
    if (!phone) return;
    if (phone.user.following) phone.act("text", { text });
    else phone.toast("请先关注公众号");
  }
}

function modeSwitch(store) {
  const select = el("select", { test: "mode", "aria-label": "传输方式", onchange: () => post("/phone/mode", { mode: select.value }) },
    store.state.modes.map((mode) => el("option", { value: mode }, MODES[mode] ?? mode)));
  const draw = () => { select.value = store.state.mode; };
  store.on("mode", draw);
  draw();
  return el("label", { class: "chip" }, el("span", { class: "chip-name" }, "传输"), select);
}

function sizes() {
  let at = remembered("size", 1);
  const apply = (to) => {
    at = Math.min(SIZES.length - 1, Math.max(0, to));
    remember("size", at);
    document.documentElement.style.setProperty("--type", SIZES[at] ?? 1);
  };
  apply(at);
  return el("span", { class: "sizes" }, el("span", { class: "chip-name" }, "字号"),
    button("smaller", "A-", () => apply(at - 1), { class: "size", "aria-label": "字小一点" }),
    button("larger", "A+", () => apply(at + 1), { class: "size size-big", "aria-label": "字大一点" }));
}

function drawer(store, desk) {
  const wire = new Wire(store);
  const switches = new Switches(store);
  const body = el("div", { class: "drawer-body" });
  const pages = { wire, switches, faults: new Faults(store) };
  const tabs = [["wire", "往来"], ["switches", "开关"], ["faults", "故障和告警"]].map(([name, label]) =>
    button(`drawer-${name}`, label, () => turn(name), { class: "tab", "data-page": name }));
  const turn = (name) => {
    tabs.forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.page === name)));
    body.replaceChildren(pages[name].root);
    pages[name].show();
  };
  const root = el("aside", { class: "drawer", test: "drawer", hidden: true, "aria-label": "往来记录" },
    el("div", { class: "tabs" }, tabs), body);
  const toggle = button("drawer-toggle", "往来记录", () => {
    root.hidden = !root.hidden;
    toggle.setAttribute("aria-pressed", String(!root.hidden));
    document.body.classList.toggle("with-drawer", !root.hidden);
    if (!root.hidden) turn("wire");
  }, { class: "chip", "aria-pressed": "false" });
  return { root, toggle };
}

async function start() {
  const page = document.getElementById("page");
  const state = await get("/phone/state");
  if (state.error) {
    page.replaceChildren(el("p", { class: "lost" }, `${state.error}。`, button("again", "再试一次", start, { class: "linkish" })));
    return;
  }
  const store = new Store(state);
  const phones = el("main", { class: "desk", test: "desk" }, el("p", { class: "desk-hint" }, "在右上方的「代表」里打开或添加一位代表"));
  const desk = new Desk(store, phones);
  const clock = clockBar(store);
  const users = usersBar(store, desk);
  const { root: side, toggle } = drawer(store, desk);
  desk.changed = users.draw;
  desk.people = () => {
    users.root.open = true;
    document.body.classList.add("show-bar");
  };
  users.root.addEventListener("toggle", () => !users.root.open && document.body.classList.remove("show-bar"));
  const lost = el("span", { class: "lost-link", test: "lost", hidden: true, role: "status" }, "与模拟平台断开，正在重连");
  store.on("link", (up) => { lost.hidden = up; });
  page.replaceChildren(
    el("header", { class: "top" }, el("div", { class: "brand" }, el("img", { src: "/static/simulator/logo.svg", alt: "" }), el("span", {}, "手机模拟器")),
      lost, el("div", { class: "tools" }, clock.root, modeSwitch(store), users.root, sizes(), toggle)),
    el("div", { class: "stage" }, hints(store, (words) => desk.say(words)), phones, side));
  document.addEventListener("pointerdown", (event) => {
    for (const open of document.querySelectorAll("details.pop[open]")) if (!open.contains(event.target)) open.open = false;
  });
  let before = store.now();
  const tick = () => {
    clock.draw();
    desk.each((phone) => phone.tick(before));
    before = store.now();
  };
  store.on("clock", tick);
  setInterval(tick, 1000);
  store.follow();
  await first(store, desk);
}

// The phones that were open last time; else the first person's; on a new stand-in, a person to begin with.
async function first(store, desk) {
  const open = (await Promise.all(remembered("open", []).map((openid) => store.find(openid)))).filter(Boolean);
  if (!open.length && store.state.users.length) open.push(store.state.users[0]);
  if (!open.length) {
    const user = await post("/phone/users", { name: FIRST });
    if (!user.error) open.push(store.put(user));
  }
  open.forEach((user) => desk.open(user));
}

start();
