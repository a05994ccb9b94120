// Offers commands after a slash, people after @ and channels after #, while someone types.

import { avatar } from "./avatars.js";
import { el, freshId } from "./dom.js";
import { known, people } from "./state.js";

const MOST = 8;

export function createSuggestions(text, { hasCommands, changed }) {
  const id = freshId("offers");
  const list = el("ul", { id, class: "offers", role: "listbox", "aria-label": "Suggestions", hidden: true });
  const hint = el("p", { class: "usage", hidden: true });
  const node = el("div", {}, list, hint);
  let offers = [];
  let chosen = 0;
  text.setAttribute("aria-autocomplete", "list");
  text.setAttribute("aria-controls", id);
  text.addEventListener("input", offer);
  text.addEventListener("blur", () => setTimeout(hide, 150));

  function offer() {
    offers = offersFor(text.value.slice(0, text.selectionStart), hasCommands);
    chosen = 0;
    draw();
    const usage = hasCommands ? usageOf(text.value) : "";
    hint.textContent = usage;
    hint.hidden = !usage;
  }

  function draw() {
    list.hidden = !offers.length;
    list.replaceChildren(...offers.map(row));
    text.setAttribute("aria-activedescendant", offers.length ? `${id}-${chosen}` : "");
  }

  function row(one, index) {
    const take = (event) => {
      event.preventDefault();
      use(one);
    };
    const facts = { id: `${id}-${index}`, role: "option", "aria-selected": String(index === chosen) };
    return el("li", { ...facts, on: { pointerdown: take } }, one.mark?.(), el("b", {}, one.name), el("span", { class: "hint" }, one.note));
  }

  function use(one) {
    const at = text.selectionStart;
    text.setRangeText(`${one.text} `, at - one.replaces, at, "end");
    text.focus();
    changed();
    offer();
  }

  function hide() {
    offers = [];
    list.hidden = true;
    hint.hidden = true;
  }

  // Tells whether the key was meant for the list.
  function took(event) {
    if (!offers.length) {
      return false;
    }
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      chosen = (chosen + steps[event.key] + offers.length) % offers.length;
      draw();
    } else if (event.key === "Escape") {
      hide();
    } else if ((event.key === "Tab" || event.key === "Enter") && !isWhole()) {
      use(offers[chosen]);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  // A name that already stands there in full needs no taking: Enter sends.
  function isWhole() {
    const one = offers[chosen];
    return text.value.slice(text.selectionStart - one.replaces, text.selectionStart) === one.text;
  }

  return { node, took, hide };
}

function offersFor(typed, hasCommands) {
  if (hasCommands && /^\/\S*$/.test(typed)) {
    const fits = known.app.commands.filter((one) => one.command.startsWith(typed));
    return fits.map((one) => ({ name: one.command, note: one.description, text: one.command, replaces: typed.length }));
  }
  const found = typed.match(/(?:^|\s)([@#])([\p{L}\p{N}._-]*)$/u);
  return found ? named(found[1], found[2].toLowerCase()).slice(0, MOST) : [];
}

function named(sign, start) {
  const replaces = start.length + 1;
  if (sign === "#") {
    const fits = [...known.channels.values()].filter((one) => !one.is_im && one.name.startsWith(start));
    return fits.map((one) => ({ name: `#${one.name}`, note: one.topic, text: `#${one.name}`, replaces }));
  }
  const fits = people().filter((one) => `${one.name} ${one.real_name}`.toLowerCase().split(/\s/).some((part) => part.startsWith(start)));
  return fits.map((one) => ({ name: one.real_name, note: `@${one.name}`, text: `@${one.name}`, replaces, mark: () => avatar(one.id, "small") }));
}

function usageOf(typed) {
  const command = known.app.commands.find((one) => typed.startsWith(`${one.command} `));
  return command?.usage_hint ? `${command.command} ${command.usage_hint}` : "";
}
