// Draws markdown blocks: headings, lists, quotes, code and the usual marks inside a line.

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link } from "./mentions.js";

const MARKS = [
  [/`([^`]+)`/, (found) => el("code", {}, found[1])],
  [/\[([^\]]+)\]\(([^)\s]+)\)/, (found) => link(found[2], inline(found[1]))],
  [/\*\*(\S(?:.*?\S)?)\*\*/, (found) => el("b", {}, ...inline(found[1]))],
  [/~~(\S(?:.*?\S)?)~~/, (found) => el("s", {}, ...inline(found[1]))],
  [/(?<![\w*])[*_](\S(?:.*?\S)?)[*_](?![\w*])/, (found) => el("i", {}, ...inline(found[1]))],
];

function inline(text) {
  const found = MARKS.map(([pattern, draw]) => ({ found: text.match(pattern), draw })).filter((one) => one.found);
  if (!found.length) {
    return text ? [withEmoji(text)] : [];
  }
  const first = found.reduce((one, other) => (other.found.index < one.found.index ? other : one));
  const end = first.found.index + first.found[0].length;
  return [...inline(text.slice(0, first.found.index)), first.draw(first.found), ...inline(text.slice(end))];
}

const LINES = [
  [/^(#{1,6})\s+(.*)$/, (found) => ({ tag: "h4", text: found[2] })],
  [/^\s*[-*+]\s+(.*)$/, (found) => ({ tag: "li", list: "ul", text: found[1] })],
  [/^\s*\d+[.)]\s+(.*)$/, (found) => ({ tag: "li", list: "ol", text: found[1] })],
  [/^>\s?(.*)$/, (found) => ({ tag: "blockquote", text: found[1] })],
];

function read(line) {
  for (const [pattern, make] of LINES) {
    const found = line.match(pattern);
    if (found) {
      return make(found);
    }
  }
  return { tag: "p", text: line };
}

export function markdown(text) {
  return text.split("```").flatMap((part, index) => (index % 2 ? [fenced(part)] : paragraphs(part)));
}

function fenced(part) {
  return el("pre", {}, part.replace(/^\w*\n/, "").replace(/\n$/, ""));
}

function paragraphs(part) {
  const nodes = [];
  for (const line of part.split("\n").filter((one) => one.trim())) {
    const { tag, list, text } = read(line);
    const node = el(tag, {}, ...inline(text));
    const last = nodes.at(-1);
    if (list && last?.localName === list) {
      last.append(node);
    } else {
      nodes.push(list ? el(list, {}, node) : node);
    }
  }
  return nodes;
}
