// Draws Block Kit's blocks; one drawer for each type, and a line for a type that is not known here.

import { el, freshId } from "./dom.js";
import { drawElement, drawField } from "./elements.js";
import { picture } from "./images.js";
import { link } from "./mentions.js";
import { markdown } from "./markdown.js";
import { richText } from "./rich_text.js";
import { drawText, words } from "./text.js";

const BLOCKS = {
  section,
  header: (block) => el("h3", { class: "title" }, words(block.text)),
  divider: () => el("hr"),
  context,
  actions: row,
  context_actions: row,
  image,
  input,
  rich_text: richText,
  markdown: (block) => el("div", { class: "rich" }, ...markdown(block.text)),
  table,
  alert: (block) => el("div", { class: `alert ${block.level ?? "default"}`, role: "note" }, ...drawText(asText(block.text))),
  video: (block) => el("p", {}, link(block.title_url ?? block.video_url, [words(block.title)])),
};

export function drawBlocks(blocks, surface) {
  return blocks.map((block) => {
    const node = BLOCKS[block.type]?.(block, surface);
    const drawn = node ?? el("p", { class: "hint" }, `A ${block.type} block, which this page does not draw.`);
    drawn.classList.add("block", `is-${block.type.replaceAll("_", "-")}`);
    drawn.dataset.block = block.block_id ?? "";
    return drawn;
  });
}

function asText(text) {
  return typeof text === "string" ? { type: "mrkdwn", text } : text;
}

function section(block, surface) {
  const said = el("div", { class: "said" });
  if (block.text) {
    said.append(el("div", { class: "text" }, ...drawText(block.text)));
  }
  if (block.fields) {
    said.append(el("div", { class: "fields" }, ...block.fields.map((field) => el("div", {}, ...drawText(field)))));
  }
  const accessory = block.accessory ? el("div", { class: "accessory" }, drawElement(block.accessory, block, surface)) : null;
  return el("div", {}, said, accessory);
}

function context(block) {
  const drawn = block.elements.map((one) => (one.type === "image" ? picture(one) : el("span", {}, ...drawText(one))));
  return el("div", {}, ...drawn);
}

function row(block, surface) {
  return el("div", {}, ...block.elements.map((element) => drawElement(element, block, surface)));
}

function image(block) {
  const title = block.title ? el("figcaption", {}, words(block.title)) : null;
  return el("figure", {}, title, picture(block));
}

// The label, the field, a hint, and room for what the app says is wrong with it.
function input(block, surface) {
  const [label, hint, error] = [freshId("label"), freshId("hint"), freshId("error")];
  const optional = block.optional ? el("span", { class: "hint" }, " (optional)") : null;
  const aria = { "aria-labelledby": label, "aria-describedby": `${hint} ${error}`, "aria-required": block.optional ? null : "true" };
  const made = drawField(block.element, block, surface, aria);
  const name = el("label", { id: label, for: made.field?.id }, words(block.label), optional);
  const below = el("p", { id: hint, class: "hint" }, words(block.hint));
  return el("div", {}, name, made.node, below, el("p", { id: error, class: "error", hidden: true }));
}

function table(block) {
  const settings = block.column_settings ?? [];
  const cell = (tag) => (one, index) => {
    const drawn = one.type === "rich_text" ? richText(one) : String(one.text ?? one.value ?? "");
    return el(tag, { class: settings[index]?.align ?? null }, drawn);
  };
  const [head, ...rest] = block.rows;
  const rows = rest.map((one) => el("tr", {}, ...one.map(cell("td"))));
  const drawn = el("table", {}, el("thead", {}, el("tr", {}, ...head.map(cell("th")))), el("tbody", {}, ...rows));
  return el("div", { class: "scrolls", tabindex: "0" }, drawn);
}
