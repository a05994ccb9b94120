// Sends what people do: forms of the page, presses and picks in messages and views. What fails is said beside it.

import { confirmed } from "./confirm.js";
import { notice } from "./notices.js";
import { address, ask, go, refresh } from "./page.js";

const LOST = "The workspace does not answer. Is it still running?";
const SETTLES_AFTER = 350;

// Gives the sandbox's answer; one that has an `error` holds the words to show.
export async function post(path, fields) {
  const options = { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields) };
  const answer = await ask(path, options).catch(() => null);
  return answer ? answer.json() : { ok: false, error: LOST, isLost: true };
}

export function act(name, fields) {
  return post(`/page/act/${name}${location.search}`, fields);
}

// One thing at a time: while `node` is busy, what is done to it again does nothing. A button that has meanwhile been
// drawn anew as another one (archive, bring back) is free at once.
const busy = new WeakMap();
export async function during(node, work) {
  const what = `${node.name}=${node.value} ${node.getAttribute("formaction")}`;
  if (busy.get(node) === what) {
    return;
  }
  busy.set(node, what);
  node.setAttribute("aria-busy", "true");
  await work().finally(() => {
    if (busy.get(node) === what) {
      busy.delete(node);
      node.removeAttribute("aria-busy");
    }
  });
}

function say(line, words) {
  if (!line) {
    return words && notice(words);
  }
  line.textContent = words ?? "";
  line.hidden = !words;
}

export function sendForm(form, button) {
  const action = button?.getAttribute("formaction") ?? form.getAttribute("action");
  return during(button ?? form, async () => {
    const answer = await post(action, new FormData(form, button));
    say(form.querySelector(".failure"), answer.error);
    if (!answer.error || !form.querySelector(".failure")) {
      form.closest("[popover]")?.hidePopover();
    }
    await refresh();
  });
}

// Where a control stands: a message, a form or the Home tab; and what the sandbox has to know to find it there.
function surfaceOf(control) {
  const view = control.closest("[data-view-id]");
  const node = view ?? control.closest("article");
  const failure = node.querySelector(".failure") ?? document.getElementById("home-failure");
  return view
    ? { node, failure, name: "press_view", where: { view_id: view.dataset.viewId } }
    : { node, failure, name: "press", where: { ts: node.dataset.ts } };
}

export function whereOf(control) {
  return surfaceOf(control).where;
}

export function fieldsOf(node) {
  const fields = [...node.querySelectorAll("[name*='|']")].filter((one) => !isUnticked(one));
  return fields.map((one) => [one.name, valueOf(one)]);
}

function isUnticked(field) {
  return (field.type === "checkbox" || field.type === "radio") && !field.checked;
}

// A menu that the app fills holds the words that people see; what is meant stands beside them.
function valueOf(field) {
  if (!field.list) {
    return field.value;
  }
  const option = [...field.list.options].find((one) => one.value === field.value);
  return option?.dataset.value ?? (field.value === field.defaultValue ? field.dataset.value : "");
}

async function press(control) {
  const { node, failure, name, where } = surfaceOf(control);
  await during(control, async () => {
    if (!(await confirmed(control.dataset.confirm))) {
      reset(control);
      return;
    }
    const { blockId, actionId, value = "" } = control.dataset;
    const pressed = Object.entries({ ...where, block_id: blockId, action_id: actionId, value });
    const answer = await act(name, [...pressed, ...fieldsOf(node)]);
    say(failure, answer.error);
    await refresh();
  });
}

function reset(control) {
  const fields = control.matches("fieldset") ? control.querySelectorAll("input") : [control];
  for (const field of fields) {
    if (field.options) {
      [...field.options].forEach((one) => (one.selected = one.defaultSelected));
    } else {
      [field.value, field.checked] = [field.defaultValue, field.defaultChecked];
    }
  }
}

// Arrow keys in a closed menu, and digits in a date, change the value many times on the way to the one meant.
const waiting = new WeakMap();
function soon(control) {
  clearTimeout(waiting.get(control));
  waiting.set(control, setTimeout(() => press(control), SETTLES_AFTER));
}

function isMeant(control, how) {
  return control?.dataset.dispatch?.split(" ").includes(how);
}

const DOES = {
  react: (button) => act("react", { ts: tsOf(button), name: button.dataset.name }),
  dismiss: (button) => act("dismiss", { ts: tsOf(button) }),
};

function tsOf(node) {
  return node.closest("article").dataset.ts;
}

function pressed(event) {
  const control = event.target.closest("button[data-action-id], a[data-action-id]");
  if (control) {
    control.closest("details.overflow")?.removeAttribute("open");
    press(control);
    return;
  }
  const done = event.target.closest("[data-do]");
  if (done?.dataset.do === "reply" || done?.dataset.do === "thread") {
    event.preventDefault();
    go(address({ thread: done.dataset.thread ?? tsOf(done) })).then(() => document.getElementById("reply")?.focus());
  } else if (done && done.dataset.do in DOES) {
    during(done, async () => {
      say(null, (await DOES[done.dataset.do](done)).error);
      await refresh();
    });
  }
}

export function start() {
  document.addEventListener("click", pressed);
  document.addEventListener("change", (event) => {
    const control = event.target.closest("[data-dispatch]");
    if (isMeant(control, "change") && event.target.validity.valid) {
      soon(control);
    }
  });
  document.addEventListener("input", ({ target }) => isMeant(target, "on_character_entered") && soon(target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && isMeant(event.target, "on_enter_pressed") && !event.target.matches("textarea")) {
      event.preventDefault();
      press(event.target);
    }
  });
}
