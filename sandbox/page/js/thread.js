// The replies under a message, and the field to add one.

import { act } from "./api.js";
import { el } from "./dom.js";
import { createField } from "./field.js";
import { channel, known, refresh } from "./state.js";

const SHOWN = 3;

export function createThread(createMessage) {
  const list = el("div", { class: "replies" });
  const foot = el("div", { class: "thread-foot" });
  const node = el("div", { class: "thread", hidden: true }, list, foot);
  const drawn = new Map();
  const own = { message: null, replies: [], isWhole: false, field: null };

  function show(message, replies) {
    Object.assign(own, { message, replies });
    node.hidden = !replies.length && !own.field;
    const hidden = own.isWhole ? 0 : Math.max(0, replies.length - SHOWN);
    const nodes = replies.slice(hidden).map((reply) => kept(reply));
    const wanted = hidden ? [unfold(hidden), ...nodes] : nodes;
    if (wanted.length !== list.children.length || wanted.some((one, index) => one !== list.children[index])) {
      list.replaceChildren(...wanted);
    }
    if (!own.field) {
      foot.replaceChildren(replies.length ? el("button", { type: "button", class: "link", on: { click: open } }, "Reply") : "");
    }
  }

  function kept(reply) {
    const one = drawn.get(reply.ts) ?? createMessage({ isReply: true });
    drawn.set(reply.ts, one);
    one.show({ message: reply });
    return one.node;
  }

  function unfold(count) {
    const words = `Show ${count} earlier ${count === 1 ? "reply" : "replies"}`;
    const whole = () => {
      own.isWhole = true;
      show(own.message, own.replies);
    };
    return el("button", { type: "button", class: "link", on: { click: whole } }, words);
  }

  function open() {
    own.field ??= createField({ label: "Reply in this thread", place: "Reply…", send: reply, leave: close, isThread: true });
    node.hidden = false;
    foot.replaceChildren(own.field.node);
    own.field.focus();
  }

  function close() {
    own.field = null;
    show(own.message, own.replies);
  }

  async function reply(text) {
    await act("message", { user: known.me, channel: channel().id, text, thread_ts: own.message.ts });
    await refresh();
  }

  return { node, show, open };
}
