"""Who lives in a run: the people, their hours, the playbook, and what a fresh database knows of them."""

from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from bot.ladder import DEFAULT_LADDER
from bot.model import ChannelId, Person, UserId, WorkspaceId
from bot.playbook import DueRule, FunctionRole, ItemRule, Playbook
from bot.ports import Group
from bot.service.desk import Desk
from bot.service.sweep import register_channels
from storage.engine import Database
from storage.work import work_in
from storage.workspaces import Workspaces
from tests.simulation.database import Memory
from tests.simulation.slack import BOT

MONDAY = datetime(2026, 10, 19, 6, tzinfo=UTC)
"""The week before Europe's clocks change; a run may begin on any day of the four weeks after it, America's change too."""
ANA, OMAR, FAYE, LIV = UserId("UANA"), UserId("UOMAR"), UserId("UFAYE"), UserId("ULIV")
"""Ana sells, Omar leads delivery, Faye leads finance, Liv leads them all."""
PEOPLE = (
    Person(ANA, "Ana", "Europe/Helsinki", "ana@example.com"),
    Person(OMAR, "Omar", "Europe/Berlin", "omar@example.com"),
    Person(FAYE, "Faye", "America/New_York", "faye@example.com"),
    Person(LIV, "Liv", "Europe/Helsinki", "liv@example.com", is_admin=True),
)
LEADS = (ANA, OMAR, FAYE)
"""Who leads a function, and by that works on every deal."""
ZONES = {person.id: person.zone for person in PEOPLE}
KIND = "small"
PLAYBOOK = Playbook(
    id="0" * 64,
    kind=KIND,
    title="Small site",
    owner_function="delivery",
    functions=(
        FunctionRole("sales", "Sales", email="ana@example.com"),
        FunctionRole("delivery", "Delivery", email="omar@example.com"),
        FunctionRole("finance", "Finance", email="faye@example.com"),
    ),
    items=(
        ItemRule("contract", "sales", "Attach the contract", "file", DueRule("won", 1), accepted_by="delivery"),
        ItemRule("invoice", "finance", "Send the invoice", "number", DueRule("won", 2), waits_for=("contract",)),
    ),
    ladder=DEFAULT_LADDER,
)
SECRET = "secret"
PRIVATE_PLAYBOOK = replace(PLAYBOOK, id="1" * 64, kind=SECRET, title="Secret site", is_private=True)
TEAMS = ("T1", "T2")
OURS = {"CTEAM": "team", "CLEADERS": "leaders"}
"""Channels that people of the first team made for Baton's digests; the other team has none."""


def settle(memory: Memory) -> dict[str, WorkspaceId]:
    """Fill a fresh database with two workspaces and everybody in them; return the workspace of each team."""
    database, die = Database(memory.engine), Random(0)

    def new_id() -> UUID:
        return UUID(int=die.getrandbits(128), version=4)

    workspaces = Workspaces(database, ids=new_id)
    made = {team: workspaces.ensure(team, bot_user_id=BOT).id for team in TEAMS}
    for workspace_id in made.values():
        with work_in(database)(workspace_id) as uow:
            uow.put_playbooks((PLAYBOOK, PRIVATE_PLAYBOOK), now=MONDAY)
            uow.put_people(PEOPLE)
            uow.put_groups([Group("leaders", (LIV,))])
    team, leaders = map(ChannelId, OURS)
    first = workspaces.ensure(TEAMS[0], bot_user_id=BOT)
    workspaces.put(replace(first, team_channel=team, leadership_channel=leaders))
    desk = Desk(work_in(database), new_id, lambda: "", lambda: None)
    register_channels(desk, first.id, now=MONDAY)
    return made
