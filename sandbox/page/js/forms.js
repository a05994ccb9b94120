// The app's forms: raised above the page, submitted, closed, and given the keyboard.

import { act, during, fieldsOf } from "./send.js";
import { refresh } from "./page.js";

const FIELD = ".body :is(input, select, textarea, summary)";
const CLOSES = { close: "close", back: "close", "close-all": "close_all" };

function raise(dialog) {
  dialog.removeAttribute("open");
  dialog.showModal();
  (dialog.querySelector("[autofocus]") ?? dialog.querySelector(FIELD) ?? dialog.querySelector("footer button"))?.focus();
}

// One thing at a time; what fails is said at the top of the form. A second click of the same press does nothing; what is
// done otherwise waits: the page may show an answer's errors, and people mend them, before the answer itself is here.
const underway = new WeakMap();
async function doing(dialog, name, fields) {
  const view = dialog.dataset.viewId;
  const what = JSON.stringify([view, name, fields()]);
  for (let before = underway.get(dialog); before; before = underway.get(dialog)) {
    if (before.what === what) {
      return;
    }
    await before.done;
    if (!dialog.isConnected || dialog.dataset.viewId !== view) {
      return;
    }
  }
  const done = during(dialog, () => asked(dialog, name, view, fields())).finally(() => underway.delete(dialog));
  underway.set(dialog, { what, done });
}

async function asked(dialog, name, view, fields) {
  dialog.dataset.busy = name;
  const failure = dialog.querySelector(".failure");
  failure.hidden = true;
  const answer = await act(name, [["view_id", view], ...fields]);
  failure.textContent = answer.error ?? "";
  await refresh();
  failure.hidden = !answer.error;
  dialog.querySelector("[aria-invalid=true]")?.focus();
}

export function submit(dialog) {
  return doing(dialog, "submit", () => fieldsOf(dialog));
}

export function drawForms() {
  document.querySelectorAll("#modal dialog:not(:modal)").forEach(raise);
}

export function start() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("dialog [data-do]");
    const name = CLOSES[button?.dataset.do];
    if (name) {
      doing(button.closest("dialog"), name, () => []);
    }
  });
  // Escape closes the form on top, and the app hears of it if it wants to; the browser alone would only hide it.
  document.addEventListener(
    "cancel",
    (event) => {
      if (event.target.matches("#modal dialog")) {
        event.preventDefault();
        doing(event.target, "close", () => []);
      }
    },
    true,
  );
}
