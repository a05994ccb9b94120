// Starts the page and joins its parts: when something is new, each part draws what it shows.

import { createBar, drawBar } from "./bar.js";
import { drawClock } from "./clock.js";
import { drawComposer } from "./composer.js";
import { el } from "./dom.js";
import { drawHeading, titleOf } from "./heading.js";
import { drawHome } from "./home.js";
import { watch } from "./live.js";
import { createMessages, drawMessages } from "./messages.js";
import { drawModal } from "./modal.js";
import { channel, HOME, known, listen, me, refresh } from "./state.js";
import { drawSidebar } from "./sidebar.js";
import { drawTraffic } from "./traffic.js";

const TICK = 250;
const TRAFFIC_EVERY = 2000;

function draw() {
  drawBar();
  drawClock();
  drawSidebar();
  if (!known.me || !known.place) {
    return;
  }
  document.title = `${titleOf()} · ${known.team.name}`;
  drawHeading();
  drawComposer();
  drawPlace();
  drawModal();
  drawTraffic();
  document.body.dataset.ready = known.messages || known.place === HOME ? "yes" : "";
}

function drawPlace() {
  const [list, home] = [document.getElementById("messages"), document.getElementById("home")];
  list.hidden = known.place === HOME;
  home.hidden = !list.hidden;
  list.hidden ? drawHome(home) : drawMessages(opening);
}

function opening() {
  const there = channel();
  if (!there || there.is_im) {
    const example = known.app.commands[0]?.command;
    const words = `What ${known.app.name} tells ${me().real_name} alone stands here.${example ? ` Try ${example} below.` : ""}`;
    return [el("h2", {}, known.app.name), el("p", {}, words)];
  }
  return [el("h2", {}, `${there.is_private ? "" : "#"}${there.name}`), el("p", {}, "This is where the channel begins.")];
}

createBar();
createMessages();
listen(draw);
watch(refresh);
setInterval(() => {
  drawClock();
  drawSidebar();
}, TICK);
setInterval(drawTraffic, TRAFFIC_EVERY);
