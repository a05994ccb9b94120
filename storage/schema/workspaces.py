"""The tables of a workspace: its installation, settings, people, playbooks, digests and limits."""

from datetime import date

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    and_,
    text,
)

from bot.first_run import FirstStep
from bot.installed import Asleep
from bot.model import PersonalTime, UserId, Week
from bot.ports import DigestKind
from bot.settled import HouseRules, Setting
from storage.columns import Json, Moment, Word, Words
from storage.schema.parts import metadata, of_workspace, required, workspace_id

workspace = Table(
    "workspace",
    metadata,
    workspace_id(),
    Column("team_channel", Text),
    Column("leadership_channel", Text),
    Column("default_owner", Text),
    Column("default_kind", Text),
    Column("secret", Text, nullable=False, server_default=text("''")),
    Column("turn", BigInteger, nullable=False, server_default=text("0")),
    Column("restored_from", Moment),
    Column("restored_at", Moment),
    Column("look_back_at", Moment),
    Column("tidied_at", Moment),
    # When its deals' channels are to be looked at; none: nobody has looked yet.
    Column("channels_look_at", Moment),
    Column("week", Json(Week)),
    Column("region", Text),
    Column("days_off", Json(tuple[date, ...])),
    Column("rules", Json(HouseRules)),
    # Since when, and why, nothing is decided and sent: Baton was taken out of it, or its token is dead.
    Column("asleep_at", Moment),
    Column("asleep_why", Word(Asleep)),
    # Another one with each change of its people; none: they have not changed since there are marks.
    Column("people_mark", Text),
    PrimaryKeyConstraint("workspace_id"),
)
AWAKE = workspace.c.asleep_at.is_(None)
# Neither asleep nor looking back after a restore: only then anything is decided and sent.
AT_WORK = and_(workspace.c.look_back_at.is_(None), AWAKE)

installation = Table(
    "installation",
    metadata,
    required("enterprise_id", Text()),
    required("team_id", Text()),
    workspace_id(),
    required("bot_user_id", Text()),
    Column("app_id", Text),
    Column("scopes", Json(tuple[str, ...])),
    Column("installed_by", Text),
    Column("installed_at", Moment),
    PrimaryKeyConstraint("enterprise_id", "team_id"),
    of_workspace(),
)
Index("ix_installation_workspace_id", installation.c.workspace_id)

person = Table(
    "person",
    metadata,
    workspace_id(),
    required("id", Text()),
    required("name", Words()),
    required("zone", Text()),
    Column("email", Words()),
    required("is_active", Boolean()),
    required("is_guest", Boolean()),
    required("is_admin", Boolean()),
    Column("time", Json(PersonalTime)),
    Column("locale", Text),
    # Slack's id of the other company's team; of our own people none.
    Column("company", Text),
    PrimaryKeyConstraint("workspace_id", "id"),
    of_workspace(),
)

# Deals that are to be looked at anew from a moment on, since the time of a person ("": everybody's) changes with it.
another_look = Table(
    "another_look",
    metadata,
    workspace_id(),
    required("person", Text()),
    required("at", Moment()),
    # The last deal that was marked; none: the first ones are still to be.
    Column("after", Uuid),
    # Their boards are drawn anew as well, where that person is named as the owner.
    Column("draws", Boolean),
    PrimaryKeyConstraint("workspace_id", "person", "at"),
    of_workspace(),
)

# Whose Home was opened, when they last did something there, and what of it they chose to see.
home = Table(
    "home",
    metadata,
    workspace_id(),
    required("person", Text()),
    required("looked_at", Moment()),
    required("shown", Text()),
    PrimaryKeyConstraint("workspace_id", "person"),
    of_workspace(),
)

user_group = Table(
    "user_group",
    metadata,
    workspace_id(),
    required("handle", Text()),
    required("members", Json(tuple[UserId, ...])),
    PrimaryKeyConstraint("workspace_id", "handle"),
    of_workspace(),
)

playbook = Table(
    "playbook",
    metadata,
    workspace_id(),
    required("id", Text()),
    required("kind", Text()),
    required("content", Text()),
    required("added_at", Moment()),
    PrimaryKeyConstraint("workspace_id", "id"),
    of_workspace(),
)

newest_playbook = Table(
    "newest_playbook",
    metadata,
    workspace_id(),
    required("kind", Text()),
    required("playbook_id", Text()),
    PrimaryKeyConstraint("workspace_id", "kind"),
    ForeignKeyConstraint(["workspace_id", "playbook_id"], ["playbook.workspace_id", "playbook.id"]),
)

# Who put which version in force by hand, one row each time; and how far open deals have followed the last of them.
playbook_choice = Table(
    "playbook_choice",
    metadata,
    workspace_id(),
    required("kind", Text()),
    required("at", Moment()),
    required("now", Text()),
    Column("was", Text),
    required("by", Text()),
    required("follows", Boolean()),
    Column("after", Uuid),
    PrimaryKeyConstraint("workspace_id", "kind", "at"),
    ForeignKeyConstraint(["workspace_id", "now"], ["playbook.workspace_id", "playbook.id"]),
)

# What admins changed for everybody, one row for each change.
settled = Table(
    "settled",
    metadata,
    workspace_id(),
    required("seq", BigInteger()),
    required("at", Moment()),
    required("by", Text()),
    required("what", Word(Setting)),
    required("about", Words()),
    required("was", Words()),
    required("now", Words()),
    PrimaryKeyConstraint("workspace_id", "seq"),
    of_workspace(),
)

# Who was shown the first steps, and what no setting tells of them.
first_run = Table(
    "first_run",
    metadata,
    workspace_id(),
    # It grows when Baton is taken out, so that whoever lets it in again is shown them anew.
    required("number", Integer()),
    Column("person", Text),
    required("skipped", Json(tuple[FirstStep, ...])),
    required("seen", Json(tuple[FirstStep, ...])),
    required("drawn", Integer()),
    required("showed", Words()),
    PrimaryKeyConstraint("workspace_id"),
    of_workspace(),
)

group_turn = Table(
    "group_turn",
    metadata,
    workspace_id(),
    required("handle", Text()),
    required("taken", BigInteger()),
    PrimaryKeyConstraint("workspace_id", "handle"),
    of_workspace(),
)

asked_in_public = Table(
    "asked_in_public",
    metadata,
    workspace_id(),
    required("person", Text()),
    # A day of the person's own calendar, wherever it was counted.
    required("day", Date()),
    required("times", Integer()),
    PrimaryKeyConstraint("workspace_id", "person", "day"),
    of_workspace(),
)

digest_clock = Table(
    "digest_clock",
    metadata,
    workspace_id(),
    required("kind", Word(DigestKind)),
    required("audience", Text()),
    required("zone", Text()),
    required("next_review_at", Moment()),
    PrimaryKeyConstraint("workspace_id", "kind", "audience"),
    of_workspace(),
    Index("ix_digest_clock_due", "workspace_id", "next_review_at"),
)

bucket = Table(
    "bucket",
    metadata,
    workspace_id(),
    required("name", Text()),
    required("tokens", Double()),
    required("refilled_at", Moment()),
    required("held_until", Moment()),
    Column("spent", Json(dict[int, int], is_frozen=False)),
    PrimaryKeyConstraint("workspace_id", "name"),
    of_workspace(),
)
