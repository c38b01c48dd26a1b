// The phone's camera as a scanner: the browser's own reader where it has one, else a vendored one in a worker.

const EVERY = 140; // milliseconds between two looks
const WIDEST = 800; // pixels of a picture that the worker is given
const SAME_AGAIN = 3000; // milliseconds in which a code that stays before the lens counts once

export class Camera {
  #video;
  #read;
  #worker;
  #stream = null;
  #timer = 0;
  #last = ["", -Infinity];

  /** `video` shows the picture; `found` is called with each text; `worker` is the address of the worker's script. */
  constructor(video, worker, found) {
    this.#video = video;
    this.#worker = worker;
    this.found = found;
  }

  get running() {
    return this.#stream !== null;
  }

  /** Start; throws what the browser says when there is no camera or it was not allowed. */
  async start() {
    this.#stream = await navigator.mediaDevices.getUserMedia({
      video: {facingMode: "environment", width: {ideal: 1280}, height: {ideal: 720}}, audio: false,
    });
    this.#video.srcObject = this.#stream;
    await this.#video.play();
    this.#read ??= (await this.#own()) ?? this.#vendored();
    this.#look();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#stream?.getTracks().forEach((each) => each.stop());
    this.#stream = null;
    this.#video.srcObject = null;
  }

  async #own() {
    if (!("BarcodeDetector" in window)) return null;
    const known = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (!known.includes("qr_code")) return null;
    const detector = new BarcodeDetector({formats: ["qr_code"]});
    return async () => (await detector.detect(this.#video))[0]?.rawValue ?? "";
  }

  #vendored() {
    const worker = new Worker(this.#worker);
    const canvas = document.createElement("canvas");
    const drawing = canvas.getContext("2d", {willReadFrequently: true});
    return () => new Promise((resolve) => {
      const scale = Math.min(1, WIDEST / this.#video.videoWidth);
      canvas.width = Math.round(this.#video.videoWidth * scale);
      canvas.height = Math.round(this.#video.videoHeight * scale);
      drawing.drawImage(this.#video, 0, 0, canvas.width, canvas.height);
      const picture = drawing.getImageData(0, 0, canvas.width, canvas.height);
      worker.onmessage = ({data}) => resolve(data);
      worker.onerror = () => resolve("");
      worker.postMessage(picture, [picture.data.buffer]);
    });
  }

  async #look() {
    if (!this.running) return;
    if (this.#video.readyState >= 2 && this.#video.videoWidth) {
      const text = await this.#read().catch(() => "");
      const [before, at] = this.#last;
      const now = performance.now();
      if (text && (text !== before || now - at > SAME_AGAIN)) this.found(text);
      if (text) this.#last = [text, now];
    }
    this.#timer = setTimeout(() => this.#look(), EVERY);
  }
}
