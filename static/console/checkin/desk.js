// The desk itself: from what was scanned to what staff are told, with or without a server.

import {recognise} from "./codes.js";
import {newMark} from "./queue.js";
import {opened, seenIn, unpacked} from "./roster.js";
import {verdict} from "./rules.js";
import * as store from "./store.js";

const ANSWER = 1500; // milliseconds that the screen waits for the server before the desk decides by itself

export class Desk {
  roster = null;
  stage = null;
  place = "";
  #wanted = ""; // the stage that was chosen, also while there is no roster that knows it
  trouble = "none"; // why there is no roster: none, bad, expired, forgotten
  #duty = null; // {token, by} of who was signed in last
  #times = 0; // how often the roster was forgotten: what was asked for before must not bring it back
  #seen = {made: 0, version: "", list: new Map()};

  /** `key` is the server's public key; `device` names this browser and nobody's person. */
  constructor({contact, queue, key, device}) {
    Object.assign(this, {contact, queue, key, device});
  }

  /** Take up the roster that lies on this device, if the server signed it and it is not too old. */
  async load() {
    this.contact.offset ||= (await store.kept("offset")) ?? 0;
    this.#duty ??= (await store.kept("duty")) ?? null;
    await this.#adopt(await store.kept("roster"));
  }

  async #adopt(envelope) {
    if (!envelope) return;
    let value;
    try {
      value = await opened(envelope, this.key, "roster");
    } catch {
      this.trouble = "bad";
      this.roster = null;
      await store.forget("roster");
      return;
    }
    this.roster = unpacked(value);
    this.trouble = "none";
    await this.#checkAge();
    if (this.#wanted) await this.choose(this.#wanted, this.place);
  }

  async #checkAge() {
    if (!this.roster || this.contact.now() < this.roster.expires) return;
    this.roster = null;
    this.trouble = "expired";
    await store.forget("roster");
  }

  /** Forget here whom the roster names; its places on the device are `forget`'s. */
  drop() {
    this.#times += 1;
    this.roster = this.stage = this.#duty = null;
    this.#seen = {made: 0, version: "", list: new Map()};
    this.trouble = "forgotten";
  }

  /** Forget the roster, also on the device; what waits to be sent stays. */
  async forget() {
    this.drop();
    if (await store.countKept()) await store.wipe();
  }

  /** Stand at a desk of a stage; false when there is no such stage. */
  async choose(stage, place) {
    this.#wanted = stage;
    this.stage = this.roster?.stages.find((each) => each.key === stage) ?? null;
    this.place = place;
    this.#seen = {made: 0, version: "", list: new Map()};
    if (this.stage) await this.#see(await store.kept(`seen:${stage}`));
    return this.stage !== null;
  }

  async #see(envelope) {
    if (!envelope) return;
    const value = await opened(envelope, this.key, "seen").catch(() => null);
    if (value?.stage === this.stage?.key && value.made >= this.#seen.made) {
      this.#seen = {made: value.made, version: value.version, list: seenIn(value)};
    }
  }

  /** Meet the server: send what waits, learn who came elsewhere, take a new roster when there is one. */
  async meet() {
    await this.#checkAge();
    const query = new URLSearchParams({stage: this.stage?.key ?? "", seen: this.#seen.version});
    const times = this.#times;
    const answer = await this.contact.hello(`?${query}`);
    if (times !== this.#times) return;
    this.#duty = this.contact.duty;
    await store.keep("offset", this.contact.offset);
    await store.keep("duty", this.#duty);
    if (!this.roster || this.roster.version !== answer.roster) await this.#fetch();
    if (answer.seen && this.stage) {
      await store.keep(`seen:${this.stage.key}`, answer.seen);
      await this.#see(answer.seen);
    }
    await this.queue.flush();
  }

  async #fetch() {
    const times = this.#times;
    const {roster, seen} = await this.contact.ask(`/roster?device=${encodeURIComponent(this.device)}`);
    await opened(roster, this.key, "roster"); // what is not genuine never replaces what is
    if (times !== this.#times) return;
    await store.keep("roster", roster);
    for (const [stage, envelope] of Object.entries(seen)) await store.keep(`seen:${stage}`, envelope);
    await this.#adopt(roster);
  }

  /** Who came to the stage, as far as this desk knows: badge -> {at, desk, by}, times of the server in milliseconds. */
  async known() {
    const known = new Map(this.#seen.list);
    if (!this.stage) return known;
    const once = this.stage.count === "once";
    const add = (badge, seen) => { // where a person counts more than once, the last time is what the next scan meets
      if (!known.has(badge) || (!once && seen.at > known.get(badge).at)) known.set(badge, seen);
    };
    for (const row of await store.log()) {
      // What the server has confirmed before it made its list is in the list, or was undone since.
      if (row.stage !== this.stage.key || (!row.waiting && row.confirmed <= this.#seen.made)) continue;
      if (row.op === "undo") {
        if (row.waiting || row.state === "undone") known.delete(row.badge);
      } else if (row.first) {
        add(row.badge, row.first);
      } else if (row.waiting || row.state === "arrived") {
        add(row.badge, {at: row.at + row.offset, desk: row.desk, by: row.by});
      }
    }
    return known;
  }

  /** Who is signed in, as far as this device knows; another tab may know better than this one. */
  async #onDuty() {
    return await store.kept("duty") ?? this.#duty;
  }

  /** How many came of those who may, and who came; null when the roster went in this moment. */
  async count() {
    const known = await this.known();
    if (!this.stage) return null;
    const expected = this.roster.people.filter((each) => this.stage.may(each.index));
    return {arrived: expected.filter((each) => known.has(each.badge)).length, expected: expected.length, known};
  }

  /** What a scanned or typed text is about; null when it is nobody's. */
  recognise(text) {
    return recognise(this.roster, text);
  }

  /**
   * Check a person in. `pending` is called when the server is asked first; the result is what staff are told:
   * {outcome, why, first, person, mark, alone}, `alone` meaning that the server has not confirmed it yet.
   */
  async check(person, how, pending) {
    await this.#checkAge();
    if (!this.roster) return {outcome: "refused", why: this.trouble, person: null};
    const at = Date.now();
    const known = await this.known();
    const duty = await this.#onDuty();
    if (!this.stage) return {outcome: "refused", why: this.trouble, person: null}; // forgotten in this moment
    const decided = verdict(this.stage, person, known, at + this.contact.offset);
    if (decided.outcome === "refused") return {...decided, person};
    const mark = newMark();
    await store.put({
      op: "arrive", mark, stage: this.stage.key, badge: person.badge, at, offset: this.contact.offset, desk: this.place, how,
      by: duty?.by ?? "", duty: duty?.token ?? "", shown: decided.outcome, state: "waiting",
    });
    const online = this.contact.state === "online";
    const sending = this.queue.flush().catch(() => {});
    if (!online || decided.outcome !== "arrived") return {...decided, person, mark, alone: true};
    pending(person);
    await Promise.race([sending, new Promise((resolve) => { setTimeout(resolve, ANSWER); })]);
    const row = await store.entry(mark);
    if (!row || row.waiting) return {...decided, person, mark, alone: true};
    await store.acknowledge(mark); // it is told right now, to the person at the desk
    return {outcome: row.state, why: row.why, first: row.first, person, mark, alone: false};
  }

  /** Take a check-in of this desk back, with staff's reason. */
  async undo(mark, reason) {
    if (await store.withdraw(mark)) return;
    const row = await store.entry(mark);
    if (!row || row.op !== "arrive") return;
    const duty = await this.#onDuty();
    await store.put({
      op: "undo", mark: newMark(), target: mark, reason, stage: row.stage, badge: row.badge, at: Date.now(),
      offset: this.contact.offset, desk: this.place, how: "undo", by: duty?.by ?? "", duty: duty?.token ?? "",
      state: "waiting",
    });
    await store.settle([{mark, state: "undoing"}]);
    this.queue.flush().catch(() => {});
  }
}
