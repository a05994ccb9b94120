// Draws pictures; one that cannot be fetched shows its words instead.

import { el } from "./dom.js";

export function picture(image) {
  const address = image.image_url ?? image.slack_file?.url ?? "";
  if (!/^(https?:|data:image\/)/i.test(address)) {
    return missing(image);
  }
  const node = el("img", { src: address, alt: image.alt_text, loading: "lazy", referrerpolicy: "no-referrer" });
  node.addEventListener("error", () => node.replaceWith(missing(image)));
  return node;
}

function missing(image) {
  return el("span", { class: "missing", role: "img", "aria-label": image.alt_text }, `🖼 ${image.alt_text}`);
}
