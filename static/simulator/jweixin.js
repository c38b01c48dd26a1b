// The part of the platform's page script that a page needs before it may use the phone: wx.config and what follows it.
// A page loads it from the stand-in in place of the real one. Whether the page signed rightly is asked of the stand-in,
// so that a wrong signature shows here as it would there.
(() => {
  const base = new URL(document.currentScript.src).origin;
  let outcome = null; // errMsg, once it is known
  let allowed = [];
  const waiting = { ready: [], error: [] };

  const settle = (said) => {
    outcome = said;
    const callbacks = said === "config:ok" ? waiting.ready : waiting.error;
    callbacks.forEach((callback) => callback(said === "config:ok" ? undefined : { errMsg: said }));
  };

  const later = (kind, good) => (callback) => {
    if (outcome === null) waiting[kind].push(callback);
    else if ((outcome === "config:ok") === good) callback(good ? undefined : { errMsg: outcome });
  };

  const answer = (options, said) => {
    const ok = said.errMsg.endsWith(":ok");
    (ok ? options.success : options.fail)?.(said);
    options.complete?.(said);
  };

  // A function of the phone: refused until wx.config went through and named it.
  const needs = (name, go) => (options = {}) => {
    if (outcome !== "config:ok") return answer(options, { errMsg: `${name}:fail, the config is invalid` });
    if (!allowed.includes(name)) return answer(options, { errMsg: `${name}:fail, the permission value is offline verifying` });
    return go(options, (more = {}) => answer(options, { ...more, errMsg: `${name}:ok` }));
  };

  // The open tag by which a page asks for notifications: drawn from its two parts, dead until wx.config went through.
  // The dialog is the phone's, which frames the page; what was chosen comes back as the tag's own event.
  const asked = new Map();
  let asks = 0;
  window.addEventListener("message", ({ source, data }) => {
    const tag = source === window.parent && data?.what === "wx-open-subscribe" && asked.get(data.id);
    if (!tag) return;
    asked.delete(data.id);
    if (!data.choices) return tag.tell("error", { errMsg: "subscribe:fail, no such template", errCode: 10001 });
    const told = Object.entries(data.choices).map(([id, status]) => [id, JSON.stringify({ status })]);
    tag.tell("success", { errMsg: "subscribe:ok", subscribeDetails: JSON.stringify(Object.fromEntries(told)) });
  });
  class Subscribe extends HTMLElement {
    connectedCallback() {
      const part = (which) => [...this.querySelectorAll("script[type='text/wxtag-template'], template")]
        .filter((one) => (one.slot === "style") === (which === "style")).map((one) => one.innerHTML).join("");
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(part("style").replace(/<\/?style[^>]*>/g, ""));
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.innerHTML = part("body");
      this.addEventListener("click", () => this.ask());
    }

    ask() {
      const templates = (this.getAttribute("template") ?? "").split(",").filter(Boolean);
      if (window.parent === window) return this.tell("error", { errMsg: "subscribe:fail, not in a phone", errCode: 10002 });
      asks += 1;
      asked.set(asks, this);
      return window.parent.postMessage({ what: "wx-open-subscribe", id: asks, templates }, "*");
    }

    tell(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail }));
    }
  }

  window.wx = {
    async config({ appId, timestamp, nonceStr, signature, jsApiList = [], openTagList = [] }) {
      allowed = jsApiList;
      const given = { appId, timestamp: String(timestamp), nonceStr, signature, url: location.href };
      try {
        const response = await fetch(`${base}/phone/wx-config`, {
          method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) });
        const said = (await response.json()).errMsg;
        const draws = said === "config:ok" && openTagList.includes("wx-open-subscribe");
        if (draws && !customElements.get("wx-open-subscribe")) customElements.define("wx-open-subscribe", Subscribe);
        settle(said);
      } catch {
        settle("config:fail,network error");
      }
    },
    ready: later("ready", true),
    error: later("error", false),
    checkJsApi: (options) => answer(options, { errMsg: "checkJsApi:ok",
      checkResult: Object.fromEntries((options.jsApiList ?? []).map((name) => [name, name in window.wx])) }),
    updateAppMessageShareData: needs("updateAppMessageShareData", (_, done) => done()),
    updateTimelineShareData: needs("updateTimelineShareData", (_, done) => done()),
    hideMenuItems: needs("hideMenuItems", (_, done) => done()),
  };
  window.jWeixin = window.wx;
})();
