"""What the manifest asks Slack for is what Baton uses, no more and no less: a long week shows it, and Slack counts."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from slack_bolt import BoltRequest

import app
from commands.entrances import bolt_app
from commands.manifest import EVENTS, SCOPES
from commands.settings import Settings
from sandbox.deliveries.subscriptions import SCOPES as EVERY_EVENT
from sandbox.workspace import Workspace
from storage.opening import open_migrated
from tests.journeys.stage import ACME, Stage, stage

PATIENCE = 60.0
AFTER_A_RESTORE = "im:read"
"""No week needs it: the journeys that put a backup back do, and run under the same manifest."""
PLAYBOOK = """\
kind: repair-visit
title: Repair visit
owner_function: field
private_above_minor: 1000000
functions:
  field: {label: Field crew, usergroup: field}
items:
  - {key: visit, function: field, title: Agree the visit date, due: won + 3, evidence: date}
"""


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path, playbook=PLAYBOOK) as made, made.serving():
        yield made


def test_every_scope_and_event_is_used_and_none_is_lacking(on: Stage) -> None:
    two_deals_are_won_one_of_them_private(on)
    people_come_and_change(on)
    the_people_of_the_deals_act(on)
    a_day_passes(on)
    on.slack.uninstall(on.slack.state()["team"]["id"])

    def heard() -> set[str]:
        return {event for event, counted in on.slack.uses()["events"].items() if counted["heard"]}

    # The last words of a workspace may still be on their way.
    on.slack.until(lambda: heard() >= EVENTS.keys() or None, seconds=PATIENCE)
    used = on.slack.uses()
    assert used["lacking"] == {}
    assert {*used["scopes"], AFTER_A_RESTORE} == set(SCOPES)
    assert heard() == set(EVENTS)
    assert used["events"].keys() == set(EVENTS), "Nothing is sent that nobody asked for."


def two_deals_are_won_one_of_them_private(on: Stage) -> None:
    for account, amount in (("Birch", 900_000), ("Cedar", 4_800_000)):
        named = {"id": f"D-{account}", "name": f"{account} gate", "account": {"name": account}}
        on.won({**ACME, **named, "kind": "repair-visit", "amount_minor": amount})
        on.settle()
    assert [on.channels(each)[0]["is_private"] for each in ("birch", "cedar")] == [False, True]


def people_come_and_change(on: Stage) -> None:
    on.workspace.person("nova", email="nova@example.com")
    on.slack.change_person(on.people["mei"].id, real_name="Mei Chen")
    noon = on.slack.now().timestamp()
    on.slack.change_person(on.people["mei"].id, dnd={"snoozed_until": int(noon + 600)})
    on.settle()


def the_people_of_the_deals_act(on: Stage) -> None:
    """Let people do what some event tells of, whatever Baton asks to hear."""
    jonas = on.people["jonas"]
    for account in ("birch", "cedar"):
        on.press("jonas", "Accept", "will you own", account=account)
        jonas.types("the crew is booked", in_=on.channel(account))
        on.type("jonas", "/deal next call the customer by tomorrow 10:00", account=account)
    jonas.opens_home()
    jonas.types(f"<@{on.slack.state()['app']['user']}> how is it?", in_=on.channel("birch"))
    for each in on.slack.state()["app"]["shortcuts"]:
        about = {"channel": on.channel("birch"), "ts": on.slack.messages(on.channel("birch"))[-1]["ts"]}
        on.slack.shortcut(jonas.id, each["callback_id"], **(about if each["type"] == "message" else {}))
    on.slack.change_person(jonas.id, is_admin=True)
    for account in ("birch", "cedar"):
        channel = on.channel(account)
        on.slack.act(jonas.id, "rename_channel", channel=channel, name=f"gate-{account}-renamed")
        for act in ("archive_channel", "unarchive_channel"):
            on.slack.act(jonas.id, act, channel=channel)
        # Whoever brings a channel back is alone in it with those who were there, and no app is.
        on.slack.act(jonas.id, "invite", channel=channel, users=[on.slack.state()["app"]["user"]])
        on.slack.act(jonas.id, "move_channel", channel=channel)
    jonas.leaves(on.channel("birch"))
    on.settle()


def a_day_passes(on: Stage) -> None:
    """Wait until Jonas is asked in private, and the round of all channels has been made."""
    on.until(on.slack.now() + timedelta(days=1, hours=6))
    assert on.slack.until(
        lambda: on.workspace.traffic("users.conversations") or None,
        seconds=PATIENCE,
    )
    assert on.read_direct("jonas")


def body_of(kind: str, team: str) -> dict[str, Any]:
    """Return an event as Slack wraps it, with all that any event names."""
    name, _, place = kind.partition(".")
    types = {"channels": "channel", "groups": "group", "im": "im", "mpim": "mpim"}
    about = {"user": "U0NOBODY", "channel": "C0NOWHERE", "ts": "1.000100", "event_ts": "1.000100", "text": "hello"}
    event = {"type": name, **about, "tab": "home", **({"channel_type": types[place]} if place else {})}
    return {"type": "event_callback", "team_id": team, "event_id": f"Ev{kind}", "event_time": 1, "event": event}


def test_of_all_that_slack_can_tell_it_understands_what_it_asks_to_hear_and_nothing_else() -> None:
    with Workspace.start() as workspace:
        tokens = {"slack_bot_token": workspace.bot_token, "slack_app_token": workspace.app_token}
        given = Settings(_env_file=None, slack_api_url=workspace.api_url, **tokens)  # type: ignore[call-arg, arg-type]
        storage = open_migrated("sqlite://", ids=uuid4)
        try:
            house = app.build(given, storage)
            bolt, team = bolt_app(house), house.only.workspace.team_id
            answers = {
                kind: bolt.dispatch(BoltRequest(body=json.dumps(body_of(kind, team)), mode="socket_mode")).status
                for kind in EVERY_EVENT
            }
        finally:
            storage.close()

    understood = {kind.partition(".")[0] for kind, status in answers.items() if status == 200}
    assert understood == {kind.partition(".")[0] for kind in EVENTS}
