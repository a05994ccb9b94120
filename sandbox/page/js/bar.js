// The top bar: the workspace's name, the clock, and the way to the traffic log.

import { createClock } from "./clock.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { known } from "./state.js";
import { createTraffic, drawTraffic } from "./traffic.js";

const name = el("strong", { class: "workspace" });
const lost = el("span", { class: "lost", role: "status", hidden: true }, "Connection lost, trying again…");

export function createBar() {
  const facts = { type: "button", class: "quiet only-narrow", "aria-label": "Channels", "aria-controls": "sidebar" };
  const drawer = el("button", facts, icon("menu"));
  const fold = () => document.body.classList.toggle("with-sidebar");
  drawer.addEventListener("click", fold);
  document.getElementById("shade").addEventListener("click", fold);
  document.getElementById("bar").append(drawer, name, lost, createClock(), trafficButton());
}

export function drawBar() {
  name.textContent = known.team.name;
  lost.hidden = !known.isLost;
}

function trafficButton() {
  const panel = document.getElementById("traffic");
  const facts = { type: "button", class: "quiet", "aria-controls": "traffic", "aria-expanded": "false", title: "Calls and answers" };
  const button = el("button", facts, icon("pulse"), el("span", { class: "only-wide" }, "Traffic"));
  button.setAttribute("aria-label", "Traffic");
  const toggle = () => {
    panel.hidden = !panel.hidden;
    button.setAttribute("aria-expanded", String(!panel.hidden));
    drawTraffic();
    if (panel.hidden) {
      button.focus();
    }
  };
  button.addEventListener("click", toggle);
  createTraffic(toggle);
  return button;
}
