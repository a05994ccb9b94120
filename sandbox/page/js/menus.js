// Menus: placed beside what opened them, walked with the arrow keys, closed by Escape or a click elsewhere.

import { notice } from "./notices.js";
import { ask } from "./page.js";

const FOLDS = "details.overflow, details.several, details.goto-box";
const ITEMS = "a, button, summary";
const MARGIN = 8;
let opener = null;

function stand(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const left = Math.max(MARGIN, Math.min(box.left, innerWidth - menu.offsetWidth - MARGIN));
  const fits = box.bottom + menu.offsetHeight + MARGIN < innerHeight;
  const top = fits ? box.bottom + 4 : Math.max(MARGIN, box.top - menu.offsetHeight - 4);
  Object.assign(menu.style, { margin: "0", inset: "auto", left: `${left}px`, top: `${top}px` });
}

function opened(event) {
  const node = event.target;
  if (event.newState !== "open") {
    return;
  }
  if (node.matches("[popover].menu")) {
    stand(node, opener ?? document.querySelector(`[popovertarget="${node.id}"]`));
    (node.querySelector("[aria-checked=true]") ?? node.querySelector(ITEMS))?.focus();
  } else if (node.matches("details.overflow")) {
    const menu = node.querySelector(".menu");
    stand(menu, node.querySelector("summary"));
    menu.querySelector(ITEMS)?.focus();
  } else if (node.matches("details.goto-box, details.edit")) {
    node.querySelector("input:not([type=hidden]), textarea").focus();
  }
}

function walk(event) {
  const menu = event.target.closest(".menu");
  if (!menu || event.target.matches("textarea")) {
    return;
  }
  const items = [...menu.querySelectorAll(ITEMS)].filter((one) => one.checkVisibility());
  const at = items.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
  if (event.key in steps && items.length) {
    event.preventDefault();
    items[(steps[event.key] + items.length) % items.length].focus();
  } else if (event.key === "Tab" && menu.matches("[popover]") && !event.target.closest(".edit[open]")) {
    event.preventDefault();
    menu.hidePopover();
  }
}

function escape(event) {
  const fold = event.target.closest?.(FOLDS);
  if (event.key === "Escape" && fold?.open) {
    event.preventDefault();
    event.stopPropagation();
    fold.open = false;
    fold.querySelector("summary").focus();
  }
}

function elsewhere({ target }) {
  document.querySelectorAll(FOLDS).forEach((one) => one.contains(target) || (one.open = false));
  opener = target.closest("[popovertarget], [data-do=menu]") ?? opener;
}

async function openMessageMenu(button) {
  const menu = document.getElementById("message-menu");
  const ts = button.closest("article").dataset.ts;
  const query = new URLSearchParams(location.search);
  query.set("of", ts);
  const answer = await ask(`/page/menu?${query}`).catch(() => null);
  if (answer) {
    menu.innerHTML = await answer.text();
    opener = button;
    menu.showPopover({ source: button });
  }
}

async function clicked({ target }) {
  const button = target.closest("[data-do=menu]");
  if (button) {
    await openMessageMenu(button);
  }
  const copies = target.closest("[data-copies]");
  if (copies) {
    copies.closest("[popover]").hidePopover();
    await navigator.clipboard.writeText(copies.dataset.copies).then(
      () => notice("Copied."),
      () => notice("The browser does not let this page copy."),
    );
  }
}

export function start() {
  document.addEventListener("toggle", opened, true);
  document.addEventListener("keydown", walk);
  document.addEventListener("keydown", escape, true);
  // Not when the button goes down: what folds up then moves what was about to be clicked.
  document.addEventListener("click", elsewhere, true);
  document.addEventListener("click", clicked);
}
