// The board: figures in both forms, the office's lists by name.

import {Feed} from "./feed.js";
import {draw} from "./plot.js";
import * as words from "./words.js";

const $ = (id) => document.getElementById(id);
const {stream, figures, people, short, admit} = $("board").dataset;
const CLOCK = new Intl.DateTimeFormat("zh-CN", {timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23"});
let listed = -1; // the revision that the lists show

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function bar(name, arrived, expected) {
  const meter = el("progress", {max: Math.max(1, expected), value: arrived});
  const full = arrived >= expected ? " full" : "";
  return el("li", {class: `group${full}`}, el("span", {class: "name"}, (short ? words.short(name) : name) || words.nameless), meter,
    el("span", {class: "of"}, el("b", {}, String(arrived)), `/${expected}`));
}

function show(value) {
  for (const name of ["arrived", "expected", "others", "total", "duplicates", "refused"]) {
    if ($(name)) $(name).textContent = String(value[name]);
  }
  if ($("missing")) $("missing").textContent = String(value.expected - value.arrived);
  $("share").textContent = value.expected ? `${Math.floor((100 * value.arrived) / value.expected)}%` : "";
  $("all").max = Math.max(1, value.expected);
  $("all").value = value.arrived;
  $("at").textContent = words.at(CLOCK.format(value.now));
  $("groups").replaceChildren(...value.delegations.map((each) => bar(...each)));
  draw($("plot"), value.hours);
  if (people && value.revision !== listed) list(value.revision);
}

const seen = ([at, desk, by]) => words.seen({time: CLOCK.format(at), desk, by: by === "self" ? words.yourself : by});
const who = ([badge, name]) => [el("strong", {}, name), ` ${badge}`];

function fill(id, empty, nodes) {
  $(id).replaceChildren(...(nodes.length ? nodes : [el("p", {class: "empty"}, empty)]));
}

async function list(revision) {
  listed = revision;
  const response = await fetch(people, {headers: {Accept: "application/json"}, cache: "no-store"}).catch(() => null);
  if (!response?.ok) {
    listed = -1;
    return;
  }
  const value = await response.json();
  const groups = Map.groupBy ? Map.groupBy(value.missing, (each) => each[2]) : grouped(value.missing);
  fill("missing-list", words.nobodyMissing, [...groups].map(([name, members]) => el(
    "details", {}, el("summary", {}, words.group(name, members.length)),
    el("ul", {}, ...members.map((each) => el("li", {}, ...who(each)))),
  )));
  fill("duplicates-list", words.noDuplicates, value.duplicates.map(([person, first, again]) => el(
    "p", {class: "line"}, ...who(person), el("small", {}, words.twice(seen(first), seen(again))))));
  fill("refused-list", words.noRefused, value.refused.map(([person, at, why, number]) => el(
    "p", {class: "line"}, ...who(person), el("small", {}, `${words.why[why] ?? why} · ${seen(at)}`),
    ...(person[1] ? [el("a", {class: "button plain small", href: `${admit}?number=${number}`}, words.admit)] : []))));
}

function grouped(missing) {
  const found = new Map();
  for (const each of missing) found.set(each[2], [...(found.get(each[2]) ?? []), each]);
  return found;
}

new Feed({
  stream, figures, told: show,
  turned: (state) => {
    $("state").textContent = words.states[state];
    $("state").dataset.state = state;
  },
}).start();
$("full")?.addEventListener("click", () => document.documentElement.requestFullscreen?.());
