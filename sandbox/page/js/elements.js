// Draws Block Kit's elements and joins them to their surface: buttons press, menus pick, fields hold.

import { confirmed } from "./confirm.js";
import { control, isField } from "./controls.js";
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { picture } from "./images.js";
import { openMenu } from "./menu.js";
import { keyOf } from "./surface.js";
import { words } from "./text.js";

const SETTLES_AFTER = 350;
const CALLED = { datepicker: "Date", timepicker: "Time", datetimepicker: "Date and time" };

export function drawElement(element, block, surface) {
  if (isField(element)) {
    return drawField(element, block, surface).node;
  }
  const draw = { button, workflow_button: button, icon_button: button, overflow, feedback_buttons: feedback, image: picture };
  return draw[element.type]?.(element, block, surface) ?? el("span", { class: "hint" }, `(${element.type})`);
}

// While the app answers, what was pressed is busy; pressing it again does nothing.
async function pressing(node, element, press) {
  if (node.getAttribute("aria-busy") === "true" || !(await confirmed(element.confirm))) {
    return false;
  }
  node.setAttribute("aria-busy", "true");
  await press().finally(() => node.removeAttribute("aria-busy"));
  return true;
}

function button(element, block, surface) {
  const facts = { type: "button", class: `button ${element.style ?? ""}`, dataset: { key: keyOf(block, element) } };
  const node = el("button", { ...facts, "aria-label": element.accessibility_label }, words(element.text));
  node.addEventListener("click", () => {
    if (element.url && /^https?:/i.test(element.url)) {
      window.open(element.url, "_blank", "noopener,noreferrer");
    }
    pressing(node, element, () => surface.press(block, element));
  });
  return node;
}

function feedback(element, block, surface) {
  const one = (part) => {
    const node = el("button", { type: "button", class: "button", "aria-label": part.accessibility_label }, words(part.text));
    node.addEventListener("click", () => pressing(node, element, () => surface.press(block, element, part.value)));
    return node;
  };
  return el("span", { class: "row" }, one(element.positive_button), one(element.negative_button));
}

function overflow(element, block, surface) {
  const facts = { type: "button", class: "button overflow", "aria-haspopup": "menu", "aria-label": "More actions" };
  const node = el("button", { ...facts, dataset: { key: keyOf(block, element) } }, icon("more"));
  const choose = (option) => {
    if (option.url && /^https?:/i.test(option.url)) {
      window.open(option.url, "_blank", "noopener,noreferrer");
    }
    pressing(node, element, () => surface.press(block, element, option.value));
  };
  const entries = element.options.map((option) => ({ label: words(option.text), choose: () => choose(option) }));
  node.addEventListener("click", () => openMenu(node, entries));
  return node;
}

// Draws a field; in an input block it waits for the form, elsewhere (or with dispatch_action) a new value is a press.
export function drawField(element, block, surface, aria = {}) {
  const dispatches = block.type !== "input" || block.dispatch_action === true;
  const key = keyOf(block, element);
  const value = surface.start(block, element);
  const named = Object.keys(aria).length ? aria : { "aria-label": words(element.placeholder) || CALLED[element.type] || "Choose" };
  const sending = dispatches ? sender(element, block, surface, value, () => made) : {};
  const made = control(element, { id: freshId("field"), key, value, aria: named, ...sending });
  surface.add(block, element, made);
  return made;
}

function sender(element, block, surface, start, made) {
  let before = start;
  let timer = null;
  const send = async () => {
    const { node, read, write } = made();
    const sent = await pressing(node, element, () => surface.press(block, element, read()));
    sent ? (before = read()) : write?.(before);
  };
  // Arrow keys in a closed menu, and digits in a date, change the value many times on the way to the one meant.
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(send, SETTLES_AFTER);
  };
  const wanted = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  return {
    changed: (_value, { isText }) => isText || soon(),
    typed: (how) => wanted.includes(how) && (how === "on_enter_pressed" ? send() : soon()),
  };
}
