// The way from a refusal to the page on which the office may let the person in all the same.

import {$} from "./dom.js";

const OVERRULED = ["early", "late", "closed", "not_entitled"]; // what the office may decide otherwise

/** Show the link for whoever is refused by a rule, while there is a network; hide it for all others. */
export function offer({stage, place, contact}, {outcome, why, person}) {
  const may = outcome === "refused" && person && stage && OVERRULED.includes(why) && contact.state === "online";
  $("overrule").hidden = !may;
  if (!may) return;
  const asked = new URLSearchParams({stage: stage.key, badge: person.badge, desk: place});
  $("overrule-link").href = `${document.body.dataset.admit}?${asked}`;
}
