// 扫一扫: the codes that were created, to choose from, or a picture of one.

import { get } from "./api.js";
import { button, el, icon } from "./dom.js";

// Scene kinds in the order in which a delegate meets them.
const KINDS = { desk: "报到处", column: "栏目", item: "议程", delegation: "代表团", delegate: "代表证" };
const ORDER = Object.keys(KINDS);

const SOME = 60; // more pictures than this help nobody
const FEW = 12; // fewer need no search

// Names of the demo's codes; a scene carries only a key, and any other key is shown as it is.
const NAMES = {
  focus: "大会聚焦", profiles: "代表风采", services: "大会服务",
  "0506-kaimudahui": "开幕大会", "0506-fenzutaolunshenyigongzuobaogaocaiwugongzuob": "分组讨论",
  chaoyangqu: "朝阳区", dongchengqu: "东城区", xichengqu: "西城区",
};

function named(key) {
  const desk = /^hall-([a-z])$/.exec(key);
  return desk ? `大堂${desk[1].toUpperCase()}台` : NAMES[key] ?? key;
}

// "desk_hall-a" -> ["报到处", "大堂A台"]
function caption(scene) {
  const cut = scene.indexOf("_");
  const kind = cut < 0 ? "" : scene.slice(0, cut);
  return KINDS[kind] ? [KINDS[kind], named(scene.slice(cut + 1))] : ["二维码", scene];
}

export function sceneName(scene) {
  return caption(scene).join(" · ");
}

function rank({ scene }) {
  const found = ORDER.indexOf(scene.split("_", 1)[0]);
  return found < 0 ? ORDER.length : found;
}

// actions: code(code), picture(file)
export function openScan(screen, codes, actions) {
  const close = () => root.remove();
  const file = el("input", { type: "file", accept: "image/*", test: "scan-file", hidden: true, onchange: () => {
    if (file.files[0]) {
      actions.picture(file.files[0]);
      close();
    }
  } });
  const list = el("div", { class: "codes", test: "codes" });
  const search = el("input", { type: "search", class: "people-search", placeholder: "找二维码，如：报到处、代表证", test: "scan-search", "aria-label": "找二维码", oninput: () => { show(); look(); } });
  const picture = (code) => {
    const [kind, key] = caption(code.scene);
    return button(`code-${code.scene}`, [
      el("img", { src: `/cgi-bin/showqrcode?ticket=${encodeURIComponent(code.ticket)}`, alt: "", class: "code-picture", loading: "lazy",
        onerror: (event) => event.target.replaceWith(icon("scan")) }),
      el("span", { class: "code-words" }, el("strong", {}, kind), el("span", { class: "code-key" }, key)),
    ], () => { close(); actions.code(code); }, { class: "code" });
  };
  let all = codes;
  const show = () => {
    const asked = search.value.trim().toLowerCase();
    const fitting = all.filter((code) => `${sceneName(code.scene)} ${code.scene}`.toLowerCase().includes(asked));
    search.hidden = all.length < FEW;
    list.replaceChildren(...fitting.slice(0, SOME).map(picture));
    if (!all.length) list.append(el("p", { class: "empty" }, "还没有生成过二维码。可以上传一张二维码图片。"));
    else if (!fitting.length) list.append(el("p", { class: "empty" }, "没有找到。"));
    else if (fitting.length > SOME) list.append(el("p", { class: "empty" }, `只列出 ${SOME} 个，其余请搜索。`));
  };
  // Of many codes of a kind the newest are listed; the others are found by their scene.
  const look = async () => {
    const asked = search.value.trim();
    if (!asked) return;
    const { codes: found = [] } = await get(`/phone/codes?limit=${SOME}&search=${encodeURIComponent(asked)}`);
    const known = new Set(all.map((code) => code.ticket));
    const more = found.filter((code) => !known.has(code.ticket));
    if (more.length) draw([...all, ...more]);
  };
  const draw = (now) => {
    all = [...now].sort((one, other) => rank(one) - rank(other) || one.scene.localeCompare(other.scene));
    show();
  };
  draw(codes);
  const root = el("div", { class: "dialog", test: "scan-dialog", role: "dialog", "aria-label": "扫一扫" },
    el("div", { class: "nav" },
      el("div", { class: "nav-side" }, button("scan-close", icon("close"), close, { class: "nav-icon", "aria-label": "关闭" })),
      el("div", { class: "nav-title" }, "扫一扫"), el("div", { class: "nav-side" })),
    el("p", { class: "dialog-hint" }, "选一个现场的二维码，就像用手机对准它"),
    el("div", { class: "codes-search" }, search),
    list,
    el("div", { class: "dialog-foot" }, file, button("scan-upload", "上传二维码图片", () => file.click(), { class: "plain-button" })));
  screen.append(root);
  return { draw, close, root };
}
