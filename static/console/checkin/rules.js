// The rules of a stage, as the server enforces them: who may, when, and how often one person counts.

const BEIJING = 8 * 3600_000; // milliseconds ahead of UTC; there is no summer time
const DAY = 86_400_000;

const day = (at) => Math.floor((at + BEIJING) / DAY);
const minute = (at) => Math.floor((((at + BEIJING) % DAY) + DAY) % DAY / 60_000);

/** Whether a stage takes people at `at`: open, early, late, or closed until its next hours. Server's milliseconds. */
export function windowAt(stage, at) {
  if (at < stage.opens) return "early";
  if (at >= stage.closes) return "late";
  if (!stage.daily) return "open";
  const [from, until] = stage.daily; // minutes of the day
  return minute(at) >= from && minute(at) < until ? "open" : "closed";
}

/** Whether somebody who was last seen at `first` does not count again at `at`. */
export function counted(stage, first, at) {
  if (!first) return false;
  if (stage.count === "once") return true;
  if (stage.count === "per_day") return day(first.at) === day(at);
  return Math.abs(at - first.at) < stage.again_after * 1000;
}

/** What becomes of a person's check-in at `at`. `seen` is when each badge was last seen. */
export function verdict(stage, person, seen, at) {
  if (!stage.may(person.index)) return {outcome: "refused", why: "not_entitled"};
  const now = windowAt(stage, at);
  if (now !== "open") return {outcome: "refused", why: now};
  const first = seen.get(person.badge);
  if (counted(stage, first, at)) return {outcome: stage.count === "each" ? "just_now" : "already", first};
  return {outcome: "arrived"};
}
