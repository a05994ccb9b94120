// The fields to write in: Enter sends, Shift+Enter breaks the line, each place keeps a draft of its own.

import { placeShown, refresh } from "./page.js";
import { Offers } from "./offers.js";
import { during, post } from "./send.js";

const drafts = new Map();
const known = new WeakMap();

function draftOf(area) {
  return `${placeShown()} ${area.form.elements.thread_ts?.value ?? ""}`;
}

// A field stays on the page when people go elsewhere; what stands in it does not.
export function drawFields() {
  for (const area of document.querySelectorAll("[data-writes] textarea")) {
    const field = known.get(area) ?? { draft: null, offers: new Offers(area) };
    known.set(area, field);
    if (field.draft !== draftOf(area)) {
      field.draft = draftOf(area);
      area.value = drafts.get(field.draft) ?? "";
      field.offers.hide();
      explain(area.form, "");
    }
  }
}

function explain(form, words) {
  const line = form.querySelector(".failure");
  line.textContent = words;
  line.hidden = !words;
}

// What is written while something else is on its way goes after it.
const last = new WeakMap();
export function write(form) {
  const area = form.elements.text;
  const [typed, draft] = [area.value, draftOf(area)];
  if (!typed.trim()) {
    return;
  }
  const [action, fields] = [form.getAttribute("action"), new FormData(form)];
  put(area, draft, "");
  explain(form, "");
  const inTurn = () => during(form, () => send(form, draft, typed, post(action, fields)));
  last.set(form, Promise.resolve(last.get(form)).then(inTurn, inTurn));
}

async function send(form, draft, typed, posted) {
  const area = form.elements.text;
  const answer = await posted;
  await refresh();
  if (answer.error) {
    if (draftOf(area) === draft) {
      put(area, draft, area.value || typed);
    }
    explain(form, answer.isLost ? `${answer.error} What you typed is kept.` : answer.error);
    return;
  }
  const list = form.closest("#thread") ? "replies" : "messages";
  document.getElementById(list)?.scrollTo({ top: Number.MAX_SAFE_INTEGER });
}

function put(area, draft, text) {
  area.value = text;
  drafts.set(draft, text);
  known.get(area).offers.hide();
}

export function start() {
  document.addEventListener("input", ({ target }) => known.has(target) && drafts.set(draftOf(target), target.value));
  document.addEventListener("keydown", (event) => {
    const field = known.get(event.target);
    if (!field || event.isComposing || field.offers.took(event)) {
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });
}
