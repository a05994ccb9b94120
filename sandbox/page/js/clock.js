// The workspace's clock: what time it is for the chosen person, and the buttons that move it on.

import { post } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { dayOf, momentOfText, nextMorning, timeOf, wallText } from "./moments.js";
import { trying } from "./notices.js";
import { now, pace } from "./now.js";
import { refresh, zone } from "./state.js";

const HOUR = 3600;
const FAST = 60;

const day = el("span", { class: "day-now" });
const time = el("span", { class: "time-now" });
const moves = el("div", { class: "moves", id: "moves" });
const fast = el("button", { type: "button", "aria-pressed": "false", title: "An hour passes in a minute", on: { click: hurry } }, icon("fast"), "×60");

export function createClock() {
  const facts = { type: "button", class: "now", "aria-controls": "moves", "aria-expanded": "false", title: "The workspace's clock" };
  const shown = el("button", facts, icon("clock"), day, time);
  shown.addEventListener("click", () => {
    const isOpen = moves.classList.toggle("open");
    shown.setAttribute("aria-expanded", String(isOpen));
  });
  moves.append(
    move("+1 hour", () => ({ advance_seconds: HOUR })),
    move("Next morning", () => ({ move_to: iso(nextMorning(now(), zone())) }), "To 08:00, in this person's time"),
    move("+1 day", () => ({ advance_seconds: 24 * HOUR })),
    toMoment(),
    fast,
  );
  return el("div", { class: "clock", role: "group", "aria-label": "Clock" }, shown, moves);
}

export function drawClock() {
  show(day, dayOf(now(), zone()));
  show(time, timeOf(now(), zone()));
  fast.setAttribute("aria-pressed", String(pace() > 1));
}

function show(node, words) {
  if (node.textContent !== words) {
    node.textContent = words;
  }
}

function iso(epoch) {
  return new Date(epoch * 1000).toISOString();
}

function move(label, body, title = null) {
  const button = el("button", { type: "button", title }, label);
  button.addEventListener("click", () => send(button, body()));
  return button;
}

async function send(button, body) {
  button.disabled = true;
  await trying(() => post("/sandbox/clock", body));
  button.disabled = false;
  button.focus({ preventScroll: true });
  await refresh();
}

function hurry() {
  return send(fast, { speed: pace() > 1 ? 1 : FAST });
}

function toMoment() {
  const field = el("input", { type: "datetime-local", "aria-label": "Moment to go to, in this person's time", class: "field" });
  const set = el("button", { type: "submit", class: "primary" }, "Go");
  const form = el("form", { class: "goto", hidden: true }, field, set);
  const open = el("button", { type: "button", "aria-expanded": "false" }, "Go to…");
  const fold = (isOpen) => {
    form.hidden = !isOpen;
    open.setAttribute("aria-expanded", String(isOpen));
  };
  open.addEventListener("click", () => {
    fold(form.hidden);
    field.value = wallText(now() + HOUR, zone());
    field.focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (field.value) {
      await send(set, { move_to: iso(momentOfText(field.value, zone())) });
      fold(false);
      open.focus();
    }
  });
  form.addEventListener("keydown", (event) => event.key === "Escape" && (fold(false), open.focus()));
  return el("span", { class: "goto-box" }, open, form);
}
