// What stands below the messages: the field to write in, or why nobody can write here.

import { act } from "./api.js";
import { el, redraw } from "./dom.js";
import { Field } from "./field.js";
import { trying } from "./notices.js";
import { channel, HOME, known, refresh } from "./state.js";

const drafts = new Map();
let here = "";
let field = null;

export function drawComposer() {
  const box = document.getElementById("below");
  const there = channel();
  const isMember = known.place === known.app.user || there?.members.includes(known.me);
  const kind = known.place === HOME || !known.me ? "nothing" : there?.is_archived ? "archived" : isMember ? "field" : "join";
  redraw(box, [kind, known.app.user], () => ({ nothing: () => [], archived, join, field: writing })[kind]());
  if (kind === "field") {
    arrive(there);
  }
}

function writing() {
  field = new Field({ id: "composer", label: "Message", place: "", send });
  here = "";
  return [field.node];
}

// Each place and person has a draft of their own.
function arrive(there) {
  const place = `${known.me} ${known.place}`;
  const name = there && !there.is_im ? `#${there.name}` : known.app.name;
  const example = known.app.commands[0]?.command;
  field.placeholder = `Message ${name}${example ? ` or type ${example}` : ""}`;
  if (place !== here) {
    if (here) {
      drafts.set(here, field.value);
    }
    here = place;
    field.value = drafts.get(place) ?? "";
  }
}

async function send(text) {
  const name = text.startsWith("/") ? "command" : "message";
  await act(name, { user: known.me, channel: channel()?.id ?? known.place, text });
  await refresh();
  document.getElementById("messages").scrollTop = document.getElementById("messages").scrollHeight;
}

function archived() {
  return [el("p", { class: "standing" }, "This channel is archived: it can be read, and nobody writes here any more.")];
}

function join() {
  const enter = () => trying(() => act("join", { user: known.me, channel: known.place })).then(refresh);
  const button = el("button", { type: "button", class: "button primary", on: { click: enter } }, "Join channel");
  return [el("p", { class: "standing" }, el("span", {}, "You are reading along; join to write here."), button)];
}
