// The workspace's time on the page: runs on by itself between two answers of the sandbox.

let epoch = Date.now() / 1000;
let speed = 1;
let heardAt = performance.now();

export function setClock(told) {
  epoch = told.epoch;
  speed = told.speed;
  heardAt = performance.now();
}

export function now() {
  return epoch + ((performance.now() - heardAt) / 1000) * speed;
}

export function pace() {
  return speed;
}
