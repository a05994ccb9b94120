// The replies under a message, and the field to add one.

import { act, Refused } from "./api.js";
import { el } from "./dom.js";
import { Field } from "./field.js";
import { channel, known, refresh } from "./state.js";

const SHOWN = 3;

export class Thread {
  #list = el("div", { class: "replies" });
  #foot = el("div", { class: "thread-foot" });
  #drawn = new Map();
  #message = null;
  #replies = [];
  #isWhole = false;
  #field = null;

  constructor(createReply) {
    this.createReply = createReply;
    this.node = el("div", { class: "thread", hidden: true }, this.#list, this.#foot);
  }

  show(message, replies) {
    this.#message = message;
    this.#replies = replies;
    this.node.hidden = !replies.length && !this.#field;
    const left = this.#isWhole ? 0 : Math.max(0, replies.length - SHOWN);
    const nodes = replies.slice(left).map((reply) => this.#kept(reply));
    this.#place(left ? [this.#unfold(left), ...nodes] : nodes);
    if (!this.#field) {
      this.#foot.replaceChildren(replies.length ? this.#opener() : "");
    }
  }

  open() {
    const send = (text) => this.#reply(text);
    const leave = () => this.#close();
    this.#field ??= new Field({ label: "Reply in this thread", place: "Reply…", send, leave, isThread: true });
    this.node.hidden = false;
    this.#foot.replaceChildren(this.#field.node);
    this.#field.focus();
  }

  #close() {
    this.#field = null;
    this.show(this.#message, this.#replies);
  }

  #place(nodes) {
    const isSame = nodes.length === this.#list.children.length && nodes.every((one, index) => one === this.#list.children[index]);
    if (!isSame) {
      this.#list.replaceChildren(...nodes);
    }
  }

  #kept(reply) {
    const one = this.#drawn.get(reply.ts) ?? this.createReply();
    this.#drawn.set(reply.ts, one);
    one.show({ message: reply });
    return one.node;
  }

  #opener() {
    return el("button", { type: "button", class: "link", on: { click: () => this.open() } }, "Reply");
  }

  #unfold(count) {
    const whole = () => {
      this.#isWhole = true;
      this.show(this.#message, this.#replies);
    };
    const words = `Show ${count} earlier ${count === 1 ? "reply" : "replies"}`;
    return el("button", { type: "button", class: "link", on: { click: whole } }, words);
  }

  async #reply(text) {
    if (/^\/\w/.test(text)) {
      throw new Refused(`${text.split(/\s/)[0]} is not supported in threads. Sorry!`);
    }
    await act("message", { user: known.me, channel: channel().id, text, thread_ts: this.#message.ts });
    await refresh();
  }
}
