// What staff hear and feel: each result has a sound of its own.

const NOTES = { // frequency in hertz, seconds
  arrived: [[880, 0.09], [1320, 0.16]],
  already: [[520, 0.16], [0, 0.06], [520, 0.16]],
  refused: [[220, 0.22], [160, 0.4]],
};
const SHAKES = {arrived: [80], already: [120, 80, 120], refused: [400]}; // milliseconds

let context = null;

/** Make sound possible; browsers want a tap or a key for it. */
export function allow() {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => {});
}

/** Play the sound of a result, and let a phone shake. */
export function play(result) {
  const outcome = result === "just_now" ? "already" : result;
  navigator.vibrate?.(SHAKES[outcome] ?? []);
  if (context?.state !== "running") return;
  let at = context.currentTime;
  for (const [frequency, length] of NOTES[outcome] ?? []) {
    if (frequency) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.type = outcome === "refused" ? "sawtooth" : "sine";
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.4, at);
      volume.gain.exponentialRampToValueAtTime(0.01, at + length);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + length);
    }
    at += length;
  }
}
