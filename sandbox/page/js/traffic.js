// The log of what passes between the app and the workspace, newest first, fetched while it is open.

import { get } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { secondOf } from "./moments.js";
import { known, zone } from "./state.js";

const MOST = 400;
const KINDS = {
  call: "App calls Slack",
  delivery: "Slack tells the app",
  hook: "App answers",
  act: "A person",
  control: "Sandbox",
};

const panel = () => document.getElementById("traffic");
const rows = el("ol", { class: "entries", reversed: true });
const filter = el("select", { class: "field", "aria-label": "Which traffic to show", on: { change: sift } });
let last = 0;
let isFetching = false;

export function createTraffic(close) {
  filter.append(el("option", { value: "" }, "Everything"), ...Object.entries(KINDS).map(([kind, words]) => el("option", { value: kind }, words)));
  const shut = el("button", { type: "button", class: "quiet", "aria-label": "Close the traffic log", on: { click: close } }, icon("close"));
  panel().append(el("header", {}, el("h2", {}, "Traffic"), filter, shut), rows);
}

export async function drawTraffic() {
  if (panel().hidden || isFetching) {
    return;
  }
  isFetching = true;
  const { entries } = await get("/sandbox/traffic", { after: last }).catch(() => ({ entries: [] }));
  isFetching = false;
  last = entries.at(-1)?.number ?? last;
  rows.prepend(...entries.slice(-MOST).map(row).reverse());
  [...rows.children].slice(MOST).forEach((old) => old.remove());
}

function row(entry) {
  const failed = entry.answer?.ok === false || (entry.kind === "delivery" && entry.status !== "acked");
  const status = entry.answer?.error ?? (entry.kind === "delivery" ? entry.status : failed ? "failed" : "ok");
  const summary = el(
    "summary",
    { title: KINDS[entry.kind] ?? entry.kind },
    el("span", { class: `kind of-${entry.kind}` }, entry.kind),
    el("code", {}, entry.method),
    el("span", { class: failed ? "status failed" : "status" }, String(status)),
    el("time", {}, secondOf(Date.parse(entry.at) / 1000, zone())),
  );
  const details = el("details", {}, summary);
  details.addEventListener("toggle", () => details.childElementCount === 1 && details.append(...inside(entry)));
  const node = el("li", { dataset: { kind: entry.kind }, value: entry.number }, details);
  node.hidden = isSifted(entry.kind);
  return node;
}

function inside(entry) {
  const part = (title, value) => [el("h3", {}, title), el("pre", {}, JSON.stringify(value, null, 2) ?? "null")];
  const answerTitle = entry.kind === "delivery" ? `${known.app.name} answered` : "Answer";
  return [el("p", { class: "hint" }, `Number ${entry.number}: ${KINDS[entry.kind] ?? entry.kind}`), ...part("Sent", entry.args), ...part(answerTitle, entry.answer)];
}

function isSifted(kind) {
  return Boolean(filter.value) && filter.value !== kind;
}

function sift() {
  for (const node of rows.children) {
    node.hidden = isSifted(node.dataset.kind);
  }
}
