// Moments in words, and wall times back into moments, for a person's time zone.

const formats = new Map();

function format(zone, options) {
  const key = JSON.stringify([zone, options]);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  }
  return formats.get(key);
}

function said(epoch, zone, options) {
  return format(zone, options).format(new Date(epoch * 1000));
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" };

export const timeOf = (epoch, zone) => said(epoch, zone, CLOCK);
export const dayOf = (epoch, zone) => said(epoch, zone, DAY).replace(",", "");
export const momentOf = (epoch, zone) => `${dayOf(epoch, zone)}, ${timeOf(epoch, zone)}`;
export const secondOf = (epoch, zone) => said(epoch, zone, { ...CLOCK, second: "2-digit" });

export function wallOf(epoch, zone) {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", ...CLOCK };
  const parts = format(zone, options).formatToParts(new Date(epoch * 1000));
  return Object.fromEntries(parts.filter((part) => part.type !== "literal").map((part) => [part.type, Number(part.value)]));
}

// The moment at which clocks in the zone show this wall time; one that a clock change skips moves on by the change.
export function momentAt({ year, month, day, hour = 0, minute = 0 }, zone) {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute) / 1000;
  const guess = asUtc - offsetAt(asUtc, zone);
  return asUtc - offsetAt(guess, zone);
}

function offsetAt(epoch, zone) {
  const whole = Math.floor(epoch / 60) * 60;
  const wall = wallOf(whole, zone);
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute) / 1000 - whole;
}

export function nextMorning(epoch, zone, hour = 8) {
  const today = wallOf(epoch, zone);
  const morning = momentAt({ ...today, hour, minute: 0 }, zone);
  return morning > epoch ? morning : momentAt({ ...today, day: today.day + 1, hour, minute: 0 }, zone);
}

export function daysBetween(epoch, now, zone) {
  const [one, other] = [wallOf(epoch, zone), wallOf(now, zone)];
  return Math.round((Date.UTC(other.year, other.month - 1, other.day) - Date.UTC(one.year, one.month - 1, one.day)) / 86400000);
}

export function dayHeading(epoch, now, zone) {
  const near = { "-1": "Tomorrow", 0: "Today", 1: "Yesterday" }[daysBetween(epoch, now, zone)];
  const full = said(epoch, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).replace(",", "");
  return near ? `${near}, ${full}` : full;
}

export function wallText(epoch, zone) {
  const { year, month, day, hour, minute } = wallOf(epoch, zone);
  const two = (number) => String(number).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

export function momentOfText(text, zone) {
  const [year, month, day, hour, minute] = text.split(/\D/).map(Number);
  return momentAt({ year, month, day, hour, minute }, zone);
}

const AGO = [[86400, "day"], [3600, "hour"], [60, "minute"]];

function ago(epoch, now) {
  const seconds = Math.abs(now - epoch);
  const [size, name] = AGO.find(([one]) => seconds >= one) ?? [1, "second"];
  const number = Math.floor(seconds / size);
  const words = `${number} ${name}${number === 1 ? "" : "s"}`;
  return epoch > now ? `in ${words}` : `${words} ago`;
}

function pretty(epoch, now, zone, plain) {
  return { "-1": "tomorrow", 0: "today", 1: "yesterday" }[daysBetween(epoch, now, zone)] ?? plain;
}

// Fills in the tokens of Slack's <!date^…>, such as {date_short_pretty} and {time}.
export function slackDate(pattern, epoch, now, zone) {
  const short = said(epoch, zone, { day: "numeric", month: "short", year: "numeric" });
  const plain = said(epoch, zone, { day: "numeric", month: "long", year: "numeric" });
  const long = said(epoch, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const wall = wallText(epoch, zone);
  const words = {
    date_num: wall.slice(0, 10),
    date: plain,
    date_short: short,
    date_long: long,
    date_pretty: pretty(epoch, now, zone, plain),
    date_short_pretty: pretty(epoch, now, zone, short),
    date_long_pretty: pretty(epoch, now, zone, long),
    time: timeOf(epoch, zone),
    time_secs: secondOf(epoch, zone),
    ago: ago(epoch, now),
  };
  return pattern.replace(/\{(\w+)\}/g, (token, name) => words[name] ?? token);
}
