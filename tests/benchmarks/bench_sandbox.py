"""What a crowded sandbox costs: posting through its Web API, opening a channel on its page, asking for its state, memory."""

import gc
import http.client
import itertools
import json
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from slack_sdk import WebClient

from sandbox.running import Sandbox
from sandbox.state.model import Channel
from sandbox.state.posting import Content
from sandbox.world import World
from tests.benchmarks.measuring import best, once, tell

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
PEOPLE, CHANNELS, EACH = 200, 1_000, 100
CROWD = 100_000
"""Messages in one channel, beside the 100,000 that stand in all the others together."""
POSTS, THREADS = 400, 4
MOST_TIMES_SLOWER = 1.5
"""Posting into a workspace with all that, compared with an empty one."""
MOST_TIMES_LONGER = 2.0
"""Opening a channel of 100,000 messages, compared with one of 100."""
TRACED = 10_000

WORDS = "Order 4711 is on its way: the crane comes on Thursday, the crew on Friday, and the host has the keys."
BLOCKS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": f"*Next step* {WORDS}"}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "done", "value": "1", "text": {"type": "plain_text", "text": "Done"}},
            {"type": "button", "action_id": "later", "value": "1", "text": {"type": "plain_text", "text": "Later"}},
        ],
    },
]


@dataclass
class Place:
    """A sandbox, somebody in it, and a channel where the app may post."""

    sandbox: Sandbox
    person: str
    channel: str

    @property
    def world(self) -> World:
        return self.sandbox._platform.first

    def get(self, path: str) -> bytes:
        """Ask for a page or a control route; it must be there."""
        connection = http.client.HTTPConnection(self.sandbox.base_url.removeprefix("http://"), timeout=60)
        connection.request("GET", path)
        answer = connection.getresponse()
        read = answer.read()
        connection.close()
        assert answer.status == http.client.OK, read
        return read


def started() -> Place:
    sandbox = Sandbox.start(start=MONDAY)
    client = sandbox.client
    client.configure_app(rate_limits=False, events=[])
    person = str(client.add_person("ana", "Ana Silva", tz="Europe/Madrid")["id"])
    bot = client.state()["app"]["user"]
    return Place(sandbox, person, str(client.add_channel("posts", person, [person, bot])["id"]))


def add_channel(place: Place, name: str, messages: int) -> str:
    """Make a channel and fill it past the Web API; every tenth message carries buttons."""
    made = str(place.sandbox.client.add_channel(name, place.person, [place.person, place.world.bot.user])["id"])
    fill(place.world, place.world.team.channels[made], place.person, messages)
    return made


def fill(world: World, channel: Channel, user: str, messages: int) -> None:
    for number in range(messages):
        content = Content(text=f"{number}: {WORDS}", blocks=[] if number % 10 else BLOCKS)
        world.posting.put(world.posting.draft(channel, content, as_app=not number % 10, user=user))


@pytest.fixture(scope="module")
def empty() -> Iterator[Place]:
    place = started()
    yield place
    place.sandbox.stop()


@pytest.fixture(scope="module")
def crowded() -> Iterator[Place]:
    """Give a sandbox with 200 people, 1,000 channels and 100,000 messages in them."""
    place = started()
    for number in range(PEOPLE):
        place.sandbox.client.add_person(f"person{number}", f"Person Number {number}")
    for number in range(CHANNELS):
        add_channel(place, f"deal-{number}", EACH)
    # What the benchmark itself made is no work of the sandbox's: without this, its garbage is collected in between.
    gc.freeze()
    yield place
    gc.unfreeze()
    place.sandbox.stop()


def posting(place: Place) -> Callable[[], object]:
    """Return a round of posts over kept connections, several at a time."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {place.sandbox.bot_token}"}
    numbers = itertools.count()

    def some(_thread: int) -> None:
        connection = http.client.HTTPConnection(place.sandbox.base_url.removeprefix("http://"), timeout=60)
        for _ in range(POSTS // THREADS):
            body = {"channel": place.channel, "text": f"{next(numbers)}: {WORDS}"}
            connection.request("POST", "/api/chat.postMessage", json.dumps(body), headers)
            assert json.load(connection.getresponse())["ok"]
        connection.close()

    def at_once() -> None:
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(some, range(THREADS)))

    return at_once


def test_posting(empty: Place, crowded: Place) -> None:
    into_empty, into_crowded = best(posting(empty), posting(crowded), times=5)

    slack = WebClient(crowded.sandbox.bot_token, base_url=crowded.sandbox.api_url)
    with_sdk = once(lambda: [slack.chat_postMessage(channel=crowded.channel, text=WORDS) for _ in range(POSTS)])
    tell(
        f"posting, {THREADS} connections that are kept",
        f"{POSTS / into_crowded * 1000:,.0f} a second among {CHANNELS * EACH:,} messages",
        f"{POSTS / into_empty * 1000:,.0f} into an empty workspace",
        f"{POSTS / with_sdk * 1000:,.0f} by one slack_sdk client, which connects for each",
    )
    assert into_crowded < into_empty * MOST_TIMES_SLOWER


def test_opening_a_channel(crowded: Place) -> None:
    small, large = add_channel(crowded, "small", EACH), add_channel(crowded, "large", CROWD)

    def opening(channel: str) -> Callable[[], object]:
        return lambda: crowded.get(f"/?as={crowded.person}&channel={channel}")

    first = once(opening(large))
    few, many = best(opening(small), opening(large))
    state = once(lambda: crowded.get(f"/sandbox/state?as={crowded.person}"))

    tell(
        f"opening one of {CHANNELS:,} channels on the page",
        f"{many:.0f} ms with {CROWD:,} messages in it, {first:.0f} the first time",
        f"{few:.0f} ms with {EACH}",
    )
    tell("the state as one person sees it", f"{state:.0f} ms")
    assert many < few * MOST_TIMES_LONGER


def test_memory(empty: Place) -> None:
    channel = empty.world.team.channels[empty.channel]
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    fill(empty.world, channel, empty.person, TRACED)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    mebibytes = (after - before) / 2**20 * CROWD / TRACED
    tell(f"memory of {CROWD:,} messages", f"{mebibytes:,.0f} MiB, measured on {TRACED:,}, a tenth of them with buttons")
    assert len(channel.messages) > TRACED
