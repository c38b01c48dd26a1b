// Messages that come as a card of their own: notifications, pages of a mini program, coupons, music, films, links.

import { button, el, icon } from "./dom.js";
import { webAddress } from "./words.js";

export function logo() {
  return el("img", { class: "avatar", src: "/static/simulator/logo.svg", alt: "" });
}

// A picture that leaves quietly when it can't be had.
export function picture(url, className, gone) {
  return el("img", { src: url, class: className, alt: "", loading: "lazy", onerror: (event) => {
    event.target.remove();
    gone?.();
  } });
}

// What makes an element a button that opens something.
const taps = (go) => ({ role: "link", tabindex: 0, onclick: go, onkeydown: (event) => event.key === "Enter" && event.currentTarget.click() });

// A click on a card: a mini program first, then an address; a notification may lead nowhere.
function leads(card, url, actions) {
  const mini = card.miniprogram?.appid ? card.miniprogram : null;
  const address = webAddress(url);
  if (mini) return () => actions.mini(mini.appid, null, mini.pagepath);
  return address ? () => actions.open(address, card.title) : null;
}

// A template message or a subscription notification: rows of label and value.
function notification(bubble, actions) {
  const { card, mini } = bubble;
  const go = leads(card, card.url, actions);
  const from = mini ? "小程序服务通知" : actions.account();
  return el("div", { class: "notice-card", test: "notice-card", "data-template": card.template_id, ...(go ? taps(go) : {}) },
    el("div", { class: "notice-from" }, logo(), el("span", {}, from),
      bubble.via !== "link" && button("notice-more", icon("more"), (event) => { event.stopPropagation(); actions.mute(card); },
        { class: "notice-more", "aria-label": "通知设置" })),
    el("div", { class: "notice-title" }, card.title),
    el("dl", { class: "notice-rows" }, card.rows.map(({ label, value }) => el("div", {}, label && el("dt", {}, label), el("dd", {}, value)))),
    go && el("div", { class: "card-more" }, card.miniprogram?.appid ? "进入小程序查看" : "查看详情", el("span", { class: "chevron" })));
}

function page(bubble, actions) {
  const { card } = bubble;
  return el("div", { class: "mini-card", test: "mini-card", ...taps(leads(card, "", actions)) },
    el("div", { class: "mini-from" }, logo(), el("span", {}, actions.account())),
    el("div", { class: "mini-title" }, card.title),
    el("div", { class: "mini-cover" }, webAddress(card.picture) && picture(card.picture, "")),
    el("div", { class: "mini-foot" }, el("span", { class: "mini-sign", "aria-hidden": "true" }), "小程序"));
}

function coupon(bubble, actions) {
  const { card } = bubble;
  return el("div", { class: "coupon", test: "coupon", ...taps(() => actions.toast("这里会打开卡券")) },
    el("div", { class: "coupon-head" }, logo(), el("div", {}, el("div", { class: "coupon-title" }, card.title), el("div", { class: "coupon-note" }, card.note))),
    el("div", { class: "coupon-foot" }, card.brand));
}

function music(bubble, actions) {
  const { card, url, text } = bubble;
  return el("div", { class: "music", test: "music", ...taps(() => actions.open(url, card.title)) },
    el("div", { class: "music-words" }, el("div", { class: "music-title" }, card.title || text || "音乐"), card.description && el("div", { class: "music-by" }, card.description)),
    el("div", { class: "music-cover" }, webAddress(card.picture) && picture(card.picture, ""), el("span", { class: "play", "aria-hidden": "true" })));
}

function film(bubble, actions) {
  const { card, url, text } = bubble;
  const title = card.title || text;
  return el("div", { class: "film", test: "film", ...taps(() => actions.open(url, title || "视频")) },
    el("div", { class: "film-cover" }, webAddress(card.picture) && picture(card.picture, ""), el("span", { class: "play", "aria-hidden": "true" })),
    (title || card.description) && el("div", { class: "film-words" },
      title && el("div", { class: "film-title" }, title), card.description && el("div", { class: "film-about" }, card.description)));
}

function forwarded(bubble, actions) {
  const [article] = bubble.articles;
  const go = leads(article, article.url, actions);
  return el("div", { class: "linked", test: "linked", ...(go ? taps(go) : {}) },
    el("div", { class: "linked-title" }, article.title),
    el("div", { class: "linked-body" }, el("div", { class: "linked-words" }, article.description || article.url),
      webAddress(article.picture) ? picture(article.picture, "linked-thumb") : el("span", { class: "linked-thumb linked-none", "aria-hidden": "true" }, icon("outside"))));
}

const WIDE = { template: notification };
const NARROW = { miniprogrampage: page, wxcard: coupon, music, video: film };

// The card of that bubble, across the whole screen or beside the sender's picture; null for other kinds.
export function wideCard(bubble, actions) {
  return WIDE[bubble.kind]?.(bubble, actions) ?? null;
}

export function narrowCard(bubble, actions) {
  if (bubble.kind === "link" && bubble.articles?.length) return forwarded(bubble, actions);
  return NARROW[bubble.kind]?.({ card: {}, ...bubble }, actions) ?? null;
}
