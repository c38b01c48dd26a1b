// The figures as they change: by a stream, or by asking again while the server has no stream for us.

const EVERY = 5000; // milliseconds between two questions without a stream
const AGAIN = 60_000; // milliseconds after which a stream is tried again

export class Feed {
  #stream = null;
  #timer = 0;
  #tried = 0;

  /** `told` takes the figures, `turned` how they come: live, polling, lost, signed-out. */
  constructor({stream, figures, told, turned}) {
    Object.assign(this, {stream, figures, told, turned});
    // A board that nobody sees holds no stream.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.stop() : this.start()));
  }

  start() {
    this.stop();
    this.#tried = Date.now();
    const stream = new EventSource(this.stream);
    this.#stream = stream;
    stream.addEventListener("figures", ({data}) => {
      this.turned("live");
      this.told(JSON.parse(data));
    });
    stream.onopen = () => this.turned("live");
    stream.onerror = () => {
      if (this.#stream !== stream) return;
      if (stream.readyState === EventSource.CLOSED) this.#poll(); // refused; otherwise the browser comes back by itself
    };
  }

  stop() {
    clearTimeout(this.#timer);
    this.#stream?.close();
    this.#stream = null;
  }

  async #poll() {
    this.stop();
    if (document.hidden) return;
    let state = "lost";
    try {
      const response = await fetch(this.figures, {
        headers: {Accept: "application/json"}, cache: "no-store", signal: AbortSignal.timeout(8000),
      });
      if (response.ok) {
        this.told(await response.json());
        state = "polling";
      } else if (response.status === 401) {
        state = "signed-out";
      }
    } catch {
      state = "lost";
    }
    this.turned(state);
    if (this.#stream) return;
    clearTimeout(this.#timer);
    if (state === "polling" && Date.now() - this.#tried > AGAIN) this.start();
    else this.#timer = setTimeout(() => this.#poll(), EVERY);
  }
}
