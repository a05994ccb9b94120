// Holds what the page knows of the workspace, and fetches it anew when something changed.

import { act, get, Lost, whenLost } from "./api.js";
import { setClock } from "./now.js";

export const HOME = "home";
const SLACKBOT = "USLACKBOT";
const PAUSE = 120;
const RETRY = 2000;

export const known = {
  team: { id: "", name: "Sandbox", domain: "" },
  app: { name: "App", user: "", commands: [] },
  users: new Map(),
  channels: new Map(),
  groups: new Map(),
  me: null,
  place: null,
  goal: null,
  messages: null,
  views: [],
  home: null,
  isLost: false,
};

const listeners = [];
let wanted = 0;
let finished = 0;
let round = null;
let retry = null;

whenLost(() => {
  known.isLost = true;
  retry ??= setTimeout(() => {
    retry = null;
    refresh();
  }, RETRY);
  tell();
});

export function listen(listener) {
  listeners.push(listener);
}

export function tell() {
  listeners.forEach((listener) => listener());
}

// Fetches everything shown; calls made meanwhile share one more round, so that each sees what came before it.
export function refresh() {
  wanted += 1;
  round ??= rounds().finally(() => {
    round = null;
  });
  return round;
}

async function rounds() {
  while (finished < wanted) {
    const goal = wanted;
    await once();
    finished = goal;
    if (finished < wanted) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

async function once() {
  const asked = `${known.me} ${known.place}`;
  try {
    const found = await fetched();
    if (asked === `${known.me} ${known.place}`) {
      Object.assign(known, found, { isLost: false });
      settle();
    }
  } catch (error) {
    if (!(error instanceof Lost)) {
      startOver();
    }
  }
  tell();
}

// What was shown is gone: first look for another place, and if that is no help, for another person.
function startOver() {
  known.me = known.place === null ? null : known.me;
  known.place = null;
  known.messages = null;
  wanted += 1;
}

async function fetched() {
  const [state, clock] = await Promise.all([get("/sandbox/state", { as: known.me }), get("/sandbox/clock")]);
  setClock(clock);
  const found = {
    team: state.team,
    app: state.app,
    users: byId(state.users),
    channels: byId(state.channels),
    groups: byId(state.usergroups),
  };
  return known.me ? { ...found, ...(await personal(found)) } : found;
}

async function personal({ channels }) {
  const channel = channels.get(channelId(channels));
  const [listed, open, home] = await Promise.all([
    channel ? get(`/sandbox/channels/${channel.id}/messages`, { as: known.me }) : { messages: [] },
    get("/sandbox/views", { user: known.me }),
    known.place === HOME ? get("/sandbox/home", { user: known.me }) : { view: null },
  ]);
  if (channel) {
    channel.unread = 0;
  }
  return { messages: listed.messages, views: open.views, home: home.view };
}

function byId(list) {
  return new Map(list.map((one) => [one.id, one]));
}

// After the first answer, someone has to be somewhere: the address says who and where, else the first of each.
function settle() {
  if (!known.users.has(known.me) || known.users.get(known.me).deleted) {
    const first = named(people(), asked("as")) ?? people()[0];
    known.me = first?.id ?? null;
    wanted += known.me ? 1 : 0;
    return;
  }
  if (known.place === null) {
    known.place = startingPlace();
    known.goal = asked("message");
    known.messages = null;
    wanted += 1;
  }
}

function startingPlace() {
  const wish = asked("channel");
  if (wish === HOME || wish === known.app.user) {
    return wish;
  }
  const mine = [...known.channels.values()].filter((one) => !one.is_im && !one.is_archived);
  const first = mine.find((one) => one.members.includes(known.me)) ?? mine[0];
  return (known.channels.get(wish) ?? named(mine, wish) ?? first)?.id ?? HOME;
}

function asked(name) {
  return new URLSearchParams(location.search).get(name);
}

function named(list, wish) {
  return list.find((one) => one.id === wish || one.name === wish);
}

export function people() {
  return [...known.users.values()].filter((one) => !one.is_bot && !one.deleted && one.id !== SLACKBOT);
}

export function me() {
  return known.users.get(known.me) ?? null;
}

export function zone() {
  return me()?.tz || "UTC";
}

// The direct messages with the app may be open on the page before they exist in the workspace.
function channelId(channels) {
  return known.place === known.app.user ? directWithApp(channels)?.id : known.place;
}

export function directWithApp(channels = known.channels) {
  return [...channels.values()].find((one) => one.is_im && one.members.includes(known.app.user));
}

export function channel() {
  return known.channels.get(channelId(known.channels)) ?? null;
}

export function become(person) {
  known.me = person;
  const there = channel();
  const stays = known.place === HOME || known.place === known.app.user || (there && !there.is_private && !there.is_im);
  known.messages = null;
  known.views = [];
  known.home = null;
  known.place = there?.is_im ? known.app.user : stays ? known.place : null;
  remember();
  return arrived();
}

export function go(place, goal = null) {
  const direct = directWithApp();
  known.place = direct && place === direct.id ? known.app.user : place;
  known.goal = goal;
  known.messages = null;
  remember();
  tell();
  return arrived();
}

async function arrived() {
  if (known.place === HOME) {
    await act("open_home", { user: known.me }).catch(() => {});
  }
  return refresh();
}

export function remember() {
  const there = new URLSearchParams({ as: known.me ?? "", channel: channelId(known.channels) ?? known.place ?? "" });
  history.replaceState(null, "", `?${there}`);
}
