// The browser inside a phone: a page in a frame, its address, and a way out of it.

import { button, el, icon } from "./dom.js";

const SLOW = 6000; // ms without a loaded page before we say so

// holder: a promise of the text that says whose phone this is. The window carries it as its name, which stays through
// all pages that open in it, so that the platform's own pages know who looks. ask(ids): a page's open tag asks for these
// notifications; a promise of the choices.
export function openBrowser(screen, address, name = "", holder = Promise.resolve(""), ask = async () => null) {
  const url = new URL(address);
  let loads = 0;
  let outcome = "";
  const note = el("div", { class: "browser-note", test: "browser-note", hidden: true });
  const frame = el("iframe", { class: "browser-page", test: "browser-page", title: "网页",
    sandbox: "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox", onload: () => {
      loads += 1;
      back.hidden = loads < 2;
      progress.hidden = true;
      if (outcome === "slow") note.hidden = true;
    } });
  const progress = el("div", { class: "browser-progress" });
  const outside = () => window.open(url.href, "_blank", "noopener");
  const back = button("browser-back", icon("back"), () => { loads -= 2; history.back(); }, { class: "nav-icon", "aria-label": "后退", hidden: true });
  const hear = async ({ source, origin, data }) => {
    if (source !== frame.contentWindow || data?.what !== "wx-open-subscribe" || !Array.isArray(data.templates)) return;
    const choices = await ask(data.templates.map(String));
    source.postMessage({ what: "wx-open-subscribe", id: data.id, choices }, origin);
  };
  window.addEventListener("message", hear);
  const close = () => { clearTimeout(timer); window.removeEventListener("message", hear); root.remove(); };
  const explain = (words) => {
    note.replaceChildren(el("p", {}, words),
      el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", class: "link" }, url.href));
    note.hidden = false;
  };
  const menu = el("div", { class: "sheet-back", hidden: true, onclick: () => { menu.hidden = true; } },
    el("div", { class: "sheet" },
      button("browser-outside", "在新窗口打开", outside),
      button("browser-reload", "刷新", () => { loads -= 1; progress.hidden = false; frame.src = url.href; }),
      button("browser-copy", "复制链接", () => navigator.clipboard?.writeText(url.href)),
      button("browser-menu-close", "取消", () => {}, { class: "sheet-cancel" })));
  const root = el("div", { class: "browser", test: "browser" },
    el("div", { class: "nav" },
      el("div", { class: "nav-side" }, button("browser-close", icon("close"), close, { class: "nav-icon", "aria-label": "关闭网页" }), back),
      el("div", { class: "browser-title" }, name && el("div", { class: "browser-name", test: "browser-name" }, name), el("div", { class: "browser-address", test: "browser-address" }, url.host + decoded(url))),
      el("div", { class: "nav-side nav-right" },
        button("browser-more", icon("more"), () => { menu.hidden = false; }, { class: "nav-icon", "aria-label": "更多" }))),
    progress, note,
    el("div", { class: "browser-foot" }, "页面没有显示？", button("browser-new", "在新窗口打开", outside, { class: "linkish" })),
    menu);
  const timer = setTimeout(() => {
    if (loads || outcome) return;
    outcome = "slow";
    explain("页面迟迟没有打开。可能是它的服务还没有启动，或者不允许在别的页面里显示。可以在新窗口打开：");
  }, SLOW);
  holder.then((text) => {
    // A window's name is taken when its frame comes into the page, not when the attribute changes.
    frame.name = text;
    frame.src = url.href;
    progress.after(frame);
  });
  screen.append(root);
  // A frame doesn't tell why it stays empty; asking for the page beside it at least tells whether anyone answers.
  fetch(url.href, { mode: "no-cors", credentials: "omit" }).catch(() => {
    outcome = "unreachable";
    explain("打不开这个页面：对方没有应答。请看看它的服务是否还在运行，或者在新窗口打开：");
  });
  return { close, root };
}

function decoded(url) {
  const path = url.pathname + url.search;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
