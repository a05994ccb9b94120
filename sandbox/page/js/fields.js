// Fields that need more than the browser gives: menus that the app fills, boxes of several, pictures that are not there.

import { act, whereOf } from "./send.js";

const TYPED_OUT = 250;
const LEAST = 3;
let timer = null;

// What people type is asked of the app once they pause, and offered below the field.
function typed({ target }) {
  const menu = target.matches("[data-min-query-length]") && (target.list ? target : target.closest(".several"));
  if (menu) {
    clearTimeout(timer);
    timer = setTimeout(() => ask(target, menu), TYPED_OUT);
  }
}

async function ask(field, menu) {
  const query = field.value;
  const holder = menu.matches("[data-action-id]") ? menu : menu.querySelector("[data-action-id]");
  if (query.length < Number(field.dataset.minQueryLength || LEAST)) {
    return;
  }
  const { blockId, actionId } = holder.dataset;
  const answer = await act("suggest", [...Object.entries(whereOf(field)), ["block_id", blockId], ["action_id", actionId], ["query", query]]);
  const groups = (answer.option_groups ?? []).flatMap((one) => one.options);
  if (query === field.value) {
    (field.list ? offerOne : offerSeveral)([...(answer.options ?? []), ...groups], field, holder);
  }
}

function offerOne(options, field) {
  field.list.replaceChildren(...options.map((one) => Object.assign(new Option(), { value: one.text.text })));
  options.forEach((one, index) => (field.list.options[index].dataset.value = one.value));
  field.list.dataset.own = "";
}

// What is ticked stays; the rest gives way to what is offered now.
function offerSeveral(options, field, holder) {
  const rows = [...holder.querySelectorAll(".choice")];
  rows.filter((one) => !one.querySelector("input").checked).forEach((one) => one.remove());
  const kept = new Set([...holder.querySelectorAll("input")].map((one) => one.value));
  const name = `${holder.dataset.blockId}|${holder.dataset.actionId}`;
  holder.append(...options.filter((one) => !kept.has(one.value)).map((one) => row(name, one)));
  holder.dataset.own = "";
}

function row(name, option) {
  const label = document.createElement("label");
  label.className = "choice";
  const input = Object.assign(document.createElement("input"), { type: "checkbox", name, value: option.value });
  const words = Object.assign(document.createElement("span"), { textContent: option.text.text });
  label.append(input, words);
  return label;
}

// A closed box of several says what is ticked in it; when enough is ticked, no more can be.
function ticked({ target }) {
  const box = target.closest?.(".several");
  if (!box || target.type !== "checkbox") {
    return;
  }
  const inputs = [...box.querySelectorAll("input[type=checkbox]")];
  const chosen = inputs.filter((one) => one.checked);
  const shown = box.querySelector("summary span");
  shown.textContent = chosen.map((one) => one.nextSibling.firstChild.textContent).join(", ") || shown.dataset.empty;
  const isFull = Boolean(box.dataset.most) && chosen.length >= Number(box.dataset.most);
  inputs.filter((one) => !one.checked).forEach((one) => (one.disabled = isFull));
}

// A picture that cannot be fetched shows its words instead.
function missing({ target }) {
  if (target.matches?.("img")) {
    const words = document.createElement("span");
    words.className = "missing";
    words.textContent = `🖼 ${target.alt}`;
    words.setAttribute("role", "img");
    words.setAttribute("aria-label", target.alt);
    target.replaceWith(words);
  }
}

export function start() {
  document.addEventListener("input", typed);
  document.addEventListener("change", ticked);
  document.addEventListener("error", missing, true);
  // Pictures that failed before this script was here.
  [...document.images].filter((one) => one.complete && !one.naturalWidth).forEach((target) => missing({ target }));
}
