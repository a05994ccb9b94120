// Keeps the list of messages: what did not change stays in place, so that neither focus nor scroll jumps.

import { el, redraw } from "./dom.js";
import { createMessage } from "./message.js";
import { dayHeading, wallText } from "./moments.js";
import { nameOf } from "./mentions.js";
import { decoded } from "./mrkdwn.js";
import { speak } from "./notices.js";
import { now } from "./now.js";
import { channel, go, known, zone } from "./state.js";

const NEAR_END = 90;
const AT_ONCE = 150;
const SAME_BREATH = 300;

const list = () => document.getElementById("messages");
const button = () => document.getElementById("fresh");
let drawn = new Map();
let shownFor = "";
let limit = AT_ONCE;
let newest = "";
let isFresh = true;

export function drawMessages(empty) {
  const box = list();
  const here = `${known.me} ${known.place}`;
  if (here !== shownFor) {
    shownFor = here;
    drawn = new Map();
    limit = AT_ONCE;
    isFresh = true;
    box.replaceChildren();
  }
  if (!known.messages) {
    return;
  }
  const follows = isFresh || isAtEnd(box);
  place(box, rows(empty));
  const isNews = announce();
  if (known.goal) {
    jump(box);
  } else if (follows) {
    toEnd(box);
  } else if (isNews) {
    button().hidden = false;
  }
  isFresh = false;
}

function isAtEnd(box) {
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
}

function toEnd(box) {
  box.scrollTop = box.scrollHeight;
  button().hidden = true;
}

// Whoever reads further up is told of what is new, and not moved.
export function createMessages() {
  list().addEventListener("scroll", () => isAtEnd(list()) && (button().hidden = true), { passive: true });
  button().addEventListener("click", () => toEnd(list()));
}

// Roots in order, their replies under them, with headings where a new day begins.
function rows(empty) {
  const roots = gathered(known.messages.filter((one) => !isReply(one)));
  const replies = Map.groupBy(known.messages.filter(isReply), (one) => one.thread_ts);
  const shown = roots.slice(-limit);
  const nodes = [roots.length > limit ? earlier(roots.length - limit, empty) : opening(empty)];
  let before = null;
  for (const message of shown) {
    const heading = dayOf(message) === (before && dayOf(before)) ? null : dayRow(message);
    nodes.push(heading, kept(message, replies.get(message.ts) ?? [], !heading && follows(before, message)));
    before = message;
  }
  return nodes.filter(Boolean);
}

// People who join one after another share a line.
function gathered(messages) {
  const result = [];
  for (const message of messages) {
    const before = result.at(-1);
    const isJoin = message.subtype === "channel_join";
    if (isJoin && before?.subtype === "channel_join" && dayOf(before) === dayOf(message)) {
      result[result.length - 1] = { ...before, also: [...(before.also ?? []), message.user] };
    } else {
      result.push(message);
    }
  }
  return result;
}

function isReply(message) {
  const hasRoot = message.thread_ts && message.thread_ts !== message.ts;
  return hasRoot && known.messages.some((one) => one.ts === message.thread_ts);
}

function kept(message, replies, isCompact) {
  const existing = drawn.get(message.ts) ?? createMessage();
  drawn.set(message.ts, existing);
  existing.show({ message, replies, isCompact });
  return existing.node;
}

function follows(before, message) {
  const plain = (one) => !one.is_ephemeral && !one.pinned && !one.reply_count && !/^channel_/.test(one.subtype ?? "");
  const sameAuthor = before && before.user === message.user && before.username === message.username;
  return sameAuthor && plain(before) && plain(message) && message.ts - before.ts < SAME_BREATH;
}

function dayOf(message) {
  return wallText(Number(message.ts), zone()).slice(0, 10);
}

function dayRow(message) {
  const key = `day ${dayOf(message)}`;
  const row = drawn.get(key) ?? { node: el("div", { class: "day" }, el("span")) };
  drawn.set(key, row);
  row.node.firstChild.textContent = dayHeading(Number(message.ts), now(), zone());
  return row.node;
}

function earlier(count, empty) {
  const more = () => {
    const box = list();
    const fromEnd = box.scrollHeight - box.scrollTop;
    limit += AT_ONCE;
    drawMessages(empty);
    box.scrollTop = box.scrollHeight - fromEnd;
  };
  return el("button", { type: "button", class: "earlier", on: { click: more } }, `Show earlier messages (${count})`);
}

function opening(empty) {
  const first = drawn.get("opening") ?? { node: el("div", { class: "opening" }) };
  drawn.set("opening", first);
  redraw(first.node, [known.app.name, channel()?.name], empty);
  return first.node;
}

// Puts the rows in this order while touching only those that stand elsewhere.
function place(box, nodes) {
  const wanted = new Set(nodes);
  [...box.children].filter((child) => !wanted.has(child)).forEach((child) => child.remove());
  nodes.forEach((node, index) => {
    if (box.children[index] !== node) {
      box.insertBefore(node, box.children[index] ?? null);
    }
  });
}

// Reads out what came from others since the last look; tells whether there was anything.
function announce() {
  const last = known.messages.at(-1);
  const isNews = Boolean(last) && last.ts > newest && !isFresh && last.user !== known.me;
  if (isNews) {
    speak(`${nameOf(last.user)}: ${decoded(last.text).slice(0, 200)}`);
  }
  newest = last?.ts ?? "";
  return isNews;
}

function jump(box) {
  const there = box.querySelector(`[data-ts="${CSS.escape(known.goal)}"]`);
  known.goal = null;
  there?.scrollIntoView({ block: "center" });
  there?.classList.remove("found");
  requestAnimationFrame(() => there?.classList.add("found"));
}

export function showMessage(ts) {
  go(known.place, ts);
}
