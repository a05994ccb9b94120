// Draws the page anew when the workspace's clock reaches another minute, which no change of the workspace tells.

import { refresh } from "./page.js";

const SOONEST = 400;
let timer = null;

export function wind() {
  const { epoch, speed } = document.getElementById("clock").dataset;
  clearTimeout(timer);
  if (Number(speed)) {
    const left = ((60 - (Number(epoch) % 60)) * 1000) / Number(speed);
    timer = setTimeout(refresh, Math.max(SOONEST, left));
  }
}
