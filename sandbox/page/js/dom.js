// Builds elements out of plain data. Text always becomes a text node, never markup.

const AS_PROPERTY = new Set(["value", "checked", "selected", "disabled", "hidden", "open", "indeterminate"]);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    set(node, name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function set(node, name, value) {
  if (value === undefined || value === null) {
    return;
  }
  if (name === "on") {
    Object.entries(value).forEach(([event, listener]) => node.addEventListener(event, listener));
  } else if (name === "dataset") {
    Object.assign(node.dataset, value);
  } else if (AS_PROPERTY.has(name)) {
    node[name] = value;
  } else if (value !== false) {
    node.setAttribute(name, value === true ? "" : value);
  }
}

// Redraws a part of the page only if what it shows has changed; the keyboard stays where it was.
export function redraw(container, shown, draw) {
  const signature = JSON.stringify(shown);
  if (container.drawnFrom === signature) {
    return false;
  }
  container.drawnFrom = signature;
  keepingFocus(container, () => container.replaceChildren(...[draw()].flat()));
  return true;
}

export function keepingFocus(container, change) {
  const focused = container.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.dataset.key;
  const span = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  change();
  if (!key || container.contains(focused)) {
    return;
  }
  const again = container.querySelector(`[data-key="${CSS.escape(key)}"]`);
  again?.focus({ preventScroll: true });
  if (again && span && span[0] !== null && again.setSelectionRange) {
    again.setSelectionRange(...span);
  }
}

let count = 0;
export function freshId(stem) {
  count += 1;
  return `${stem}-${count}`;
}
