// Keeps people where they read: at the end as long as they are there, else where they are, told of what is new.

import { speak } from "./notices.js";

const NEAR_END = 90;
const LISTS = ["messages", "replies"];
const fresh = document.getElementById("fresh");

function isAtEnd(box) {
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
}

// Runs `draw` and puts each list back where it was; on arrival to its end, or to the message that is the goal.
export function keepingPlace({ arrived, goal }, draw) {
  const before = new Map(LISTS.map((id) => [id, stateOf(document.getElementById(id))]));
  const newest = document.getElementById("newest")?.dataset.newest;
  draw();
  const isJump = Boolean(goal) && jump(goal);
  for (const [id, was] of before) {
    const box = document.getElementById(id);
    if (box && !(isJump && id === "messages")) {
      settle(box, arrived ? null : was);
    }
  }
  if (!arrived) {
    announce(newest, before.get("messages")?.isAtEnd);
  }
  fresh.hidden ||= arrived || isAtEnd(document.getElementById("messages"));
}

function stateOf(box) {
  return box && { isAtEnd: isAtEnd(box), fromEnd: box.scrollHeight - box.scrollTop, first: firstIn(box) };
}

function firstIn(box) {
  return box.querySelector("[data-ts]")?.dataset.ts;
}

function settle(box, was) {
  if (!firstIn(box)) {
    // A Home tab has no newest end: it is read from the top, and stays where its reader was.
    box.scrollTop = was ? box.scrollTop : 0;
  } else if (!was || was.isAtEnd) {
    box.scrollTop = box.scrollHeight;
  } else if (was.first !== firstIn(box)) {
    // Older messages were put on top: what was in view stays as far from the end as it was.
    box.scrollTop = box.scrollHeight - was.fromEnd;
  }
}

function announce(before, wasAtEnd) {
  const newest = document.getElementById("newest");
  if (newest && newest.dataset.newest > (before ?? "") && newest.dataset.words) {
    speak(newest.dataset.words);
    fresh.hidden = Boolean(wasAtEnd);
  }
}

function jump(ts) {
  const there = document.getElementById(`m-${ts}`);
  there?.scrollIntoView({ block: "center" });
  there?.classList.remove("found");
  requestAnimationFrame(() => there?.classList.add("found"));
  return Boolean(there);
}

export function start() {
  const box = document.getElementById("messages");
  box.addEventListener("scroll", () => isAtEnd(box) && (fresh.hidden = true), { passive: true });
  fresh.addEventListener("click", () => {
    box.scrollTop = box.scrollHeight;
    fresh.hidden = true;
  });
}
