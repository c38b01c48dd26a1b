// Turns the text of a message into nodes: text, line breaks, and links from a strict allow-list.

import { el } from "./dom.js";

const ANCHOR = /<a\s([^<>]*)>([\s\S]*?)<\/a\s*>/gi;
const ATTRIBUTE = /([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
const PLAIN = /https?:\/\/[^\s<>"'，。；！？、（）【】《》「」]+/gi;
const TRAILING = /[.,;:!?)\]]+$/;
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };

// An absolute http(s) address, or null: nothing else is ever opened.
export function webAddress(text) {
  try {
    const url = new URL(String(text).trim());
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

function attributes(source) {
  const found = {};
  for (const [, name, double, single] of source.matchAll(ATTRIBUTE)) {
    const value = (double ?? single).replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]);
    found[name.toLowerCase()] = value;
  }
  return found;
}

// weixin://bizmsgmenu?msgmenucontent=...&msgmenuid=...: a link that says something for the reader.
function spoken(href) {
  if (!/^weixin:\/\/bizmsgmenu\?/i.test(href)) return null;
  const query = new URLSearchParams(href.slice(href.indexOf("?") + 1));
  return query.get("msgmenucontent") ? { id: query.get("msgmenuid") ?? "", text: query.get("msgmenucontent") } : null;
}

function link(label, url, actions) {
  return el("a", {
    href: url, class: "link", test: "link", rel: "noopener noreferrer", target: "_blank",
    onclick: (event) => { event.preventDefault(); actions.open(url); },
  }, label);
}

function plain(text, actions) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(PLAIN)) {
    const found = match[0].replace(TRAILING, "");
    const url = webAddress(found);
    if (!url) continue;
    nodes.push(text.slice(from, match.index), link(found, url, actions));
    from = match.index + found.length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== "");
}

function anchored(match, actions) {
  const { href = "", "data-miniprogram-appid": mini } = attributes(match[1]);
  const url = webAddress(href);
  if (mini) {
    const go = (event) => { event.preventDefault(); actions.mini(mini, url); };
    return el("a", { href: url ?? "#", class: "link link-mini", test: "link", onclick: go }, match[2]);
  }
  if (url) return link(match[2], url, actions);
  const said = spoken(href);
  if (said) {
    const go = (event) => { event.preventDefault(); actions.say(said); };
    return el("a", { href: "#", class: "link", test: "link", onclick: go }, match[2]);
  }
  return match[0];
}

// actions: open(url), say({id, text}), mini(appid, url). Only an account's words may hold <a> elements.
export function words(text, actions, anchors) {
  if (!anchors) return plain(text, actions);
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(ANCHOR)) {
    nodes.push(...plain(text.slice(from, match.index), actions), anchored(match, actions));
    from = match.index + match[0].length;
  }
  nodes.push(...plain(text.slice(from), actions));
  return nodes;
}
