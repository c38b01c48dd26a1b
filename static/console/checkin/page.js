// The check-in page: puts the parts together.

import {isCode} from "./codes.js";
import {Camera} from "./camera.js";
import {Barred, Contact, Offline} from "./contact.js";
import {Desk} from "./desk.js";
import {$, ask} from "./dom.js";
import {Entry} from "./entry.js";
import {newMark, Queue} from "./queue.js";
import {publicKey} from "./roster.js";
import * as sound from "./sound.js";
import * as store from "./store.js";
import {View} from "./view.js";
import * as words from "./words.js";

const PULSE = 8000; // milliseconds between two meetings with the server
const RETRY = 2000; // the same while it does not answer
const {base, key, worker, reader, leave} = document.body.dataset;

let told = 0; // how many results were shown: an answer that comes late must not replace a newer one

function remembered(name, made) {
  let value = localStorage.getItem(name);
  if (!value && made) localStorage.setItem(name, value = made());
  return value ?? "";
}

async function start() {
  if (!isSecureContext || !crypto.subtle) return notice("insecure");
  try {
    await store.countWaiting();
  } catch {
    return notice("storage");
  }
  navigator.storage?.persist?.().catch(() => {});
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(worker, {scope: base, updateViaCache: "none"}).catch(() => {});

  let timer = 0;
  const contact = new Contact(base, (state) => {
    if (state !== "online") soon(RETRY);
    if (isBarred(state)) forget();
    else render();
  });
  const queue = new Queue(contact);
  const desk = new Desk({contact, queue, key: await publicKey(key), device: remembered("device", newMark)});
  const view = new View(desk);
  let stale = false;
  let leaving = false;
  const picked = {stage: remembered("stage"), place: remembered("place")};

  /** The roster goes, from the device and from the page. Only the server's own word or staff's signing out does this. */
  async function forget() {
    desk.drop();
    view.forget();
    entry.clear();
    showCamera(false);
    await desk.forget().catch(() => {}); // tried again at the next meeting
    await render();
  }

  function show(result) {
    told += 1;
    if (!desk.roster) result = {...result, person: null};
    view.result(result);
    sound.play(result.outcome);
  }

  async function check(person, how) {
    const mine = told += 1;
    const result = await desk.check(person, how, () => view.result({outcome: "pending", person}));
    if (told === mine) show(result);
    entry.focus();
  }

  let turn = Promise.resolve(); // one after the other: the second scan of a badge must see the first
  function queued(work) {
    turn = turn.then(work).catch(() => show({outcome: "refused", why: "storage"}));
  }

  async function take(texts, how) {
    sound.allow();
    for (const text of texts.filter(Boolean)) {
      const person = desk.roster && await desk.recognise(text);
      if (person) return check(person, how);
    }
    if (!desk.roster) return show({outcome: "refused", why: desk.trouble});
    const text = texts[0] ?? "";
    show({outcome: "refused", why: isCode(text) ? "code" : /\d/.test(text) ? "unknown_badge" : "nobody"});
  }

  const entry = new Entry($("text"), {
    people: () => desk.roster?.people ?? [],
    onText: (texts, how) => queued(() => take(texts, how)),
    onPerson: (person) => queued(() => check(person, "typed")),
    onFound: (people, index) => {
      $("hint").textContent = "";
      view.suggestions(people, index, (person) => entry.pick(person));
    },
    onMany: (count) => { $("hint").textContent = words.several(count); },
  });

  const camera = new Camera($("video"), reader, (text) => queued(() => take([text], "camera")));

  function showCamera(on) {
    if (!on) camera.stop();
    $("lens").hidden = !on;
    $("camera").textContent = on ? words.camera.close : words.camera.open;
  }

  async function undo(row) {
    const reason = await ask($("undo"));
    if (reason) await desk.undo(row.mark, reason);
    entry.focus();
  }

  /** Everything but the result, as things stand now. */
  async function render() {
    const waiting = await store.countWaiting();
    view.link(waiting);
    const {state} = contact;
    const trouble = !desk.roster && state !== "starting" ? desk.trouble : "";
    notice(isBarred(state) ? state : trouble || (state === "offline" ? "offline" : ""), waiting);
    const ready = Boolean(desk.roster && desk.stage && desk.place && !stale);
    $("choose").hidden = ready || !desk.roster;
    $("work").hidden = !ready;
    $("bar-place").hidden = !ready;
    $("sign-out").hidden = isBarred(state);
    view.findings(await store.findings(), (each) => store.acknowledge(each.mark));
    if (!ready) {
      if (desk.roster) choices();
      return;
    }
    view.place();
    const rows = await store.log();
    view.recent(rows, undo);
    view.arrivedAtServer(rows);
    await view.count();
  }

  function choices() {
    view.choices(picked.stage, picked.place, (stage) => { picked.stage = stage; choices(); }, (place) => {
      picked.place = place;
      $("own-desk").value = "";
      choices();
    });
    const own = $("own-desk").value.trim();
    $("begin").disabled = !(picked.stage && (own || picked.place));
  }

  async function begin() {
    sound.allow();
    const place = $("own-desk").value.trim() || picked.place;
    if (!await desk.choose(picked.stage, place)) return;
    stale = false;
    localStorage.setItem("stage", picked.stage);
    localStorage.setItem("place", place);
    picked.place = place;
    view.clear();
    await render();
    entry.focus();
    meet();
  }

  function soon(wait) {
    clearTimeout(timer);
    timer = setTimeout(meet, wait);
  }

  /** Meet the server now, then again and again. */
  async function meet() {
    clearTimeout(timer);
    if (leaving) return;
    try {
      await desk.meet();
    } catch (error) {
      if (error instanceof Barred) await desk.forget().catch(() => {}); // another tab may have kept one meanwhile
      else if (!(error instanceof Offline)) contact.turn("offline");
    }
    soon(contact.state === "online" ? PULSE : RETRY);
    await render();
  }

  async function signOut() {
    if (isBarred(contact.state)) return; // nobody is signed in, or the notice says what to do
    const waiting = await store.countWaiting();
    const online = contact.state === "online";
    $("leave-text").textContent = online ? words.leaving(waiting) : words.leavingOffline;
    $("leave-yes").hidden = !online;
    if (await ask($("leave")) !== "yes") return entry.focus();
    await contact.hello().catch(() => {});
    if (contact.state !== "online") return signOut();
    leaving = true;
    await forget();
    localStorage.removeItem("stage");
    $("leave-token").value = contact.csrf;
    $("leave-form").action = leave;
    $("leave-form").submit();
  }

  store.onChange(() => render());
  store.onWiped(() => {
    desk.drop();
    view.forget();
    entry.clear();
    showCamera(false);
    render();
    soon(RETRY);
  });
  addEventListener("pageshow", ({persisted}) => { if (persisted) location.reload(); });
  addEventListener("online", meet);
  addEventListener("offline", () => contact.turn("offline"));
  addEventListener("focus", meet);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) meet(); });
  document.addEventListener("click", () => { sound.allow(); entry.focus(); });
  $("own-desk").addEventListener("input", () => { picked.place = ""; choices(); });
  $("begin").addEventListener("click", begin);
  $("change").addEventListener("click", () => { stale = true; showCamera(false); render(); });
  $("sign-out").addEventListener("click", signOut);
  $("notice-action").addEventListener("click", () => {
    if (isBarred(contact.state)) location.reload();
    else meet();
  });
  $("camera").addEventListener("click", async () => {
    const wanted = !camera.running;
    if (wanted) await camera.start().catch(() => { $("hint").textContent = words.camera.none; });
    showCamera(wanted && camera.running);
  });
  for (const button of document.querySelectorAll("dialog button[value]")) {
    button.addEventListener("click", () => button.closest("dialog").close(button.value));
  }

  await desk.load();
  if (picked.stage) await desk.choose(picked.stage, picked.place);
  await render();
  entry.focus();
  await meet();
  entry.focus();
}

function isBarred(state) {
  return state === "signed-out" || state === "forbidden";
}

function notice(kind, count = 0) {
  new View(null).notice(kind, count);
}

start();
