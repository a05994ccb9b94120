// Draws Slack's mrkdwn as elements. What is not formatting shows exactly as typed.

import { el } from "./dom.js";
import { emojiNamed } from "./emoji.js";
import { broadcast, channelLink, groupMention, link, mention, moment } from "./mentions.js";
import { known } from "./state.js";

const STYLES = { "*": "b", _: "i", "~": "s" };
const TOKEN = /^<([^<>\n]+)>/;
const EMOJI = /^:([a-z0-9_+'-]+):/;
const ADDRESS = /^https?:\/\/[^\s<>|]*[^\s<>|.,:;!?)\]}'"*_~]/;
const BARE = /^(?:@(here|channel|everyone)\b|#([a-z0-9][\w-]*))/;
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const WORD = /[\p{L}\p{N}]/u;
const RANGES = new Set(["here", "channel", "everyone"]);

export function decoded(text) {
  return text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

// `links`: draw bare addresses as links; `names`: also bare @here and #channel, as Slack does in blocks not verbatim.
export function mrkdwn(text, { links = true, names = false } = {}) {
  return text.split("```").flatMap((part, index, all) => {
    const isCode = index % 2 === 1;
    if (isCode && index < all.length - 1) {
      return [el("pre", {}, plain(part.replace(/^\n/, "")))];
    }
    return paragraphs(isCode ? `\`\`\`${part}` : trimmed(part, index, all), { links, names });
  });
}

// The line breaks beside a code box belong to the box.
function trimmed(part, index, all) {
  const after = index > 0 ? part.replace(/^\n/, "") : part;
  return index < all.length - 2 ? after.replace(/\n$/, "") : after;
}

function paragraphs(text, options) {
  const nodes = [];
  let quoted = null;
  const lines = text.split("\n");
  lines.forEach((line, index) => {
    const quote = line.match(/^(?:>|&gt;) ?(.*)$/);
    if (quote) {
      quoted ? quoted.append(el("br")) : nodes.push((quoted = el("blockquote")));
      quoted.append(...inline(quote[1], options));
      return;
    }
    if (index > 0 && !quoted) {
      nodes.push(el("br"));
    }
    quoted = null;
    nodes.push(...inline(line, options));
  });
  return nodes;
}

function inline(text, options) {
  const nodes = [];
  let typed = "";
  let at = 0;
  while (at < text.length) {
    const found = piece(text, at, options);
    if (!found) {
      typed += text[at];
      at += 1;
      continue;
    }
    nodes.push(typed, found.node);
    typed = "";
    at += found.length;
  }
  return [...nodes, typed].filter((node) => node !== "");
}

function piece(text, at, options) {
  const rest = text.slice(at);
  const before = at > 0 ? text[at - 1] : "";
  const isFresh = !WORD.test(before);
  return (
    entity(rest) ??
    token(rest) ??
    code(rest) ??
    (isFresh ? styled(rest, options) : null) ??
    emoji(rest) ??
    (isFresh && options.links ? address(rest) : null) ??
    (isFresh && options.names ? bareName(rest) : null)
  );
}

function entity(rest) {
  const found = rest.match(/^&(amp|lt|gt);/);
  return found && { node: ENTITIES[found[0]], length: found[0].length };
}

function token(rest) {
  const found = rest.match(TOKEN);
  return found && { node: bracketed(found[1]), length: found[0].length };
}

function code(rest) {
  const found = rest.match(/^`([^`\n]+)`/);
  return found && { node: el("code", {}, plain(found[1])), length: found[0].length };
}

function styled(rest, options) {
  const tag = STYLES[rest[0]];
  if (!tag || rest.length < 3 || /\s/.test(rest[1]) || rest[1] === rest[0]) {
    return null;
  }
  for (let end = rest.indexOf(rest[0], 2); end > 0; end = rest.indexOf(rest[0], end + 1)) {
    if (!/\s/.test(rest[end - 1]) && !WORD.test(rest[end + 1] ?? "") && !insideToken(rest, end)) {
      return { node: el(tag, {}, ...inline(rest.slice(1, end), options)), length: end + 1 };
    }
  }
  return null;
}

function insideToken(rest, at) {
  const opened = rest.lastIndexOf("<", at);
  return opened >= 0 && rest.indexOf(">", opened) > at && rest.lastIndexOf(">", at) < opened;
}

function emoji(rest) {
  const found = rest.match(EMOJI);
  const drawn = found && emojiNamed(found[1]);
  return drawn ? { node: el("span", { class: "emoji", title: found[0] }, drawn), length: found[0].length } : null;
}

function address(rest) {
  const found = rest.match(ADDRESS);
  return found && { node: link(decoded(found[0])), length: found[0].length };
}

function bareName(rest) {
  const found = rest.match(BARE);
  if (!found) {
    return null;
  }
  const channel = [...known.channels.values()].find((one) => found[2] && one.name === found[2]);
  const node = found[1] ? broadcast(found[1]) : channel && channelLink(channel.id);
  return node ? { node, length: found[0].length } : null;
}

function bracketed(inner) {
  const [target, label = ""] = halves(inner);
  if (/^@[UWB]\w+$/.test(target)) {
    return mention(target.slice(1));
  }
  if (/^#[CDG]\w+$/.test(target)) {
    return channelLink(target.slice(1), decoded(label));
  }
  if (target.startsWith("!")) {
    return special(target.slice(1), label) ?? `<${decoded(inner)}>`;
  }
  if (/^(https?:|mailto:|slack:)/i.test(target)) {
    const words = label || target.replace(/^mailto:/, "");
    return link(decoded(target), label ? inline(words, { links: false, names: false }) : [decoded(words)]);
  }
  return `<${decoded(inner)}>`;
}

function special(command, label) {
  const [name, ...parts] = command.split("^");
  if (RANGES.has(name)) {
    return broadcast(name);
  }
  if (name === "subteam" && parts.length) {
    return groupMention(parts[0], decoded(label));
  }
  if (name === "date" && parts.length >= 2) {
    return moment(Number(parts[0]), decoded(parts[1]), decoded(label), decoded(parts[2] ?? ""));
  }
  return label ? decoded(label) : null;
}

function halves(inner) {
  const at = inner.indexOf("|");
  return at < 0 ? [inner] : [inner.slice(0, at), inner.slice(at + 1)];
}

// In code nothing is formatted; a link that Slack made there shows as its words.
function plain(text) {
  return decoded(text.replace(/<((?:https?:|mailto:)[^<>|\n]+)(?:\|([^<>\n]+))?>/g, (_all, href, label) => label ?? href));
}
