// Talking to the server: who is signed in, how far this device's clock is off, whether anybody answers at all.

const PATIENCE = 8000; // milliseconds for an answer
const BARRED = {401: "signed-out", 403: "forbidden"}; // what the server says of who is signed in

export class Offline extends Error {}
export class Barred extends Error {} // the server itself says that whoever uses this browser may not be here
export class Refused extends Error {
  constructor(status) {
    super(`refused: ${status}`);
    this.status = status;
  }
}

export class Contact {
  state = "starting"; // online, offline, signed-out, forbidden
  offset = 0; // milliseconds that the server's clock is ahead of this device's
  measured = false;
  duty = null; // {token, by} of who is signed in: the server's word, and what colleagues call them
  csrf = "";
  #base;
  #turned;

  /** `base` is the address of the page; `turned` is called when the state changes. */
  constructor(base, turned) {
    this.#base = base;
    this.#turned = turned;
  }

  /** The server's time now, in milliseconds, as well as this device knows it. */
  now() {
    return Date.now() + this.offset;
  }

  turn(state) {
    const before = this.state;
    this.state = state;
    if (state !== before) this.#turned(state, before);
  }

  /** Ask for `path`; with a body it is a POST. Throws Offline, Barred or Refused. */
  async ask(path, body = undefined) {
    if (body !== undefined && !this.csrf) await this.hello();
    try {
      return await this.#once(path, body);
    } catch (error) {
      // The token is as old as the session: a new sign-in in another tab has another one.
      if (!(error instanceof Refused) || body === undefined || error.status !== 419) throw error;
      await this.hello();
      return this.#once(path, body);
    }
  }

  /** Learn who is signed in, and the token that every POST carries. */
  async hello(query = "") {
    const answer = await this.#once(`/hello${query}`);
    this.duty = {token: answer.duty, by: answer.name || answer.login};
    this.csrf = answer.csrf;
    return answer;
  }

  async #once(path, body) {
    const asked = Date.now();
    let response;
    let value;
    try {
      response = await fetch(this.#base + path, {
        method: body === undefined ? "GET" : "POST",
        headers: {
          Accept: "application/json",
          ...(body === undefined ? {} : {"Content-Type": "application/json", "X-CSRFToken": this.csrf}),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
        redirect: "error", // nothing of ours redirects; a hotel's network does
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.ok) value = await response.json();
      else if (BARRED[response.status]) value = await response.json().catch(() => null);
    } catch {
      this.turn("offline");
      throw new Offline();
    }
    if (response.status >= 500 || response.status === 429) {
      this.turn("offline");
      throw new Offline();
    }
    if (BARRED[response.status]) {
      // A proxy or a hotel's network refuses in words of its own: that is no reason to forget anything.
      this.csrf = "";
      this.turn(value?.error?.status === response.status ? BARRED[response.status] : "offline");
      throw this.state === "offline" ? new Offline() : new Barred();
    }
    if (!response.ok) throw new Refused(response.status);
    if (typeof value?.now !== "number") { // somebody answers, but it is not our server
      this.turn("offline");
      throw new Offline();
    }
    this.offset = Math.round(value.now - (asked + Date.now()) / 2);
    this.measured = true;
    this.turn("online");
    return value;
  }
}
