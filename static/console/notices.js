// Notices: a form is sent once, the figures of one that goes out refresh themselves, what is held counts down.
"use strict";

const REFRESH = 2000; // milliseconds

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
  });
}
// Who comes back by the browser's own button may send again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});

const progress = document.querySelector("[data-progress]");
if (progress) {
  const show = (figures) => {
    for (const place of progress.querySelectorAll("[data-figure]")) {
      const value = place.dataset.figure.split(".").reduce((found, name) => found[name], figures);
      if (place.tagName === "PROGRESS") place.value = value;
      else place.textContent = value;
    }
  };
  const look = async () => {
    try {
      const answer = await fetch(progress.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const figures = await answer.json();
        if (figures.state !== progress.dataset.state) {
          location.reload();
          return;
        }
        show(figures);
      }
    } catch {
      // Without the network the figures stay as they were.
    }
    setTimeout(look, REFRESH);
  };
  setTimeout(look, REFRESH);
}

const held = [...document.querySelectorAll("[data-due]")].filter((card) => Number(card.dataset.due) > 0);
if (held.length) {
  const began = Date.now();
  const tick = () => {
    const passed = (Date.now() - began) / 1000;
    let left = Infinity;
    for (const card of held) {
      const seconds = Math.max(0, Math.ceil(Number(card.dataset.due) - passed));
      const place = card.querySelector("[data-countdown]");
      if (place && seconds < 120) place.textContent = place.dataset.words.replace("{}", seconds);
      left = Math.min(left, Number(card.dataset.due) - passed);
    }
    if (left < -2) location.reload();
    else setTimeout(tick, 1000);
  };
  tick();
}

const room = document.querySelector("[data-room]");
if (room) {
  const text = document.querySelector("textarea[name=text]");
  const count = () => {
    const left = Math.floor((Number(room.dataset.most) - new TextEncoder().encode(text.value).length) / 3);
    room.textContent = (left < 0 ? room.dataset.over : room.dataset.left).replace("{}", Math.abs(left));
  };
  text.addEventListener("input", count);
  count();
}
