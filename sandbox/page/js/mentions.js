// Draws what Slack keeps between angle brackets: people, channels, groups, moments and links.

import { el } from "./dom.js";
import { slackDate } from "./moments.js";
import { now } from "./now.js";
import { go, known, zone } from "./state.js";

const SAFE = /^(https?:|mailto:|slack:)/i;

export function nameOf(userId) {
  const user = known.users.get(userId);
  return user?.real_name || user?.profile?.real_name || user?.name || userId;
}

export function mention(userId) {
  const mine = userId === known.me ? " mine" : "";
  const name = known.users.has(userId) ? nameOf(userId) : userId;
  return el("span", { class: `mention${mine}` }, `@${name}`);
}

export function broadcast(range) {
  return el("span", { class: "mention mine" }, `@${range}`);
}

export function groupMention(id, label = "") {
  const group = known.groups.get(id);
  const mine = group?.users.includes(known.me) ? " mine" : "";
  return el("span", { class: `mention${mine}` }, group ? `@${group.handle}` : label || `@${id}`);
}

export function channelLink(id, label = "") {
  const channel = known.channels.get(id);
  if (!channel) {
    return el("span", { class: "mention" }, label ? `#${label}` : "🔒 private channel");
  }
  const open = () => go(id);
  return el("button", { type: "button", class: "mention link", on: { click: open } }, `#${channel.name}`);
}

export function moment(epoch, pattern, fallback, href = "") {
  const known = Number.isFinite(epoch);
  const words = known ? slackDate(pattern, epoch, now(), zone()) : fallback;
  const time = el("time", { title: fallback, datetime: known ? new Date(epoch * 1000).toISOString() : null }, words);
  return href ? link(href, [time]) : time;
}

// A link, or only its words when the address could do harm. A link to one of the workspace's messages stays here.
export function link(href, label = [href]) {
  if (!SAFE.test(href)) {
    return el("span", {}, ...label);
  }
  const there = placeOf(href);
  if (there) {
    return el("button", { type: "button", class: "link", on: { click: () => go(...there) } }, ...label);
  }
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...label);
}

function placeOf(href) {
  const found = href.match(/^https:\/\/([\w-]+)\.slack\.com\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?/);
  if (!found || found[1] !== known.team.domain || !known.channels.has(found[2])) {
    return null;
  }
  return [found[2], found[3] ? `${found[3]}.${found[4]}` : null];
}
