"""How long Slack waits for the answer to a press, beside a Bolt app that does nothing but commit one row."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot.model import ChannelId, Deal, DealId, UserId, WorkspaceId
from sandbox.trying.beside import beside
from storage.opening import Storage, open_migrated
from tests.benchmarks.bare_bolt import bare as bare_app
from tests.benchmarks.filling import COLLEAGUES, a_busy_deal, colleagues
from tests.benchmarks.measuring import tell
from tests.benchmarks.pressing import Presser, median_and_p99, waits
from tests.benchmarks.serving import APP, TEAM, answering, took
from tests.bot.making import ANA, PEOPLE, a_step
from tests.journeys.stage import Stage, stage

DEALS, ITEMS, STEPS = 60, 20, 10
ROUNDS, WARM = 6, 50
PER_SECOND = 20.0
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
WANTED = 2.0
"""How many times as long as a bare handler's an answer may take. Told beside what it took, and not yet held."""
MOST_MILLISECONDS = 1_500
"""Half of the three seconds after which Slack tells a person that Baton did not answer."""


def fill(on: Stage) -> list[Deal]:
    """Fill the database before anybody serves it."""
    storage = open_migrated(on.settings["DATABASE_URL"], ids=uuid4)
    state = on.slack.state()
    home = storage.workspaces.ensure(state["team"]["id"], bot_user_id=UserId(state["app"]["user"]))
    made = put(storage, home.id, UserId(on.people["ana"].id))
    storage.close()
    return made


def put(storage: Storage, here: WorkspaceId, ana: UserId) -> list[Deal]:
    """Add deals with steps of Ana's, and a company around them."""
    like = a_busy_deal(here, ITEMS)
    made = [_deal(like, number, ana) for number in range(DEALS)]
    with storage.work(here) as uow:
        uow.put_people([*PEOPLE.values(), *colleagues(COLLEAGUES)])
        for deal in made:
            uow.add(deal, [], [])
    return made


def _deal(like: Deal, number: int, ana: UserId) -> Deal:
    steps = tuple(a_step(f"step {number} {each}", by=ana) for each in range(STEPS))
    own = replace(like, id=DealId(uuid4()), external_id=f"D-{number}", channel_id=ChannelId(f"C0{number}"))
    return replace(own, seller_id=ana, owner_id=ana, steps=steps)


@contextmanager
def bare(folder: Path, secret: str) -> Iterator[str]:
    """Let the bare app serve until the block ends; gives where."""
    settings = {"DATABASE_URL": f"sqlite:///{folder}/bare.db", "SLACK_SIGNING_SECRET": secret}
    with beside([sys.executable, "-m", "tests.benchmarks.bare_bolt"], settings, log=folder / "bare.log") as process:
        process.wait_until_it_listens()
        yield f"{process.url}/slack/events"


def test_an_ack_under_load(tmp_path: Path) -> None:
    with stage(tmp_path, over_http=True, speed=0) as on, bare(tmp_path, on.workspace.signing_secret) as alone:
        state = on.slack.state()
        team, app = state["team"]["id"], state["app"]["id"]
        # Slack gives every press in a channel such an address; this one is nobody's, which costs Baton the same call.
        there = f"{on.workspace.api_url.removesuffix('/api/')}/hooks/actions/{team}/bench/press"
        presser = Presser(on.people["ana"].id, team, app, on.workspace.signing_secret, there)
        presses = [press for deal in fill(on) for press in presser.done(deal)]
        ours: list[float] = []
        theirs: list[float] = []
        with on.serving():
            size = len(presses) // ROUNDS
            for start in range(0, len(presses), size):
                chunk = presses[start : start + size]
                ours += waits(f"{on.baton.url}/slack/events", presser, chunk, per_second=PER_SECOND)
                theirs += waits(alone, presser, chunk, per_second=PER_SECOND)

    (middle, p99), (bare_middle, bare_p99) = median_and_p99(ours), median_and_p99(theirs)
    tell(
        f"the answer to one of {len(ours)} presses, {PER_SECOND:g} in a second",
        f"{middle:.1f} ms median, {p99:.1f} ms p99",
        f"a bare Bolt handler with one commit {bare_middle:.1f} ms, {bare_p99:.1f} ms",
        f"{middle / bare_middle:.2f} and {p99 / bare_p99:.2f} times; {WANTED:g} wanted",
    )
    assert p99 < MOST_MILLISECONDS


@pytest.mark.usefixtures("kind")
def test_the_processor_of_an_ack(open_one: Callable[[], Storage], tmp_path: Path) -> None:
    """Without HTTP and couriers; of the processor alone it is the figure that other programs disturb least."""
    storage, database = open_one(), open_one().database
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE press (value TEXT)"))
    ours, theirs = answering(storage, tmp_path, SECRET), bare_app(database, SECRET)
    (home,) = storage.workspaces.all()
    presser = Presser(ANA, TEAM, APP, SECRET, "http://127.0.0.1:9/hooks/actions/1")
    presses = [press for deal in put(storage, home.id, ANA) for press in presser.done(deal)]
    for press in presses[:WARM]:
        took(ours, presser, press)
        took(theirs, presser, press)

    pairs = [(took(ours, presser, press), took(theirs, presser, press)) for press in presses[WARM:]]

    mine, bare_one = zip(*pairs, strict=True)
    spent, bare_spent = (median(each.processor for each in one) for one in (mine, bare_one))
    waited, bare_waited = (median(each.altogether for each in one) for one in (mine, bare_one))
    tell(
        f"one of {len(pairs)} presses on {database.engine.dialect.name}, by medians",
        f"{spent:.2f} ms of the processor, {bare_spent:.2f} ms for a bare Bolt handler with one commit",
        f"{spent / bare_spent:.2f} times",
        f"altogether {waited:.2f} and {bare_waited:.2f} ms",
        f"{waited / bare_waited:.2f} times; {WANTED:g} wanted",
    )
    assert max(waited, bare_waited) < MOST_MILLISECONDS
