// The app's Home tab, as it stands for the chosen person.

import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { el, redraw } from "./dom.js";
import { trying } from "./notices.js";
import { known, refresh } from "./state.js";
import { Surface } from "./surface.js";

let surface = null;

// Gives the node that shows the Home tab; it is redrawn only when the app has published something else.
export function drawHome(box) {
  const view = known.home;
  const shown = [view?.id, view?.hash, known.me, known.app.name];
  redraw(box, shown, () => (view ? [published(view)] : [nothing()]));
}

function published(view) {
  const send = (pressed) => trying(() => act("press_view", { user: known.me, view_id: view.id, ...pressed })).then(refresh);
  surface = new Surface({ kept: surface?.snapshot(), state: view.state.values, send });
  return el("div", { class: "home blocks" }, ...drawBlocks(view.blocks, surface));
}

function nothing() {
  return el("div", { class: "opening" }, el("h2", {}, `${known.app.name} shows no Home tab yet`), el("p", {}, "What it publishes for you will stand here."));
}
