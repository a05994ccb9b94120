// One message: who, when, what, its reactions, and the thread under it.

import { act } from "./api.js";
import { avatar } from "./avatars.js";
import { drawBlocks } from "./blocks.js";
import { el, redraw } from "./dom.js";
import { emojiNamed } from "./emoji.js";
import { icon } from "./icons.js";
import { momentOf, timeOf } from "./moments.js";
import { nameOf } from "./mentions.js";
import { mrkdwn } from "./mrkdwn.js";
import { trying } from "./notices.js";
import { channel, known, refresh, tell, zone } from "./state.js";
import { Surface } from "./surface.js";
import { Thread } from "./thread.js";

const dismissed = new Set();

// Makes the node of a message; `show` draws the message, or what changed of it, into that node.
export function createMessage({ isReply = false } = {}) {
  const body = el("div", { class: "body" });
  const failure = el("p", { class: "failure", role: "alert", hidden: true });
  const node = el("article", { class: "message" }, body, failure);
  const thread = isReply ? null : new Thread(() => createMessage({ isReply: true }));
  const own = { surface: null, failure };
  if (thread) {
    node.append(thread.node);
  }
  return {
    node,
    show({ message, replies = [], isCompact = false }) {
      node.dataset.ts = message.ts;
      node.hidden = dismissed.has(message.ts);
      node.className = classes(message, isCompact);
      redraw(body, shownOf(message, isCompact), () => drawn(message, isCompact, own, thread));
      thread?.show(message, replies);
    },
  };
}

function classes(message, isCompact) {
  const flags = { "is-ephemeral": message.is_ephemeral, "is-compact": isCompact, "is-note": isNote(message), "is-pinned": message.pinned };
  return ["message", ...Object.keys(flags).filter((name) => flags[name])].join(" ");
}

function isNote(message) {
  return /^(channel|group)_/.test(message.subtype ?? "");
}

// The thread is drawn apart, so what is counted in it does not redraw the message.
function shownOf(message, isCompact) {
  const { reply_count: _count, reply_users: _users, latest_reply: _latest, ...rest } = message;
  return [rest, isCompact, zone(), known.me, [...known.users.values()].map((one) => one.real_name), known.channels.size];
}

function drawn(message, isCompact, own, thread) {
  if (isNote(message)) {
    return [stamp(message), el("div", { class: "content" }, everyone(message), " ", noteWords(message))];
  }
  own.surface = new Surface({ kept: own.surface?.snapshot(), send: (pressed) => send(message, pressed, own.failure) });
  const content = el("div", { class: "content" }, marks(message), isCompact ? null : author(message), ...said(message, own.surface));
  content.append(...[reactions(message)].filter(Boolean));
  return [isCompact ? stamp(message) : avatar(message.user), content, tools(message, thread)].filter(Boolean);
}

function everyone({ user, also = [] }) {
  return new Intl.ListFormat("en-GB").format([user, ...also].map(nameOf));
}

function noteWords(message) {
  const text = message.text.replace(new RegExp(`^<@${message.user}> `), "");
  return el("span", {}, ...mrkdwn(message.also ? text.replace(/^has /, "have ") : text));
}

function stamp(message) {
  return el("time", { class: "stamp", title: momentOf(Number(message.ts), zone()) }, timeOf(Number(message.ts), zone()));
}

function author(message) {
  const isApp = Boolean(message.bot_id);
  return el(
    "div",
    { class: "author" },
    el("b", {}, message.username || nameOf(message.user)),
    isApp ? el("span", { class: "badge" }, "APP") : null,
    stamp(message),
  );
}

function marks(message) {
  if (message.is_ephemeral) {
    return el("p", { class: "mark" }, icon("eye"), "Only visible to you");
  }
  return message.pinned ? el("p", { class: "mark" }, icon("pin"), "Pinned") : null;
}

function said(message, surface) {
  const edited = message.edited ? el("span", { class: "edited", title: editedAt(message) }, " (edited)") : null;
  const attached = (message.attachments ?? []).map((one) => attachment(one, surface));
  if (message.blocks?.length) {
    return [el("div", { class: "blocks" }, ...drawBlocks(message.blocks, surface), edited), ...attached];
  }
  return [message.text ? el("div", { class: "text" }, ...mrkdwn(message.text), edited) : null, ...attached];
}

function editedAt(message) {
  return `Edited ${momentOf(Number(message.edited.ts), zone())}`;
}

function attachment(one, surface) {
  const text = one.text ?? one.fallback;
  const inside = one.blocks ? drawBlocks(one.blocks, surface) : mrkdwn(text ?? "");
  return el("div", { class: "attachment" }, one.title ? el("b", {}, one.title) : null, ...inside);
}

function reactions(message) {
  if (!message.reactions?.length) {
    return null;
  }
  const one = ({ name, users, count }) => {
    const mine = users.includes(known.me);
    const facts = { type: "button", class: mine ? "reaction mine" : "reaction", title: users.map(nameOf).join(", ") };
    const add = () => trying(() => act("react", { user: known.me, channel: channel().id, ts: message.ts, name })).then(refresh);
    return el("button", { ...facts, "aria-pressed": String(mine), on: { click: add } }, emojiNamed(name) ?? `:${name}:`, ` ${count}`);
  };
  return el("div", { class: "reactions" }, ...message.reactions.map(one));
}

function tools(message, thread) {
  if (message.is_ephemeral) {
    const dismiss = () => {
      dismissed.add(message.ts);
      tell();
    };
    return el("div", { class: "tools" }, el("button", { type: "button", class: "quiet", on: { click: dismiss } }, "Dismiss"));
  }
  const open = () => thread.open();
  const label = `Reply in thread to ${nameOf(message.user)}`;
  const facts = { type: "button", class: "quiet", "aria-label": label, title: "Reply in thread", dataset: { key: "reply" } };
  return thread ? el("div", { class: "tools" }, el("button", { ...facts, on: { click: open } }, icon("reply"))) : null;
}

async function send(message, pressed, failure) {
  failure.hidden = true;
  try {
    await act("press", { user: known.me, channel: channel().id, ts: message.ts, ...pressed });
  } catch (error) {
    failure.textContent = error.message;
    failure.hidden = false;
  }
  await refresh();
}
