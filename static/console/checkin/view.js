// What the desk shows: result, counts, the last entries, what was found out at merge.

import {$, el, when} from "./dom.js";
import {offer} from "./overrule.js";
import {windowAt} from "./rules.js";
import * as words from "./words.js";

const LAST = 12; // entries that the list shows

export class View {
  #desk;
  #came = new Map(); // who came, as of the last count
  #shown = ""; // the mark of the result that is shown
  #drawn = {}; // what each list shows: it is not built anew under a finger that is about to tap

  constructor(desk) {
    this.#desk = desk;
  }

  get #now() {
    return this.#desk.contact.now();
  }

  #person(badge) {
    return this.#desk.roster?.byBadge.get(badge.toUpperCase().replace(/[^0-9A-Z]/g, ""));
  }

  #desks(key) {
    return this.#desk.roster?.desks.find((each) => each.key === key)?.name ?? key;
  }

  #stages(key) {
    return this.#desk.roster?.stages.find((each) => each.key === key);
  }

  first({at, desk, by}) {
    const who = by === "self" ? words.yourself : by;
    return words.first({time: when(at, this.#now), desk: this.#desks(desk), by: who});
  }

  #values(stage) {
    const now = this.#now;
    if (!stage) return {stage: ""};
    const hours = (stage.daily ?? []).map(clock).join("—");
    return {stage: stage.name, opens: when(stage.opens, now), closes: when(stage.closes, now), hours};
  }

  /** Fill the page with a result: {outcome, why, first, person, alone}. */
  result({outcome, why = "", first = null, person = null, alone = false, mark = ""}) {
    const values = this.#values(this.#desk.stage);
    const box = $("result");
    box.dataset.outcome = outcome;
    box.hidden = false;
    $("verdict").textContent = words.outcomes[outcome];
    $("who").textContent = person?.name ?? "";
    $("which").textContent = person ? [person.badge, person.delegation, person.category].filter(Boolean).join(" · ") : "";
    $("reason").textContent = first && outcome !== "arrived" ? this.first(first) : words.why[why]?.(values) ?? "";
    $("advice").textContent = words.advice[why]?.(values) ?? "";
    $("alone").textContent = alone && outcome === "arrived" ? words.alone : "";
    offer(this.#desk, {outcome, why, person});
    this.#shown = mark;
  }

  /** The result that is shown has reached the server meanwhile. */
  arrivedAtServer(rows) {
    if (!rows.some((row) => row.mark === this.#shown && row.waiting)) $("alone").textContent = "";
  }

  clear() {
    delete $("result").dataset.outcome;
    $("result").hidden = true;
  }

  /** Leave nobody's name on the page; findings are drawn anew, by badge. */
  forget() {
    this.clear();
    for (const id of ["who", "which", "reason", "hint"]) $(id).textContent = "";
    $("recent").replaceChildren();
    this.suggestions([], -1);
    this.#came = new Map();
    this.#shown = "";
    this.#drawn = {};
  }

  place() {
    const {stage, place} = this.#desk;
    $("stage").textContent = stage?.name ?? "";
    $("desk").textContent = this.#desks(place);
  }

  async count() {
    if (!this.#desk.stage) return;
    const found = await this.#desk.count();
    if (!found) return;
    const {arrived, expected, known} = found;
    this.#came = known;
    $("arrived").textContent = String(arrived);
    $("expected").textContent = String(expected);
  }

  link(waiting) {
    const pill = $("link");
    const {state} = this.#desk.contact;
    pill.dataset.state = state;
    pill.textContent = words.link[state];
    $("waiting").hidden = waiting === 0;
    $("waiting").textContent = words.waiting(waiting);
  }

  /** One line above everything: why something does not work, and a way out. `kind` is a key of words.notices or "". */
  notice(kind, count = 0) {
    const box = $("notice");
    box.hidden = !kind;
    box.dataset.kind = kind;
    if (!kind) return;
    const [text, action] = words.notices[kind](count);
    $("notice-text").textContent = text;
    $("notice-action").hidden = !action;
    $("notice-action").textContent = action;
  }

  suggestions(people, chosen, onPick) {
    $("suggestions").replaceChildren(...people.map((person, index) => el(
      "li", {role: "option", id: `option-${index}`, "aria-selected": String(index === chosen), test: "suggestion",
        onmousedown: (event) => { event.preventDefault(); onPick(person); }},
      el("strong", {}, person.name), el("span", {}, person.badge), el("span", {}, person.delegation),
      this.#came.has(person.badge) ? el("span", {class: "came"}, words.outcomes.arrived) : null,
    )));
    $("suggestions").hidden = !people.length;
    $("text").setAttribute("aria-expanded", String(people.length > 0));
    if (chosen < 0) $("text").removeAttribute("aria-activedescendant");
    else $("text").setAttribute("aria-activedescendant", `option-${chosen}`);
    document.querySelector('#suggestions [aria-selected="true"]')?.scrollIntoView({block: "nearest"});
  }

  #isDrawn(name, ...values) {
    const now = JSON.stringify(values);
    const same = this.#drawn[name] === now;
    this.#drawn[name] = now;
    return same;
  }

  recent(rows, onUndo) {
    const shown = rows.filter((row) => row.op === "arrive").slice(-LAST).reverse();
    if (this.#isDrawn("recent", shown, this.#desk.roster?.version)) return;
    $("recent").replaceChildren(...shown.map((row) => {
      const undoable = row.state === "arrived" || (row.state === "waiting" && row.shown === "arrived");
      const state = row.state === "waiting" && row.shown !== "arrived" ? row.shown : row.state;
      return el(
        "li", {test: "recent", "data-state": state},
        el("span", {class: "time"}, when(row.at + row.offset, this.#now)),
        el("span", {class: "name"}, el("strong", {}, this.#person(row.badge)?.name ?? row.badge), el("small", {}, row.badge)),
        el("span", {class: "state"}, words.states[state] ?? state),
        undoable ? el("button", {type: "button", class: "plain small", test: "undo", onclick: () => onUndo(row)}, words.undo) : null,
      );
    }));
    $("no-recent").hidden = shown.length > 0;
  }

  findings(found, onUnderstood) {
    if (this.#isDrawn("findings", found, this.#desk.roster?.version)) return;
    $("findings").hidden = !found.length;
    $("findings-title").textContent = words.findings(found.length);
    $("findings-list").replaceChildren(...found.map((each) => {
      const stage = this.#stages(each.stage);
      const why = each.first ? this.first(each.first) : words.why[each.why]?.(this.#values(stage)) ?? "";
      return el(
        "li", {test: "finding", "data-outcome": each.outcome},
        el("span", {class: "state"}, words.found[each.outcome] ?? each.outcome),
        el("span", {class: "name"},
          el("strong", {}, this.#person(each.badge)?.name ?? each.badge), el("small", {}, each.badge, " · ", stage?.name ?? each.stage),
          el("span", {}, why)),
        el("button", {type: "button", class: "plain", test: "understood", onclick: () => onUnderstood(each)}, words.understood),
      );
    }));
  }

  /** The first screen: which stage, which desk. */
  choices(stage, place, onStage, onDesk) {
    const now = this.#now;
    const order = {open: 0, closed: 1, early: 1, late: 2};
    const stages = this.#desk.roster.stages
      .map((each) => ({each, state: windowAt(each, now)}))
      .filter(({each, state}) => state !== "late" || each.closes > now - 12 * 3600_000)
      .sort((a, b) => order[a.state] - order[b.state] || a.each.opens - b.each.opens);
    $("stages").replaceChildren(...stages.map(({each, state}) => el(
      "button", {type: "button", class: "choice", test: "stage", "data-key": each.key, "data-state": state,
        "aria-pressed": String(each.key === stage), onclick: () => onStage(each.key)},
      el("strong", {}, each.name),
      el("small", {}, state === "open" ? words.window_.open : words.window_[state](this.#values(each))),
    )));
    $("no-stages").hidden = stages.length > 0;
    $("desks").replaceChildren(...this.#desk.roster.desks.map((each) => el(
      "button", {type: "button", class: "choice", test: "desk", "data-key": each.key, "aria-pressed": String(each.key === place),
        onclick: () => onDesk(each.key)},
      el("strong", {}, each.name),
    )));
  }
}

function clock(minutes) {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
