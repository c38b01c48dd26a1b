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

  window.wx = {
    async config({ appId, timestamp, nonceStr, signature, jsApiList = [] }) {
      allowed = jsApiList;
      const given = { appId, timestamp: String(timestamp), nonceStr, signature, url: location.href };
      try {
        const response = await fetch(`${base}/phone/wx-config`, {
          method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) });
        settle((await response.json()).errMsg);
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
