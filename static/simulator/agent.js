// The agent's side of a session, above the chat of the person whose session it is.

import { post } from "./api.js";
import { button, el } from "./dom.js";

// sessions: a map of openid to the agent's account. Answers the bar, or null when nobody has the session.
export function agentBar(openid, account, toast) {
  if (!account) return null;
  const send = async (values) => {
    const result = await post("/phone/agent", { openid, ...values });
    if (result.error) toast(result.error);
    return !result.error;
  };
  const words = el("input", { type: "text", class: "agent-words", test: "agent-words", maxlength: 600, placeholder: "以人工客服的身份回复", "aria-label": "以人工客服的身份回复" });
  return el("form", { class: "agent", test: "agent", onsubmit: async (event) => {
    event.preventDefault();
    if (words.value.trim() && await send({ do: "say", text: words.value.trim() })) words.value = "";
  } },
  el("span", { class: "agent-name" }, `人工客服接待中 · ${account.split("@")[0]}`),
  el("div", { class: "agent-row" }, words, el("button", { type: "submit", class: "agent-send", test: "agent-send" }, "回复"),
    button("agent-close", "结束", () => send({ do: "close" }), { class: "agent-close" })));
}
