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

export function write(form) {
  const area = form.elements.text;
  const [typed, draft] = [area.value, draftOf(area)];
  if (!typed.trim()) {
    return;
  }
  during(form, async () => {
    const fields = new FormData(form);
    put(area, draft, "");
    const answer = await post(form.getAttribute("action"), fields);
    await refresh();
    if (answer.error && draftOf(area) === draft) {
      put(area, draft, area.value || typed);
    }
    explain(form, answer.isLost ? `${answer.error} What you typed is kept.` : (answer.error ?? ""));
    if (!answer.error) {
      const list = form.closest("#thread") ? "replies" : "messages";
      document.getElementById(list)?.scrollTo({ top: Number.MAX_SAFE_INTEGER });
    }
  });
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
