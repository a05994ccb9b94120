// The left side: who you are, the channels, the direct messages with the app and its Home.

import { avatar } from "./avatars.js";
import { el, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { timeOf } from "./moments.js";
import { now } from "./now.js";
import { become, directWithApp, go, HOME, known, me, people } from "./state.js";

export function drawSidebar() {
  const channels = [...known.channels.values()];
  const listed = channels.map((one) => [one.id, one.name, one.is_private, one.is_archived, one.unread, one.members.includes(known.me)]);
  const minute = Math.floor(now() / 60);
  const everybody = people().map((one) => [one.id, one.real_name, one.tz]);
  const shown = [known.me, known.place, known.app.name, listed, everybody, minute];
  redraw(document.getElementById("sidebar"), shown, () => [switcher(), ...places(channels)]);
}

function switcher() {
  const own = me();
  if (!own) {
    return el("p", { class: "standing" }, "Nobody is here yet. POST /sandbox/people adds someone.");
  }
  const facts = { type: "button", class: "switcher", "aria-haspopup": "menu", "aria-expanded": "false", dataset: { key: "switcher" } };
  const words = el("span", { class: "said" }, el("span", { class: "hint" }, "You are"), el("b", {}, own.real_name), el("span", { class: "hint" }, localTime(own)));
  const button = el("button", facts, avatar(own.id), words, icon("down"));
  button.addEventListener("click", () => openMenu(button, people().map(person), { label: "Be someone else" }));
  return button;
}

function person(one) {
  return {
    label: one.real_name,
    note: localTime(one),
    mark: avatar(one.id, "small"),
    isChosen: one.id === known.me,
    choose: () => become(one.id),
  };
}

function localTime(one) {
  const city = one.tz.split("/").at(-1).replaceAll("_", " ");
  return `${timeOf(now(), one.tz)} in ${city}`;
}

function places(channels) {
  const open = channels.filter((one) => !one.is_im && !one.is_mpim && !one.is_archived).sort(byName);
  const mine = open.filter((one) => one.members.includes(known.me));
  const others = open.filter((one) => !one.members.includes(known.me));
  const archived = channels.filter((one) => one.is_archived).sort(byName);
  const direct = directWithApp();
  return [
    entry({ place: HOME, name: `${known.app.name} Home`, mark: icon("home") }),
    group("Channels", mine.map(channelEntry)),
    folded("Other channels", others),
    group("Direct messages", [
      entry({ place: known.app.user, name: known.app.name, mark: avatar(known.app.user, "small"), unread: direct?.unread, isApp: true }),
      ...channels.filter((one) => one.is_mpim).map(channelEntry),
    ]),
    folded("Archived", archived),
  ];
}

function byName(one, other) {
  return one.name.localeCompare(other.name);
}

function channelEntry(one) {
  return entry({ place: one.id, name: one.name, mark: icon(one.is_private ? "lock" : "hash"), unread: one.unread });
}

function entry({ place, name, mark, unread, isApp }) {
  const isHere = place === known.place;
  const facts = { type: "button", class: unread ? "entry unread" : "entry", "aria-current": isHere ? "page" : null, dataset: { key: place } };
  const dot = unread ? el("span", { class: "dot" }, el("span", { class: "unseen" }, "unread: "), String(unread)) : null;
  const open = () => {
    document.body.classList.remove("with-sidebar");
    go(place);
  };
  const badge = isApp ? el("span", { class: "badge" }, "APP") : null;
  return el("button", { ...facts, on: { click: open } }, mark, el("span", { class: "name" }, name), badge, dot);
}

function group(title, entries) {
  return el("section", { "aria-label": title }, el("h2", {}, title), ...entries);
}

const unfolded = new Set();

function folded(title, channels) {
  if (!channels.length) {
    return el("section", { hidden: true });
  }
  const open = unfolded.has(title) || channels.some((one) => one.id === known.place);
  const list = el("details", { open }, el("summary", { dataset: { key: title } }, `${title} (${channels.length})`), ...channels.map(channelEntry));
  list.addEventListener("toggle", () => (list.open ? unfolded.add(title) : unfolded.delete(title)));
  return list;
}
