// One message of the chat as an element.

import { logo, narrowCard, picture, wideCard } from "./cards.js";
import { el, icon } from "./dom.js";
import { around, drawMap, pin } from "./map.js";
import { webAddress, words } from "./words.js";

const TINTS = ["#5b8def", "#e08a3c", "#4aa785", "#9a6dd7", "#d3617f", "#4d9db8"];

export function avatar(name) {
  const tint = TINTS[[...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % TINTS.length];
  return el("span", { class: "avatar", style: { backgroundColor: tint }, "aria-hidden": "true" }, [...name][0] ?? "?");
}

export { logo };

function opener(article, actions) {
  const url = webAddress(article.url);
  return { role: "link", tabindex: 0, "data-url": url ?? "",
    onclick: () => (url ? actions.open(url, article.title) : actions.toast("这条消息没有可以打开的页面")),
    onkeydown: (event) => event.key === "Enter" && event.currentTarget.click() };
}

function single(article, actions) {
  const cover = webAddress(article.picture);
  return el("div", { class: "card", test: "card", ...opener(article, actions) },
    cover && picture(cover, "card-cover"),
    el("div", { class: "card-title" }, article.title),
    article.description && el("div", { class: "card-words" }, article.description),
    el("div", { class: "card-more" }, "查看全文", el("span", { class: "chevron" })));
}

function several(articles, actions) {
  const [first, ...rest] = articles;
  const cover = webAddress(first.picture);
  const head = el("div", { class: `cards-head${cover ? " cards-head-cover" : ""}`, test: "card", ...opener(first, actions) },
    cover && picture(cover, "card-cover", () => head.classList.remove("cards-head-cover")),
    el("div", { class: "cards-title" }, first.title));
  return el("div", { class: "cards" }, head, rest.map((article) => {
    const thumb = webAddress(article.picture);
    return el("div", { class: "cards-row", test: "card", ...opener(article, actions) },
      el("div", { class: "cards-words" }, article.title), thumb && picture(thumb, "cards-thumb"));
  }));
}

function menuWords(bubble, actions) {
  return [
    ...words(bubble.text, actions, true),
    el("div", { class: "msgmenu" }, bubble.menu.map((item) => el("button", {
      type: "button", class: "msgmenu-item", test: `msgmenu-${item.id}`, onclick: () => actions.say({ id: item.id, text: item.content }),
    }, item.content))),
    ...words(bubble.tail ?? "", actions, true),
  ];
}

function voice(bubble, mine) {
  const seconds = Math.max(1, Math.min(60, Math.round([...bubble.text].length / 4)));
  return el("div", { class: "voice" },
    el("div", { class: "bubble voice-sound", style: { width: `${4.5 + seconds / 6}em` } },
      mine ? [el("span", {}, `${seconds}″`), icon("voice")] : [icon("voice"), el("span", {}, `${seconds}″`)]),
    bubble.text && el("div", { class: "voice-words" }, bubble.text));
}

function place(bubble) {
  const { lat, lng } = bubble;
  const known = Number.isFinite(lat) && Number.isFinite(lng);
  const view = known && around(lat, lng);
  const map = known && drawMap(view, false);
  map?.append(pin(lat, lng, 0.007));
  return el("div", { class: "bubble place" },
    el("div", { class: "place-label" }, bubble.text || "位置"),
    known && el("div", { class: "place-point" }, `${lat.toFixed(4)}，${lng.toFixed(4)}`), map);
}

function body(bubble, actions, mine) {
  switch (bubble.kind) {
    case "voice": return voice(bubble, mine);
    case "location": return place(bubble);
    case "image": {
      const url = bubble.url && new URL(bubble.url, location.href).href;
      return webAddress(url) ? el("button", { type: "button", class: "shot", "aria-label": "看大图", onclick: () => actions.look(url) },
        picture(url, "")) : el("div", { class: "bubble" }, "［图片］");
    }
    case "text": return el("div", { class: "bubble" },
      bubble.menu?.length ? menuWords(bubble, actions) : words(bubble.text, actions, !mine));
    default: return el("div", { class: "bubble" }, words(bubble.text || `［${bubble.kind}］`, actions, !mine));
  }
}

// What an account's message says of itself: the agent who wrote it, the session of the mini program, that a machine wrote it.
function signed(bubble, said) {
  const by = bubble.agent || (bubble.mini && "小程序客服");
  if (!by && !bubble.caption) return said;
  return el("div", { class: "said" }, by && el("div", { class: "said-by", test: "said-by" }, by), said,
    bubble.caption && el("div", { class: "caption", test: "caption" }, bubble.caption));
}

// bubble: as in the events of the stand-in; actions: open, say, mini, look, toast, account, mute.
export function message(bubble, name, actions) {
  const common = { test: "bubble", "data-from": bubble.from, "data-kind": bubble.kind };
  if (bubble.from === "notice") return el("div", { class: "notice", ...common }, bubble.text);
  const mine = bubble.from === "me";
  const wide = !mine && wideCard(bubble, actions);
  if (wide) return el("div", { class: "wide", ...common }, wide);
  if (!mine && bubble.articles?.length && bubble.kind === "news") {
    const cards = bubble.articles.length === 1 ? single(bubble.articles[0], actions) : several(bubble.articles, actions);
    return el("div", { class: "wide", ...common }, cards);
  }
  return el("div", { class: `line ${mine ? "line-mine" : "line-account"}`, ...common },
    mine ? [avatar(name), narrowCard(bubble, actions) ?? body(bubble, actions, mine)]
      : [logo(), signed(bubble, narrowCard(bubble, actions) ?? body(bubble, actions, mine))]);
}
