// Asks "are you sure?" where the app wants it asked.

import { el, freshId } from "./dom.js";
import { drawText, words } from "./text.js";

export function confirmed(question) {
  if (!question) {
    return Promise.resolve(true);
  }
  return new Promise((resolve) => ask(question, resolve));
}

function ask(question, resolve) {
  const title = freshId("title");
  const style = question.style === "danger" ? "danger" : "primary";
  const dialog = el("dialog", { class: "modal asking", "aria-labelledby": title });
  const answer = (value) => () => dialog.close(value);
  const yes = el("button", { type: "button", class: `button ${style}`, on: { click: answer("yes") } }, words(question.confirm));
  const no = el("button", { type: "button", class: "button", on: { click: answer("") } }, words(question.deny));
  dialog.append(
    el("h2", { id: title }, words(question.title)),
    el("div", { class: "asked" }, ...drawText(question.text)),
    el("footer", {}, yes, no),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    resolve(dialog.returnValue === "yes");
  });
  document.body.append(dialog);
  dialog.showModal();
  yes.focus();
}
