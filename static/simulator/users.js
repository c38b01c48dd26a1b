// The panel of the top bar with the people: open, put away, add.

import { act, get, post } from "./api.js";
import { avatar } from "./bubbles.js";
import { button, el } from "./dom.js";

const SOME = 100; // more rows than this help nobody
const FEW = 8; // fewer need no search
const SYSTEMS = { 1: "iOS", 2: "安卓", 3: "其他" }; // what a conditional menu may ask for

// The kind of someone's phone, to choose from.
function system(user) {
  const select = el("select", { test: `system-${user.name}`, class: "person-system", "aria-label": `${user.name}的手机系统`,
    onchange: () => act(user.openid, "platform", { platform: Number(select.value) }) },
  Object.entries(SYSTEMS).map(([value, label]) => el("option", { value }, label)));
  select.value = String(user.platform ?? 1);
  return select;
}

// desk: isOpen(openid), open(user), shut(openid)
export function usersBar(store, desk) {
  const list = el("div", { class: "people", test: "users" });
  const count = el("span", { test: "user-count" });
  const name = el("input", { type: "text", maxlength: 20, placeholder: "姓名，如：李代表", test: "user-name", "aria-label": "新代表的姓名", required: true });
  const wrong = el("p", { class: "wrong", role: "alert" });
  const form = el("form", { class: "people-form", onsubmit: async (event) => {
    event.preventDefault();
    const user = await post("/phone/users", { name: name.value.trim() });
    wrong.textContent = user.error ?? "";
    if (user.error) return;
    name.value = "";
    desk.open(store.put(user));
    root.open = false;
  } }, name, el("button", { type: "submit", class: "small-button", test: "add-user" }, "添加"));
  const search = el("input", { type: "search", class: "people-search", placeholder: "找人：姓名或 openid", test: "user-search", "aria-label": "找人", oninput: () => look() });
  let found = null; // what the stand-in found; null shows the newest
  const look = async () => {
    const asked = search.value.trim();
    const { users = [] } = asked ? await get(`/phone/users?limit=${SOME}&search=${encodeURIComponent(asked)}`) : {};
    if (search.value.trim() !== asked) return;
    found = asked ? users.map((user) => store.user(user.openid) ?? user) : null;
    draw();
  };
  const root = el("details", { class: "pop", test: "users-panel", ontoggle: () => root.open && draw() },
    el("summary", { class: "chip" }, el("span", { class: "chip-name" }, "代表"), count),
    el("div", { class: "pop-body" }, el("p", { class: "pop-hint" }, "每位代表一部手机，可以同时打开几部。"), search, list, form, wrong));
  const draw = () => {
    const { users, user_count: total } = store.state;
    count.textContent = `${total} 位`;
    search.hidden = total < FEW;
    if (!root.open) return; // thousands may follow while nobody looks
    const some = (found ?? users).slice(0, SOME);
    list.replaceChildren(...some.map((user) => {
      const open = desk.isOpen(user.openid);
      const row = button(`user-${user.name}`, [avatar(user.name),
        el("span", { class: "person-name" }, user.name, user.tags?.length ? el("span", { class: "person-tags", test: `tags-${user.name}` }, user.tags.join("、")) : null),
        el("span", { class: "person-state" }, user.following ? "已关注" : "未关注"), el("span", { class: "person-open" }, open ? "收起" : "打开")],
      () => (open ? desk.shut(user.openid) : desk.open(store.user(user.openid) ?? store.keep(user))), { class: "person", "aria-pressed": String(open) });
      return el("div", { class: "person-row" }, row, system(user));
    }));
    if (found && !found.length) list.append(el("p", { class: "empty" }, "没有找到。"));
    if (some.length < (found ?? { length: total }).length) list.append(el("p", { class: "pop-hint" }, `只列出 ${some.length} 位，其余请搜索。`));
  };
  store.on("users", draw);
  draw();
  return { root, draw };
}
