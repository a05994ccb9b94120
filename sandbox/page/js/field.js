// A field to write in: Enter sends, Shift+Enter breaks the line, names and commands are offered while typing.

import { Lost } from "./api.js";
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { Suggestions } from "./suggestions.js";

const TALLEST = 220;

export class Field {
  #error = el("p", { class: "failure", role: "alert", hidden: true });
  #text;
  #button;
  #suggestions;

  // `send` gets the text and raises an error with the words to show; then what was typed stays.
  constructor({ label, place, send, leave, isThread = false, id = freshId("write") }) {
    this.send = send;
    this.leave = leave;
    this.#text = el("textarea", { id, rows: 1, placeholder: place, "aria-label": label, dataset: { key: id } });
    const submit = () => this.#submit();
    this.#button = el("button", { type: "button", class: "send", "aria-label": "Send", on: { click: submit } }, icon("send"));
    this.#suggestions = new Suggestions(this.#text, { hasCommands: !isThread, changed: () => this.#grow() });
    const row = el("div", { class: "write" }, this.#text, this.#button);
    this.node = el("div", { class: "field-box" }, this.#error, this.#suggestions.node, row);
    this.#text.addEventListener("input", () => this.#grow());
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#grow();
  }

  get value() {
    return this.#text.value;
  }

  set value(typed) {
    this.#text.value = typed;
    this.#error.hidden = true;
    this.#suggestions.hide();
    this.#grow();
  }

  set placeholder(words) {
    this.#text.placeholder = words;
  }

  focus() {
    this.#text.focus();
  }

  #grow() {
    this.#text.style.height = "auto";
    this.#text.style.height = `${Math.min(this.#text.scrollHeight, TALLEST)}px`;
    this.#button.disabled = !this.#text.value.trim();
  }

  #key(event) {
    if (this.#suggestions.took(event) || event.isComposing) {
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape") {
      this.leave?.();
    }
  }

  async #submit() {
    const typed = this.value.trim();
    if (!typed || this.node.getAttribute("aria-busy") === "true") {
      return;
    }
    this.node.setAttribute("aria-busy", "true");
    this.value = "";
    try {
      await this.send(typed);
    } catch (problem) {
      this.#text.value ||= typed;
      this.#explain(problem);
    }
    this.node.removeAttribute("aria-busy");
    this.#grow();
  }

  #explain(problem) {
    this.#error.textContent = problem instanceof Lost ? `${problem.message} What you typed is kept.` : problem.message;
    this.#error.hidden = false;
  }
}
