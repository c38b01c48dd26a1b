// A scanner gun is a keyboard that types faster than any person and ends with Enter. What it typed is read from the
// keys themselves, so that an input method, Caps Lock or another layout of the page can't spoil it.

const PACE = 60; // most milliseconds between two keys of a gun
const SHORTEST = 6; // keys; a person's burst is shorter

const SHIFTED = {
  Digit1: "!", Digit2: "@", Digit3: "#", Digit4: "$", Digit5: "%", Digit6: "^", Digit7: "&", Digit8: "*", Digit9: "(",
  Digit0: ")", Minus: "_", Equal: "+", Semicolon: ":", Slash: "?", Period: ">", Comma: "<", Quote: '"',
};
const PLAIN = {Minus: "-", Equal: "=", Semicolon: ";", Slash: "/", Period: ".", Comma: ",", Quote: "'", NumpadSubtract: "-",
  NumpadDecimal: ".", NumpadDivide: "/"};

/** The character that a key of the usual layout means, or "". */
export function character(code, shift) {
  if (/^Key[A-Z]$/.test(code)) return shift ? code[3] : code[3].toLowerCase();
  if (shift && SHIFTED[code]) return SHIFTED[code];
  if (/^(Digit|Numpad)[0-9]$/.test(code)) return code.at(-1);
  return PLAIN[code] ?? "";
}

export class Gun {
  #keys = "";
  #last = -Infinity;

  /** A key went down at `at` milliseconds. */
  key(code, shift, at) {
    if (/^(Shift|Control|Alt|Meta|CapsLock)/.test(code)) return;
    if (at - this.#last > PACE) this.#keys = "";
    this.#keys += character(code, shift);
    this.#last = at;
  }

  /** Enter went down: what a gun typed before it, or "" when a person did. */
  enter(at) {
    const typed = at - this.#last <= PACE && this.#keys.length >= SHORTEST ? this.#keys : "";
    this.#keys = "";
    this.#last = -Infinity;
    return typed;
  }
}
