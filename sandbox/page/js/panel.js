// The panel behind the scenes: payloads fetched when opened, the log sifted while typing, what a fault takes.

import { address, ask, go, refresh } from "./page.js";

const EVERY = 2000;
const TYPED_OUT = 300;
let timer = null;

async function opened(event) {
  const details = event.target;
  if (!details.matches("[data-payload]") || event.newState !== "open" || details.querySelector(".payload")) {
    return;
  }
  const answer = await ask(details.dataset.payload + location.search).catch(() => null);
  details.insertAdjacentHTML("beforeend", (await answer?.text()) ?? "");
}

function sift(form) {
  const { text, kind } = Object.fromEntries(new FormData(form));
  go(address({ text, kind, upto: "" }));
}

export function drawPanel() {
  const kind = document.getElementById("fault-do");
  if (kind) {
    const takes = kind.selectedOptions[0].dataset.takes;
    const label = document.getElementById("fault-value");
    label.hidden = !takes;
    label.firstChild.data = takes.charAt(0).toUpperCase() + takes.slice(1);
    label.querySelector("input").disabled = !takes;
  }
}

export function start() {
  document.addEventListener("toggle", opened, true);
  document.addEventListener("input", ({ target }) => {
    const form = target.closest("[data-sifts]");
    if (form) {
      clearTimeout(timer);
      timer = setTimeout(() => sift(form), TYPED_OUT);
    }
  });
  document.addEventListener("change", ({ target }) => target.id === "fault-do" && drawPanel());
  // Calls that only read, or that a fault refuses, change nothing in the workspace, so no stream tells of them.
  setInterval(() => document.getElementById("panel").firstElementChild && refresh(), EVERY);
}
