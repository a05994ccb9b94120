// Offers commands after a slash, people after @ and channels after #, while someone types.

import { avatar } from "./avatars.js";
import { el, freshId } from "./dom.js";
import { known, people } from "./state.js";

const MOST = 8;
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class Suggestions {
  #id = freshId("offers");
  #list = el("ul", { id: this.#id, class: "offers", role: "listbox", "aria-label": "Suggestions", hidden: true });
  #hint = el("p", { class: "usage", hidden: true });
  #offers = [];
  #chosen = 0;
  #text;
  #hasCommands;

  // `changed` is called when a suggestion was put into the text.
  constructor(text, { hasCommands, changed }) {
    this.#text = text;
    this.#hasCommands = hasCommands;
    this.changed = changed;
    this.node = el("div", {}, this.#list, this.#hint);
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-controls", this.#id);
    text.addEventListener("input", () => this.#offer());
    text.addEventListener("blur", () => this.hide());
  }

  hide() {
    this.#offers = [];
    this.#list.hidden = true;
    this.#hint.hidden = true;
  }

  // Tells whether the key was meant for the list.
  took(event) {
    if (!this.#offers.length) {
      return false;
    }
    if (event.key in STEPS) {
      this.#chosen = (this.#chosen + STEPS[event.key] + this.#offers.length) % this.#offers.length;
      this.#draw();
    } else if (event.key === "Escape") {
      this.hide();
    } else if ((event.key === "Tab" || event.key === "Enter") && !this.#isWhole()) {
      this.#use(this.#offers[this.#chosen]);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  #offer() {
    this.#offers = offersFor(this.#text.value.slice(0, this.#text.selectionStart), this.#hasCommands);
    this.#chosen = 0;
    this.#draw();
    const usage = this.#hasCommands ? usageOf(this.#text.value) : "";
    this.#hint.textContent = usage;
    this.#hint.hidden = !usage;
  }

  #draw() {
    this.#list.hidden = !this.#offers.length;
    this.#list.replaceChildren(...this.#offers.map((one, index) => this.#row(one, index)));
    this.#text.setAttribute("aria-activedescendant", this.#offers.length ? `${this.#id}-${this.#chosen}` : "");
  }

  #row(one, index) {
    const take = (event) => {
      event.preventDefault();
      this.#use(one);
    };
    const facts = { id: `${this.#id}-${index}`, role: "option", "aria-selected": String(index === this.#chosen) };
    const note = el("span", { class: "hint" }, one.note);
    return el("li", { ...facts, on: { pointerdown: take } }, one.mark?.(), el("b", {}, one.name), note);
  }

  #use(one) {
    const at = this.#text.selectionStart;
    this.#text.setRangeText(`${one.text} `, at - one.replaces, at, "end");
    this.#text.focus();
    this.changed();
    this.#offer();
  }

  // A name that already stands there in full needs no taking: Enter sends.
  #isWhole() {
    const one = this.#offers[this.#chosen];
    const at = this.#text.selectionStart;
    return this.#text.value.slice(at - one.replaces, at) === one.text;
  }
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
  const parts = (one) => `${one.name} ${one.real_name}`.toLowerCase().split(/\s/);
  const fits = people().filter((one) => parts(one).some((part) => part.startsWith(start)));
  const mark = (one) => () => avatar(one.id, "small");
  return fits.map((one) => ({ name: one.real_name, note: `@${one.name}`, text: `@${one.name}`, replaces, mark: mark(one) }));
}

function usageOf(typed) {
  const command = known.app.commands.find((one) => typed.startsWith(`${one.command} `));
  return command?.usage_hint ? `${command.command} ${command.usage_hint}` : "";
}
