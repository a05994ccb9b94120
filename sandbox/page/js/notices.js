// Says what went wrong, and reads new messages out to those who listen.

import { el } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_FOR = 8000;

export function notice(sentence) {
  const box = el("div", { class: "notice" }, icon("warn"), el("span", {}, sentence));
  const close = el("button", { class: "quiet", "aria-label": "Dismiss", on: { click: () => box.remove() } }, icon("close"));
  box.append(close);
  document.getElementById("notices").append(box);
  setTimeout(() => box.remove(), SHOWN_FOR);
}

export function speak(sentence) {
  document.getElementById("spoken").textContent = sentence;
}

// Runs something a person asked for; what fails becomes a notice. Tells whether it worked.
export async function trying(work) {
  try {
    await work();
    return true;
  } catch (error) {
    notice(error.message);
    return false;
  }
}
