// A place with elements in it (a message, a form, the Home tab): what its fields hold, and what touching one does.

import { heldValue } from "./values.js";

// `send` tells the sandbox of a press; `state` is what the sandbox keeps; `kept` what stood in the fields before a redraw.
export function createSurface({ send, state = {}, kept = new Map() }) {
  const fields = new Map();

  return {
    start(block, element) {
      const before = kept.get(keyOf(block, element));
      return before?.type === element.type ? before.value : heldValue(element, state[block.block_id]?.[element.action_id]);
    },

    add(block, element, control) {
      fields.set(keyOf(block, element), { block, element, control });
    },

    values() {
      const all = {};
      for (const { block, element, control } of fields.values()) {
        (all[block.block_id] ??= {})[element.action_id] = control.read();
      }
      return all;
    },

    snapshot() {
      const entries = [...fields].map(([key, { element, control }]) => [key, { type: element.type, value: control.read() }]);
      return new Map(entries);
    },

    field(blockId) {
      return [...fields.values()].find(({ block }) => block.block_id === blockId)?.control ?? null;
    },

    press(block, element, value) {
      return send({ block_id: block.block_id, action_id: element.action_id, value, values: this.values() });
    },
  };
}

function keyOf(block, element) {
  return `${block.block_id}/${element.action_id}`;
}
