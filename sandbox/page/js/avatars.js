// Small pictures of people and of the app: initials on a colour that stays theirs.

import { el } from "./dom.js";
import { known } from "./state.js";
import { nameOf } from "./mentions.js";

const HUES = 8;

export function avatar(userId, size = "") {
  const name = nameOf(userId);
  const isApp = known.users.get(userId)?.is_bot ?? false;
  const hue = isApp ? "of-app" : `hue-${sum(userId) % HUES}`;
  return el("span", { class: `avatar ${hue} ${size}`, "aria-hidden": "true" }, initials(name));
}

function initials(name) {
  const parts = name.trim().split(/\s+/);
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)] : parts;
  return letters.map((part) => [...part][0] ?? "").join("").toUpperCase();
}

function sum(text) {
  return [...text].reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 65521, 7);
}
