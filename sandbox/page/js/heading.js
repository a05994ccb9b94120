// The line above the messages: which place this is, its topic, its members, what is pinned and bookmarked.

import { avatar } from "./avatars.js";
import { el, redraw } from "./dom.js";
import { decoded } from "./mrkdwn.js";
import { emojiNamed } from "./emoji.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { link, nameOf } from "./mentions.js";
import { momentOf } from "./moments.js";
import { showMessage } from "./messages.js";
import { channel, HOME, known, zone } from "./state.js";

export function titleOf(place = known.place, there = channel()) {
  if (place === HOME) {
    return `${known.app.name} Home`;
  }
  return !there || there.is_im ? known.app.name : `${there.is_private ? "" : "#"}${there.name}`;
}

export function drawHeading() {
  const there = channel();
  const pins = there ? pinned(there) : [];
  const shown = [known.place, known.me, titleOf(), there?.topic, there?.members, there?.bookmarks, pins.map((one) => one.ts), zone()];
  redraw(document.getElementById("heading"), shown, () => (there && !there.is_im ? ofChannel(there, pins) : ofApp()));
}

function ofApp() {
  const note = known.place === HOME ? "What the app shows to you alone" : "Direct messages with the app";
  return [el("div", { class: "titles" }, el("h1", {}, titleOf()), el("p", { class: "topic" }, note))];
}

function ofChannel(there, pins) {
  const topic = decoded(there.topic || there.purpose);
  const name = el("h1", {}, icon(there.is_private ? "lock" : "hash"), el("span", {}, there.name));
  const titles = el("div", { class: "titles" }, name, el("p", { class: "topic", title: topic }, topic));
  const bookmarks = there.bookmarks.map((one) => link(one.link, [emoji(one), one.title]));
  const marks = bookmarks.length ? el("div", { class: "bookmarks", "aria-label": "Bookmarks" }, ...bookmarks) : null;
  return [titles, el("div", { class: "facts" }, pinButton(pins), memberButton(there)), marks].filter(Boolean);
}

function emoji(bookmark) {
  return bookmark.emoji ? `${emojiNamed(bookmark.emoji.replaceAll(":", "")) ?? ""} ` : "";
}

function pinned(there) {
  return (known.messages ?? []).filter((one) => there.pins.includes(one.ts));
}

function pinButton(pins) {
  if (!pins.length) {
    return null;
  }
  const entries = pins.map((one) => ({
    label: summary(one),
    note: `${nameOf(one.user)}, ${momentOf(Number(one.ts), zone())}`,
    mark: icon("pin"),
    choose: () => showMessage(one.ts),
  }));
  const facts = { type: "button", class: "quiet", "aria-haspopup": "menu", dataset: { key: "pins" }, title: "Pinned messages" };
  const button = el("button", facts, icon("pin"), `${pins.length} pinned`);
  button.addEventListener("click", () => (entries.length === 1 ? entries[0].choose() : openMenu(button, entries, { label: "Pinned" })));
  return button;
}

function summary(message) {
  return decoded(message.text).split("\n")[0].slice(0, 80) || "A message";
}

function memberButton(there) {
  const order = [...there.members].sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
  const entries = order.map((one) => ({
    label: nameOf(one),
    note: known.users.get(one)?.is_bot ? "App" : known.users.get(one)?.tz,
    mark: avatar(one, "small"),
    choose: () => {},
  }));
  const facts = { type: "button", class: "quiet members", "aria-haspopup": "menu", dataset: { key: "members" } };
  const faces = order.slice(0, 3).map((one) => avatar(one, "small"));
  const count = `${order.length} ${order.length === 1 ? "member" : "members"}`;
  const button = el("button", { ...facts, "aria-label": count, title: count }, el("span", { class: "faces" }, ...faces), String(order.length));
  button.addEventListener("click", () => openMenu(button, entries, { label: "Members" }));
  return button;
}
