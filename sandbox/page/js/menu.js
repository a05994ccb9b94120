// A small menu below a button: arrow keys walk, Escape and a click elsewhere close it.

import { el } from "./dom.js";

let open = null;

// Entries: {label, note, mark, isChosen, choose}; `label` may be nodes.
export function openMenu(anchor, entries, { label = "Menu" } = {}) {
  const wasHere = open?.anchor === anchor;
  closeMenu();
  if (wasHere) {
    return;
  }
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label }, ...entries.map(entry));
  (anchor.closest("dialog") ?? document.body).append(menu);
  open = { anchor, menu };
  anchor.setAttribute("aria-expanded", "true");
  stand(menu, anchor);
  menu.addEventListener("keydown", walk);
  (menu.querySelector("[aria-checked=true]") ?? menu.firstElementChild)?.focus();
  setTimeout(() => document.addEventListener("pointerdown", elsewhere), 0);
}

export function closeMenu() {
  if (!open) {
    return;
  }
  const { anchor, menu } = open;
  open = null;
  document.removeEventListener("pointerdown", elsewhere);
  const hadFocus = menu.contains(document.activeElement);
  menu.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (hadFocus) {
    anchor.focus();
  }
}

function entry({ label, note, mark, isChosen, choose }) {
  const checked = isChosen === undefined ? { role: "menuitem" } : { role: "menuitemradio", "aria-checked": String(isChosen) };
  const click = () => {
    closeMenu();
    choose();
  };
  const said = el("span", { class: "said" }, el("span", {}, label), note ? el("span", { class: "hint" }, note) : null);
  return el("button", { type: "button", tabindex: "-1", ...checked, on: { click } }, mark, said);
}

function stand(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8));
  const fits = box.bottom + menu.offsetHeight + 8 < innerHeight;
  menu.style.left = `${left}px`;
  menu.style.top = `${fits ? box.bottom + 4 : Math.max(8, box.top - menu.offsetHeight - 4)}px`;
}

function elsewhere(event) {
  if (!open.menu.contains(event.target) && !open.anchor.contains(event.target)) {
    closeMenu();
  }
}

function walk(event) {
  const items = [...open.menu.children];
  const at = items.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu();
  } else if (event.key in steps) {
    event.preventDefault();
    items[(steps[event.key] + items.length) % items.length].focus();
  }
}
