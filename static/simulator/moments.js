// Times as the chat shows them, always Beijing's.

const DAY = 86400;
const EAST_8 = 8 * 3600;
const WEEKDAYS = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];

const two = (number) => String(number).padStart(2, "0");
const parts = (unix) => new Date((unix + EAST_8) * 1000);
const day = (unix) => Math.floor((unix + EAST_8) / DAY);

export function hhmm(unix) {
  const at = parts(unix);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

// The stamp between messages: 12:30, 昨天 12:30, 星期一 12:30, 5月5日 12:30.
export function stamp(unix, now) {
  const at = parts(unix);
  const days = day(now) - day(unix);
  if (days === 0) return hhmm(unix);
  if (days === 1) return `昨天 ${hhmm(unix)}`;
  if (days > 1 && days < 7) return `${WEEKDAYS[at.getUTCDay()]} ${hhmm(unix)}`;
  const date = `${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${hhmm(unix)}`;
  return at.getUTCFullYear() === parts(now).getUTCFullYear() ? date : `${at.getUTCFullYear()}年${date}`;
}

export function full(unix) {
  const at = parts(unix);
  const date = `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;
  return `${date} ${WEEKDAYS[at.getUTCDay()]} ${hhmm(unix)}:${two(at.getUTCSeconds())}`;
}

// For a datetime-local field: 2019-05-05T12:30.
export function field(unix) {
  return new Date((unix + EAST_8) * 1000).toISOString().slice(0, 16);
}

export const sameDay = (one, other) => day(one) === day(other);
