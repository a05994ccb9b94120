// The fields that people fill in: one maker for each type of element. Each gives its node, and reads its value.

import { choices, manyOf, oneOf, radios } from "./choices.js";
import { el } from "./dom.js";
import { momentOfText, wallText } from "./moments.js";
import { people, known, zone } from "./state.js";
import { words } from "./text.js";
import { nameOf } from "./mentions.js";

const MAKERS = {
  plain_text_input: writing("text"),
  email_text_input: writing("email"),
  url_text_input: writing("url"),
  number_input: writing("text", { inputmode: "decimal" }),
  rich_text_input: formatted,
  static_select: (element, given) => oneOf(choices(element), given),
  external_select: writing("text"),
  users_select: (element, given) => oneOf(everybody(), given),
  conversations_select: (element, given) => oneOf(conversations(true), given),
  channels_select: (element, given) => oneOf(conversations(false), given),
  multi_static_select: (element, given) => manyOf(choices(element), given),
  multi_external_select: listed,
  multi_users_select: (element, given) => manyOf(everybody(), given),
  multi_conversations_select: (element, given) => manyOf(conversations(true), given),
  multi_channels_select: (element, given) => manyOf(conversations(false), given),
  checkboxes: (element, given) => manyOf(choices(element), given),
  radio_buttons: (element, given) => radios(choices(element), given),
  datepicker: dated("date"),
  timepicker: dated("time"),
  datetimepicker: instant,
  file_input: () => ({ node: el("p", { class: "hint" }, "Files cannot be given in this workspace."), read: () => null }),
};

export function isField(element) {
  return element.type in MAKERS;
}

// `given`: id, value, changed (called when the value is new), placeholder, and aria facts for the field itself.
export function control(element, given) {
  return MAKERS[element.type](element, { ...given, placeholder: words(element.placeholder) });
}

function writing(type, more = {}) {
  return (element, { id, value, aria, key, placeholder, changed, typed }) => {
    const tag = element.multiline ? "textarea" : "input";
    const facts = { id, placeholder, ...aria, ...more, dataset: { key }, autocomplete: "off" };
    const kind = tag === "input" ? { type } : { rows: 4 };
    const field = el(tag, { ...facts, ...kind, maxlength: element.max_length, class: "field" });
    field.value = value ?? "";
    field.addEventListener("input", () => typed?.("on_character_entered"));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && tag === "input" && typed) {
        event.preventDefault();
        typed("on_enter_pressed");
      }
    });
    field.addEventListener("change", () => changed?.(field.value, { isText: true }));
    return { node: field, field, read: () => field.value };
  };
}

function formatted(element, given) {
  const made = writing("text")({ ...element, multiline: true }, { ...given, value: plainOf(given.value) });
  return { ...made, read: () => (made.field.value ? richOf(made.field.value) : null) };
}

function plainOf(rich) {
  const sections = rich?.elements ?? [];
  return sections.map((one) => one.elements.map((part) => part.text ?? "").join("")).join("\n");
}

function richOf(text) {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

function listed(element, given) {
  const made = writing("text")(element, { ...given, value: (given.value ?? []).join(", ") });
  return { ...made, read: () => made.field.value.split(",").map((one) => one.trim()).filter(Boolean) };
}

function dated(type) {
  return (element, { id, value, aria, key, changed }) => {
    const field = el("input", { id, type, ...aria, dataset: { key }, class: "field dated" });
    field.value = value ?? "";
    field.addEventListener("change", () => field.validity.valid && changed?.(field.value, {}));
    const note = element.timezone ? el("span", { class: "hint" }, element.timezone) : null;
    const write = (before) => { field.value = before ?? ""; };
    return { node: note ? el("span", {}, field, " ", note) : field, field, write, read: () => field.value };
  };
}

// People pick wall time in their own zone; Slack keeps the moment in Unix seconds.
function instant(element, { id, value, aria, key, changed }) {
  const field = el("input", { id, type: "datetime-local", ...aria, dataset: { key }, class: "field dated" });
  const write = (moment) => { field.value = moment ? wallText(moment, zone()) : ""; };
  const read = () => (field.value ? momentOfText(field.value, zone()) : null);
  write(value);
  field.addEventListener("change", () => field.validity.valid && changed?.(read(), {}));
  return { node: field, field, write, read };
}

function everybody() {
  const rest = [...known.users.values()].filter((one) => one.is_bot && !one.deleted);
  return [{ options: [...people(), ...rest].map((one) => ({ value: one.id, text: nameOf(one.id) })) }];
}

function conversations(withPrivate) {
  const shown = [...known.channels.values()].filter((one) => !one.is_archived && (withPrivate || !(one.is_private || one.is_im)));
  return [{ options: shown.map((one) => ({ value: one.id, text: one.is_im ? directName(one) : `#${one.name}` })) }];
}

function directName(channel) {
  return channel.members.filter((one) => one !== known.me).map(nameOf).join(", ");
}

