// The scrolling list of messages with its time stamps and the waiting dots.

import { logo, message } from "./bubbles.js";
import { el } from "./dom.js";
import { sameDay, stamp } from "./moments.js";

const PAUSE = 300; // seconds of silence after which the next message is stamped
const PATIENCE = 18_000; // ms; the platform gives up after three attempts of 5 s

export class Chat {
  constructor(name, actions, now) {
    this.name = name;
    this.actions = actions;
    this.now = now;
    this.bubbles = new Map();
    this.lastAt = null;
    this.dots = el("div", { class: "line line-account waiting", test: "waiting", hidden: true, "aria-label": "正在输入" },
      logo(), el("div", { class: "bubble dots" }, el("i"), el("i"), el("i")));
    this.root = el("div", { class: "chat", test: "chat", role: "log", "aria-live": "polite" }, this.dots);
    this.waited = null;
    new ResizeObserver(() => this.end()).observe(this.root); // a panel below opens, a letter size changes
  }

  add(bubble) {
    if (this.bubbles.has(bubble.id)) return;
    this.bubbles.set(bubble.id, bubble);
    if (bubble.from !== "me") this.settle();
    if (this.lastAt === null || Math.abs(bubble.at - this.lastAt) > PAUSE) {
      this.dots.before(el("div", { class: "stamp", "data-at": bubble.at }, stamp(bubble.at, this.now())));
    }
    this.lastAt = bubble.at;
    const line = message(bubble, this.name, this.actions);
    this.dots.before(line);
    for (const image of line.querySelectorAll("img")) image.addEventListener("load", () => this.end(), { once: true });
    this.end();
  }

  clear() {
    this.root.replaceChildren(this.dots);
    this.bubbles.clear();
    this.lastAt = null;
  }

  // Put in a history that was asked for a moment ago: what was heard meanwhile stays.
  fill(history) {
    const all = new Map([...history, ...this.bubbles.values()].map((bubble) => [bubble.id, bubble]));
    const waiting = !this.dots.hidden;
    this.clear();
    [...all.values()].sort((one, other) => one.id - other.id).forEach((bubble) => this.add(bubble));
    this.dots.hidden = !waiting;
    this.end();
  }

  wait() {
    this.dots.hidden = false;
    clearTimeout(this.waited);
    this.waited = setTimeout(() => this.settle(), PATIENCE);
    this.end();
  }

  settle() {
    clearTimeout(this.waited);
    this.dots.hidden = true;
  }

  // The clock was moved or midnight passed: 今天 may have become 昨天.
  restamp(before) {
    if (before !== undefined && sameDay(before, this.now())) return;
    for (const node of this.root.querySelectorAll(".stamp")) node.textContent = stamp(Number(node.dataset.at), this.now());
  }

  end() {
    this.root.scrollTop = this.root.scrollHeight;
  }
}
