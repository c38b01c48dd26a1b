// The one input of the desk: a gun types into it, a person types into it, and it has the focus again after everything.

import {isCode} from "./codes.js";
import {find} from "./find.js";
import {Gun} from "./gun.js";

export class Entry {
  #input;
  #gun = new Gun();
  #found = [];
  #chosen = -1;

  /**
   * `people()` are those who can be found; `onText(texts, how)` takes what a gun gave or a whole number, as all that it
   * may have been; `onPerson` who was picked; `onFound(people, chosen)` shows the list; `onMany` asks to pick.
   */
  constructor(input, {people, onText, onPerson, onFound, onMany}) {
    this.#input = input;
    Object.assign(this, {people, onText, onPerson, onFound, onMany});
    // In the capture phase and on the whole page: a gun may fire while anything or nothing has the focus.
    addEventListener("keydown", (event) => this.#key(event), true);
    input.addEventListener("input", () => this.#look());
    input.addEventListener("compositionend", () => this.#look());
  }

  clear() {
    this.#input.value = "";
    this.#look();
  }

  /** Take the focus back, unless somebody is writing elsewhere. On a phone the keyboard would come up: only there not. */
  focus() {
    if (document.querySelector("dialog[open]") || matchMedia("(pointer: coarse)").matches) return;
    if (!["INPUT", "TEXTAREA", "SELECT"].includes(document.activeElement?.tagName)) this.#input.focus({preventScroll: true});
  }

  pick(person) {
    this.clear();
    this.onPerson(person);
  }

  #look() {
    this.#found = isCode(this.#input.value) ? [] : find(this.people(), this.#input.value);
    this.#chosen = this.#found.length === 1 ? 0 : -1;
    this.onFound(this.#found, this.#chosen);
  }

  #key(event) {
    if (document.querySelector("dialog[open]") || this.#input.closest("[hidden]")) return;
    const enter = event.code === "Enter" || event.code === "NumpadEnter" || event.key === "Enter";
    if (!enter) {
      if (!event.ctrlKey && !event.altKey && !event.metaKey) {
        this.#gun.key(event.code, event.shiftKey, event.timeStamp);
        // A key that nobody listens to belongs into the input: staff tapped somewhere and went on typing.
        if (event.target !== this.#input && event.key.length === 1 && !/^(INPUT|TEXTAREA|SELECT|BUTTON)$/.test(event.target.tagName)) {
          this.#input.focus();
        }
      }
      if (event.target === this.#input && !event.isComposing) this.#move(event);
      return;
    }
    const typed = this.#gun.enter(event.timeStamp);
    if (typed) { // also in the middle of an input method's composition: the gun is done
      event.preventDefault();
      event.stopPropagation();
      const texts = [typed, this.#input.value];
      this.#input.blur(); // ends the composition, which would put its rest into the empty input
      this.clear();
      this.#input.focus({preventScroll: true});
      this.onText(texts, "gun");
      return;
    }
    // Enter that only ends a composition says nothing yet (keyCode 229 in browsers that do not tell).
    if (event.target !== this.#input || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#decide();
  }

  #move(event) {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (event.key === "Escape") this.clear();
    if (!step || !this.#found.length) return;
    event.preventDefault();
    this.#chosen = (this.#chosen + step + this.#found.length) % this.#found.length;
    this.onFound(this.#found, this.#chosen);
  }

  #decide() {
    const text = this.#input.value.trim();
    if (!text) return;
    if (this.#chosen >= 0) this.pick(this.#found[this.#chosen]);
    else if (this.#found.length) this.onMany(this.#found.length);
    else {
      this.clear();
      this.onText([text], "typed");
    }
  }
}
