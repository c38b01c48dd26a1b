// 消息通知: what the account and its mini program may send, and the dialog in which they ask.

import { logo } from "./cards.js";
import { button, el, icon } from "./dom.js";

const AT_ONCE = 3; // templates in one dialog
const HEADINGS = { account: "公众号订阅通知", mini: "小程序订阅通知", template: "公众号服务消息" };

function told(row) {
  if (row.kind === "template") return "服务消息，默认接收";
  const how = row.long_term ? "长期订阅" : "一次性订阅";
  const left = row.long_term ? (row.grants ? "已订阅" : "未订阅") : `还可收 ${row.grants} 条`;
  const kept = { accept: "，总是允许", reject: "，已关闭" }[row.kept] ?? "";
  return `${how}，${left}${kept}`;
}

// over(node): puts a sheet over the screen and gives it back; act(what, values): tells the stand-in.
function ask(rows, mini, { over, act, account }, answered) {
  const boxes = new Map();
  const keep = el("input", { type: "checkbox", test: "ask-keep" });
  let back = null;
  const answer = async (allowed) => {
    back.remove();
    const choices = Object.fromEntries(rows.map((row) => [row.template_id, allowed && boxes.get(row.template_id).checked ? "accept" : "reject"]));
    await act("subscribe", { mini, choices, keep: keep.checked });
    answered(choices);
  };
  back = over(el("div", { class: "sheet ask", test: "ask", role: "dialog", "aria-label": "订阅通知" },
    el("div", { class: "ask-from" }, logo(), el("span", {}, account), el("span", {}, "申请")),
    el("h3", {}, rows.some((row) => row.long_term) ? "向你发送以下消息" : "发送一次以下消息"),
    rows.map((row) => {
      const box = el("input", { type: "checkbox", checked: true, test: `ask-${row.template_id}` });
      boxes.set(row.template_id, box);
      return el("label", { class: "ask-choice" }, box,
        el("span", {}, row.title, el("small", {}, row.fields.map((field) => field.label).join("、"))));
    }),
    el("label", { class: "ask-keep" }, keep, "总是保持以上选择，不再询问"),
    el("div", { class: "ask-buttons" },
      button("ask-no", "取消", () => answer(false), { class: "plain-button" }),
      button("ask-yes", "允许", () => answer(true), { class: "main-button" }))));
}

// A page asks by its open tag for some of the account's templates (tools as below): what was answered for each of them,
// null when the account has none of these. Answers that are kept are given without asking.
export async function askFor(ids, tools) {
  const { templates = [] } = await tools.act("subscriptions", {});
  const rows = templates.filter((one) => one.kind === "account" && ids.includes(one.template_id)).slice(0, AT_ONCE);
  if (!rows.length) return null;
  const kept = Object.fromEntries(rows.filter((one) => one.kept).map((one) => [one.template_id, one.kept]));
  if (Object.keys(kept).length) await tools.act("subscribe", { mini: false, choices: kept });
  const open = rows.filter((one) => !one.kept);
  if (!open.length) return kept;
  return new Promise((settle) => { ask(open, false, tools, (choices) => settle({ ...kept, ...choices })); });
}

// tools: over, act, account as above.
export function openNotices(screen, tools) {
  const list = el("div", { class: "notices", test: "notices" });
  const close = () => root.remove();
  const root = el("div", { class: "dialog", test: "notices-dialog", role: "dialog", "aria-label": "消息通知" },
    el("div", { class: "nav" },
      el("div", { class: "nav-side" }, button("notices-close", icon("back"), close, { class: "nav-icon", "aria-label": "返回" })),
      el("div", { class: "nav-title" }, "消息通知"), el("div", { class: "nav-side" })), list);

  const toggle = (test, on, name, turn) => el("input", { type: "checkbox", class: "toggle", test, checked: on, "aria-label": name, onchange: async (event) => {
    await turn(event.target.checked);
    draw();
  } });

  function row(one) {
    return el("label", { class: "notices-row" }, el("span", { class: "notices-words" }, one.title, el("small", {}, told(one))),
      toggle(`notice-on-${one.template_id}`, one.kept !== "reject", one.title, (on) => tools.act("subscription_setting", { template_id: one.template_id, on })));
  }

  // Templates whose answer is kept aren't asked for; if that is all of them, the dialog doesn't even show.
  function request(rows, mini) {
    const asked = rows.slice(0, AT_ONCE);
    const open = asked.filter((one) => !one.kept);
    if (open.length) return ask(open, mini, tools, draw);
    return tools.act("subscribe", { mini, choices: Object.fromEntries(asked.map((one) => [one.template_id, one.kept])) }).then(draw);
  }

  async function draw() {
    const { templates = [], refuses = false } = await tools.act("subscriptions", {});
    const groups = ["account", "mini", "template"].map((kind) => [kind, templates.filter((one) => one.kind === kind)]);
    list.replaceChildren(
      el("h3", {}, "接收方式"),
      el("div", { class: "notices-group" }, el("label", { class: "notices-row" },
        el("span", { class: "notices-words" }, "接收消息", el("small", {}, "关闭后，公众号的消息都不再送达")),
        toggle("take-messages", !refuses, "接收消息", (on) => tools.act("take_messages", { on })))),
      ...groups.filter(([, rows]) => rows.length).flatMap(([kind, rows]) => [
        el("h3", {}, HEADINGS[kind]),
        el("div", { class: "notices-group" }, rows.map(row),
          kind !== "template" && el("div", { class: "notices-ask" },
            button(`ask-for-${kind}`, "订阅以上通知", () => request(rows, kind === "mini"), { class: "plain-button" })))]));
  }

  screen.append(root);
  draw();
  return { close, root };
}
