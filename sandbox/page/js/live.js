// Tells when the workspace changed: by the sandbox's stream of versions, or by asking while there is no stream.

const POLL = 2000;

export function watch(changed) {
  let version = null;
  let timer = null;
  const stream = new EventSource("/sandbox/live");

  stream.addEventListener("open", () => {
    clearInterval(timer);
    timer = null;
    changed();
  });
  stream.addEventListener("message", (event) => {
    const told = JSON.parse(event.data).version;
    if (told !== version) {
      version = told;
      changed();
    }
  });
  stream.addEventListener("error", () => {
    timer ??= setInterval(changed, POLL);
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(() => {
        clearInterval(timer);
        watch(changed);
      }, POLL);
    }
  });
}
