// The bar below the chat: the menu as published, or a row to type in.

import { button, el, icon } from "./dom.js";

export class BottomBar {
  // actions: tap(path, item), text(words), voice(), picture(file), place(), scan()
  constructor(actions) {
    this.actions = actions;
    this.menu = null;
    this.typing = false;
    this.root = el("div", { class: "bar" });
    this.shut = (event) => !this.root.contains(event.target) && this.close();
    document.addEventListener("pointerdown", this.shut);
    this.draw();
  }

  publish(menu) {
    this.menu = menu?.button?.length ? menu : null;
    this.draw();
  }

  draw() {
    this.root.replaceChildren(...(this.menu && !this.typing ? this.menuRow() : this.inputRow()));
  }

  toggle() {
    this.typing = !this.typing;
    this.draw();
    if (this.typing) this.root.querySelector("textarea").focus();
  }

  close() {
    for (const open of this.root.querySelectorAll(".submenu, .panel")) open.remove();
    for (const head of this.root.querySelectorAll("[aria-expanded=true]")) head.setAttribute("aria-expanded", "false");
  }

  menuRow() {
    const heads = this.menu.button.map((item, index) => {
      const children = item.sub_button ?? [];
      const head = button(`menu-${index}`, [children.length ? icon("list") : null, el("span", {}, item.name)], () => {
        const open = head.getAttribute("aria-expanded") === "true";
        this.close();
        if (!children.length) this.actions.tap([index], item);
        else if (!open) this.unfold(head, index, children);
      }, { class: "menu-head", "aria-expanded": children.length ? "false" : null });
      return el("div", { class: "menu-column" }, head);
    });
    return [button("to-keyboard", icon("keyboard"), () => this.toggle(), { class: "bar-icon", "aria-label": "打字" }),
      el("div", { class: "menu-row" }, heads)];
  }

  unfold(head, index, children) {
    head.setAttribute("aria-expanded", "true");
    head.parentElement.append(el("div", { class: "submenu" }, children.map((child, row) =>
      button(`submenu-${index}-${row}`, child.name, () => {
        this.close();
        this.actions.tap([index, row], child);
      }, { class: "submenu-item" }))));
  }

  inputRow() {
    const field = el("textarea", { class: "field", test: "input", rows: 1, maxlength: 2000, "aria-label": "输入消息", enterkeyhint: "send" });
    const send = button("send", "发送", () => say(), { class: "send", hidden: true });
    const more = button("more-actions", icon("plus"), () => this.panel(), { class: "bar-icon", "aria-label": "更多" });
    const grow = () => {
      send.hidden = !field.value.trim();
      more.hidden = !send.hidden;
      field.style.height = "auto";
      field.style.height = `${Math.min(field.scrollHeight, 96)}px`;
    };
    const say = () => {
      const words = field.value.trim();
      if (!words) return;
      this.actions.text(words);
      field.value = "";
      grow();
      field.focus();
    };
    field.addEventListener("input", grow);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        say();
      }
    });
    return [
      this.menu && button("to-menu", icon("list"), () => this.toggle(), { class: "bar-icon", "aria-label": "菜单" }),
      button("voice", icon("voice"), () => this.actions.voice(), { class: "bar-icon", "aria-label": "语音" }),
      field, send, more,
    ].filter(Boolean);
  }

  panel() {
    if (this.root.querySelector(".panel")) return this.close();
    const file = el("input", { type: "file", accept: "image/*", test: "picture-file", hidden: true, onchange: () => {
      if (file.files[0]) this.actions.picture(file.files[0]);
      this.close();
    } });
    const tile = (test, name, label, go) =>
      button(test, [el("span", { class: "tile" }, icon(name)), el("span", {}, label)], go, { class: "panel-item" });
    const then = (go) => () => { this.close(); go(); };
    this.root.append(el("div", { class: "panel" }, file,
      tile("picture", "picture", "图片", () => file.click()),
      tile("place", "place", "位置", then(this.actions.place)),
      tile("scan", "scan", "扫一扫", then(this.actions.scan))));
    return undefined;
  }

  remove() {
    document.removeEventListener("pointerdown", this.shut);
  }
}
