// What the page knows of the stand-in, kept true by its events.

import { get } from "./api.js";

export class Store {
  constructor(state) {
    this.listeners = new Map();
    this.take(state);
  }

  take(state) {
    this.state = state;
    this.setClock(state.clock);
  }

  on(kind, heard) {
    this.listeners.set(kind, [...(this.listeners.get(kind) ?? []), heard]);
  }

  tell(kind, value) {
    for (const heard of this.listeners.get(kind) ?? []) heard(value);
  }

  setClock({ shown, wall, movable, speed = 1 }) {
    this.state.clock = { shown, wall, movable, speed };
  }

  // Seconds that the shown clock shows now.
  now() {
    const { shown, wall, speed } = this.state.clock;
    return shown + (Date.now() / 1000 - wall) * speed;
  }

  user(openid) {
    return this.state.users.find((user) => user.openid === openid);
  }

  put(user) {
    const known = this.user(user.openid);
    if (known) Object.assign(known, user);
    else {
      this.state.users.unshift(user);
      this.state.user_count += 1;
    }
    this.tell("users");
    return known ?? user;
  }

  // Someone by openid, also one of thousands whom the list doesn't hold; undefined when there is no such person.
  async find(openid) {
    const known = this.user(openid);
    if (known) return known;
    const { users = [] } = await get(`/phone/users?limit=1&search=${encodeURIComponent(openid)}`);
    const found = users.find((user) => user.openid === openid);
    return found && (this.user(openid) ?? this.keep(found));
  }

  // Someone whom the list didn't hold.
  keep(user) {
    this.state.users.unshift(user);
    return user;
  }

  follow() {
    this.source = new EventSource(`/phone/events?after=${this.state.last_event}`);
    this.source.onmessage = (message) => this.hear(JSON.parse(message.data));
    this.source.onopen = () => this.tell("link", true);
    this.source.onerror = () => this.tell("link", false);
  }

  async hear({ type, ...event }) {
    if (type === "user") {
      this.put(event);
      return this.tell("user", event);
    }
    if (type === "reset") return this.restart();
    if (type === "clock") this.setClock(event);
    if (type === "menu") this.state.menu = event.menu;
    if (type === "codes") this.state.codes = event.codes;
    if (type === "mode") this.state.mode = event.mode;
    if (type === "people") return this.refresh();
    if (type === "agent") this.setAgent(event);
    return this.tell(type, event);
  }

  // Many people came at once: take the newest of them anew.
  async refresh() {
    const { users, user_count: count } = await get("/phone/users?limit=500");
    if (!users) return;
    const known = new Map(this.state.users.map((user) => [user.openid, user]));
    const newest = users.map((user) => Object.assign(known.get(user.openid) ?? {}, user));
    newest.forEach((user) => known.delete(user.openid));
    this.state.users = [...newest, ...known.values()]; // whose phone is open stays known
    this.state.user_count = count;
    this.tell("users");
  }

  setAgent({ openid, mini, account }) {
    if (mini) return;
    if (account) this.state.agents[openid] = account;
    else delete this.state.agents[openid];
  }

  // Events were missed: take everything anew.
  async restart() {
    this.source.close();
    const state = await get("/phone/state");
    if (state.error) return setTimeout(() => this.restart(), 2000);
    this.take(state);
    for (const kind of ["users", "menu", "codes", "clock", "mode", "restarted"]) this.tell(kind, this.state);
    return this.follow();
  }
}
