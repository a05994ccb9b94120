// A place with elements in it (a message, a form, the Home tab): what its fields hold, and what touching one does.

import { heldValue } from "./values.js";

export class Surface {
  #fields = new Map();

  // `send` tells the sandbox of a press; `state` is what the sandbox keeps; `kept` what stood here before a redraw.
  constructor({ send, state = {}, kept = new Map() }) {
    Object.assign(this, { send, state, kept });
  }

  start(block, element) {
    const before = this.kept.get(keyOf(block, element));
    const isSame = before?.type === element.type;
    return isSame ? before.value : heldValue(element, this.state[block.block_id]?.[element.action_id]);
  }

  add(block, element, control) {
    this.#fields.set(keyOf(block, element), { block, element, control });
  }

  values() {
    const all = {};
    for (const { block, element, control } of this.#fields.values()) {
      (all[block.block_id] ??= {})[element.action_id] = control.read();
    }
    return all;
  }

  snapshot() {
    const held = ([key, { element, control }]) => [key, { type: element.type, value: control.read() }];
    return new Map([...this.#fields].map(held));
  }

  field(blockId) {
    return [...this.#fields.values()].find(({ block }) => block.block_id === blockId)?.control ?? null;
  }

  press(block, element, value) {
    return this.send({ block_id: block.block_id, action_id: element.action_id, value, values: this.values() });
  }
}

export function keyOf(block, element) {
  return `${block.block_id}/${element.action_id}`;
}
