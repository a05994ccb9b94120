// Draws rich_text blocks: sections, lists, quotes and code made of typed parts.

import { el } from "./dom.js";
import { emojiNamed } from "./emoji.js";
import { broadcast, channelLink, groupMention, link, mention, moment } from "./mentions.js";
import { lines } from "./text.js";

const STYLES = [["bold", "b"], ["italic", "i"], ["strike", "s"], ["code", "code"]];

const PARTS = {
  text: (part) => el("span", {}, ...lines(part.text)),
  link: (part) => link(part.url, [part.text || part.url]),
  user: (part) => mention(part.user_id),
  usergroup: (part) => groupMention(part.usergroup_id),
  channel: (part) => channelLink(part.channel_id),
  broadcast: (part) => broadcast(part.range),
  emoji: (part) => el("span", { class: "emoji" }, emojiNamed(part.name) ?? `:${part.name}:`),
  date: (part) => moment(part.timestamp, part.format ?? "{date_long}", part.fallback ?? "", part.url ?? ""),
  color: (part) => el("code", {}, part.value),
};

function drawPart(part) {
  const draw = PARTS[part.type];
  const plain = draw ? draw(part) : el("span", {}, part.text ?? "");
  return STYLES.reduce((node, [name, tag]) => (part.style?.[name] ? el(tag, {}, node) : node), plain);
}

const SHAPES = {
  rich_text_section: (shape) => el("p", {}, ...shape.elements.map(drawPart)),
  rich_text_quote: (shape) => el("blockquote", {}, ...shape.elements.map(drawPart)),
  rich_text_preformatted: (shape) => el("pre", {}, ...shape.elements.map((part) => part.text ?? part.url ?? "")),
  rich_text_list: drawList,
};

function drawList(shape) {
  const tag = shape.style === "ordered" ? "ol" : "ul";
  const start = tag === "ol" && shape.offset ? shape.offset + 1 : null;
  const items = shape.elements.map((item) => el("li", {}, ...item.elements.map(drawPart)));
  return el(tag, { start, class: `indent-${shape.indent ?? 0}` }, ...items);
}

export function richText(block) {
  return el("div", { class: "rich" }, ...block.elements.map((shape) => SHAPES[shape.type]?.(shape) ?? null));
}
