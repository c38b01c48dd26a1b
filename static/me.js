// The dialog in which somebody accepts notifications: the platform's open tag, signed for this page by the server.
(() => {
  const box = document.getElementById("subscribing");
  const said = document.getElementById("subscribed");
  const { appid, timestamp, nonce, signature, ready, accepted, rejected, failed } = box.dataset;
  const say = (words) => { said.textContent = words; };
  if (!window.wx) {
    say(failed);
    return;
  }
  wx.ready(() => say(ready));
  wx.error(() => say(failed));
  document.addEventListener("WeixinOpenTagsError", () => say(failed));
  const tag = document.getElementById("subscribe");
  tag.addEventListener("success", (event) => say(/accept/.test(event.detail.subscribeDetails) ? accepted : rejected));
  tag.addEventListener("error", () => say(failed));
  wx.config({
    appId: appid, timestamp: Number(timestamp), nonceStr: nonce, signature,
    jsApiList: ["checkJsApi"], openTagList: ["wx-open-subscribe"],
  });
})();
