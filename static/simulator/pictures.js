// Choosing pictures for a menu button that asks for them.

import { el } from "./dom.js";

const MOST = 9;

// Opens the browser's chooser; chosen(files) hears of at most nine, or of one for the camera's button.
export function choosePictures(kind, chosen) {
  const file = el("input", { type: "file", accept: "image/*", multiple: kind !== "pic_sysphoto", test: "menu-pictures", hidden: true, onchange: () => {
    if (file.files.length) chosen([...file.files].slice(0, MOST));
    file.remove();
  } });
  document.body.append(file);
  file.click();
}
