// Talking to the server: who is signed in, how far this device's clock is off, whether anybody answers at all.

const PATIENCE = 8000; // milliseconds for an answer

export class Offline extends Error {}
export class SignedOut extends Error {}
export class Refused extends Error {
  constructor(status) {
    super(`refused: ${status}`);
    this.status = status;
  }
}

export class Contact {
  state = "starting"; // online, offline, signed-out
  offset = 0; // milliseconds that the server's clock is ahead of this device's
  measured = false;
  login = "";
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

  /** Ask for `path`; with a body it is a POST. Throws Offline, SignedOut or Refused. */
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
    this.login = answer.login;
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
    } catch {
      this.turn("offline");
      throw new Offline();
    }
    if (response.status >= 500 || response.status === 429) {
      this.turn("offline");
      throw new Offline();
    }
    if (response.status === 401) {
      this.csrf = "";
      this.turn("signed-out");
      throw new SignedOut();
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
