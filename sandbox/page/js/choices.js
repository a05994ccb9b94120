// Fields in which people choose: one of a list, several of a list, one of a few.

import { el, freshId } from "./dom.js";
import { drawText, words } from "./text.js";

// Groups of choices: {label, options: [{value, text, drawn, note}]}.
export function choices(element) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  return groups.map((group) => ({ label: words(group.label), options: group.options.map(choice) }));
}

function choice(option) {
  return {
    value: option.value,
    text: words(option.text),
    drawn: () => drawText(option.text),
    note: option.description ? () => drawText(option.description) : null,
  };
}

export function oneOf(groups, { id, value, aria, key, placeholder, changed }) {
  const first = el("option", { value: "" }, placeholder || "Choose…");
  const field = el("select", { id, ...aria, dataset: { key }, class: "field" }, first, ...groups.map(menu));
  const write = (wanted) => { field.value = wanted ?? ""; };
  write(value);
  field.addEventListener("change", () => changed?.(field.value, {}));
  return { node: field, field, write, read: () => field.value || null };
}

function menu(group) {
  const options = group.options.map((one) => el("option", { value: one.value }, one.text));
  return group.label ? el("optgroup", { label: group.label }, ...options) : options;
}

export function manyOf(groups, given) {
  return boxes("checkbox", groups, given, (checked) => checked);
}

export function radios(groups, given) {
  return boxes("radio", groups, given, (checked) => checked[0] ?? null);
}

function boxes(type, groups, { id, value, aria, key, changed }, result) {
  const name = freshId("choice");
  const chosen = new Set([value].flat());
  const inputs = [];
  const row = (one) => {
    const at = `${key}/${one.value}`;
    const input = el("input", { type, name, value: one.value, checked: chosen.has(one.value), dataset: { key: at } });
    inputs.push(input);
    const note = one.note ? el("span", { class: "hint" }, ...one.note()) : null;
    return el("label", { class: "choice" }, input, el("span", {}, ...(one.drawn?.() ?? [one.text]), note));
  };
  const rows = groups.map((group) => [group.label ? el("p", { class: "hint" }, group.label) : null, group.options.map(row)]);
  const role = type === "radio" ? "radiogroup" : "group";
  const node = el("div", { id, role, ...aria, class: "choices", tabindex: "-1" }, ...rows);
  const read = () => result(inputs.filter((one) => one.checked).map((one) => one.value));
  const write = (wanted) => inputs.forEach((one) => { one.checked = [wanted].flat().includes(one.value); });
  node.addEventListener("change", () => changed?.(read(), {}));
  return { node, field: node, write, read };
}
