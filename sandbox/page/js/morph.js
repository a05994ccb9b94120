// Changes what stands on the page into what the server has drawn anew, touching only what differs.

// What belongs to the browser or to who uses it: which folds are open, what waits, where a menu stands.
const OWN = ["open", "aria-busy", "style"];

// Makes the children of `old` those of `fresh`. Nodes that have a name are matched by it, others by kind and order; one
// whose data-rev is the same is left alone with everything in it, so that focus, scroll and what was typed stay.
export function morphChildren(old, fresh) {
  const wanted = new Set([...fresh.children].map(nameOf).filter(Boolean));
  [...old.children].filter((one) => nameOf(one) && !wanted.has(nameOf(one)) && !isOwn(one)).forEach((one) => one.remove());
  const named = new Map([...old.children].map((one) => [nameOf(one), one]));
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const match = nameOf(next) ? named.get(nameOf(next)) : alike(at, next);
    if (!match) {
      old.insertBefore(document.importNode(next, true), at);
      continue;
    }
    if (match === at) {
      at = at.nextSibling;
    } else {
      old.insertBefore(match, at);
    }
    morph(match, next);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    if (!isOwn(gone)) {
      gone.remove();
    }
  }
}

// Blocks and their elements are who the app says they are, wherever they stand now; the rest has an id or nothing.
function nameOf({ id, dataset }) {
  if (dataset?.actionId !== undefined) {
    return `${dataset.blockId}|${dataset.actionId}|${dataset.value ?? ""}`;
  }
  return dataset?.block || id || "";
}

function alike(at, next) {
  let one = at;
  while (one && (nameOf(one) || one.nodeName !== next.nodeName || isOwn(one))) {
    one = one.nextSibling;
  }
  return one;
}

function morph(old, next) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== next.data) {
      old.data = next.data;
    }
    return;
  }
  if (isOwn(old) || (next.dataset.rev && old.dataset.rev === next.dataset.rev)) {
    return;
  }
  attributes(old, next);
  morphChildren(old, next);
}

function attributes(old, next) {
  const own = new Set([...OWN, ...(next.dataset.keeps?.split(" ") ?? [])]);
  for (const { name, value } of [...next.attributes]) {
    if (!own.has(name) && old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  for (const { name } of [...old.attributes]) {
    if (!own.has(name) && !next.hasAttribute(name)) {
      old.removeAttribute(name);
    }
  }
}

// What a script put there, and the server knows nothing of.
function isOwn(node) {
  return node.nodeType === Node.ELEMENT_NODE && "own" in node.dataset;
}
