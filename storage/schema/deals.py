"""The tables of a deal: what it is, its checklist, steps and lapses, and what happened."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
    text,
)

from bot.closed import Closing
from bot.model import (
    Consequence,
    CustomerLine,
    DealStatus,
    Due,
    Facts,
    ItemStatus,
    LapseKind,
    Lost,
    Offer,
    Parked,
    Request,
    Slip,
    StepStatus,
    UserId,
)
from bot.playbook import DueRule, Ladder
from bot.promises import Register
from bot.reopened import Reopened
from storage.columns import Json, JsonOrWords, Moment, Word, Words
from storage.schema.parts import metadata, of_deal, of_workspace, partial_index, required, workspace_id

deal = Table(
    "deal",
    metadata,
    workspace_id(),
    required("id", Uuid()),
    required("source", Words()),
    required("external_id", Words()),
    required("short", Text()),
    required("kind", Words()),
    required("facts", Json(Facts)),
    required("status", Word(DealStatus)),
    required("seller_id", Text()),
    required("owner_id", Text()),
    required("zone", Text()),
    required("ladder", Json(Ladder)),
    Column("playbook_id", Text),
    Column("playbook_name", Words),
    Column("channel_name", Text),
    Column("channel_id", Text),
    Column("channel_lost", Word(Lost)),
    Column("offer", Json(Offer)),
    required("leads", Json(tuple[tuple[str, UserId], ...])),
    required("functions", Json(tuple[tuple[str, str], ...])),
    Column("opened_at", Moment),
    Column("owned_at", Moment),
    Column("held_until", Json(Due)),
    Column("lived_at", Moment),
    Column("customer_line", Json(CustomerLine)),
    Column("closing", Json(Closing)),
    Column("register", Json(Register), nullable=False, server_default=text("'{}'")),
    Column("source_at", Moment),
    Column("next_review_at", Moment),
    required("seq", BigInteger()),
    required("version", BigInteger()),
    required("is_private", Boolean()),
    Column("is_practice", Boolean, nullable=False, server_default=false()),
    Column("won_at", Moment),
    Column("offered_to", Text),
    Column("next_due_at", Moment),
    Column("taught_at", Moment),
    required("changed_at", Moment()),
    Column("listed_seller", Words),
    Column("won_told_at", Moment),
    Column("handovers", Integer, nullable=False, server_default=text("0")),
    Column("left_channel", Json(tuple[UserId, ...]), nullable=False, server_default=text("'[]'")),
    # None: nobody has asked Slack yet.
    Column("in_channel", Json(tuple[UserId, ...])),
    Column("forgotten_seq", BigInteger, nullable=False, server_default=text("0")),
    # Up to which event people's Homes were asked to show the deal: what lies beyond it they do not show yet.
    Column("shown_seq", BigInteger, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "source", "external_id"),
    UniqueConstraint("workspace_id", "channel_id"),
    of_workspace(),
    Index("ix_deal_owner", "workspace_id", "owner_id"),
    Index("ix_deal_status_won", "workspace_id", "status", "won_at"),
    Index("ix_deal_status_due", "workspace_id", "status", "next_due_at"),
)
partial_index("ix_deal_review", deal, "next_review_at IS NOT NULL", "workspace_id", "next_review_at", "id")
# Kept by the statement that saves a deal anyway, so that whoever presses pays nothing for the Homes of others.
NEWS = "seq > shown_seq"
partial_index("ix_deal_news", deal, NEWS, "workspace_id", "changed_at", "id")
partial_index("ix_deal_taught", deal, "taught_at IS NOT NULL", "workspace_id", "taught_at")
partial_index("ix_deal_offered", deal, "offered_to IS NOT NULL", "workspace_id", "offered_to")

item = Table(
    "item",
    metadata,
    workspace_id(),
    required("deal_id", Uuid()),
    required("id", Uuid()),
    required("place", BigInteger()),
    required("key", Text()),
    required("function", Text()),
    required("title", Words()),
    required("holder_id", Text()),
    required("status", Word(ItemStatus)),
    required("evidence", Words()),
    Column("accepted_by", Text),
    required("waits_for", Json(tuple[str, ...])),
    required("is_gate", Boolean()),
    Column("due_rule", Json(DueRule)),
    Column("due", Json(Due)),
    Column("first_due", Json(Due)),
    Column("opened_at", Moment),
    Column("proof", Words),
    Column("proof_on", Date),
    Column("done_by", Text),
    Column("done_at", Moment),
    Column("accepted_at", Moment),
    Column("accepted_by_id", Text),
    Column("sent_back", Words),
    required("generation", Integer()),
    Column("due_at", Moment),
    Column("crm_field", Text),
    Column("fact", Text),
    Column("source_at", Moment),
    Column("at_least", Integer),
    Column("parts", Json(tuple[str, ...]), nullable=False, server_default=text("'[]'")),
    Column("reopened", Json(Reopened)),
    Column("without", Json(tuple[str, ...]), nullable=False, server_default=text("'[]'")),
    Column("may_be_none", Boolean, nullable=False, server_default=false()),
    Column("given_by", Text),
    PrimaryKeyConstraint("workspace_id", "deal_id", "id"),
    of_deal(),
)
partial_index("ix_item_holder", item, "status = 'open'", "workspace_id", "holder_id", "due_at", "deal_id")


def plainly_agreed(words: str) -> Consequence:
    """Read a consequence from before there were kinds of them."""
    return Consequence(text=words)


step = Table(
    "step",
    metadata,
    workspace_id(),
    required("deal_id", Uuid()),
    required("id", Uuid()),
    required("place", BigInteger()),
    required("what", Words()),
    required("by", Text()),
    required("made_at", Moment()),
    required("first_due", Json(Due)),
    required("due", Json(Due)),
    Column("consequence", JsonOrWords(Consequence, plainly_agreed)),
    required("status", Word(StepStatus)),
    Column("parked", Json(Parked)),
    required("slips", Json(tuple[Slip, ...])),
    Column("ended_at", Moment),
    Column("ended_by", Text),
    Column("instead_of", Uuid),
    Column("request", Json(Request)),
    Column("link", Words),
    required("generation", Integer()),
    required("due_at", Moment()),
    Column("asked", Text),
    PrimaryKeyConstraint("workspace_id", "deal_id", "id"),
    of_deal(),
)
partial_index("ix_step_asked", step, "asked IS NOT NULL", "workspace_id", "asked", "deal_id")
partial_index("ix_step_by", step, "status = 'open'", "workspace_id", "by", "due_at", "deal_id")

lapse = Table(
    "lapse",
    metadata,
    workspace_id(),
    required("deal_id", Uuid()),
    required("id", Uuid()),
    required("place", BigInteger()),
    required("kind", Word(LapseKind)),
    Column("subject", Uuid),
    required("opened_at", Moment()),
    required("rung", Integer()),
    Column("fired_at", Moment),
    Column("told_at", Moment),
    Column("decider_id", Text),
    Column("decide_by", Moment),
    Column("snoozed_until", Moment),
    Column("closed_at", Moment),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("workspace_id", "deal_id", "id"),
    of_deal(),
)
partial_index("ix_lapse_open", lapse, "closed_at IS NULL", "workspace_id", "decider_id", "deal_id")

event = Table(
    "event",
    metadata,
    workspace_id(),
    required("deal_id", Uuid()),
    required("seq", BigInteger()),
    required("at", Moment()),
    required("actor", Text()),
    required("name", Text()),
    required("schema_version", Integer()),
    required("payload", Text()),
    PrimaryKeyConstraint("workspace_id", "deal_id", "seq"),
    of_deal(),
    Index("ix_event_at", "workspace_id", "at", "deal_id", "seq"),
)
