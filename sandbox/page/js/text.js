// Draws Block Kit's text objects: plain text as it stands, mrkdwn as formatting.

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

export function words(text) {
  if (!text) {
    return "";
  }
  return text.type === "plain_text" && text.emoji !== false ? withEmoji(text.text) : text.text;
}

export function drawText(text) {
  if (text.type === "plain_text") {
    return lines(words(text));
  }
  return mrkdwn(text.text, { links: !text.verbatim, names: !text.verbatim });
}

export function lines(typed) {
  return typed.split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line]));
}
