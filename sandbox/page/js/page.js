// Keeps the page as the server draws it: fetches the parts that changed, and goes from place to place.

import { morphChildren } from "./morph.js";
import { notice } from "./notices.js";
import { keepingPlace } from "./scroll.js";

const LONGEST = 2000;
const RETRY = 2000;

const listeners = [];
let running = Promise.resolve();
let next = null;
let took = 0;
let answered = 0;
let retry = null;
let goal = null;
let place = document.body.dataset.place;
let { since, heard } = document.body.dataset;

// Names who is told after each drawing, and whether it shows another place than before.
export function whenDrawn(listener) {
  listeners.push(listener);
}

export function placeShown() {
  return place;
}

// Writes the address of here with something changed; an empty text takes it out.
export function address(changes) {
  const query = new URLSearchParams(location.search);
  Object.entries(changes).forEach(([name, value]) => (value ? query.set(name, value) : query.delete(name)));
  return `/?${query}`;
}

export function go(href) {
  const to = new URL(href, location.href);
  history.pushState(null, "", to.pathname + to.search);
  return arrive();
}

export function arrive() {
  goal = new URLSearchParams(location.search).get("ts");
  document.body.dataset.ready = "";
  return refresh();
}

// Fetches what changed; calls made meanwhile share one more round, so that each sees what came before it.
export function refresh() {
  next ??= running.then(pause, pause).then(() => {
    next = null;
    running = once();
    return running;
  });
  return next;
}

// A busy workspace is asked no more often than it can answer with half its time.
function pause() {
  return new Promise((resolve) => setTimeout(resolve, answered + took - performance.now()));
}

async function once() {
  const [asked, began] = [location.search, performance.now()];
  const answer = await fetched(asked);
  answered = performance.now();
  took = Math.min(LONGEST, answered - began);
  // Whoever went elsewhere meanwhile has asked for that place already.
  if (!answer || location.search !== asked) {
    return;
  }
  const arrived = answer.place !== place;
  if (answer.here !== location.pathname + location.search) {
    history.replaceState(null, "", answer.here);
  }
  ({ place, since, heard } = answer);
  document.title = answer.title;
  keepingPlace({ arrived, goal }, () => draw(answer.parts));
  goal = null;
  answer.news.forEach((one) => notice(one.words, one.href));
  tell(arrived);
}

function draw(parts) {
  for (const [id, { html, rev }] of Object.entries(parts)) {
    const box = document.createElement("template");
    box.innerHTML = html;
    const old = document.getElementById(id);
    // A form that goes away gives the keyboard back only when it is closed first.
    [...old.querySelectorAll("dialog")].filter((one) => !box.content.getElementById(one.id)).forEach((one) => one.close());
    morphChildren(old, box.content);
    old.dataset.rev = rev;
  }
}

function tell(arrived) {
  listeners.forEach((listener) => listener(arrived));
  document.body.dataset.ready = "yes";
}

async function fetched(search) {
  const query = new URLSearchParams(search);
  const have = [...document.querySelectorAll("[data-part]")].map((one) => `${one.id}:${one.dataset.rev}`);
  query.set("have", have.join(","));
  query.set("heard", heard);
  query.set("was", place);
  query.set("since", since);
  query.set("hidden", document.hidden ? "1" : "");
  const answer = await ask(`/page/parts?${query}`).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

// Asks the server; while it does not answer, the page says so and tries again.
export async function ask(path, options = {}) {
  try {
    const answer = await fetch(path, { cache: "no-store", ...options });
    document.body.classList.remove("is-lost");
    return answer;
  } catch (problem) {
    document.body.classList.add("is-lost");
    retry ??= setTimeout(() => {
      retry = null;
      refresh();
    }, RETRY);
    throw problem;
  }
}

export function start() {
  history.replaceState(null, "", document.body.dataset.here);
  addEventListener("popstate", arrive);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  keepingPlace({ arrived: true, goal: new URLSearchParams(location.search).get("ts") }, () => {});
  tell(true);
}
