// Shows what the server offers for the text before the caret: commands, people, channels; and takes one.

import { ask } from "./page.js";

const OFFERED = /^\/|(?:^|\s)[@#][\p{L}\p{N}._-]*$/u;
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class Offers {
  #area;
  #list;
  #usage;
  #asked = 0;
  #chosen = 0;

  constructor(area) {
    this.#area = area;
    this.#list = area.form.querySelector(".offers");
    this.#usage = area.form.querySelector(".usage");
    area.addEventListener("input", () => this.#offer());
    area.addEventListener("blur", () => this.hide());
    this.#list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.#take(event.target.closest("li"));
    });
  }

  hide() {
    this.#asked += 1;
    this.#list.replaceChildren();
    this.#usage.hidden = true;
    this.#mark();
  }

  // Tells whether the key was meant for the list.
  took(event) {
    const items = [...this.#list.children];
    if (!items.length) {
      return false;
    }
    if (event.key in STEPS) {
      this.#chosen = (this.#chosen + STEPS[event.key] + items.length) % items.length;
      this.#mark();
    } else if (event.key === "Escape") {
      this.hide();
    } else if ((event.key === "Tab" || event.key === "Enter") && !this.#isWhole(items[this.#chosen])) {
      this.#take(items[this.#chosen]);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  async #offer() {
    const typed = this.#area.value.slice(0, this.#area.selectionStart);
    if (!OFFERED.test(typed)) {
      this.hide();
      return;
    }
    const asked = ++this.#asked;
    const query = new URLSearchParams(location.search);
    query.set("typed", typed);
    const answer = await ask(`/page/offers?${query}`).catch(() => null);
    const box = document.createElement("template");
    box.innerHTML = (await answer?.text()) ?? "";
    if (asked === this.#asked) {
      this.#draw(box.content.firstElementChild);
    }
  }

  #draw(drawn) {
    this.#list.replaceChildren(...(drawn?.children ?? []));
    this.#usage.textContent = drawn?.dataset.usage ?? "";
    this.#usage.hidden = !this.#usage.textContent;
    this.#chosen = 0;
    this.#mark();
  }

  #mark() {
    const items = [...this.#list.children];
    this.#list.hidden = !items.length;
    this.#area.setAttribute("aria-expanded", String(items.length > 0));
    items.forEach((one, index) => {
      one.id = `${this.#list.id}-${index}`;
      one.setAttribute("aria-selected", String(index === this.#chosen));
    });
    this.#area.setAttribute("aria-activedescendant", items[this.#chosen]?.id ?? "");
  }

  #take(item) {
    const at = this.#area.selectionStart;
    this.#area.setRangeText(`${item.dataset.text} `, at - Number(item.dataset.replaces), at, "end");
    this.#area.focus();
    this.#area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A name that already stands there in full needs no taking: Enter sends.
  #isWhole(item) {
    const at = this.#area.selectionStart;
    return this.#area.value.slice(at - Number(item.dataset.replaces), at) === item.dataset.text;
  }
}
