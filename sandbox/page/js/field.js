// A field to write in: Enter sends, Shift+Enter breaks the line, names and commands are offered while typing.

import { Lost } from "./api.js";
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { createSuggestions } from "./suggestions.js";

// `send` gets the text and raises an error with the words to show; then what was typed stays.
export function createField({ label, place, send, leave, isThread = false, id = freshId("write") }) {
  const error = el("p", { class: "failure", role: "alert", hidden: true });
  const text = el("textarea", { id, rows: 1, placeholder: place, "aria-label": label, dataset: { key: id } });
  const button = el("button", { type: "button", class: "send", "aria-label": "Send", on: { click: submit } }, icon("send"));
  const suggestions = createSuggestions(text, { hasCommands: !isThread, changed: grow });
  const node = el("div", { class: "field-box" }, error, suggestions.node, el("div", { class: "write" }, text, button));
  text.addEventListener("input", grow);
  text.addEventListener("keydown", key);

  function grow() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 220)}px`;
    button.disabled = !text.value.trim();
  }

  function key(event) {
    if (suggestions.took(event) || event.isComposing) {
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape") {
      leave?.();
    }
  }

  async function submit() {
    const typed = text.value.trim();
    if (!typed || node.getAttribute("aria-busy") === "true") {
      return;
    }
    node.setAttribute("aria-busy", "true");
    error.hidden = true;
    try {
      text.value = "";
      grow();
      await send(typed);
    } catch (problem) {
      text.value ||= typed;
      show(problem instanceof Lost ? `${problem.message} What you typed is kept.` : problem.message);
    }
    node.removeAttribute("aria-busy");
    grow();
  }

  function show(sentence) {
    error.textContent = sentence;
    error.hidden = false;
  }

  grow();
  return {
    node,
    focus: () => text.focus(),
    get value() {
      return text.value;
    },
    set value(typed) {
      text.value = typed;
      error.hidden = true;
      suggestions.hide();
      grow();
    },
  };
}
