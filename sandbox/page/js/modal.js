// The form on top of the person's stack: fields, errors under them, submit and close.

import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { el, freshId, keepingFocus } from "./dom.js";
import { icon } from "./icons.js";
import { known, refresh } from "./state.js";
import { Surface } from "./surface.js";
import { words } from "./text.js";

const FIELD = ".body input, .body select, .body textarea";
const BUTTON = ".body button, [data-key=close]";
let open = null;

export function drawModal() {
  const view = known.views.at(-1);
  if (!view) {
    leave();
    return;
  }
  if (open?.user !== known.me) {
    leave();
  }
  open ??= raise();
  open.dialog.classList.toggle("stacked", known.views.length > 1);
  if (open.hash !== view.hash || open.view.id !== view.id) {
    fill(view);
  }
}

function raise() {
  const title = freshId("title");
  const dialog = el("dialog", { class: "modal", "aria-labelledby": title });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, title, user: known.me, hash: null, view: {}, surface: null, busy: null };
}

function leave() {
  open?.dialog.close();
  open?.dialog.remove();
  open = null;
}

function fill(view) {
  const isSame = open.view.id === view.id;
  const kept = isSame ? open.surface.snapshot() : new Map();
  Object.assign(open, { view, hash: view.hash });
  open.surface = new Surface({ kept, state: view.state.values, send: press });
  keepingFocus(open.dialog, () => open.dialog.replaceChildren(form(view)));
  if (!isSame) {
    rest(open.busy);
    focusFirst(view);
  }
}

function form(view) {
  const failure = el("p", { class: "failure", role: "alert", hidden: true });
  open.failure = failure;
  const shut = el("button", { type: "button", class: "quiet", "aria-label": "Close", dataset: { key: "x" }, on: { click: close } }, icon("close"));
  const cancel = el("button", { type: "button", class: "button", dataset: { key: "close" }, on: { click: close } }, words(view.close) || "Close");
  const sendLabel = words(view.submit) || (view.blocks.some((one) => one.type === "input") ? "Submit" : "");
  const facts = { type: "submit", class: "button primary", disabled: view.submit_disabled, dataset: { key: "submit" } };
  const submitButton = sendLabel ? el("button", facts, sendLabel) : null;
  return el(
    "form",
    { novalidate: true, on: { submit } },
    el("header", {}, el("h2", { id: open.title }, words(view.title)), shut),
    el("div", { class: "body" }, failure, ...drawBlocks(view.blocks, open.surface)),
    el("footer", {}, submitButton, cancel),
  );
}

function focusFirst(view) {
  const wanted = view.blocks.flatMap((one) => [one.element, one.accessory, ...(one.elements ?? [])]).find((one) => one?.focus_on_load);
  const key = view.blocks.find((one) => one.element === wanted)?.block_id;
  const field = wanted && open.dialog.querySelector(`[data-key="${CSS.escape(`${key}/${wanted.action_id}`)}"]`);
  (field ?? open.dialog.querySelector(FIELD) ?? open.dialog.querySelector(BUTTON)).focus();
}

async function submit(event) {
  event.preventDefault();
  await during("submit", async () => {
    const values = open.surface.values();
    const answer = await act("submit", { user: known.me, view_id: open.view.id, values });
    return showErrors(answer.errors ?? {});
  });
}

function close() {
  return during("close", () => act("close", { user: known.me, view_id: open.view.id }).then(() => false));
}

function press(pressed) {
  return during("press", () => act("press_view", { user: known.me, view_id: open.view.id, ...pressed }).then(() => false));
}

// One thing at a time; `work` tells whether the form stays as it is. What fails is said at the top of the form.
async function during(name, work) {
  if (open.busy) {
    return;
  }
  const { dialog, failure } = open;
  const busy = { name };
  open.busy = busy;
  dialog.setAttribute("aria-busy", "true");
  dialog.dataset.busy = name;
  failure.hidden = true;
  const stays = await work().catch((error) => {
    failure.textContent = error.message;
    failure.hidden = false;
    return true;
  });
  if (stays) {
    rest(busy);
  }
  await refresh();
  rest(busy);
}

function rest(busy) {
  if (open?.busy === busy) {
    open.busy = null;
    open.dialog.removeAttribute("aria-busy");
  }
}

function showErrors(errors) {
  for (const block of open.dialog.querySelectorAll(".is-input")) {
    const words = errors[block.dataset.block] ?? "";
    const line = block.querySelector(".error");
    line.textContent = words;
    line.hidden = !words;
    const field = open.surface.field(block.dataset.block)?.field;
    words ? field?.setAttribute("aria-invalid", "true") : field?.removeAttribute("aria-invalid");
  }
  open.dialog.querySelector("[aria-invalid=true]")?.focus();
  return Object.keys(errors).length > 0;
}
