// Signing out, wherever in the console: the desk's roster leaves this device; what waits to be sent is told, and stays.

import * as store from "./checkin/store.js";
import * as words from "./checkin/words.js";

for (const form of document.querySelectorAll('form[action*="/sign-out"]')) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const waiting = await store.countWaiting().catch(() => 0);
    if (waiting && !confirm(words.leaveAnyway(waiting))) return;
    await store.wipe().catch(() => {}); // a browser without storage keeps no roster either
    form.submit();
  });
}
