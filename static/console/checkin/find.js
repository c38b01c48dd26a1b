// Looking a person up while the name or the badge number is being typed.

import {bare, plain} from "./codes.js";

/** How well a person fits what was typed: 0 not at all, more is better. */
function fit(person, typed) {
  const text = plain(typed).toLowerCase().replaceAll("'", "");
  if (!text) return 0;
  if (person.plainName === text) return 9;
  if (person.plainName.startsWith(text)) return 8;
  if (person.plainName.includes(text)) return 5;
  if (/^[a-z]+$/.test(text)) {
    if (person.initials === text) return 7;
    if (person.letters.startsWith(text)) return 6;
    if (person.initials.startsWith(text)) return 4;
  }
  const number = bare(text);
  if (number && person.bareBadge.endsWith(number.padStart(4, "0"))) return 7;
  if (number && /\d/.test(number) && (person.bareBadge.endsWith(number) || person.bareBadge.startsWith(number))) return 3;
  return 0;
}

/** The people who fit what was typed, best first. */
export function find(people, typed, most = 8) {
  const found = [];
  for (const person of people) {
    const value = fit(person, typed);
    if (value) found.push([value, person]);
  }
  found.sort(([a, one], [b, other]) => b - a || (one.badge < other.badge ? -1 : 1));
  return found.slice(0, most).map(([, person]) => person);
}
