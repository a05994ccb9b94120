"""The ways into a house: what Slack calls, what systems call, and where Baton is installed."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import App, BoltContext
from slack_bolt.authorization import AuthorizeResult
from starlette.routing import Route

from bot.ports import Posted
from bot.service import delivery, taken_down
from bot.service.desk import Desk
from commands import channel_news, conversing, installing, leaving, own_messages, people_news
from commands.bolt import bolt
from commands.channel_news import ChannelNews
from commands.doorkeeper import Doorkeeper
from commands.house import House
from commands.installing import Reception
from commands.listening import Listening
from commands.manifest import SCOPES
from commands.own_app import only_of
from commands.people_news import PeopleNews
from commands.seeing.stages import timed_work
from commands.settings import allowed, plain
from commands.slack_app import register
from commands.visit import Connecting, Counter
from commands.webhooks import generic
from commands.webhooks.connected import ConnectedDoor, address_of
from commands.webhooks.receiving import receiver
from messages.delivery.evidence import evidence
from storage.playbooks.pasted import Pasted


def bolt_app(house: House) -> App:
    """Build the Bolt app with all that it listens to."""
    teams, clock = house.teams, house.tools.clock
    app = bolt(house.settings, partial(_authorized, house), house.tools.figures, house.first)
    app.middleware(only_of(teams.app_id))
    # Who presses is answered within Slack's three seconds, also while another program holds the database.
    prompt = replace(
        house.desk, work=timed_work(house.storage.prompt_work, house.tools.figures), reads=house.storage.prompt_look
    )
    people = replace(house.people, desk=prompt)
    counter = Counter(
        prompt,
        clock,
        teams.workspace_of,
        people.learn,
        command=house.settings.baton_command,
        texts=Pasted(),
        allowed=allowed(house.settings),
        connecting=connecting(house),
    )
    register(app, counter)
    people_news.register(app, PeopleNews(prompt, clock, teams.workspace_of, people.default_zone))
    channel_news.register(app, ChannelNews(prompt, clock, teams.workspace_of))
    lived = Listening(prompt, clock, teams.workspace_of).heard
    own_messages.register(
        app,
        partial(_take_as_sent, house),
        lived,
        partial(conversing.replied, counter),
        partial(_look_for, house, prompt),
    )
    leaving.register(app, lambda team, why, at: house.door.leave(team, why, told_at=at))
    return app


def connecting(house: House) -> Connecting | None:
    """Return what it takes to connect a system; None without keys, since its secret could not be kept."""
    if house.storage.connected is None:
        return None
    settings = house.settings
    public = settings.public_url or f"http://{settings.host}:{settings.port}"
    return Connecting(partial(address_of, public), house.tools.secrets, house.storage.connected.sealed)


def _authorized(house: House, context: BoltContext) -> AuthorizeResult:
    # With a token of one workspace everybody is answered by it: also people of others, in a channel that is shared.
    return house.teams.authorized(context.team_id) if house.own_app else house.only.authorized


def _take_as_sent(house: House, team: str, message: Mapping[str, Any]) -> bool:
    served = house.teams.of_team(team)
    told = partial(delivery.told, house.desk)
    return served is not None and evidence(
        message, served.workspace, outbox=house.storage.outbox, told=told, clock=house.tools.clock
    )


def _look_for(house: House, desk: Desk, team: str, gone: Posted) -> None:
    served = house.teams.of_team(team)
    if served:
        taken_down.told_deleted(desk, served.workspace.id, gone, now=house.tools.clock.now())


def webhook(house: House) -> Route:
    """Build the way in for the CRM of the one workspace."""
    return generic.route(
        secret=plain(house.settings.baton_webhook_secret),
        receive=receiver(house.desk, house.people, house.tools.clock, house.only.workspace.id),
        now=house.tools.clock.now,
    )


def connected(house: House) -> list[Route]:
    """Build the way in for the systems that admins connect; without keys none can be."""
    if house.storage.connected is None:
        return []
    receive = partial(receiver, house.desk, house.people, house.tools.clock)
    return [
        ConnectedDoor(house.storage.connected, receive, house.tools.clock.now, nobodys=house.tools.secrets()).route()
    ]


def routes(house: House) -> list[Route]:
    """Build the ways in beside Slack's own: for the CRM of the one workspace, or for whoever installs Baton."""
    states, settings, door = house.storage.states, house.settings, house.door
    # This one first: its path has one name more, so neither ever answers for the other.
    systems = connected(house)
    if house.own_app is None or states is None or not isinstance(door, Doorkeeper):
        return [*systems, webhook(house)]
    reception = Reception(
        states=states,
        own_app=house.own_app,
        let_in=door.let_in,
        public_url=settings.public_url or "",
        slack_api_url=settings.slack_api_url,
        scopes=tuple(SCOPES),
        secret=house.tools.secrets,
        now=house.tools.clock.now,
        command=settings.baton_command,
    )
    return [*systems, *installing.routes(reception)]
