// One phone: the account's profile or the chat with it, and what opens over them.

import { act, get, upload } from "./api.js";
import { agentBar } from "./agent.js";
import { BottomBar } from "./bottombar.js";
import { openBrowser } from "./browser.js";
import { avatar, logo } from "./bubbles.js";
import { wideCard } from "./cards.js";
import { Chat } from "./chat.js";
import { button, el, icon } from "./dom.js";
import { hhmm } from "./moments.js";
import { askFor, openNotices } from "./notices.js";
import { choosePictures } from "./pictures.js";
import { openPlace } from "./place.js";
import { openScan, sceneName } from "./scan.js";
import { webAddress } from "./words.js";

const PHOTO_TYPES = new Set(["pic_sysphoto", "pic_photo_or_album", "pic_weixin"]);

const MENU_AGE = 60; // shown seconds after which the phone asks again

export class Phone {
  // store: the shared state; shut(openid) closes this phone; users() opens the list of people.
  constructor(store, user, shut, users) {
    this.store = store;
    this.user = user;
    this.users = users;
    this.code = null; // scanned, not yet followed
    const actions = {
      open: (url, name) => this.browse(url, name), say: (item) => this.act("msgmenu", item), toast: (words) => this.toast(words),
      mini: (_, url, page) => (url ? this.browse(url) : this.toast(page ? `这里会打开小程序的页面 ${page}` : "这里会打开小程序")),
      look: (url) => this.look(url), account: () => this.store.state.account.name, mute: (card) => this.mute(card),
    };
    this.chat = new Chat(user.name, actions, () => store.now());
    this.bar = new BottomBar({
      tap: (path, item) => this.tap(path, item), text: (text) => this.act("text", { text }), voice: () => this.speak(),
      picture: (file) => this.send(() => upload("/phone/act", { openid: this.user.openid, do: "image", picture: file })),
      place: () => openPlace(this.screen, (at) => this.act("location", at)), scan: () => this.scan(),
    });
    this.time = el("span", { test: "phone-time" });
    this.status = el("div", { class: "status" }, this.time, el("span", { class: "status-signs" }, el("i"), el("i"), el("i"), el("b")));
    this.screen = el("div", { class: "screen" });
    this.root = el("section", { class: "phone-place", test: "phone", "data-openid": user.openid, "data-name": user.name, "aria-label": `${user.name}的手机` },
      el("div", { class: "phone-owner" }, avatar(user.name), el("span", { test: "phone-owner" }, user.name),
        button("close-phone", icon("close"), () => shut(user.openid), { class: "nav-icon", "aria-label": `收起${user.name}的手机` })),
      el("div", { class: "phone" }, this.status, this.screen));
    this.service = el("div", { class: "service", test: "service" });
    this.askForMenu();
    this.tick();
    this.draw();
    this.reload();
  }

  // The platform decides which menu this person sees, and how long a phone keeps an old one.
  async askForMenu() {
    this.askedAt = this.store.now();
    const { menu = null, error } = await get(`/phone/menu?openid=${encodeURIComponent(this.user.openid)}`);
    const said = JSON.stringify(menu);
    if (error || said === this.menu) return;
    this.menu = said;
    this.bar.publish(menu);
  }

  async reload() {
    const { bubbles = [] } = await get(`/phone/history?openid=${encodeURIComponent(this.user.openid)}`);
    this.chat.fill(bubbles);
    this.list();
  }

  hear(bubble) {
    this.chat.add(bubble);
    if (bubble.kind === "template") this.list();
  }

  // Notifications also reach people who don't follow: the profile shows the newest.
  list() {
    const cards = [...this.chat.bubbles.values()].filter(({ kind, from }) => kind === "template" && from === "account").slice(-3).reverse();
    this.service.replaceChildren(...(cards.length ? [el("h3", {}, "服务通知"), ...cards.map((bubble) => wideCard(bubble, this.chat.actions))] : []));
  }

  tick(before) {
    this.time.textContent = hhmm(this.store.now());
    if (Math.abs(this.store.now() - this.askedAt) > MENU_AGE) this.askForMenu();
    this.chat.restamp(before);
  }

  change(user) {
    this.user = user;
    this.askForMenu();
    if (this.root.dataset.following === String(user.following)) return;
    this.code = null;
    this.draw();
  }

  draw() {
    this.root.dataset.following = this.user.following;
    this.screen.replaceChildren(...(this.user.following ? this.talk() : this.profile()));
    this.agent();
    this.chat.end();
  }

  nav(title, right) {
    return el("div", { class: "nav" }, el("div", { class: "nav-side" }), el("div", { class: "nav-title" }, title),
      el("div", { class: "nav-side nav-right" }, right));
  }

  talk() {
    return [this.nav(this.store.state.account.name,
      button("more", icon("more"), () => this.sheet(), { class: "nav-icon", "aria-label": "更多" })), this.chat.root, this.bar.root];
  }

  // The bar of the agent who has this person's session comes and goes with it.
  agent() {
    this.screen.querySelector(".agent")?.remove();
    const bar = agentBar(this.user.openid, this.store.state.agents?.[this.user.openid], (words) => this.toast(words));
    if (bar && this.user.following) this.chat.root.before(bar);
  }

  profile() {
    const { name } = this.store.state.account;
    return [this.nav("", button("users-here", icon("more"), this.users, { class: "nav-icon only-narrow", "aria-label": "换一位代表" })),
      el("div", { class: "profile", test: "profile" },
        el("div", { class: "profile-head" }, logo(), el("div", {}, el("h2", {}, name), el("p", {}, "服务号 · 已认证"))),
        el("p", { class: "profile-words" }, "大会新闻、日程安排、会务服务，一问就知道。"),
        this.code && el("p", { class: "profile-code", test: "scanned" }, `扫码打开：${sceneName(this.code.scene)}`),
        button("follow", "关注公众号", () => this.follow(), { class: "main-button" }),
        button("scan", [icon("scan"), "扫一扫"], () => this.scan(), { class: "plain-button" }),
        el("p", { class: "profile-note" }, "关注之后就能在对话里点菜单、打字或说话提问"), this.service)];
  }

  follow() {
    return this.act("follow", this.code ? { ticket: this.code.ticket } : {});
  }

  scan(item, path) {
    const say = (code) => {
      this.store.tell("done", { kind: "scanned" });
      if (path) return this.act("tap", { path, result: code.url });
      if (this.user.following) return this.act("scan", { ticket: code.ticket });
      this.code = code;
      return this.draw();
    };
    this.scanner = openScan(this.screen, this.store.state.codes, { code: say, picture: (file) =>
      this.send(() => upload("/phone/scan-picture", { openid: this.user.openid, picture: file })) });
  }

  tap(path, item) {
    this.store.tell("done", { kind: "tapped", name: item.name });
    if (item.type?.startsWith("scancode_")) return this.scan(item, path);
    if (item.type === "location_select") return openPlace(this.screen, (at) => this.act("tap", { path, ...at }));
    if (item.type === "view") return this.send(() => act(this.user.openid, "tap", { path }), item);
    if (PHOTO_TYPES.has(item.type)) return choosePictures(item.type, (files) => this.sendPictures(path, files));
    return this.act("tap", { path });
  }

  sendPictures(path, files) {
    return this.send(() => upload("/phone/act", { openid: this.user.openid, do: "tap", path: path.join(","), picture: files }));
  }

  act(what, values, waits = true) {
    return this.send(() => act(this.user.openid, what, values), null, waits);
  }

  // Does one thing; a page that the answer names opens (under the button's name), a refusal shows as a passing note.
  async send(call, item = null, waits = true) {
    if (waits && !item && this.user.following) this.chat.wait();
    const result = await call();
    if (result.ok === false) {
      this.chat.settle();
      this.toast(result.error || "没有成功");
    } else if (result.url) {
      this.chat.settle();
      this.browse(result.url, item?.name);
    } else if (result.miniprogram) {
      this.chat.settle();
      this.toast(`这里会打开小程序：${result.miniprogram.page}（场景值 ${result.miniprogram.scene}）`);
    }
    return result;
  }

  browse(address, name) {
    const url = webAddress(address);
    if (!url) return this.toast("这个链接打不开");
    this.store.tell("done", { kind: "opened" });
    this.browser?.close();
    this.browser = openBrowser(this.screen, url, name, this.holder(), (ids) => askFor(ids, this.asking()));
    return this.browser;
  }

  async holder() {
    const { window: text = "" } = await get(`/phone/holder?openid=${encodeURIComponent(this.user.openid)}`);
    return text;
  }

  over(...children) {
    const back = el("div", { class: "sheet-back", onclick: (event) => event.target === back && back.remove() });
    back.append(...children);
    this.screen.append(back);
    return back;
  }

  sheet() {
    const leave = () => this.over(el("div", { class: "sheet" },
      el("p", { class: "sheet-words" }, `不再关注“${this.store.state.account.name}”？取消后就收不到消息了。`),
      button("unfollow-confirm", "不再关注", () => { last.remove(); this.act("unfollow", {}, false); }, { class: "danger" }),
      button("unfollow-cancel", "再想想", () => last.remove(), { class: "sheet-cancel" })));
    let last = null;
    const first = this.over(el("div", { class: "sheet" },
      button("users-here", "换一位代表", () => { first.remove(); this.users(); }, { class: "only-narrow" }),
      button("notices", "消息通知", () => { first.remove(); this.notices(); }),
      button("unfollow", "取消关注", () => { first.remove(); last = leave(); }, { class: "danger" }),
      button("sheet-cancel", "返回", () => first.remove(), { class: "sheet-cancel" })));
  }

  asking() {
    return { over: (sheet) => this.over(sheet), account: this.store.state.account.name,
      act: (what, values) => this.send(() => act(this.user.openid, what, values), null, false) };
  }

  notices() {
    openNotices(this.screen, this.asking());
  }

  mute(card) {
    const sheet = this.over(el("div", { class: "sheet" },
      el("p", { class: "sheet-words" }, card.title),
      button("mute", "不再接收此类通知", async () => {
        sheet.remove();
        const { ok } = await this.act("subscription_setting", { template_id: card.template_id, on: false }, false);
        if (ok) this.toast("已关闭，可在「消息通知」里重新打开");
      }, { class: "danger" }),
      button("mute-cancel", "取消", () => sheet.remove(), { class: "sheet-cancel" })));
  }

  speak() {
    const words = el("input", { type: "text", test: "voice-words", class: "field", maxlength: 300, "aria-label": "说的话" });
    const back = this.over(el("form", { class: "sheet sheet-form", onsubmit: (event) => {
      event.preventDefault();
      back.remove();
      if (words.value.trim()) this.act("voice", { text: words.value.trim() });
    } }, el("p", { class: "sheet-words" }, "对着手机说话。这里把要说的话打出来，平台会当作识别结果发送。"), words,
    el("button", { type: "submit", test: "voice-send", class: "main-button" }, "说完了")));
    words.focus();
  }

  look(url) {
    const back = el("button", { type: "button", class: "look", test: "look", "aria-label": "关闭大图", onclick: () => back.remove() }, el("img", { src: url, alt: "" }));
    this.screen.append(back);
  }

  toast(words) {
    this.screen.querySelector(".toast")?.remove();
    const note = el("div", { class: "toast", test: "toast", role: "status" }, words);
    this.screen.append(note);
    setTimeout(() => note.remove(), 3500);
  }

  remove() {
    this.bar.remove();
    this.root.remove();
  }
}
