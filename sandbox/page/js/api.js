// Talks to the sandbox: every answer is plain data, every refusal is an error with a sentence for a person.

export class Refused extends Error {}
export class Lost extends Error {}

let lost = () => {};

// Names who is to be told when the workspace does not answer.
export function whenLost(listener) {
  lost = listener;
}

export function get(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const asked = new URLSearchParams(given).toString();
  return send(asked ? `${path}?${asked}` : path, {});
}

export function post(path, body) {
  return send(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

// What a person does. Gives what they saw; raises Refused with the words that Slack shows when it failed.
export async function act(name, facts) {
  const answer = await post(`/sandbox/act/${name}`, facts);
  if (answer.ok === false) {
    throw new Refused(answer.error);
  }
  return answer;
}

async function send(path, options) {
  const response = await fetch(path, { cache: "no-store", ...options }).catch(() => {
    lost();
    throw new Lost("The workspace does not answer. Is it still running?");
  });
  const answer = await response.json().catch(() => ({ error: `The workspace answered ${response.status}.` }));
  if (!response.ok) {
    throw new Refused(answer.error ?? `The workspace answered ${response.status}.`);
  }
  return answer;
}
