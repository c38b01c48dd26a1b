// What was done at this desk on its way to the server: in order, each entry with a mark by which it counts once.

import {Refused} from "./contact.js";
import * as store from "./store.js";

const AT_ONCE = 50; // entries in one request
const LOCK = "checkin-queue";
const FINAL = [400, 409, 413]; // answers to an entry that will never be taken; any other may change

/** A mark that no other entry of any device has. */
export function newMark() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
}

/** What an entry becomes by the server's answer, and with it the one that it takes back. */
function changes(entry, result, now) {
  const {outcome: state, why = "", first = null} = result;
  const own = {mark: entry.mark, waiting: 0, duty: "", state, why, first, confirmed: now};
  return entry.op === "undo" ? [own, {mark: entry.target, state: "undone"}] : [own];
}

/** What staff were not shown at the desk and must be told: green there, but no check-in here. */
function finding(entry, result) {
  if (entry.op === "undo" ? result.outcome === "undone" : result.outcome === entry.shown) return null;
  if (entry.op === "arrive" && result.outcome === "arrived") return null; // amber at the desk, but it counts: all is well
  const {mark, op, stage, badge, at, desk} = entry;
  return {mark, op, stage, badge, at, desk, outcome: result.outcome, why: result.why ?? "", first: result.first ?? null};
}

export class Queue {
  #contact;
  #again = false;
  #running = null;

  constructor(contact) {
    this.#contact = contact;
  }

  /** Send what waits; resolves when nothing waits any more, throws what kept it. Two tabs never send at once. */
  flush() {
    this.#again = true;
    this.#running ??= this.#run().finally(() => { this.#running = null; });
    return this.#running;
  }

  async #run() {
    while (this.#again) {
      this.#again = false;
      if (navigator.locks) await navigator.locks.request(LOCK, () => this.#drain());
      else await this.#drain(); // the marks alone keep an entry from counting twice
    }
  }

  async #drain() {
    for (;;) {
      const entries = await store.waiting(AT_ONCE);
      if (!entries.length) return;
      // What has not been on its way can still be withdrawn: nothing is tried on a server that is not there.
      if (this.#contact.state !== "online") await this.#contact.hello();
      const undo = entries.findIndex((each) => each.op === "undo");
      // An undo goes alone, after all that came before it.
      const part = undo === 0 ? entries.slice(0, 1) : entries.slice(0, undo < 0 ? entries.length : undo);
      await store.settle(part.filter((each) => !each.sent).map(({mark}) => ({mark, sent: true})));
      await this.#send(part);
    }
  }

  async #send(part) {
    const entries = [];
    for (const each of part) { // what was withdrawn before it was marked as sent does not go out
      const row = await store.entry(each.mark);
      if (row?.waiting) entries.push(row);
    }
    if (!entries.length) return;
    let answer;
    try {
      const sent = Date.now() + this.#contact.offset;
      answer = entries[0].op === "undo"
        ? await this.#contact.ask("/undo", {...wire(entries[0]), target: entries[0].target, reason: entries[0].reason})
        : await this.#contact.ask("/arrive", {sent, entries: entries.map(wire)});
    } catch (error) {
      if (!(error instanceof Refused && FINAL.includes(error.status))) throw error;
      if (entries.length > 1) { // one of them is at fault: each on its own, so that it holds up no other
        for (const each of entries) await this.#send([each]);
        return;
      }
      answer = {now: this.#contact.now(), results: [{mark: entries[0].mark, outcome: "refused", why: "malformed"}]};
    }
    const results = new Map(answer.results.map((each) => [each.mark, each]));
    const answered = entries.filter((each) => results.has(each.mark));
    if (!answered.length) throw new Error("the answer is about nothing that was asked");
    await store.settle(
      answered.flatMap((each) => changes(each, results.get(each.mark), answer.now)),
      answered.map((each) => finding(each, results.get(each.mark))).filter(Boolean),
    );
  }
}

/** An entry as the server takes it; `at` is the server's time as the device knew it when the badge was scanned. */
function wire({mark, stage, badge, at, offset, desk, how, duty}) {
  return {mark, stage, badge, at: at + offset, offset, desk, how, duty}; // one of an older page has no `duty`
}
